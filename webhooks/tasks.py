"""Background work of webhooks: each round hands out what happened, and starts a sender for each endpoint that has messages."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from history import clock
from history.actor import Role, system
from jobs.actions import enqueue
from people.models import Person
from webhooks import actions
from webhooks.actions.sending import AT_ONCE, HELD, hold, let_go
from webhooks.models import Endpoint, Message, MessageState

MESSENGER = "the messenger"
ONE_TURN = 200
KEPT = timedelta(days=30)
"""How long a delivered message stays in the log."""


@shared_task(name="webhooks.round")
def round_of_messages() -> int:
    """Hand out what was sealed since the last round, and have each endpoint's due messages sent, side by side."""
    started = 0
    for endpoint in Endpoint.objects.current():
        while actions.hand_out(endpoint, actor=system(MESSENGER)) == AT_ONCE:
            continue
        is_held = endpoint.held_until is not None and endpoint.held_until > clock.now()
        if endpoint.is_open and not is_held and endpoint.messages.all().due().exists():
            enqueue("webhooks.send", endpoint.pk, actor=system(MESSENGER), title=f"Send to {endpoint}")
            started += 1
    return started


@shared_task(name="webhooks.send")
def send(pk: int) -> int:
    """Bring an endpoint what is due for it, one after the other. Where another worker does so already, leave it to them."""
    endpoint = Endpoint.objects.filter(pk=pk).first()
    if endpoint is None or not hold(endpoint):
        return 0
    sent = 0
    try:
        while sent < ONE_TURN and (message := next_for(endpoint)) is not None:
            actions.bring(message, actor=system(MESSENGER))
            sent += 1
            if not Endpoint.objects.open().filter(pk=pk).update(held_until=clock.now() + HELD):
                break
    finally:
        let_go(endpoint)
    return sent


def next_for(endpoint: Endpoint) -> Message | None:
    """The message that is due for an endpoint and has waited longest."""
    return Message.objects.filter(endpoint=endpoint).due().select_related("endpoint").first()


@shared_task(name="webhooks.tidy")
def tidy() -> int:
    """Forget what was delivered long ago. What failed stays until somebody sends it again or archives its endpoint."""
    old = Message.objects.filter(state=MessageState.DELIVERED, ended_at__lt=clock.now() - KEPT)
    return old.delete()[0]


@shared_task(name="webhooks.mail_switched_off")
def mail_switched_off(pk: int) -> int:
    """Tell every admin that an endpoint was switched off, and what waits for it."""
    endpoint = Endpoint.objects.get(pk=pk)
    admins = Person.objects.with_role(Role.ADMIN).order_by("pk")
    address = settings.PUBLIC_URL + reverse("webhooks:endpoint", args=[endpoint.pk])
    for person in admins:
        context = {"person": person, "endpoint": endpoint, "address": address, "waiting": endpoint.messages.waiting().count()}
        text = render_to_string("webhooks/mail/switched_off.txt", context)
        send_mail(f"Webhooks to {endpoint} are switched off", text, None, [person.email])
    return len(admins)
