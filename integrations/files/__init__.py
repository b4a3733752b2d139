"""Files that people upload, as rows of text, within bounds."""

from integrations.files.opening import Table, header_of, opened
from integrations.files.rows import LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Row

__all__ = ["LARGEST_FILE", "LONGEST_CELL", "MOST_COLUMNS", "MOST_ROWS", "Row", "Table", "header_of", "opened"]
