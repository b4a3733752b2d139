"""What the pages of ideas and of the roadmap ask for."""
