"""One journey a role, in a real browser."""
