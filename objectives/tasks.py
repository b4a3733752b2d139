"""Background work of objectives: counting what counts itself, and mail to owners whose key results wait."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from conversation.mailings import wants
from history import clock
from history.actor import Actor, system
from history.refusals import NotPossible
from jobs.actions import enqueue
from objectives.actions import count_key_result
from objectives.mails import REMINDERS
from objectives.models import KeyResult
from people.models import Person

COUNTER, CLERK = "the counter of key results", "the objectives' clerk"
TAKING = ("running", "grading")


@shared_task(name="objectives.count_key_results")
def count_key_results() -> int:
    """Let every counted key result check itself in; each in a transaction of its own."""
    rows = KeyResult.objects.current().exclude(source="").filter(objective__cycle__state__in=TAKING)
    counted = 0
    for key_result in rows.order_by("id"):
        try:
            counted += count_key_result(key_result, actor=system(COUNTER)) is not None
        except NotPossible:
            continue  # its cycle was closed, or it was archived, a moment ago
    return counted


@shared_task(name="objectives.remind_owners")
def remind_owners() -> int:
    """Have everybody mailed whose key results wait for a check-in or a grade: each at most once a week."""
    year, week, _ = clock.today().isocalendar()
    waits = Q(pk__in=KeyResult.objects.due().values("pk")) | Q(pk__in=KeyResult.objects.to_grade().values("pk"))
    asked = set()
    for one in KeyResult.objects.filter(waits).select_related("owner", "objective__owner"):
        person = one.owner if one.owner.is_active else one.objective.owner
        if person.is_active:
            asked.add(person.pk)
    for pk in sorted(asked):
        enqueue(
            "objectives.mail_reminder", pk, actor=system(CLERK), title="Remind somebody of their key results",
            slot=f"objectives reminder {pk} {year}-{week}", link=reverse("objectives:due"),
        )  # fmt: skip
    return len(asked)


@shared_task(name="objectives.mail_reminder")
def mail_reminder(person_pk: int) -> bool:
    """One mail with all that waits of somebody, as far as they may see it; none when all was done in the meantime."""
    person = Person.objects.active().filter(pk=person_pk).first()
    if person is None or not wants(person, REMINDERS):
        return False
    asked = KeyResult.objects.visible_to(Actor(person=person)).asked_of(person).select_related("objective__cycle")
    late, ungraded = list(asked.due().order_by("id")), list(asked.to_grade().order_by("id"))
    count = len(late) + len(ungraded)
    if not count:
        return False
    context = {
        "person": person, "late": [told(one) for one in late], "ungraded": [told(one) for one in ungraded],
        "address": settings.PUBLIC_URL + reverse("objectives:due"),
        "settings_address": settings.PUBLIC_URL + reverse("conversation:preferences"),
    }  # fmt: skip
    subject = f"{count} of your key results wait{'s' if count == 1 else ''} for you"
    send_mail(subject, render_to_string("objectives/mail/reminder.txt", context), None, [person.email])
    return True


def told(key_result: KeyResult) -> tuple[KeyResult, str]:
    """A key result with the address of its page."""
    return key_result, settings.PUBLIC_URL + reverse("objectives:key_result", args=[key_result.pk])
