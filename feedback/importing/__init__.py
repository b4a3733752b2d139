"""Reading a file of feedback: its table, what its columns mean, and its rows as feedback."""
