"""The verbs of sources: a write key is made, replaced, and taken away."""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Product
from usage import rules
from usage.events import UsageHistory
from usage.models import Source

PREFIX = "tlw_"


@transaction.atomic
def make_source(*, name: str, product: Product, actor: Actor) -> tuple[Source, str]:
    """Let a client send usage events of a product. Answers its write key, which is shown once and stored hashed."""
    require(rules.may_keep_sources(actor, product))
    if actor.person is None:
        raise ValidationError("A source is made by a person.")
    key = new_key()
    source = Source(
        name=" ".join(name.split()), product=product, created_by=actor.person, key_hash=hashed(key), key_hint=key[-4:]
    )
    source.full_clean()
    source.save()
    record(UsageHistory.SOURCE_MADE, source, actor=actor)
    return source, key


@transaction.atomic
def rotate_key(source: Source, *, actor: Actor) -> tuple[Source, str]:
    """Give a source a new key. The old one stops at once."""
    source = Source.objects.select_for_update(of=("self",)).select_related("product").get(pk=source.pk)
    require(rules.may_keep_sources(actor, source.product))
    if source.is_revoked:
        raise NotPossible("This source was revoked. Make a new one.")
    key = new_key()
    source.key_hash, source.key_hint, source.version = hashed(key), key[-4:], source.version + 1
    source.save(update_fields=["key_hash", "key_hint", "version"])
    record(UsageHistory.SOURCE_ROTATED, source, actor=actor)
    return source, key


@transaction.atomic
def revoke_source(source: Source, *, actor: Actor, reason: str = "") -> Source:
    """Take nothing from a source any more. What it sent stays."""
    source = Source.objects.select_for_update(of=("self",)).select_related("product").get(pk=source.pk)
    require(rules.may_keep_sources(actor, source.product))
    if source.is_revoked:
        raise NotPossible("This source was revoked already.")
    source.revoked_at, source.version = clock.now(), source.version + 1
    source.save(update_fields=["revoked_at", "version"])
    record(UsageHistory.SOURCE_REVOKED, source, actor=actor, reason=reason)
    return source


def new_key() -> str:
    """A key that nobody guesses."""
    return PREFIX + secrets.token_urlsafe(24)


def hashed(key: str) -> str:
    """How a key is stored. It is random and long, so a plain digest does."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
