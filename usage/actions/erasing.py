"""Erasing what is known of a user of a product. What was done stays counted; whose doing it was, nobody can tell any more."""

from __future__ import annotations

import json
import secrets

from django.db import transaction
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from usage import rules
from usage.events import UsageHistory
from usage.keeping import forget_events
from usage.models import Arrival, ProductUser
from usage.order import keep_order

ERASED = "erased:"


@transaction.atomic
def erase_user(user: ProductUser, *, actor: Actor) -> ProductUser:
    """Forget who a user of a product is: their ids, their traits, and what their events carry, for good.

    That somebody of their company did something then stays counted. History names nobody and takes no reason, which might.
    If the product goes on sending events under one of the ids, they are a new user's.
    """
    keep_order(user.product_id, alone=True)  # what is being taken of theirs just now is there to be forgotten, then
    user = ProductUser.objects.select_for_update(of=("self",)).select_related("product").get(pk=user.pk)
    require(rules.may_erase(actor, user))
    if user.erased_at is not None:
        raise NotPossible("This user is erased already.")
    return forgotten(user, actor)


def forgotten(user: ProductUser, actor: Actor) -> ProductUser:
    """Let go of who a locked user is, and note that it was done."""
    keys = [user.user_key, *user.aliases.values_list("key", flat=True)]
    forget_arrivals(user, keys)
    user.aliases.all().delete()
    user.user_key, user.erased_at = f"{ERASED}{secrets.token_hex(16)}", clock.now()
    user.traits, user.trait_times, user.email = {}, {}, ""
    user.save(update_fields=["user_key", "erased_at", "traits", "trait_times", "email"])
    forget_events(user.pk)
    record(UsageHistory.USER_ERASED, user, actor=actor, ids=len(keys))
    return user


def forget_arrivals(user: ProductUser, keys: list[str]) -> None:
    """Let go of the items that are kept as they were sent and name one of the ids, or the e-mail address."""
    named = Q(user_key__in=keys)
    for word in [*(key.removeprefix("anonymous:") for key in keys), *([user.email] if user.email else [])]:
        named |= Q(raw__icontains=json.dumps(word))
    Arrival.objects.filter(named, source__product=user.product).delete()
