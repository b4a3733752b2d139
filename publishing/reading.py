"""What a view shows: to colleagues what they may see, to customers only words that were written for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from answers.models import Wording
from history import clock
from history.actor import Actor
from history.models import Event
from publishing.models import Card, Field, RoadmapView
from roadmap.board import marked, narrowed, with_details
from roadmap.models import COMPLETED, NOT_HERE, Initiative, InitiativeState
from roadmap.past import MOVES, SUBJECT

LATELY = timedelta(days=90)


@dataclass
class Told:
    """A card as a reader of the view gets it. ``more`` are the fields of the view, each with its label; none for customers."""

    title: str
    text: str = ""
    code: str = ""
    initiative: Initiative | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Lane:
    """A lane in the view's own words."""

    name: str
    label: str
    cards: list[Told] = field(default_factory=list)


def shown_in(view: RoadmapView) -> Q:
    """What is on the roadmap, and what was completed lately."""
    lately = Q(state=InitiativeState.COMPLETED, completed_at__gt=clock.now() - LATELY)
    return Q(state=InitiativeState.ON_ROADMAP) | lately


def lane_of(initiative: Initiative) -> str:
    """The lane that an initiative is in."""
    return COMPLETED if initiative.state == InitiativeState.COMPLETED else initiative.horizon


def public_cards(view: RoadmapView) -> QuerySet[Card]:
    """The cards that were put on a view and are where readers look."""
    on_it = Initiative.objects.filter(shown_in(view)).exclude(ending__in=NOT_HERE)
    rows = Card.objects.filter(view=view, initiative__in=on_it).select_related("initiative")
    return rows.order_by("initiative__position", "-initiative__completed_at", "id")


def public_lanes(view: RoadmapView) -> list[Lane]:
    """A view as customers read it: its own words, and in which lane a card is. Nothing of the initiative itself is touched."""
    lanes = {name: Lane(name, label) for name, label in view.lanes()}
    for card in public_cards(view):
        lanes[lane_of(card.initiative)].cards.append(Told(card.title, card.text, card.code))
    return list(lanes.values())


def lanes_for(view: RoadmapView, actor: Actor) -> list[Lane]:
    """A view as a colleague reads it: the initiatives they may see, with the view's fields, in its words where it has some."""
    chosen = {name: getattr(view, name) for name in ("product", "line") if getattr(view, name)}
    rows = with_details(narrowed(actor, chosen).filter(shown_in(view))).order_by("position", "-completed_at", "-id")
    words = {card.initiative_id: card for card in Card.objects.filter(view=view)}
    if view.is_for_customers:
        rows = rows.filter(pk__in=words)
    initiatives = marked(rows, actor)
    approved: dict[int, str] = {}
    if Field.MAY_SAY in view.fields:
        ideas = [idea.pk for one in initiatives for idea in one.ideas.all()]
        approved = dict(Wording.objects.filter(idea__in=ideas).values_list("idea", "may_say"))
    lanes = {name: Lane(name, label) for name, label in view.lanes()}
    for one in initiatives:
        card = words.get(one.pk)
        told = Told(card.title if card else one.title, card.text if card else "", card.code if card else "", one)
        told.more = {name: value for name in view.fields if (value := value_of(one, name, approved))}
        lanes[lane_of(one)].cards.append(told)
    return list(lanes.values())


def value_of(one: Initiative, name: str, approved: dict[int, str]) -> Any:
    """One field of a card; empty where there is nothing to say, or where it is no field of the initiative itself."""
    if name == Field.MAY_SAY:
        return " ".join(approved[idea.pk] for idea in one.ideas.all() if idea.pk in approved)
    if name == Field.OBJECTIVE:
        return next(iter(one.key_results.all()), None)
    if name == Field.COMPANIES:
        return one.company_count  # type: ignore[attr-defined]
    if name == Field.ACTUAL and one.state != InitiativeState.COMPLETED:
        return None
    return None if name == Field.WORDS else getattr(one, name)


def moved_at(cards: list[Card]) -> dict[int, datetime]:
    """When each card was last moved or worded, by its id, in one query."""
    ids = [card.initiative_id for card in cards]
    rows = Event.objects.filter(subject_type=SUBJECT, subject_id__in=ids, kind__in=MOVES).order_by()
    last = dict(rows.values_list("subject_id").annotate(last=Max("at")))
    return {card.pk: max(card.worded_at, last.get(card.initiative_id, card.worded_at)) for card in cards}
