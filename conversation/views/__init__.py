"""The web door of conversation."""
