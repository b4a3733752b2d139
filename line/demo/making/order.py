"""What comes next: how the ideas of each product are put in order, estimates, and two rounds of rating together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from line.demo.making.stage import Stage, dice
from priorities import actions as priorities
from roadmap.models import Idea
from roadmap.models import Stage as Work

METHODS = {"rounds": ("rice", "tomasz"), "ledger": ("weighted", "priya")}
CHOSEN, ESTIMATED, FIRST_ROUND, SECOND_ROUND = -70, -66, -40, -3
SCALES = {
    "impact": ("0.5", "1", "1", "2", "2", "3"), "confidence": ("50", "80", "80", "100"), "effort": ("1", "2", "3", "3", "5", "8"),
    "fit": ("1", "2", "3", "4", "5"), "effort_5": ("1", "2", "3", "3", "4", "5"),
}  # fmt: skip
OPEN = (Work.ASSESSMENT, Work.DISCOVERY, Work.PILOT, Work.DELIVERY, Work.VALIDATION)
LEFT_OPEN = 6
IN_A_ROUND = 5


def lay_order(stage: Stage) -> None:
    """A method each, estimates of nearly all ideas, a round that was closed, and one that waits to be rated."""
    for product, (method, who) in METHODS.items():
        stage.on(CHOSEN, lambda one=product, how=method, by=who: choose(stage, one, how, by), hour=11)
        stage.on(ESTIMATED, lambda one=product, by=who: estimate(stage, one, by), hour=14)
    stage.on(
        FIRST_ROUND, lambda: rate_together(stage, "rounds", "tomasz", "What first in the new quarter?", closes=True), hour=10
    )
    stage.on(SECOND_ROUND, lambda: rate_together(stage, "rounds", "tomasz", "Before the planning day", closes=False), hour=10)


def choose(stage: Stage, product: str, method: str, who: str) -> None:
    """The product's method."""
    priorities.choose_method(stage.products[product], method=method, actor=stage.as_(who))


def backlog(stage: Stage, product: str) -> list[Idea]:
    """The ideas that may still be done, as they are now."""
    return list(Idea.objects.current().filter(product=stage.products[product], stage__in=OPEN).order_by("pk"))


def estimate(stage: Stage, product: str, who: str) -> None:
    """Everything but the newest few."""
    factors = stage.products[product].scheme.factors.filter(archived_at=None, source="people")
    for idea in backlog(stage, product)[:-LEFT_OPEN]:
        values = {one.code: guess(idea, one.code, "first") for one in factors}
        priorities.estimate(idea, actor=stage.as_(who), values=values)


def rate_together(stage: Stage, product: str, who: str, title: str, *, closes: bool) -> None:
    """Five ideas are rated by four people; the open round waits for the last of them."""
    actor = stage.as_(who)
    factors = list(stage.products[product].scheme.factors.filter(archived_at=None, source="people"))
    ideas = backlog(stage, product)[-IN_A_ROUND - LEFT_OPEN * closes :][:IN_A_ROUND]
    raters = [stage.people[key] for key in (who, "callum", "ingrid", "hannah")]
    made = priorities.open_round(
        stage.products[product], title=title, ideas=ideas, factors=factors, raters=raters, actor=actor,
        due_on=stage.date(FIRST_ROUND + 7 if closes else SECOND_ROUND + 10),
    )  # fmt: skip
    for key in (who, "callum", "ingrid", "hannah")[: 4 if closes else 2]:
        values: dict[Any, Decimal | None] = {(one.pk, f.code): guess(one, f.code, key) for one in ideas for f in factors}
        priorities.rate(made, actor=stage.as_(key), values=values)
    if closes:
        priorities.reveal_round(made, actor=actor)
        priorities.close_round(made, actor=actor)


def guess(idea: Idea, code: str, who: str) -> Decimal:
    """What somebody holds a factor to be: near what the others do, now and then far from it."""
    scale = SCALES[code]
    common = dice("estimate", idea.title, code).randrange(len(scale))
    step = dice("estimate", idea.title, code, who).choice((-2, -1, 0, 0, 0, 1))
    return Decimal(scale[min(len(scale) - 1, max(0, common + step))])
