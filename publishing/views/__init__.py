"""The web door of publishing."""
