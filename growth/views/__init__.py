"""The web door of growth: one module a noun."""
