"""What upper floors add to a feedback as one reads it: which of its words became something, and where to link more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from history.actor import Actor


@dataclass(frozen=True)
class Mark:
    """Words from ``start`` to ``end`` that became something, and what."""

    start: int
    end: int
    says: str


MarksOf = Callable[[list[int], Actor], dict[int, list[Mark]]]
_marks: list[MarksOf] = []
_linking: list[str] = []


def marks(function: MarksOf) -> MarksOf:
    """Serve marks: ``f(feedback_ids, actor) -> {feedback_id: [Mark]}``, in bulk."""
    _marks.append(function)
    return function


def offer_linking(url_name: str) -> None:
    """Name the page at which highlighted words of a feedback are linked."""
    _linking[:] = [url_name]


def linking_address(pk: int) -> str:
    """Where a feedback's words are linked; nothing where no upper floor offers it."""
    return reverse(_linking[0], args=[pk]) if _linking else ""


def marks_of(ids: Iterable[int], actor: Actor) -> dict[int, list[Mark]]:
    """The marks of several feedback at once."""
    ids = list(ids)
    found: dict[int, list[Mark]] = {}
    for function in _marks:
        for pk, several in function(ids, actor).items():
            found.setdefault(pk, []).extend(several)
    return found


def marked(text: str, several: list[Mark]) -> SafeString:
    """A text with its marks. Where marks overlap, the words that they share carry what both say."""
    edges = sorted({0, len(text), *(min(edge, len(text)) for mark in several for edge in (mark.start, mark.end))})
    pieces = []
    for start, end in pairwise(edges):
        says = "; ".join(dict.fromkeys(mark.says for mark in several if mark.start <= start and end <= mark.end))
        words = text[start:end]
        pieces.append((format_html('<mark title="{}">{}</mark>', says, words) if says else words,))
    return format_html_join("", "{}", pieces)
