"""The demo at the gates: pilots, assessments, reviews and decisions."""
