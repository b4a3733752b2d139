"""The rows of the gates: policies, reviews and what belongs to them, decisions with their packets, and the evidence."""
