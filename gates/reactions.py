"""What follows by itself at the gates: an idea that changes is not the one that was decided upon; who takes a seat is told so."""

from __future__ import annotations

from conversation.models import NoticeKind
from conversation.telling import tell
from gates.actions.reopening import reopen_for_scope
from gates.events import GateEvent
from gates.models import GateReview
from history.actor import Actor
from history.models import Event
from history.reactions import on
from roadmap.events import IdeaEvent
from roadmap.models import Idea


@on(IdeaEvent.CHANGED)
def look_again_at_what_was_decided(event: Event, subject: Idea, actor: Actor) -> None:
    """A change of problem, value, hypothesis or target outcomes after a Go asks its panel whether that stands."""
    reopen_for_scope(subject, event.facts.get("fields", ()), actor=actor)


@on(GateEvent.DELEGATED, GateEvent.REPLACED)
def tell_who_takes_a_seat(event: Event, subject: GateReview, actor: Actor) -> None:
    """Whoever judges from now on hears of it."""
    tell(event, (event.subject_type, event.subject_id), [event.facts["person"]], kind=NoticeKind.MINE, subject=subject)


@on(GateEvent.LOCKED, GateEvent.ESCALATED)
def tell_the_panel(event: Event, subject: GateReview, actor: Actor) -> None:
    """A panel hears that it is to judge; of an overdue deadline whoever runs the gate hears, and those who are missing."""
    missing = event.facts.get("missing")
    seats = subject.seats.filter(recused_at=None).values_list("person", flat=True)
    people = [subject.owner_id, *missing] if missing is not None else list(seats)
    tell(event, (event.subject_type, event.subject_id), people, kind=NoticeKind.MINE, subject=subject)
