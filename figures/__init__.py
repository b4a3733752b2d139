"""Pure numbers that several floors stand on: rates, comparisons, and how a figure explains itself. No database, no clock."""
