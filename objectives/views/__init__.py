"""The web door of objectives."""
