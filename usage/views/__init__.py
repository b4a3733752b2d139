"""The web door of usage."""
