"""What upper floors add to a feedback as one reads it: which of its words became something, and where to link more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from feedback.models import Feedback
from history.actor import Actor


@dataclass(frozen=True)
class Mark:
    """Words from ``start`` to ``end`` that became something, and what. ``key`` is the name of the place where they begin."""

    start: int
    end: int
    says: str
    key: str = ""


MarksOf = Callable[[list[Feedback], Actor], dict[int, list[Mark]]]
_marks: list[MarksOf] = []
_linking: list[str] = []
LikenessTeller = Callable[[Actor, Feedback], bool]
_likeness: list[LikenessTeller] = []


def marks(function: MarksOf) -> MarksOf:
    """Serve marks: ``f(feedback, actor) -> {feedback_id: [Mark]}``, in bulk."""
    _marks.append(function)
    return function


def offer_linking(url_name: str) -> None:
    """Name the page at which highlighted words of a feedback are linked."""
    _linking[:] = [url_name]


def linking_address(pk: int) -> str:
    """Where a feedback's words are linked; nothing where no upper floor offers it."""
    return reverse(_linking[0], args=[pk]) if _linking else ""


def tells_likeness(when: LikenessTeller) -> LikenessTeller:
    """Let an upper floor show what is similar to a feedback: where ``when`` holds, the list by shared words gives way."""
    _likeness.append(when)
    return when


def is_likeness_told(actor: Actor, feedback: Feedback) -> bool:
    """Whether an upper floor shows what is similar to this feedback."""
    return any(when(actor, feedback) for when in _likeness)


def marks_of(rows: Iterable[Feedback], actor: Actor) -> dict[int, list[Mark]]:
    """The marks of several feedback at once."""
    rows = list(rows)
    found: dict[int, list[Mark]] = {}
    for function in _marks:
        for pk, several in function(rows, actor).items():
            found.setdefault(pk, []).extend(several)
    return found


def marked(text: str, several: list[Mark]) -> SafeString:
    """A text with its marks. Where marks overlap, the words that they share carry what both say."""
    edges = sorted({0, len(text), *(min(edge, len(text)) for mark in several for edge in (mark.start, mark.end))})
    pieces: list[SafeString] = []
    for start, end in pairwise(edges):
        says = "; ".join(dict.fromkeys(mark.says for mark in several if mark.start <= start and end <= mark.end))
        words = text[start:end]
        places = ((mark.key,) for mark in several if mark.key and mark.start == start)
        pieces.append(format_html_join("", '<span class="place" id="{}"></span>', places))
        pieces.append(format_html('<mark title="{}">{}</mark>', says, words) if says else format_html("{}", words))
    return format_html_join("", "{}", ((piece,) for piece in pieces))
