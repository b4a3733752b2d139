"""Commitments on their days, with the deals that hang on them, and what became of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from customers import actions as customers
from line.demo.making.stage import Stage
from line.demo.promises import PROMISES, Promise
from roadmap import actions as roadmap


def lay_promises(stage: Stage) -> None:
    """Each promise on its day."""
    for promise in PROMISES:
        stage.on(promise.day, lambda promise=promise: give(stage, promise), hour=17)


def give(stage: Stage, promise: Promise) -> None:
    """Whoever promised writes it down, and later says what became of it."""
    actor, company = stage.as_(promise.by), stage.companies[promise.company]
    deal = None
    if promise.deal:
        deal = customers.add_deal(
            company=company, name=promise.deal, amount=Decimal(promise.amount), owner=actor.person, actor=actor
        )
    made = roadmap.make_commitment(
        company=company, words=promise.words, idea=stage.ideas[promise.topic], deal=deal, firmness=promise.firmness,
        due_on=stage.date(promise.due) if promise.due is not None else None, actor=actor,
    )  # fmt: skip
    if promise.ended is not None:
        stage.on(promise.ended[2], lambda: end(stage, made, *promise.ended), hour=11)


def end(stage: Stage, made: Any, state: str, who: str, day: int, why: str) -> None:
    """What became of it."""
    roadmap.resolve_commitment(made, state=state, reason=why, actor=stage.as_(who))
