"""The web door of the roadmap."""
