"""Who may do what on the roadmap."""
