"""Words that the templates of the gates speak."""
