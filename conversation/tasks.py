"""Background work of conversation: notifications by mail."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task

from conversation import mailing
from conversation.models import Notice
from history import clock
from history.actor import system
from jobs.actions import enqueue
from people.models import Person

FORGET_AFTER = timedelta(days=180)


@shared_task(name="conversation.mail_notices")
def mail_notices(event: int) -> int:
    """Mail an event to those who want it at once."""
    return mailing.mail_at_once(event)


@shared_task(name="conversation.ask_digests")
def ask_digests() -> int:
    """From its hour on, have each person's daily mail written: one job a person and day, whoever looks how often."""
    day = mailing.day_of_digest(clock.now())
    if day is None:
        return 0
    people = list(mailing.who_waits())
    for person in people:
        slot = f"digest {person} {day.isoformat()}"
        enqueue(
            "conversation.mail_digest", person, day.isoformat(), actor=system("the daily mail"), title="Daily mail", slot=slot
        )
    return len(people)


@shared_task(name="conversation.mail_digest")
def mail_digest(person: int, day: str) -> int:
    """One person's daily mail."""
    return mailing.mail_digest(Person.objects.get(pk=person), date.fromisoformat(day))


@shared_task(name="conversation.tidy_notices")
def tidy_notices() -> int:
    """Forget notifications that were read half a year ago. What happened stays in history."""
    return Notice.objects.filter(read_at__lt=clock.now() - FORGET_AFTER).delete()[0]
