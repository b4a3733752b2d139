"""The demo organisation: what it is made of (plain data) and how it is built (through the verbs)."""
