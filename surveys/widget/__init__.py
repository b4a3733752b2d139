"""The widget's own doors: its script, and what it sends and asks, from pages of our customers' own products."""
