"""The verbs of API tokens: a person's own keys."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people import rules
from people.events import PeopleEvent
from people.models import ApiToken, Person, Scope

LONGEST_DAYS = 366


@transaction.atomic
def make_token(*, name: str, scope: str, days: int, actor: Actor) -> tuple[ApiToken, str]:
    """Make a key to the API for oneself, good for ``days``. Returns it with its secret, which is shown this once only."""
    require(rules.may_make_tokens(actor))
    if not name.strip():
        raise ValidationError({"name": "Say what the token is for."})
    if scope not in Scope.values:
        raise ValidationError({"scope": "Choose what the token may do."})
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"Between 1 and {LONGEST_DAYS} days."})
    token, secret = ApiToken.objects.create(actor.person, expiry=timedelta(days=days), name=name.strip()[:80], scope=scope)
    record(PeopleEvent.TOKEN_MADE, token.user, actor=actor, words={"token": token.name}, scope=scope, days=days)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor) -> Person:
    """Make a token worthless: one's own, or as an admin anybody's."""
    require(rules.may_revoke(actor, token))
    if not ApiToken.objects.filter(pk=token.pk).delete()[0]:
        raise NotPossible("This token was revoked already.")
    record(PeopleEvent.TOKEN_REVOKED, token.user, actor=actor, words={"token": token.name})
    return token.user
