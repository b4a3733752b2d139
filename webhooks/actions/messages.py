"""Messages that a person asks for: a test, and what failed once more."""

from __future__ import annotations

from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from webhooks.actions.endpoints import held
from webhooks.bodies import body_of_test
from webhooks.events import WebhookEvent
from webhooks.models import Endpoint, Message, MessageState

TEST = "webhook.test"


@transaction.atomic
def send_test(endpoint: Endpoint, *, actor: Actor) -> Message:
    """Have a test message sent, to see that the receiver takes it and finds the signature right."""
    endpoint = held(endpoint, actor)
    if not endpoint.is_open:
        raise NotPossible(f"This endpoint is {endpoint.state}. Let it go on first.")
    message = Message.objects.create(endpoint=endpoint, kind=TEST, body=body_of_test(clock.now()))
    record(WebhookEvent.TESTED, endpoint, actor=actor, message=message)
    return message


@transaction.atomic
def replay_message(message: Message, *, actor: Actor) -> Message:
    """Have a message sent once more, as it was, under the same name: whoever took it already knows it again."""
    endpoint = held(message.endpoint, actor)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.WAITING:
        raise NotPossible("This message waits to be sent already.")
    let_wait([message])
    record(WebhookEvent.REPLAYED, endpoint, actor=actor, messages=1)
    return message


@transaction.atomic
def replay_failed(endpoint: Endpoint, *, actor: Actor) -> int:
    """Have everything sent once more that failed. Answers how many messages that are."""
    endpoint = held(endpoint, actor)
    failed = list(endpoint.messages.select_for_update().filter(state=MessageState.FAILED).order_by("pk"))
    if not failed:
        raise NotPossible("Nothing failed.")
    let_wait(failed)
    record(WebhookEvent.REPLAYED, endpoint, actor=actor, messages=len(failed))
    return len(failed)


def let_wait(messages: list[Message]) -> None:
    """Let messages wait as if they had never been tried; what was tried stays in the log."""
    for message in messages:
        message.state, message.tries, message.due_at, message.ended_at = MessageState.WAITING, 0, clock.now(), None
    Message.objects.bulk_update(messages, ["state", "tries", "due_at", "ended_at"], batch_size=500)
