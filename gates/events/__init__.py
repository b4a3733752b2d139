"""What can happen at the gates, by noun."""
