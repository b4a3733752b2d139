"""A paper as a spreadsheet, and as CSV. No cell is ever a formula: text is written as text."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import xlsxwriter

from doors.papers.paper import Paper, said
from doors.tables import harmless

LONGEST_CELL = 32_767
WIDTHS = (36, 48)


def draw(paper: Paper) -> bytes:
    """One sheet for each table, under the paper's title."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "company": paper.organisation})
    title, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    used: set[str] = set()
    for table in paper.tables:
        sheet = book.add_worksheet(sheet_name(table.heading, used))
        sheet.write_string(0, 0, said(paper.title, LONGEST_CELL), title)
        sheet.write_string(1, 0, said(paper.byline, LONGEST_CELL))
        for column, name in enumerate(table.columns):
            sheet.write_string(3, column, said(name, LONGEST_CELL), head)
            sheet.set_column(column, column, WIDTHS[0] if column == 0 else 24)
        for number, row in enumerate(table.rows, start=4):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell, wrapped)
                else:
                    sheet.write_string(number, column, said(cell, LONGEST_CELL), wrapped)
        sheet.freeze_panes(4, 1)
    book.close()
    return file.getvalue()


def sheet_name(heading: str, used: set[str]) -> str:
    """A name that a spreadsheet takes: short, its own, and without the signs of its formulas."""
    name = re.sub(r"[\[\]:*?/\\']", " ", said(heading)).strip()[:27] or "Sheet"
    number = 2
    plain = name
    while name.casefold() in used or name.casefold() == "history":
        name, number = f"{plain} {number}", number + 1
    used.add(name.casefold())
    return name


def draw_csv(paper: Paper) -> bytes:
    """All tables as one, with the heading of each in the first column; with a mark that tells Excel it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([harmless(paper.title), harmless(paper.byline)])
    columns: list[str] = []
    for table in paper.tables:
        if list(table.columns) != columns:
            columns = list(table.columns)
            writer.writerow(["", *(harmless(name) for name in columns)])
        for row in table.rows:
            writer.writerow([harmless(table.heading), *(harmless(cell) if isinstance(cell, str) else cell for cell in row)])
    return ("\ufeff" + file.getvalue()).encode("utf-8", "replace")
