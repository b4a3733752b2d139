"""What the gates' past and present come to: reports for those who run a portfolio, each number with the reviews behind it."""
