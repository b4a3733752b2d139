"""The verbs of widget keys: made, changed, replaced, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from surveys import rules
from surveys.events import WidgetEvent
from surveys.models import WidgetKey
from surveys.models.widget_keys import new_key


@transaction.atomic
def make_widget_key(*, product: Product, name: str, origins: Iterable[str], actor: Actor) -> WidgetKey:
    """Let the widget of a product be used on these sites."""
    require(rules.may_keep_widget(actor, product))
    if product.archived_at is not None:
        raise NotPossible(f"{product} is archived.")
    key = WidgetKey(product=product, name=" ".join(name.split()), origins=tidied(origins), created_by=actor.person)
    key.full_clean()
    key.save()
    record(WidgetEvent.MADE, key, actor=actor)
    return key


@transaction.atomic
def change_widget_key(
    key: WidgetKey, *, actor: Actor, version: int | None = None, name: str | None = None, origins: Iterable[str] | None = None,
    requires_signature: bool | None = None,
) -> WidgetKey:  # fmt: skip
    """Say anew what it is called, where it may be used, and whether whoever uses it must be signed."""
    key = usable(key, actor)
    values: dict[str, Any] = {"name": name and " ".join(name.split()), "origins": None if origins is None else tidied(origins)}
    values["requires_signature"] = requires_signature
    changes = change(key, {field: value for field, value in values.items() if value is not None}, version=version)
    if changes:
        record(WidgetEvent.CHANGED, key, actor=actor, changes=changes)
    return key


@transaction.atomic
def rotate_widget_key(key: WidgetKey, *, actor: Actor) -> WidgetKey:
    """Replace the key. The old one stops at once."""
    key = usable(key, actor)
    key.key, key.version = new_key(), key.version + 1
    key.save(update_fields=["key", "version"])
    record(WidgetEvent.ROTATED, key, actor=actor)
    return key


@transaction.atomic
def rotate_widget_secret(key: WidgetKey, *, actor: Actor) -> WidgetKey:
    """Make the secret that pages' users are signed with, or replace it: what the old one signed is only a claim from now on."""
    key = usable(key, actor)
    key.secret_seed, key.version = get_random_string(40), key.version + 1
    key.save(update_fields=["secret_seed", "version"])
    record(WidgetEvent.SECRET_ROTATED, key, actor=actor)
    return key


@transaction.atomic
def revoke_widget_key(key: WidgetKey, *, actor: Actor, reason: str = "") -> WidgetKey:
    """Let it be used nowhere any more. What came through it stays."""
    key = usable(key, actor)
    key.revoked_at, key.version = clock.now(), key.version + 1
    key.save(update_fields=["revoked_at", "version"])
    record(WidgetEvent.REVOKED, key, actor=actor, reason=reason)
    return key


def usable(key: WidgetKey, actor: Actor) -> WidgetKey:
    """The key, locked, if the actor may and it was not taken away."""
    key = WidgetKey.objects.select_for_update(of=("self",)).select_related("product").get(pk=key.pk)
    require(rules.may_keep_widget(actor, key.product))
    if key.is_revoked:
        raise NotPossible("This key was revoked. Make a new one.")
    return key


def tidied(origins: Iterable[str]) -> list[str]:
    """Sites as browsers name them: in small letters, without a slash at the end, each once."""
    if isinstance(origins, str) or not all(isinstance(origin, str) for origin in origins):
        raise ValidationError({"origins": "Name the sites one by one."})
    return list(dict.fromkeys(origin.strip().rstrip("/").lower() for origin in origins if origin.strip()))
