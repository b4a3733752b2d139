"""Pages that read across the whole line."""
