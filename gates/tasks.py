"""Background work of the gates: mail to customers, projections, conditions that lapse by their day, tripwires watched."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db.models import F
from django.template.loader import render_to_string

from gates.actions.conditions import lapse_condition
from gates.actions.escalation import escalate
from gates.actions.likelihoods import ask_who_is_likely, keep_likelihood
from gates.actions.measuring import measure_outcome, remind_customer
from gates.actions.projections import project, renew_projection, resolve_projection
from gates.actions.tripwires import watch_tripwire
from gates.actions.waivers import lapse_waiver
from gates.evidence.usage_of_outcomes import counted, is_ripe, last_whole_day
from gates.links import address_of
from gates.models import Condition, GateReview, Tripwire, Waiver
from gates.models.confirmations import MOST_REMINDERS, ConfirmationLink
from gates.models.likelihoods import Likelihood
from gates.models.outcomes import PilotOutcome
from gates.models.projections import Projection
from gates.reminding import mail_reminder, who_may_be_late
from history import clock
from history.actor import Actor, Via, system
from history.refusals import NotPossible
from jobs.actions import enqueue
from jobs.models import Job
from jobs.progress import current_job_id, report
from people.models import Organisation, Person
from roadmap.models import Idea
from usage.models import Feature

COUNTER = "the count of pilots"
CLERK = "the pilots' clerk"
GATES_CLERK = "the gates' clerk"


@shared_task(name="gates.mail_confirmation_link")
def mail_confirmation_link(pk: int) -> bool:
    """Mail a customer the link to confirm, unless it was withdrawn or answered in the meantime."""
    rows = ConfirmationLink.objects.select_related("value__outcome__place__pilot", "value__outcome__place__company", "made_by")
    link = rows.get(pk=pk)
    if not link.is_open or not link.email:
        return False
    organisation = Organisation.objects.get()
    context: dict[str, Any] = {"link": link, "address": address_of(link), "organisation": organisation}
    subject = f"{organisation}: please confirm what came of “{link.value.outcome.place.pilot}”"
    send_mail(subject, render_to_string("gates/pilots/mail/confirmation.txt", context), None, [link.email])
    return True


@shared_task(name="gates.remind_of_confirmation")
def remind_of_confirmation(pk: int, time: int) -> bool:
    """Mail a customer the reminder of this time, unless they answered, or were reminded again, in the meantime."""
    rows = ConfirmationLink.objects.select_related("value__outcome__place__pilot", "value__outcome__place__company", "contact")
    link = rows.get(pk=pk)
    if not link.is_open or not link.email or link.reminders != time:
        return False
    organisation = Organisation.objects.get()
    context: dict[str, Any] = {"link": link, "address": address_of(link), "organisation": organisation}
    subject = f"{organisation}: a reminder to confirm what came of “{link.value.outcome.place.pilot}”"
    send_mail(subject, render_to_string("gates/pilots/mail/reminder.txt", context), None, [link.email])
    return True


@shared_task(name="gates.lapse_conditions")
def lapse_conditions() -> int:
    """Let every condition lapse whose day went by; each in a transaction of its own."""
    lapsed = 0
    for condition in Condition.objects.open().filter(due__lt=clock.today()).order_by("due", "id"):
        try:
            lapse_condition(condition, actor=system("the conditions' clock"))
            lapsed += 1
        except NotPossible:
            continue  # another condition of the same decision lapsed a moment ago, and settled it
    return lapsed


@shared_task(name="gates.lapse_waivers")
def lapse_waivers() -> int:
    """Let every waiver run out whose last day went by; each in a transaction of its own."""
    lapsed = 0
    for waiver in Waiver.objects.overdue().select_related("review").order_by("until", "id"):
        try:
            lapse_waiver(waiver, actor=system("the waivers' clock"))
            lapsed += 1
        except NotPossible:
            continue  # another worker noted it a moment ago
    return lapsed


@shared_task(name="gates.remind")
def remind() -> int:
    """Let deadlines that passed be known, and have everybody mailed for whom something presses: each once a day at most."""
    overdue = GateReview.objects.filter(state="scoring", scoring_until__lte=clock.now(), escalated_round__lt=F("round"))
    for review in overdue.order_by("id"):
        try:
            escalate(review, actor=system(GATES_CLERK))
        except NotPossible:
            continue  # the quorum has scored, or another worker noted it a moment ago
    asked = list(who_may_be_late())
    for pk in asked:
        slot = f"gates reminder {pk} {clock.today()}"
        enqueue("gates.mail_reminder", pk, actor=system(GATES_CLERK), title="Remind somebody of their gates", slot=slot)
    return len(asked)


@shared_task(name="gates.mail_reminder")
def mail_what_presses(person_pk: int) -> bool:
    """One mail with all that presses; none when all was done in the meantime."""
    return mail_reminder(Person.objects.get(pk=person_pk))


@shared_task(name="gates.watch_tripwires")
def watch_tripwires() -> int:
    """Look at every tripwire of a decision that stands."""
    watched = Tripwire.objects.filter(fired_at=None, decision__superseded_by=None).order_by("id")
    return sum(watch_tripwire(tripwire, actor=system("the tripwires' watch")) for tripwire in watched)


@shared_task(name="gates.project")
def project_in_background(idea_pk: int, feature_pk: int, *, origin: str, **question: Any) -> dict[str, int]:
    """Make the projection that somebody asked for; run again, it answers the one that is there."""
    job = Job.objects.select_related("person").get(pk=current_job_id())
    report(0, 2, "Reading usage")
    there = Projection.objects.filter(idea=idea_pk, feature=feature_pk, asked_by=job.person, made_at__gte=job.created_at).first()
    if there is None:
        actor = Actor(person=job.person, via=Via.WORKER)
        idea, feature = Idea.objects.get(pk=idea_pk), Feature.objects.get(pk=feature_pk)
        there = project(idea, feature, actor=actor, origin=date.fromisoformat(origin), **question)
    report(2, 2, "Done")
    return {"projection": there.pk}


@shared_task(name="gates.renew_projection")
def renew_in_background(pk: int) -> dict[str, int]:
    """Make a projection anew that somebody asked for."""
    job = Job.objects.select_related("person").get(pk=current_job_id())
    report(0, 2, "Reading usage")
    made = renew_projection(Projection.objects.get(pk=pk), actor=Actor(person=job.person, via=Via.WORKER))
    report(2, 2, "Done")
    return {"projection": made.pk}


@shared_task(name="gates.renew_projections")
def renew_projections() -> int:
    """Make every projection anew that is to be renewed each week and whose idea has a review open, and learn who is likely."""
    due = list(Projection.objects.due_for_renewal(clock.today()).select_related("idea", "feature").order_by("pk"))
    renewed = 0
    for number, projection in enumerate(due, 1):
        try:
            made = renew_projection(projection, actor=system("the weekly projection"))
            renewed += 1
            if made.has_numbers:
                ask_who_is_likely(made, actor=system("the weekly projection"))
        except (NotPossible, ValidationError):
            continue  # its weeks have passed: there is nothing to project any more
        report(number, len(due))
    return renewed


@shared_task(name="gates.learn_likelihood")
def learn_likelihood(pk: int) -> dict[str, int]:
    """Learn who is likely to use what a projection is about; run again, it answers what is there."""
    projection = Projection.objects.select_related("feature", "idea").get(pk=pk)
    there = Likelihood.objects.filter(projection=projection).first()
    if there is None:
        job = Job.objects.select_related("person").filter(pk=current_job_id()).first()
        actor = Actor(person=job.person, via=Via.WORKER) if job and job.person else system("the learning of who is likely")
        report(0, 2, "Reading what earlier launches tell")
        learning = import_module("gates.evidence.likelihoods")  # scikit-learn stays out of the web process
        there = keep_likelihood(projection, learning.likelihood_of(projection), actor=actor)
    report(2, 2, "Done")
    return {"projection": projection.pk}


@shared_task(name="gates.resolve_projections")
def resolve_projections() -> int:
    """Count what came of every projection whose horizon has passed."""
    waiting = Projection.objects.with_numbers().filter(actual=None, origin__lt=clock.today()).select_related("feature", "idea")
    due = [projection for projection in waiting.iterator() if projection.due_on <= clock.today()]
    for number, projection in enumerate(due, 1):
        try:
            resolve_projection(projection, actor=system("the count of what came true"))
        except NotPossible:
            continue
        report(number, len(due))
    return len(due)


@shared_task(name="gates.measure_outcomes")
def measure_outcomes() -> int:
    """Count every outcome that measures itself and is due, or met before."""
    waiting = PilotOutcome.objects.open().filter(feature__isnull=False, place__exposed_at__isnull=False)
    measured = 0
    for outcome in waiting.select_related("place__pilot__idea", "place__company", "feature").order_by("pk"):
        value = counted(outcome, last_whole_day(outcome))
        if value is None or not is_ripe(outcome, value):
            continue
        try:
            measure_outcome(outcome, actor=system(COUNTER))
            measured += 1
        except NotPossible:
            continue  # somebody entered or closed it a moment ago
    return measured


@shared_task(name="gates.remind_customers")
def remind_customers() -> int:
    """Remind every customer whose answer about an outcome is missing for days, twice at most."""
    asked = ConfirmationLink.objects.filter(
        withdrawn_at=None, confirmation=None, expires_at__gt=clock.now(), reminders__lt=MOST_REMINDERS,
        value__outcome__place__pilot__closed_at=None,
    ).exclude(email="")  # fmt: skip
    due = [link for link in asked.order_by("pk") if link.is_to_be_reminded]
    for link in due:
        try:
            remind_customer(link, actor=system(CLERK))
        except NotPossible:
            continue  # they answered a moment ago
    return len(due)
