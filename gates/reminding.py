"""Reminders: one mail a day at most to whoever something at the gates waits for, when it is due within a day or late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from conversation.mailings import wants
from gates.mails import REMINDERS
from gates.models import Condition, Decision, GateReview, PanelSeat
from gates.models.reviews import ReviewState
from gates.waiting import WaitingItem, waiting_for
from history import clock
from history.actor import Actor
from people.models import Person

AHEAD = timedelta(days=1)


def pressing(person: Person) -> list[WaitingItem]:
    """What waits for somebody that is due within a day, or late."""
    last = clock.today() + AHEAD
    return [item for item in waiting_for(Actor(person=person)) if item.due is not None and day_of(item) <= last]


def day_of(item: WaitingItem) -> date:
    """The day on which an item is due, where the organisation is."""
    return timezone.localdate(item.due) if isinstance(item.due, datetime) else item.due or date.max


def who_may_be_late() -> Iterable[int]:
    """Everybody for whom something with a day may be waiting: panels that score, owners of conditions, gates on hold."""
    last = clock.now() + AHEAD + timedelta(days=1)
    scoring = GateReview.objects.filter(state=ReviewState.SCORING, scoring_until__lte=last)
    seats = PanelSeat.objects.filter(review__in=scoring, recused_at=None)
    conditions = Condition.objects.open().filter(due__lte=last)
    held = Decision.objects.standing().filter(review_on__lte=last, review__following=None)
    among = (
        Q(pk__in=seats.values("person")) | Q(pk__in=conditions.values("owner"))
        | Q(pk__in=conditions.values("decision__review__owner")) | Q(pk__in=held.values("review__owner"))
        | Q(pk__in=held.values("review__idea__owner"))
    )  # fmt: skip
    return Person.objects.active().filter(among).order_by("pk").values_list("pk", flat=True)


def mail_reminder(person: Person) -> bool:
    """Mail what presses, unless it was done in the meantime or they do without."""
    items = pressing(person) if person.is_active and wants(person, REMINDERS) else []
    if not items:
        return False
    context = {
        "person": person, "items": [(item, settings.PUBLIC_URL + item.url) for item in items],
        "settings_address": settings.PUBLIC_URL + reverse("conversation:preferences"),
    }  # fmt: skip
    first = f"{items[0].do}: {items[0].text}" if len(items) == 1 else f"{len(items)} things at the gates wait for you"
    text = render_to_string("gates/mail/reminder.txt", context)
    send_mail(" ".join(first.split())[:200], text, None, [person.email])
    return True
