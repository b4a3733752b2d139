"""The web door of what comes in from other tools: one module a noun."""
