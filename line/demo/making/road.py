"""The roadmap: cards are written, placed, moved, and completed with what came of them."""

from __future__ import annotations

from collections import Counter

from line.demo.initiatives import INITIATIVES, Card
from line.demo.making.stage import Stage
from roadmap import actions as roadmap
from roadmap.models import Horizon

LATER_MOVES = {"now": -47, "next": -34}
SERVES_SINCE = -45


def lay_road(stage: Stage) -> None:
    """Each card begins as a candidate; those on the board today moved there in the order that they have."""
    places: Counter[str] = Counter()
    for card in INITIATIVES:
        places[card.horizon] += 1
        stage.on(-card.age, lambda card=card: write(stage, card), hour=13)
        if card.horizon == "completed":
            stage.on(4 - card.age, lambda card=card: place(stage, card, "now"), hour=13)
            stage.on(-(card.finished or 0), lambda card=card: complete(stage, card), hour=17)
        elif card.horizon != "candidate":
            stage.on(4 - card.age, lambda card=card: place(stage, card, "later"), hour=13)
        if card.horizon in LATER_MOVES:
            day = LATER_MOVES[card.horizon] + places[card.horizon]
            stage.on(day, lambda card=card: place(stage, card, card.horizon), hour=9.5 + places[card.horizon] / 5)


def write(stage: Stage, card: Card) -> None:
    """A candidate for the roadmap."""
    stage.initiatives[card.title] = roadmap.create_initiative(
        product=stage.products[card.product], title=card.title, problem=card.problem, target_outcomes=card.target,
        owner=stage.people[card.owner], ideas=[stage.ideas[key] for key in card.ideas if key in stage.ideas],
        actor=stage.as_(card.owner),
    )  # fmt: skip


def place(stage: Stage, card: Card, horizon: str) -> None:
    """The card goes to a lane of the board, behind the others."""
    roadmap.place_initiative(stage.initiatives[card.title], actor=stage.as_(card.owner), horizon=Horizon(horizon))


def serve(stage: Stage, card: Card) -> None:
    """Say which key results it serves, and put in the ideas that came later."""
    roadmap.edit_initiative(
        stage.initiatives[card.title], actor=stage.as_(card.owner), ideas=[stage.ideas[key] for key in card.ideas],
        key_results=[stage.key_results[key] for key in card.serves],
    )  # fmt: skip


def complete(stage: Stage, card: Card) -> None:
    """Done: what came of it, beside what was hoped for."""
    roadmap.complete_initiative(stage.initiatives[card.title], actor=stage.as_(card.owner), actual_outcomes=card.actual)
