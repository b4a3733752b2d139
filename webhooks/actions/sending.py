"""Bringing messages: history's chain is the outbox, so nothing that happened is ever missed, and nothing told twice."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from doors import outbound
from history import clock
from history.actor import Actor
from history.models import Seal
from history.recording import record
from history.refusals import require
from jobs.actions import enqueue
from webhooks import rules
from webhooks.bodies import body_of
from webhooks.events import WebhookEvent
from webhooks.models import Attempt, Endpoint, Message, MessageState
from webhooks.signing import signed

AT_ONCE = 500
"""How many places of the chain are looked at in one turn."""

PAUSES = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
]  # fmt: skip
"""What lies between two attempts, each scattered by a tenth; after the last the message failed."""

GIVEN_UP_AFTER = timedelta(days=5)
"""How long an endpoint may fail, without one message taken, before it is switched off."""

HELD = timedelta(seconds=60)
GONE = 410


@transaction.atomic
def hand_out(endpoint: Endpoint, *, actor: Actor) -> int:
    """Write the messages for what happened since the last turn. Answers how many places of the chain it went on."""
    require(rules.may_send(actor))
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if endpoint.archived_at is not None:
        return 0
    seals = list(Seal.objects.filter(position__gt=endpoint.position).select_related("event").order_by("position")[:AT_ONCE])
    if not seals:
        return 0
    Message.objects.bulk_create(
        Message(
            endpoint=endpoint, event=seal.event, kind=seal.event.kind, subject_type=seal.event.subject_type,
            subject_id=seal.event.subject_id, body=body_of(seal.event, seal.position),
        )
        for seal in seals
        if endpoint.wants(seal.event.kind) and seal.event.at >= endpoint.made_at
    )  # fmt: skip
    endpoint.position = seals[-1].position
    endpoint.save(update_fields=["position"])
    return len(seals)


def hold(endpoint: Endpoint) -> bool:
    """Take an endpoint for a minute, so that only one worker sends to it; False where another has it."""
    free = Q(held_until=None) | Q(held_until__lt=clock.now())
    return bool(Endpoint.objects.open().filter(free, pk=endpoint.pk).update(held_until=clock.now() + HELD))


def let_go(endpoint: Endpoint) -> None:
    """Let others send to it again."""
    Endpoint.objects.filter(pk=endpoint.pk).update(held_until=None)


def bring(message: Message, *, actor: Actor) -> Attempt:
    """Send a message, and write down what came of it. The call is made outside any transaction: it may take seconds."""
    require(rules.may_send(actor))
    endpoint, now, began = message.endpoint, clock.now(), time.monotonic()
    headers = {"Content-Type": "application/json", "User-Agent": "Throughline-Webhooks/1"}
    attempt, wait = Attempt(message=message), timedelta()
    try:
        answer = outbound.post(endpoint.url, message.body.encode(), headers | signed(endpoint, message.name, message.body, now))
        attempt.status, attempt.said = answer.status, answer.body[:500].decode(errors="replace").replace("\0", "")
        wait = asked_pause(answer)
    except outbound.Unreachable as error:
        attempt.error = str(error)[:200]
    attempt.milliseconds = int((time.monotonic() - began) * 1000)
    written(attempt, wait, actor=actor)
    return attempt


def asked_pause(answer: outbound.Answer) -> timedelta:
    """How long the endpoint asks us to wait, within a day."""
    said = {name.lower(): value for name, value in answer.headers.items()}.get("retry-after", "")
    return timedelta(seconds=min(int(said), 86_400)) if said.isdigit() and len(said) < 8 else timedelta()


@transaction.atomic
def written(attempt: Attempt, wait: timedelta, *, actor: Actor) -> None:
    """Write an attempt down: the message is delivered, tried again later, or failed; an endpoint that is gone is switched off."""
    endpoint = Endpoint.objects.select_for_update().get(pk=attempt.message.endpoint_id)
    message = Message.objects.select_for_update().get(pk=attempt.message_id)
    attempt.save()
    message.tries += 1
    if attempt.is_taken:
        message.state, message.ended_at = MessageState.DELIVERED, clock.now()
    elif message.tries > len(PAUSES):
        message.state, message.ended_at = MessageState.FAILED, clock.now()
    else:
        pause = PAUSES[message.tries - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - scatters what failed together
        message.due_at = clock.now() + max(pause, wait)
    message.save(update_fields=["state", "tries", "due_at", "ended_at"])
    since = None if attempt.is_taken else endpoint.failing_since or clock.now()
    if since != endpoint.failing_since:
        endpoint.failing_since = since
        endpoint.save(update_fields=["failing_since"])
    if attempt.status == GONE:
        switch_off(endpoint, "It answered that it is gone (410).", actor=actor)
    elif since is not None and clock.now() - since > GIVEN_UP_AFTER:
        switch_off(endpoint, f"It took no message for {GIVEN_UP_AFTER.days} days.", actor=actor)


def switch_off(endpoint: Endpoint, why: str, *, actor: Actor) -> None:
    """Stop sending to an endpoint that does not answer, and tell the admins. What waits goes on waiting."""
    if endpoint.switched_off_at is not None:
        return
    endpoint.switched_off_at, endpoint.why_off, endpoint.version = clock.now(), why, endpoint.version + 1
    endpoint.save(update_fields=["switched_off_at", "why_off", "version"])
    record(WebhookEvent.SWITCHED_OFF, endpoint, actor=actor, reason=why)
    enqueue("webhooks.mail_switched_off", endpoint.pk, actor=actor, title=f"Mail that {endpoint} was switched off"[:200])
