"""Papers: what people send to others as a file. A paper is a title and tables; each form draws the same paper in its own way.

PDF and slides for a meeting, a picture for a chat, a spreadsheet or CSV to count with. Each names the organisation and the day.
"""

from __future__ import annotations

from django.http import HttpResponse

from doors.papers import pdf, picture, sheet, slides
from doors.papers.paper import Paper, Table

FORMS = {
    "pdf": ("PDF", "application/pdf", pdf.draw),
    "pptx": ("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", slides.draw),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.draw),
    "csv": ("CSV", "text/csv; charset=utf-8", sheet.draw_csv),
    "png": ("Picture", "image/png", picture.draw),
}

__all__ = ["FORMS", "Paper", "Table", "paper_file"]


def paper_file(paper: Paper, form: str) -> HttpResponse:
    """The paper as a file to download."""
    _, kind, draw = FORMS[form]
    response = HttpResponse(draw(paper), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{paper.name}.{form}"'
    return response
