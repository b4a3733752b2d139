"""Marks that upper floors put on ideas wherever they are listed, such as the gates passed. Asked in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roadmap.models import Idea


@dataclass(frozen=True)
class Mark:
    """A small sign with its words: ``tone`` is good, warn, bad or empty; ``words`` say the same to those who don't see it."""

    text: str
    tone: str
    words: str


Marker = Callable[[list[Idea]], dict[int, list[Mark]]]
_markers: list[Marker] = []


def marks(marker: Marker) -> Marker:
    """Ask ``f(ideas) -> {idea id: [Mark, …]}``, in a number of queries that does not grow with the ideas."""
    _markers.append(marker)
    return marker


def marks_of(ideas: Iterable[Idea]) -> dict[int, list[Mark]]:
    """Every mark of every idea, by the idea's id."""
    ideas = list(ideas)
    found: dict[int, list[Mark]] = {idea.pk: [] for idea in ideas}
    if ideas:
        for marker in _markers:
            for pk, some in marker(ideas).items():
                found[pk] = found.get(pk, []) + some
    return found
