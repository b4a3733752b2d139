"""Background work of leads: let rules look at usage, try one out, remind of leads that wait, and mail."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from conversation.mailings import wants
from history import clock
from history.actor import Actor, system
from history.refusals import NotPossible
from jobs.actions import enqueue
from jobs.progress import report
from people.models import Person
from pqls.actions import evaluate_rule, finish_try_out, remind_of_pql
from pqls.mails import LEADS
from pqls.models import Pql, PqlRule, TryOut
from pqls.trying import worked_out
from pqls.working_days import working_days_after
from usage.rollups import bring_up_to_date

WATCHER, CLERK = "the watcher of usage", "the leads' clerk"


@shared_task(name="pqls.evaluate")
def evaluate() -> int:
    """Let every active rule look at usage, the oldest first; each in a transaction of its own. How many leads came of it."""
    made, rows = 0, PqlRule.objects.active().filter(product__archived_at=None).order_by("id")
    for done, rule in enumerate(rows, 1):
        try:
            made += len(evaluate_rule(rule, actor=system(WATCHER)))
        except NotPossible:
            continue  # it was paused a moment ago
        report(done, message=str(rule))
    return made


@shared_task(name="pqls.try_out")
def try_out(pk: int) -> None:
    """Work a try-out out. Killed, it begins anew: until its end it writes nothing."""
    asked = TryOut.objects.select_related("rule__product").get(pk=pk)
    if asked.is_under_way:
        bring_up_to_date(asked.rule.product)
        finish_try_out(asked, worked_out(asked, report))


@shared_task(name="pqls.remind")
def remind() -> int:
    """Remind whoever has a lead that waits too long, by the rule's working days, and again after as many more."""
    today, asked = clock.today(), dict[int, list[int]]()
    for pql in Pql.objects.waiting().exclude(owner=None).select_related("rule", "owner").order_by("id"):
        since = timezone.localdate(pql.reminded_at or pql.created_at)
        since = max(since, pql.snoozed_until) if pql.snoozed_until else since
        if pql.owner is not None and pql.owner.is_active and today > working_days_after(since, pql.rule.answer_days):
            remind_of_pql(pql, actor=system(CLERK))
            asked.setdefault(pql.owner.pk, []).append(pql.pk)
    for person, ids in asked.items():
        slot = f"pqls reminder {person} {today.isoformat()}"
        enqueue("pqls.mail_reminder", person, ids, actor=system(CLERK), title="Remind somebody of their leads", slot=slot)
    return sum(len(ids) for ids in asked.values())


@shared_task(name="pqls.mail_handed")
def mail_handed(person_pk: int, ids: list[int]) -> bool:
    """Mail somebody the leads that were handed to them."""
    return post(person_pk, ids, "handed", "new lead")


@shared_task(name="pqls.mail_reminder")
def mail_reminder(person_pk: int, ids: list[int]) -> bool:
    """Mail somebody the leads that wait for their answer."""
    return post(person_pk, ids, "reminder", "lead that waits")


def post(person_pk: int, ids: list[int], letter: str, what: str) -> bool:
    """One mail with the leads that still wait for somebody who may see them; none where there are none, or none is wanted."""
    person = Person.objects.active().filter(pk=person_pk).first()
    if person is None or not wants(person, LEADS):
        return False
    rows = Pql.objects.visible_to(Actor(person=person)).waiting().filter(pk__in=ids, owner=person).for_pages().order_by("id")
    found = [(one, settings.PUBLIC_URL + reverse("pqls:pql", args=[one.pk])) for one in rows]
    if not found:
        return False
    subject = f"{found[0][0].company}: a {what}" if len(found) == 1 else f"{len(found)} {plural(what)}"
    context = {
        "person": person, "found": found, "all_address": settings.PUBLIC_URL + reverse("pqls:pqls"),
        "settings_address": settings.PUBLIC_URL + reverse("conversation:preferences"),
    }  # fmt: skip
    send_mail(" ".join(subject.split())[:200], render_to_string(f"pqls/mail/{letter}.txt", context), None, [person.email])
    return True


def plural(what: str) -> str:
    """Several of them."""
    return what.replace("lead that waits", "leads that wait") if "waits" in what else f"{what}s"
