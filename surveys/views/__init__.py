"""The web door of surveys."""
