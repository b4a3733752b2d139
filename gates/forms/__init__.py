"""The shapes that the pages of the gates take, by noun."""
