"""Growth's own numbers, pure: revenue kept and lost, what a customer is worth, virality, retention, health. No database."""
