"""Estimating an idea."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from priorities import rules
from priorities.events import PriorityEvent
from priorities.models import Estimate, Factor, plainly
from roadmap.models import Idea


class Estimated(NamedTuple):
    """What an estimate came to: ``{name: [before, after]}`` of what really changed, and ``{code: before}`` to take it back."""

    idea: Idea
    changes: dict[str, list[str]]
    back: dict[str, str]

    @property
    def says(self) -> str:
        """What changed, in a line."""
        if not self.changes:
            return "Nothing has changed."
        steps = (f"{name} {was + ' → ' if was else ''}{now or 'counted again'}" for name, (was, now) in self.changes.items())
        return f"{self.idea.key}: {', '.join(steps)}."


@transaction.atomic
def estimate(idea: Idea, *, actor: Actor, values: dict[str, Decimal | None], note: str = "") -> Estimated:
    """Say what factors of an idea are held to be, by their codes; None takes an estimate away, so that what is counted counts."""
    idea = Idea.objects.select_for_update().select_related("product").get(pk=idea.pk)
    require(rules.may_prioritise(actor, idea.product))
    if idea.is_archived:
        raise NotPossible("This idea is archived. Bring it back first.")
    factors = {one.code: one for one in Factor.objects.filter(scheme__product=idea.product_id, archived_at=None)}
    refuse_out_of_range(factors, values)
    there = {one.factor_id: one for one in Estimate.objects.filter(idea=idea)}
    changes: dict[str, list[str]] = {}
    back: dict[str, str] = {}
    for code, value in values.items():
        factor = factors[code]
        old = there.get(factor.pk)
        if (old.value if old is not None else None) == value:
            continue
        back[code] = plainly(old.value) if old is not None else ""
        changes[factor.name] = [back[code], plainly(value) if value is not None else ""]
        if value is None:
            Estimate.objects.filter(idea=idea, factor=factor).delete()
            continue
        told = {"value": value, "note": note.strip(), "by": actor.person, "at": clock.now()}
        Estimate.objects.update_or_create(idea=idea, factor=factor, defaults=told)
    if changes:
        record(PriorityEvent.ESTIMATED, idea, actor=actor, changes=changes, reason=note.strip(), factors=sorted(back))
    return Estimated(idea, changes, back)


def refuse_out_of_range(factors: dict[str, Factor], values: dict[str, Decimal | None]) -> None:
    """Each value at its own field: unknown, or beyond the ends of the scale."""
    errors: dict[str, str] = {}
    for code, value in values.items():
        factor = factors.get(code)
        if factor is None:
            errors[code] = f"There is no such factor. There are: {', '.join(sorted(factors))}."
        elif value is not None and (value < factor.least or (factor.most is not None and value > factor.most)):
            errors[code] = f"{factor.name} is {factor.span}."
        elif value is not None and abs(value) >= Decimal(10) ** 12:
            errors[code] = "That is more than there can be."
    if errors:
        raise ValidationError(errors)
