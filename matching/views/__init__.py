"""The web door of matching."""
