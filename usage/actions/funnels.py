"""The verbs of funnels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor, system
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from jobs.actions import enqueue
from people.models import Product
from usage import rules
from usage.events import UsageHistory
from usage.items import NAME_LENGTH, is_storable
from usage.models import CountedUnit, Feature, Funnel, FunnelCount

EDITABLE = ("name", "description", "unit", "window_days", "steps")
COUNTED = {"unit", "window_days", "steps"}
FEWEST_STEPS, MOST_STEPS = 2, 8
COUNT = "usage.count_funnel"
Step = Mapping[str, Any]


@transaction.atomic
def make_funnel(
    *, product: Product, name: str, steps: Sequence[Step], actor: Actor, description: str = "",
    unit: str = CountedUnit.USER, window_days: int = 30,
) -> Funnel:  # fmt: skip
    """Say which steps people are meant to take one after the other, and how many days they have for all of them."""
    require(rules.may_define(actor, product))
    funnel = Funnel(
        product=product, name=" ".join(name.split()), description=description.strip(), unit=unit, window_days=window_days,
        steps=checked_steps(product, steps),
    )  # fmt: skip
    funnel.full_clean()
    funnel.save()
    record(UsageHistory.FUNNEL_MADE, funnel, actor=actor, window_days=window_days, unit=str(unit), steps=len(funnel.steps))
    count_anew(funnel)
    return funnel


@transaction.atomic
def edit_funnel(funnel: Funnel, *, actor: Actor, version: int | None = None, **values: Any) -> Funnel:
    """Change a funnel. What became of people is counted anew from the same counts."""
    funnel = locked(funnel)
    require(rules.may_edit_funnel(actor, funnel))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "steps" in values:
        values["steps"] = checked_steps(funnel.product, values["steps"], before=funnel.steps)
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
    changes = change(funnel, values, version=version)
    if changes:
        record(UsageHistory.FUNNEL_EDITED, funnel, actor=actor, changes=changes)
    if COUNTED & set(changes):
        count_anew(funnel)
    return funnel


@transaction.atomic
def archive_funnel(funnel: Funnel, *, actor: Actor, reason: str = "") -> Funnel:
    """Put a funnel away. It is counted no more."""
    funnel = locked(funnel)
    require(rules.may_edit_funnel(actor, funnel))
    if funnel.archived_at is not None:
        raise NotPossible("This funnel is archived already.")
    funnel.archived_at, funnel.version = clock.now(), funnel.version + 1
    funnel.save(update_fields=["archived_at", "version"])
    record(UsageHistory.FUNNEL_ARCHIVED, funnel, actor=actor, reason=reason)
    return funnel


@transaction.atomic
def restore_funnel(funnel: Funnel, *, actor: Actor) -> Funnel:
    """Bring an archived funnel back. It is counted again."""
    funnel = locked(funnel)
    require(rules.may_edit_funnel(actor, funnel))
    if funnel.archived_at is None:
        raise NotPossible("This funnel is not archived.")
    funnel.archived_at, funnel.version = None, funnel.version + 1
    funnel.save(update_fields=["archived_at", "version"])
    record(UsageHistory.FUNNEL_RESTORED, funnel, actor=actor)
    count_anew(funnel)
    return funnel


def count_anew(funnel: Funnel) -> None:
    """Have a funnel counted in the background. Until then its page says that it is being counted."""
    FunnelCount.objects.update_or_create(funnel=funnel, defaults={"facts": {}, "counted_at": clock.now(), "took_ms": 0})
    slot = f"count funnel {funnel.pk} of version {funnel.version}"
    enqueue(COUNT, funnel.pk, actor=system("the count of usage"), title=f"Count the funnel {funnel}", slot=slot)


def locked(funnel: Funnel) -> Funnel:
    """The funnel as it is now, held until the verb is done."""
    return Funnel.objects.select_for_update(of=("self",)).select_related("product").get(pk=funnel.pk)


def checked_steps(product: Product, steps: Sequence[Step], before: Sequence[Step] = ()) -> list[dict[str, Any]]:
    """Steps as they are kept. Raises ValidationError at ``steps``, with the number of the one that cannot be."""
    kept = [plain_step(step) for step in steps]
    if len(kept) < FEWEST_STEPS:
        raise ValidationError({"steps": f"A funnel has at least {FEWEST_STEPS} steps."})
    if len(kept) > MOST_STEPS:
        raise ValidationError({"steps": f"A funnel has at most {MOST_STEPS} steps."})
    if problems := problems_of(product, kept, before):
        raise ValidationError({"steps": [f"Step {place + 1}: {said}" for place, said in problems.items()]})
    return kept


def plain_step(step: Step) -> dict[str, Any]:
    """A step as it is kept: a feature by its id, an event by its name."""
    feature, event = step.get("feature"), step.get("event")
    if feature is not None and not event:
        return {"feature": feature.pk if isinstance(feature, Feature) else feature}
    return {"event": " ".join(str(event or "").split())} if feature is None else {}


def problems_of(product: Product, steps: Sequence[Step], before: Sequence[Step] = ()) -> dict[int, str]:
    """What is wrong with steps, by their place. A feature that was archived since may stay where it was a step before."""
    features = Feature.objects.filter(product=product).in_bulk([step["feature"] for step in steps if "feature" in step])
    problems = {}
    for place, step in enumerate(steps):
        feature = features.get(step.get("feature"))
        if step in steps[:place]:
            problems[place] = "This is a step already."
        elif "feature" in step and feature is None:
            problems[place] = "Choose a feature of this product."
        elif feature is not None and feature.archived_at is not None and step not in before:
            problems[place] = f"“{feature}” is archived."
        elif "feature" not in step and not is_event(step.get("event", "")):
            problems[place] = f"Say either a feature or an event’s name of at most {NAME_LENGTH} characters."
    return problems


def is_event(name: str) -> bool:
    """Whether an event can be called so."""
    return 0 < len(name) <= NAME_LENGTH and is_storable(name)
