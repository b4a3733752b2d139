"""What a pilot showed: attainment, achievement, early looks, attrition, comparison, opinion, return."""
