"""The web door of answers."""
