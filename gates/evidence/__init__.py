"""What the rows of the evidence come to: figures computed from them, each with what went in."""
