"""The web door of priorities."""
