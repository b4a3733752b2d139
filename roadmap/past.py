"""The time machine: the board as it stood at any moment, and what changed between two, told from history alone.

Each move is an event that says which lane, and at which place among all its cards. Doing the moves over again, up to a moment,
gives the very board of that moment; nothing else is kept for it, so nothing can differ from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from history import clock
from history.actor import Actor
from history.models import Event
from roadmap.board import Shown, empty_board, narrowed
from roadmap.events import InitiativeEvent
from roadmap.models import COMPLETED, Horizon, Initiative, plain_name

SUBJECT = Initiative._meta.label_lower
INTO_A_LANE = (InitiativeEvent.PLACED, InitiativeEvent.MOVED)
OUT_OF_LANES = (InitiativeEvent.TAKEN_OFF, InitiativeEvent.COMPLETED, InitiativeEvent.ARCHIVED)
MOVES = (*INTO_A_LANE, *OUT_OF_LANES, InitiativeEvent.REOPENED)
WORDS = ("title", "target_outcomes")
KINDS = {
    "arrived": "Came onto the roadmap",
    "nearer": "Came nearer",
    "further": "Went back",
    "completed": "Completed",
    "reopened": "Reopened",
    "left": "Left the roadmap",
    "renamed": "Has another name",
}


@dataclass
class Past:
    """Who was in which lane, in order, and what was completed by then, the newest first."""

    lanes: dict[str, list[int]] = field(default_factory=lambda: {str(horizon): [] for horizon in Horizon})
    completed: list[int] = field(default_factory=list)

    def follow(self, kind: str, pk: int, facts: dict[str, Any]) -> None:
        """Do one move over again."""
        for cards in (*self.lanes.values(), self.completed):
            if pk in cards:
                cards.remove(pk)
        if kind in INTO_A_LANE:
            self.lanes[facts["horizon"]].insert(facts["place"] - 1, pk)
        elif kind == InitiativeEvent.REOPENED:
            self.lanes[facts["horizon"]].append(pk)
        elif kind == InitiativeEvent.COMPLETED:
            self.completed.insert(0, pk)

    def lane_of(self, pk: int) -> str:
        """Where a card was; empty when it was not on the roadmap."""
        if pk in self.completed:
            return COMPLETED
        return next((name for name, cards in self.lanes.items() if pk in cards), "")


def moves(**when: Any) -> QuerySet[Event]:
    """The moves of every card, in the order in which they happened."""
    return Event.objects.filter(subject_type=SUBJECT, kind__in=MOVES, **when).order_by("id")


def past_at(moment: datetime) -> Past:
    """The whole board at a moment, over all products: places are counted among all the cards of a lane."""
    past = Past()
    for kind, pk, facts in moves(at__lte=moment).values_list("kind", "subject_id", "facts"):
        past.follow(kind, pk, facts)
    return past


def end_of(day: date) -> datetime:
    """The last moment of a day where the organisation is; of today, now."""
    return min(datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone()), clock.now())


def worded_at(cards: Iterable[Initiative], moment: datetime) -> list[Initiative]:
    """The cards in the words that they had then: the first change afterwards tells what they were before it."""
    found = {card.pk: card for card in cards}
    later = Event.objects.filter(subject_type=SUBJECT, subject_id__in=found, kind=InitiativeEvent.CHANGED, at__gt=moment)
    for event in later.select_related("words").order_by("-id"):
        changes = (event.words.body or {}).get("changes", {})
        for name in WORDS:
            if name in changes:
                setattr(found[event.subject_id], name, changes[name][0] or "")
    return list(found.values())


def board_on(actor: Actor, chosen: dict[str, Any], products: list[Any], moment: datetime) -> Shown:
    """The board of a moment, with the cards that the actor may see; names of lanes are today's."""
    past, shown = past_at(moment), empty_board(chosen, products)
    every = [pk for cards in past.lanes.values() for pk in cards] + past.completed
    known = narrowed(actor, chosen).filter(pk__in=every).select_related("product")
    seen = {card.pk: card for card in worded_at(known, moment)}
    for column in shown.lanes:
        column.cards = [seen[pk] for pk in past.lanes[column.name] if pk in seen]
    shown.completed.cards = [seen[pk] for pk in past.completed if pk in seen]
    return shown


@dataclass
class Step:
    """One move on the way: when, whose, where to, and why."""

    at: datetime
    actor: str
    to: str
    reason: str


@dataclass
class Difference:
    """What became of one card between two moments."""

    kind: str
    card: Initiative
    before: str
    after: str
    steps: list[Step]

    @property
    def sentence(self) -> str:
        """The difference as one reads it."""
        if self.kind == "renamed":
            return f"Was called “{self.before}”."
        names = {"": "not on the roadmap"}
        return " → ".join(names.get(lane) or plain_name(lane) for lane in (self.before, self.after))


def changes_between(actor: Actor, chosen: dict[str, Any], since: datetime, until: datetime) -> list[Difference]:
    """Every card that the actor may see and that stands elsewhere at ``until`` than at ``since``, with the way it went."""
    before, after, way = past_at(since), past_at(until), steps_between(since, until)
    ever = {pk for past in (before, after) for cards in (*past.lanes.values(), past.completed) for pk in cards}
    cards = worded_at(narrowed(actor, chosen).filter(pk__in=ever).select_related("product"), until)
    found = []
    for card in cards:
        was, now = before.lane_of(card.pk), after.lane_of(card.pk)
        if was != now:
            found.append(Difference(kind_of(was, now), card, was, now, way.get(card.pk, [])))
    found += renamed([card for card in cards if before.lane_of(card.pk) and after.lane_of(card.pk)], since)
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.card.title.casefold(), one.card.pk))


def kind_of(was: str, now: str) -> str:
    """What a change of place is called."""
    if now == COMPLETED:
        return "completed"
    if not now:
        return "left"
    if was == COMPLETED:
        return "reopened"
    if not was:
        return "arrived"
    return "nearer" if Horizon(now).nearness < Horizon(was).nearness else "further"


def renamed(cards: list[Initiative], since: datetime) -> list[Difference]:
    """Of the cards that were there all along, those that had another title then."""
    titles = {card.pk: card.title for card in cards}
    then = worded_at(Initiative.objects.filter(pk__in=titles), since)
    was = {card.pk: card.title for card in then}
    return [Difference("renamed", card, was[card.pk], card.title, []) for card in cards if was[card.pk] != titles[card.pk]]


def steps_between(since: datetime, until: datetime) -> dict[int, list[Step]]:
    """The way of each card from one moment to another; moves within a lane are left out."""
    found: dict[int, list[Step]] = defaultdict(list)
    for event in moves(at__gt=since, at__lte=until).select_related("actor", "words"):
        to = "" if event.kind in OUT_OF_LANES else event.facts["horizon"]
        if event.kind == InitiativeEvent.MOVED and to == event.facts.get("was_in"):
            continue
        body = event.words.body or {}
        step = Step(event.at, str(event.actor or event.system), to_in_words(event.kind, to), body.get("reason", ""))
        found[event.subject_id].append(step)
    return found


def to_in_words(kind: str, to: str) -> str:
    """Where a move led."""
    if kind == InitiativeEvent.COMPLETED:
        return plain_name(COMPLETED)
    return plain_name(to) if to else "off the roadmap"
