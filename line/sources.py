"""What key results can be counted from: how many companies or users took a feature up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from history import clock
from history.actor import Actor
from objectives.models import KeyResult, Objective, Unit
from objectives.sources import Source, register
from usage.adoption import adopters, eligible
from usage.calendar import day_start
from usage.models import CountedUnit, Feature

PLACES = Decimal("0.0001")


def choices(actor: Actor) -> list[tuple[int, str]]:
    """The features that somebody may choose."""
    rows = Feature.objects.visible_to(actor).current().select_related("product").order_by("product__name", "name")
    return [(feature.pk, f"{feature.product}: {feature}") for feature in rows]


def names(pks: set[int], actor: Actor) -> dict[int, str]:
    """The names of features that somebody may see."""
    return {feature.pk: feature.name for feature in Feature.objects.visible_to(actor).filter(pk__in=pks)}


def admits(pk: int, objective: Objective, actor: Actor) -> bool:
    """A feature that the actor sees, and whose count is no secret to those who see the objective."""
    feature = Feature.objects.visible_to(actor).current().filter(pk=pk).select_related("product").first()
    return feature is not None and is_open_to(feature, objective)


def is_open_to(feature: Feature, objective: Objective) -> bool:
    """Whether everybody who sees the objective may know how often the feature is used."""
    return feature.product_id == objective.product_id or not feature.product.is_restricted


def reader(unit: str) -> Callable[[KeyResult], Decimal | None]:
    """Counts companies or users that took a feature up, until now or the end of the cycle, or their share in percent."""

    def read(key_result: KeyResult) -> Decimal | None:
        feature = Feature.objects.current().filter(pk=key_result.source_id).select_related("product").first()
        if feature is None or not is_open_to(feature, key_result.objective):
            return None
        until = last_moment(key_result)
        count = Decimal(adopters(feature, until, unit))
        if key_result.unit != Unit.PERCENT:
            return count
        of = eligible(feature, until, unit)
        return (100 * count / of).quantize(PLACES) if of else None

    return read


def last_moment(key_result: KeyResult) -> datetime:
    """Now, or the end of the cycle's last day where that is over."""
    return min(clock.now(), day_start(key_result.objective.cycle.ends_on + timedelta(days=1)))


for key, label, unit in (
    ("usage.companies", "Companies that took up a feature", CountedUnit.COMPANY),
    ("usage.users", "Users who took up a feature", CountedUnit.USER),
):
    register(Source(key, label, (Unit.NUMBER, Unit.PERCENT), choices, admits, names, reader(unit)))
