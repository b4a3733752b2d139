"""The web door of feedback."""
