"""Endpoints: said where they are, changed, given a new secret, paused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.models import Seal
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from webhooks import rules
from webhooks.events import WebhookEvent
from webhooks.models import Endpoint, new_salt

MOST = 50
EDITABLE = {"name", "url", "kinds"}


@transaction.atomic
def add_endpoint(*, name: str, url: str, actor: Actor, kinds: Sequence[str] = ()) -> Endpoint:
    """Let another system hear what happens from now on. Its secret is told once, on the answer (``secret_of``)."""
    require(rules.may_keep_endpoints(actor))
    if Endpoint.objects.current().count() >= MOST:
        raise NotPossible(f"There are {MOST} endpoints already. Archive one that is not needed.")
    last = Seal.objects.order_by("-position").values_list("position", flat=True).first()
    endpoint = Endpoint(name=name.strip(), url=url.strip(), kinds=sorted(kinds), position=last or 0, made_by=actor.person)
    endpoint.full_clean()
    endpoint.save()
    record(WebhookEvent.ADDED, endpoint, actor=actor, kinds=endpoint.kinds)
    return endpoint


def held(endpoint: Endpoint, actor: Actor) -> Endpoint:
    """The endpoint, locked, for somebody who may keep it; unless it is archived."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    require(rules.may_keep_endpoints(actor))
    if endpoint.archived_at is not None:
        raise NotPossible("This endpoint is archived.")
    return endpoint


@transaction.atomic
def change_endpoint(endpoint: Endpoint, *, actor: Actor, version: int | None = None, **values: Any) -> Endpoint:
    """Change its name, address, or what it hears of."""
    endpoint = held(endpoint, actor)
    if unknown := set(values) - EDITABLE:
        raise ValidationError(dict.fromkeys(unknown, "This cannot be changed."))
    if "kinds" in values:
        values["kinds"] = sorted(values["kinds"])
    if changes := change(endpoint, values, version=version):
        record(WebhookEvent.CHANGED, endpoint, actor=actor, changes=changes)
    return endpoint


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Give it a new secret. For a day both sign, so that the receiver can change over."""
    endpoint = held(endpoint, actor)
    endpoint.salt_before, endpoint.salt, endpoint.rotated_at = endpoint.salt, new_salt(), clock.now()
    endpoint.version += 1
    endpoint.save(update_fields=["salt_before", "salt", "rotated_at", "version"])
    record(WebhookEvent.ROTATED, endpoint, actor=actor)
    return endpoint


@transaction.atomic
def pause_endpoint(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Send it nothing for now. What happens meanwhile waits for it."""
    endpoint = held(endpoint, actor)
    if not endpoint.is_open:
        raise NotPossible(f"This endpoint is {endpoint.state} already.")
    endpoint.paused_at = clock.now()
    endpoint.version += 1
    endpoint.save(update_fields=["paused_at", "version"])
    record(WebhookEvent.PAUSED, endpoint, actor=actor)
    return endpoint


@transaction.atomic
def resume_endpoint(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Let it go on where it stopped: what waited is sent at once."""
    endpoint = held(endpoint, actor)
    if endpoint.is_open:
        raise NotPossible("This endpoint is open.")
    endpoint.paused_at = endpoint.switched_off_at = endpoint.failing_since = None
    endpoint.why_off, endpoint.version = "", endpoint.version + 1
    endpoint.save(update_fields=["paused_at", "switched_off_at", "failing_since", "why_off", "version"])
    endpoint.messages.waiting().update(due_at=clock.now())
    record(WebhookEvent.RESUMED, endpoint, actor=actor)
    return endpoint


@transaction.atomic
def archive_endpoint(endpoint: Endpoint, *, actor: Actor) -> Endpoint:
    """Tell it nothing any more. What waited for it is given up; its log stays."""
    endpoint = held(endpoint, actor)
    endpoint.archived_at = clock.now()
    endpoint.version += 1
    endpoint.save(update_fields=["archived_at", "version"])
    endpoint.messages.waiting().update(state="failed", ended_at=clock.now())
    record(WebhookEvent.ARCHIVED, endpoint, actor=actor)
    return endpoint
