"""The verbs of whoever has a lead: take it or not, put it off, give it on, take a step back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import move, stale
from people.models import Person
from pqls import rules
from pqls.actions.handover import can_work
from pqls.events import PqlEvent
from pqls.kinds import PqlState, Rejection
from pqls.models import Pql

LONGEST = 2000
LONGEST_SNOOZE = timedelta(days=366)


@transaction.atomic
def accept_pql(pql: Pql, *, actor: Actor, words: str = "", version: int | None = None) -> Pql:
    """Take a lead up. One that nobody has becomes one's own."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    pql.words, pql.owner, pql.snoozed_until = said(words), pql.owner or actor.person, None
    pql.answered_at, pql.answered_by = clock.now(), actor.person
    move(pql, PqlState.ACCEPTED, "words", "owner", "snoozed_until", "answered_at", "answered_by")
    record(PqlEvent.ACCEPTED, pql, actor=actor, about=pql.company, reason=pql.words)
    return pql


@transaction.atomic
def reject_pql(pql: Pql, *, rejection: str, actor: Actor, words: str = "", version: int | None = None) -> Pql:
    """Say that it is no lead, and why: the rule's precision rests on it."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    if rejection not in Rejection.values:
        raise ValidationError({"rejection": "Say why it is no lead."})
    pql.words, pql.rejection = said(words, needed=rejection == Rejection.OTHER), rejection
    pql.owner, pql.snoozed_until, pql.answered_at, pql.answered_by = pql.owner or actor.person, None, clock.now(), actor.person
    move(pql, PqlState.REJECTED, "words", "rejection", "owner", "snoozed_until", "answered_at", "answered_by")
    record(PqlEvent.REJECTED, pql, actor=actor, about=pql.company, reason=pql.words, rejection=rejection)
    return pql


@transaction.atomic
def step_back(pql: Pql, *, actor: Actor, reason: str = "") -> Pql:
    """Take the last step back: to before it was answered, became an opportunity, or ended. History keeps what was said."""
    pql = locked(pql)
    require(rules.may_answer(actor, pql))
    if not pql.can_step_back:
        raise NotPossible("Nothing was done with this lead yet.")
    before, fields = pql.state, ["words"]
    pql.words = said(reason)
    if pql.closed_at is not None:
        after = PqlState.OPPORTUNITY if pql.opportunity_at else PqlState.ACCEPTED
        pql.closed_at, pql.closed_by, pql.loss = None, None, ""
        fields += ["closed_at", "closed_by", "loss"]
    elif pql.state == PqlState.OPPORTUNITY:
        after = PqlState.ACCEPTED
        pql.opportunity_at = pql.amount = pql.request = None
        pql.crm_deal_id = ""
        fields += ["opportunity_at", "amount", "request", "crm_deal_id"]
    else:
        after = PqlState.OPEN
        pql.answered_at, pql.answered_by, pql.rejection = None, None, ""
        fields += ["answered_at", "answered_by", "rejection"]
    try:
        with transaction.atomic():
            move(pql, after, *fields)
    except IntegrityError as error:
        raise NotPossible(f"Another lead of {pql.contact or pql.company} is worked on by now.") from error
    record(PqlEvent.STEPPED_BACK, pql, actor=actor, about=pql.company, reason=pql.words, before=before, after=after)
    return pql


@transaction.atomic
def snooze_pql(pql: Pql, *, until: date, actor: Actor, words: str = "", version: int | None = None) -> Pql:
    """Put it off to a day; until then it waits for nobody."""
    pql = locked(pql, version)
    require(rules.may_answer(actor, pql))
    if pql.state not in (PqlState.OPEN, PqlState.ACCEPTED):
        raise NotPossible(f"This lead is {pql.get_state_display().lower()}: there is nothing to put off.")
    if not clock.today() < until <= clock.today() + LONGEST_SNOOZE:
        raise ValidationError({"until": "A day after today, within a year."})
    pql.snoozed_until, pql.words, pql.version = until, said(words), pql.version + 1
    pql.save(update_fields=["snoozed_until", "words", "version"])
    record(PqlEvent.SNOOZED, pql, actor=actor, about=pql.company, reason=pql.words, until=until.isoformat())
    return pql


@transaction.atomic
def wake_pql(pql: Pql, *, actor: Actor) -> Pql:
    """Let it wait again before its day."""
    pql = locked(pql)
    require(rules.may_answer(actor, pql))
    if pql.snoozed_until is None:
        raise NotPossible("This lead is not snoozed.")
    pql.snoozed_until, pql.version = None, pql.version + 1
    pql.save(update_fields=["snoozed_until", "version"])
    record(PqlEvent.WOKEN, pql, actor=actor, about=pql.company)
    return pql


@transaction.atomic
def assign_pql(pql: Pql, *, to: Person, actor: Actor, words: str = "", version: int | None = None) -> Pql:
    """Give a lead to somebody who can work it; they are told."""
    pql = locked(pql, version)
    require(rules.may_assign(actor, pql))
    if not pql.is_unfinished:
        raise NotPossible(f"This lead is {pql.get_state_display().lower()}: it stays with whoever had it.")
    if not can_work(to, pql.product):
        raise ValidationError({"to": f"{to} works no leads of {pql.product}: choose somebody of sales, success or leadership."})
    if pql.owner_id == to.pk:
        raise NotPossible(f"{to} has this lead already.")
    changes: dict[str, list[Any]] = {"owner": [str(pql.owner or "nobody"), str(to)]}
    pql.owner, pql.version = to, pql.version + 1
    pql.save(update_fields=["owner", "version"])
    record(PqlEvent.ASSIGNED, pql, actor=actor, about=pql.company, changes=changes, reason=said(words), owner=to.pk)
    return pql


@transaction.atomic
def remind_of_pql(pql: Pql, *, actor: Actor) -> Pql:
    """Write down that whoever has it is reminded. For the job alone: people speak to each other."""
    pql = locked(pql)
    if not actor.is_system or pql.state != PqlState.OPEN:
        raise NotPossible("Only the clock reminds of leads that wait.")
    pql.reminded_at = clock.now()
    pql.save(update_fields=["reminded_at"])
    record(PqlEvent.REMINDED, pql, actor=actor, about=pql.company, owner=pql.owner_id)
    return pql


def locked(pql: Pql, version: int | None = None) -> Pql:
    """The row, held until the end of the transaction. Raises Stale where somebody was faster than who saw ``version``."""
    rows = Pql.objects.select_for_update(of=("self",)).select_related("product", "company", "contact", "owner", "rule")
    found = rows.get(pk=pql.pk)
    if version is not None and version != found.version:
        raise stale(found, {"state": None, "owner": None})
    return found


def said(words: str, *, needed: bool = False) -> str:
    """What somebody wrote, within bounds."""
    words = words.strip()
    if needed and not words:
        raise ValidationError({"words": "Say it in words."})
    if len(words) > LONGEST:
        raise ValidationError({"words": f"At most {LONGEST:,} characters."})
    return words
