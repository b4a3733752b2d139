"""Who may do what at the gates, by noun."""
