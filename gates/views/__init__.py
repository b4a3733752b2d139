"""The web door of the gates, by noun."""
