"""Rules written, switched on and paused on their days; leads found when usage came in, and what became of each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from history import clock
from line.demo.leads import ANSWERS, LOOKS, LOSSES, REJECTIONS, SIGNALS, WINS, Signal
from line.demo.making.stage import Stage, dice
from pqls import actions as pqls
from pqls.models import Pql, PqlRule
from pqls.tasks import WATCHER

UNANSWERED_DAYS = 12


def lay_leads(stage: Stage) -> None:
    """Each rule from its writing on, then the looks at usage; the last of them today."""
    for signal in SIGNALS:
        stage.on(signal.written, lambda signal=signal: write(stage, signal), hour=11)
    for day in LOOKS:
        stage.on(day, lambda: look(stage), hour=7)


def write(stage: Stage, signal: Signal) -> None:
    """Write a rule, and lay its switching on and its pause."""
    actor = stage.as_(signal.by)
    rule = pqls.write_rule(
        product=stage.products[signal.product], name=signal.name, why=signal.why, level=signal.level,
        conditions=[named(stage, one) for one in signal.conditions], any_of=[named(stage, one) for one in signal.any_of],
        cool_down_days=signal.rests, most_a_day=signal.most,
        fallback=stage.people[signal.fallback] if signal.fallback else None, actor=actor,
    )  # fmt: skip
    if signal.active is not None:
        stage.on(signal.active, lambda: pqls.activate_rule(rule, actor=actor), hour=9)
    if signal.paused is not None:
        stage.on(signal.paused, lambda: pqls.pause_rule(rule, actor=actor, reason="Too many of these are known."), hour=9)


def named(stage: Stage, condition: dict[str, Any]) -> dict[str, Any]:
    """A condition with its feature as it is known here."""
    return condition | {"feature": stage.features[condition["feature"]].pk} if "feature" in condition else condition


def look(stage: Stage) -> None:
    """Let every active rule look; each lead is answered in the days after, but for the last ones."""
    for rule in PqlRule.objects.active().order_by("id"):
        for lead in pqls.evaluate_rule(rule, actor=stage.as_job(WATCHER)):
            if lead.owner_id is not None and clock.now() < stage.now - timedelta(days=UNANSWERED_DAYS):
                roll = dice("lead", rule.name, lead.company.name)
                stage.later(timedelta(hours=4 + 80 * roll.random()), lambda lead=lead, roll=roll: answer(stage, lead, roll))


def answer(stage: Stage, lead: Pql, roll: Any) -> None:
    """Accept or reject it; some of what is accepted becomes a deal."""
    actor = stage.as_person(lead.owner)
    if roll.random() < 0.3:
        rejection, words = roll.choice(REJECTIONS)
        pqls.reject_pql(lead, rejection=rejection, words=words, actor=actor)
        return
    pqls.accept_pql(lead, words=roll.choice(ANSWERS), actor=actor)
    if roll.random() < 0.7:
        stage.later(timedelta(days=3 + 14 * roll.random()), lambda: become(stage, lead, roll))


def become(stage: Stage, lead: Pql, roll: Any) -> None:
    """A deal comes of it, and most end after some weeks."""
    amount = Decimal(1200 + 300 * roll.randrange(30))
    pqls.make_opportunity(lead, amount=amount, crm_deal_id=f"OPP-{4100 + lead.pk}", actor=stage.as_person(lead.owner))
    if roll.random() < 0.75:
        stage.later(timedelta(days=10 + 30 * roll.random()), lambda: end(stage, lead, roll))


def end(stage: Stage, lead: Pql, roll: Any) -> None:
    """It is won or lost."""
    actor = stage.as_person(lead.owner)
    if roll.random() < 0.45:
        pqls.win_pql(lead, words=roll.choice(WINS), actor=actor)
    else:
        loss, words = roll.choice(LOSSES)
        pqls.lose_pql(lead, loss=loss, words=words, actor=actor)
