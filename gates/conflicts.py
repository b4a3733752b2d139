"""Conflicts of interest that the system can tell by itself; people declare the others.

The idea's owner and whoever owned it before, authors of its evidence, and whoever earns commission on a company that its
pilot is run with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gates.measures import Measured
from history.models import Event
from people.models import Person
from roadmap.events import IdeaEvent
from roadmap.models import Idea, Insight


@dataclass(frozen=True)
class Conflict:
    """Why somebody may not judge an idea. ``kind`` is sealed, ``words`` are shown."""

    person_id: int
    kind: str
    words: str


Source = Callable[[Idea], Iterable[Conflict]]
_sources: list[Source] = []


def conflict_source(source: Source) -> Source:
    """Register ``f(idea) -> conflicts``: the pilots say so who has commission on their companies."""
    _sources.append(source)
    return source


def past_owners(idea: Idea) -> list[int]:
    """Everybody who handed the idea on: that dodges no conflict. Whoever owns it again is its owner, and told so."""
    handed = Event.objects.filter(
        kind=IdeaEvent.CHANGED, subject_type=idea._meta.label_lower, subject_id=idea.pk, facts__owner_was__isnull=False
    )
    return sorted({facts["owner_was"] for facts in handed.order_by().values_list("facts", flat=True)} - {idea.owner_id})


def has_owned(person: Person | None, idea: Idea) -> bool:
    """Whether somebody owns the idea, or did."""
    return person is not None and (person.pk == idea.owner_id or person.pk in past_owners(idea))


def conflicts_of(idea: Idea, measured: Iterable[Measured]) -> dict[int, list[Conflict]]:
    """Everybody's conflicts with an idea, by person."""
    found: dict[int, list[Conflict]] = defaultdict(list)
    if idea.owner_id:
        found[idea.owner_id].append(Conflict(idea.owner_id, "owner", "owns the idea"))
    for pk in past_owners(idea):
        found[pk].append(Conflict(pk, "past_owner", "owned the idea before"))
    for pk in sorted({pk for one in measured for pk in one.author_ids}):
        found[pk].append(Conflict(pk, "author", "made evidence for it"))
    for pk in Insight.objects.standing().filter(idea=idea).order_by().values_list("made_by", flat=True).distinct():
        found[pk].append(Conflict(pk, "insight", "made insights for it"))
    for source in _sources:
        for conflict in source(idea):
            found[conflict.person_id].append(conflict)
    return dict(found)
