"""What the board shows: lanes of cards, each with its objective, its gates, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from history.actor import Actor
from objectives.models import KeyResult
from roadmap.figures import with_initiative_figures
from roadmap.marks import Mark, marks_of
from roadmap.models import Horizon, Idea, Initiative, InitiativeQuerySet, InitiativeState

MOST_CANDIDATES = 100
HINTS = {
    Horizon.NOW: "What we work on. Drag a card here when work on it starts.",
    Horizon.NEXT: "What comes after. Evidence is being gathered.",
    Horizon.LATER: "What we mean to solve, one day.",
}


@dataclass
class Column:
    """A lane as the page draws it."""

    name: str
    label: str
    hint: str
    cards: list[Initiative] = field(default_factory=list)


def narrowed(actor: Actor, chosen: dict[str, Any]) -> InitiativeQuerySet:
    """The initiatives that one may see and that fit what was chosen."""
    cards = Initiative.objects.visible_to(actor)
    for name in ("product", "owner"):
        if name in chosen:
            cards = cards.filter(**{name: chosen[name]})
    if "objective" in chosen:
        serving = KeyResult.objects.filter(objective=chosen["objective"]).values("pk")
        cards = cards.filter(pk__in=Initiative.key_results.through.objects.filter(keyresult__in=serving).values("initiative"))
    return cards


def cards_for(actor: Actor, chosen: dict[str, Any]) -> QuerySet[Initiative]:
    """The cards that fit, with all that a card shows."""
    return with_details(with_initiative_figures(narrowed(actor, chosen), actor))


def with_details(cards: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Cards with product, owner, ideas and key results, in a fixed number of queries."""
    key_results = KeyResult.objects.current().select_related("objective")
    ideas = Idea.objects.order_by("id")
    return cards.select_related("product", "owner").prefetch_related(
        Prefetch("key_results", key_results), Prefetch("ideas", ideas)
    )  # fmt: skip


def board_for(actor: Actor, chosen: dict[str, Any]) -> tuple[list[Column], Column]:
    """Now, Next and Later, and the drawer of the newest candidates; all of it asked for at once."""
    columns = {horizon.value: Column(horizon.value, horizon.label, HINTS[horizon]) for horizon in Horizon}
    drawer = Column("candidates", "Candidates", "Nothing waits here. Make an initiative out of an idea.")
    waiting = narrowed(actor, chosen).filter(state=InitiativeState.CANDIDATE).order_by("-id").values("pk")
    shown = Q(state=InitiativeState.ON_ROADMAP) | Q(pk__in=waiting[:MOST_CANDIDATES])
    for card in marked(cards_for(actor, chosen).filter(shown).order_by("position", "-id")):
        (columns.get(card.horizon) or drawer).cards.append(card)
    return list(columns.values()), drawer


def marked(cards: Iterable[Initiative]) -> list[Initiative]:
    """The cards, each with the marks of its ideas put together as ``gates``."""
    cards = list(cards)
    marks = marks_of({idea.pk: idea for card in cards for idea in card.ideas.all()}.values())
    for card in cards:
        card.gates = together([(idea, marks[idea.pk]) for idea in card.ideas.all()])  # type: ignore[attr-defined]
    return cards


def together(marked_ideas: list[tuple[Idea, list[Mark]]]) -> list[Mark]:
    """Marks of several ideas as one row: a sign is good when it is good for all, and its words name each idea."""
    signs: dict[str, list[tuple[Idea, Mark]]] = {}
    for idea, marks in marked_ideas:
        for mark in marks:
            signs.setdefault(mark.text, []).append((idea, mark))
    if len(marked_ideas) == 1:
        return [pairs[0][1] for pairs in signs.values()]
    return [
        Mark(text, worst(pair[1].tone for pair in pairs), "; ".join(f"{idea.key}: {mark.words}" for idea, mark in pairs))
        for text, pairs in signs.items()
    ]


def worst(tones: Iterable[str]) -> str:
    """Bad if any is bad, else warn, else nothing; good only if all are."""
    order = ("bad", "warn", "", "accent", "good")
    return min(tones, key=lambda tone: order.index(tone) if tone in order else 2)
