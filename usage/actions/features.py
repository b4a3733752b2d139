"""The verbs of features."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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
from usage.models import Feature, FeatureCount

EDITABLE = ("name", "description", "event_names", "properties", "minimum_uses", "released_on")
MOST_NAMES, MOST_PROPERTIES = 50, 10
COUNT = "usage.count_feature"


@transaction.atomic
def define_feature(
    *, product: Product, name: str, event_names: Iterable[str], actor: Actor, description: str = "",
    properties: dict[str, Any] | None = None, minimum_uses: int = 1, released_on: date | None = None,
) -> Feature:  # fmt: skip
    """Say by which events a capability of a product is recognised, and how often it must be used to count."""
    require(rules.may_define(actor, product))
    feature = Feature(
        product=product, name=" ".join(name.split()), description=description.strip(), event_names=checked_names(event_names),
        properties=checked_properties(properties or {}), minimum_uses=minimum_uses, released_on=released_on,
    )  # fmt: skip
    feature.full_clean()
    feature.save()
    record(UsageHistory.DEFINED, feature, actor=actor, minimum_uses=minimum_uses, words={"events": feature.event_names})
    count_anew(feature)
    return feature


@transaction.atomic
def edit_feature(feature: Feature, *, actor: Actor, version: int | None = None, **values: Any) -> Feature:
    """Change what counts as a feature. Its numbers are counted anew from the same events."""
    feature = locked(feature)
    require(rules.may_edit(actor, feature))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "event_names" in values:
        values["event_names"] = checked_names(values["event_names"])
    if "properties" in values:
        values["properties"] = checked_properties(values["properties"])
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
    changes = change(feature, values, version=version)
    if changes:
        record(UsageHistory.EDITED, feature, actor=actor, changes=changes)
    if {"event_names", "properties"} & set(changes):
        count_anew(feature)
    elif changes:
        FeatureCount.objects.filter(feature=feature).update(is_stale=True)
    return feature


@transaction.atomic
def archive_feature(feature: Feature, *, actor: Actor, reason: str = "") -> Feature:
    """Put a feature away. Its events stay, and so does what was projected from it."""
    feature = locked(feature)
    require(rules.may_edit(actor, feature))
    if feature.archived_at is not None:
        raise NotPossible("This feature is archived already.")
    feature.archived_at, feature.version = clock.now(), feature.version + 1
    feature.save(update_fields=["archived_at", "version"])
    record(UsageHistory.ARCHIVED, feature, actor=actor, reason=reason)
    return feature


@transaction.atomic
def restore_feature(feature: Feature, *, actor: Actor) -> Feature:
    """Bring an archived feature back."""
    feature = locked(feature)
    require(rules.may_edit(actor, feature))
    if feature.archived_at is None:
        raise NotPossible("This feature is not archived.")
    feature.archived_at, feature.version = None, feature.version + 1
    feature.save(update_fields=["archived_at", "version"])
    record(UsageHistory.RESTORED, feature, actor=actor)
    return feature


def count_anew(feature: Feature) -> None:
    """Have a feature's past counted in the background. Until then its pages say that it is being counted."""
    defaults = {"facts": {}, "counted_at": clock.now(), "knows_past": False}
    FeatureCount.objects.update_or_create(feature=feature, defaults=defaults)
    slot = f"count feature {feature.pk} of version {feature.version}"
    enqueue(COUNT, feature.pk, actor=system("the count of usage"), title=f"Count the uses of {feature}", slot=slot)


def locked(feature: Feature) -> Feature:
    """The feature as it is now, held until the verb is done."""
    return Feature.objects.select_for_update(of=("self",)).select_related("product").get(pk=feature.pk)


def checked_names(names: Iterable[str]) -> list[str]:
    """The events' names, each once. Raises ValidationError at ``event_names``."""
    cleaned = list(dict.fromkeys(" ".join(str(name).split()) for name in names))
    cleaned = [name for name in cleaned if name]
    if not cleaned:
        raise ValidationError({"event_names": "Choose at least one event."})
    if len(cleaned) > MOST_NAMES:
        raise ValidationError({"event_names": f"At most {MOST_NAMES} events make a feature."})
    if any(len(name) > NAME_LENGTH or not is_storable(name) for name in cleaned):
        raise ValidationError({"event_names": f"An event's name has at most {NAME_LENGTH} characters."})
    return cleaned


def checked_properties(properties: dict[str, Any]) -> dict[str, Any]:
    """What an event must carry: plain values under short names. Raises ValidationError at ``properties``."""
    if not isinstance(properties, dict) or len(properties) > MOST_PROPERTIES:
        raise ValidationError({"properties": f"At most {MOST_PROPERTIES} properties, each with a value."})
    for name, value in properties.items():
        plain = isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 200 and is_storable(value))
        if not plain or not name.strip() or len(name) > 80 or not is_storable(name):
            raise ValidationError({"properties": f"“{name[:80]}” must have a plain value: text, a number, true or false."})
    return properties
