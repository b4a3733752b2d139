"""The pages of leads and rules."""
