"""The web door of customers: one module a noun."""
