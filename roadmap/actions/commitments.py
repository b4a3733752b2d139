"""The verbs of commitments: write down what was promised, keep it right, say what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company, Deal
from feedback.models import Feedback, Firmness
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person
from roadmap import rules
from roadmap.events import CommitmentEvent
from roadmap.models import Commitment, CommitmentState, Idea

EDITABLE = ("words", "idea", "deal", "firmness", "promised_by", "promised_on", "due_on")
KINDS = {
    CommitmentState.KEPT: CommitmentEvent.KEPT,
    CommitmentState.BROKEN: CommitmentEvent.BROKEN,
    CommitmentState.WITHDRAWN: CommitmentEvent.WITHDRAWN,
}


@transaction.atomic
def make_commitment(
    *, company: Company, words: str, actor: Actor, idea: Idea | None = None, feedback: Feedback | None = None,
    deal: Deal | None = None, firmness: str = Firmness.HEARSAY, promised_by: Person | None = None,
    promised_on: date | None = None, due_on: date | None = None,
) -> Commitment:  # fmt: skip
    """Write down what was promised to a company, by oneself unless somebody else is named."""
    require(rules.may_commit(actor, idea))
    commitment = Commitment(
        company=company, words=words.strip(), idea=idea, feedback=feedback, deal=deal, firmness=firmness, due_on=due_on,
        promised_by=promised_by or actor.person, promised_on=promised_on or clock.today(), made_by=actor.person,
    )  # fmt: skip
    check(commitment)
    commitment.full_clean()
    commitment.save()
    record(CommitmentEvent.MADE, commitment, actor=actor, about=company, idea=idea, deal=deal, firmness=firmness)
    return commitment


@transaction.atomic
def change_commitment(commitment: Commitment, *, actor: Actor, version: int | None = None, **values: Any) -> Commitment:
    """Put right what was written down of an open commitment."""
    commitment = locked(commitment)
    require(rules.may_resolve(actor, commitment))
    if not commitment.is_open:
        raise NotPossible(f"This commitment is {commitment.get_state_display().lower()}. Reopen it first.")
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if values.get("idea") is not None:
        require(rules.may_commit(actor, values["idea"]))
    check(commitment, **values)
    changes = change(commitment, values, version=version)
    if changes:
        record(CommitmentEvent.CHANGED, commitment, actor=actor, about=commitment.company, changes=changes)
    return commitment


@transaction.atomic
def resolve_commitment(commitment: Commitment, *, state: str, actor: Actor, reason: str = "") -> Commitment:
    """Say that a commitment was kept, broken or withdrawn. A broken or withdrawn one needs a reason."""
    commitment = locked(commitment)
    require(rules.may_resolve(actor, commitment))
    if state not in KINDS:
        raise ValidationError({"state": "Say whether it was kept, broken or withdrawn."})
    if not commitment.is_open:
        raise NotPossible(f"This commitment is {commitment.get_state_display().lower()} already.")
    if state != CommitmentState.KEPT and not reason.strip():
        raise ValidationError({"reason": "Say why: they will ask."})
    commitment.state, commitment.resolution, commitment.version = state, reason.strip(), commitment.version + 1
    commitment.resolved_by, commitment.resolved_at = actor.person, clock.now()
    commitment.save(update_fields=["state", "resolution", "version", "resolved_by", "resolved_at"])
    record(KINDS[CommitmentState(state)], commitment, actor=actor, about=commitment.company, reason=reason.strip())
    return commitment


@transaction.atomic
def reopen_commitment(commitment: Commitment, *, actor: Actor) -> Commitment:
    """Say that it binds us after all."""
    commitment = locked(commitment)
    require(rules.may_resolve(actor, commitment))
    if commitment.is_open:
        raise NotPossible("This commitment is open.")
    commitment.state, commitment.resolution, commitment.version = CommitmentState.OPEN, "", commitment.version + 1
    commitment.resolved_by = commitment.resolved_at = None
    commitment.save(update_fields=["state", "resolution", "version", "resolved_by", "resolved_at"])
    record(CommitmentEvent.REOPENED, commitment, actor=actor, about=commitment.company)
    return commitment


def locked(commitment: Commitment) -> Commitment:
    """The row, held until the end of the transaction."""
    rows = Commitment.objects.select_for_update(of=("self",)).select_related(
        "company", "idea", "feedback", "promised_by", "made_by"
    )
    return rows.get(pk=commitment.pk)


def check(commitment: Commitment, **values: Any) -> None:
    """Deal and feedback are the company's own; nothing falls due before it was promised."""
    now = {name: values.get(name, getattr(commitment, name)) for name in ("deal", "feedback", "promised_on", "due_on")}
    for name in ("deal", "feedback"):
        if now[name] is not None and now[name].company_id != commitment.company_id:
            raise ValidationError({name: f"“{now[name]}” is not {commitment.company}’s."})
    if now["promised_on"] > clock.today():
        raise ValidationError({"promised_on": "This day lies in the future."})
    if now["due_on"] is not None and now["due_on"] < now["promised_on"]:
        raise ValidationError({"due_on": "It cannot fall due before it was promised."})
