"""The verbs of viability: ask for assessments, assess alone, reveal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.events.evidence import EvidenceEvent
from gates.models.accounts import AccountAtRisk, NamedAccount
from gates.models.viability import AskedAssessor, ViabilityAssessment, ViabilityRound, usual_deadline
from gates.rules import viability as rules
from history import clock
from history.actor import Actor, Role
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person, Product
from roadmap.models import Idea

MOST_ACCOUNTS = 200


@transaction.atomic
def open_round(
    idea: Idea, *, actor: Actor, target_amount: Any, target_by: date, assessors: Iterable[Person],
    deadline: date | None = None, words: str = "", again_after: ViabilityRound | None = None,
) -> ViabilityRound:  # fmt: skip
    """Ask salespeople, each alone, whether an idea sells: will this much come by that day?"""
    require(rules.may_open(actor))
    deadline = deadline or usual_deadline()
    if target_by <= clock.today():
        raise ValidationError({"target_by": "The target's day lies ahead."})
    if deadline < clock.today():
        raise ValidationError({"deadline": "The deadline lies ahead."})
    again_after = locked_round(again_after) if again_after else None
    if again_after is not None and (again_after.idea_id != idea.pk or not again_after.is_revealed):
        raise ValidationError({"again_after": "Another round follows a revealed round of the same idea."})
    round = ViabilityRound(
        idea=idea, target_amount=target_amount, target_by=target_by, deadline=deadline, words=words.strip(),
        again_after=again_after, opened_by=actor.person,
    )  # fmt: skip
    round.full_clean()
    round.save()
    asked = ask(round, assessors)
    record(
        EvidenceEvent.VIABILITY_OPENED, round, actor=actor, about=idea, asked=[person.pk for person in asked],
        target_amount=round.target_amount, target_by=str(round.target_by), deadline=str(round.deadline),
    )  # fmt: skip
    return round


def ask(round: ViabilityRound, people: Iterable[Person]) -> list[Person]:
    """Put people on the list of a round. Raises ValidationError for whoever cannot assess it."""
    people = list(dict.fromkeys(people))
    if not people:
        raise ValidationError({"assessors": "Ask at least one salesperson; a verdict needs three."})
    able = set(Person.objects.with_role(Role.SALES).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    for person in people:
        if person.pk not in able:
            raise ValidationError({"assessors": f"{person} is not in sales."})
        if person.pk == round.idea.owner_id:
            raise ValidationError({"assessors": f"{person} owns this idea: others assess it."})
        if not Product.objects.visible_to(Actor(person=person)).filter(pk=round.idea.product_id).exists():
            raise ValidationError({"assessors": f"{person} may not see this product."})
    AskedAssessor.objects.bulk_create([AskedAssessor(round=round, person=one, segment=one.segment) for one in people])
    return people


@transaction.atomic
def ask_more(round: ViabilityRound, *, actor: Actor, assessors: Iterable[Person]) -> ViabilityRound:
    """Ask further salespeople while the round is open."""
    round = locked_round(round)
    require(rules.may_open(actor))
    refuse_unless_open(round)
    there = set(round.asked.values_list("person", flat=True))
    asked = ask(round, [person for person in assessors if person.pk not in there])
    record(EvidenceEvent.VIABILITY_ASKED, round, actor=actor, about=round.idea, asked=[person.pk for person in asked])
    return round


@transaction.atomic
def assess(
    round: ViabilityRound, *, actor: Actor, ratings: Mapping[str, int], probability: Any, wrong_if: str, objections: str = "",
    to_hear: str = "", accounts: Sequence[Mapping[str, Any]] = (), risks: Sequence[Mapping[str, Any]] = (),
    version: int | None = None,
) -> ViabilityAssessment:  # fmt: skip
    """Assess, by oneself. Assessing again before the reveal replaces what one said."""
    round = locked_round(round)
    require(rules.may_assess(actor, round))
    refuse_unless_open(round)
    values = {
        **ratings,
        "probability": probability,
        "wrong_if": wrong_if.strip(),
        "objections": objections.strip(),
        "to_hear": to_hear.strip(),
    }
    assessment = ViabilityAssessment.objects.select_for_update().filter(round=round, assessor=actor.person).first()
    kind = EvidenceEvent.VIABILITY_REASSESSED if assessment else EvidenceEvent.VIABILITY_ASSESSED
    if assessment is None:
        assessment = ViabilityAssessment(round=round, assessor=actor.person, **values)
        assessment.full_clean()
        assessment.save()
    else:
        change(assessment, values | {"given_at": clock.now()}, version=version)
    replace_accounts(assessment, accounts, risks)
    record(kind, assessment, actor=actor, about=round)  # without what was said: it is blind until the reveal
    return assessment


def replace_accounts(
    assessment: ViabilityAssessment, accounts: Sequence[Mapping[str, Any]], risks: Sequence[Mapping[str, Any]]
) -> None:
    """Write the named accounts and the customers at risk anew. Raises ValidationError at ``accounts`` or ``risks``."""
    if len(accounts) > MOST_ACCOUNTS or len(risks) > MOST_ACCOUNTS:
        raise ValidationError({"accounts": f"Name at most {MOST_ACCOUNTS} companies."})
    assessment.accounts.all().delete()
    assessment.risks.all().delete()
    for name, model, rows in (("accounts", NamedAccount, accounts), ("risks", AccountAtRisk, risks)):
        for number, row in enumerate(rows, 1):
            named = model(assessment=assessment, **({"arr": row["company"].arr} if model is AccountAtRisk else {}), **row)
            try:
                named.full_clean()
            except ValidationError as error:
                raise ValidationError({name: [f"Line {number}: {message}" for message in error.messages]}) from error
            named.save()


@transaction.atomic
def reveal(round: ViabilityRound, *, actor: Actor, version: int | None = None) -> ViabilityRound:
    """Show everybody what everybody said, at once: when all are in, or the deadline has passed."""
    round = locked_round(round)
    require(rules.may_reveal(actor))
    refuse_unless_open(round)
    given, asked = round.assessments.count(), round.asked.count()
    if given == 0:
        raise NotPossible("Nobody has assessed it yet: there is nothing to reveal.")
    if given < asked and not round.is_past_deadline:
        raise NotPossible(
            f"{given} of {asked} have assessed it. Wait for the others, or for the deadline on {round.deadline:%-d %B}."
        )
    change(round, {"revealed_at": clock.now(), "revealed_by": actor.person}, version=version)
    record(EvidenceEvent.VIABILITY_REVEALED, round, actor=actor, about=round.idea, given=given, asked=asked)
    return round


@transaction.atomic
def cancel_round(round: ViabilityRound, *, actor: Actor) -> ViabilityRound:
    """Call a round off. What was said in it stays sealed for good."""
    round = locked_round(round)
    require(rules.may_open(actor))
    refuse_unless_open(round)
    change(round, {"cancelled_at": clock.now()})
    record(EvidenceEvent.VIABILITY_CANCELLED, round, actor=actor, about=round.idea)
    return round


def locked_round(round: ViabilityRound) -> ViabilityRound:
    """The round as it is, held until the verb is done."""
    return ViabilityRound.objects.select_for_update(of=("self",)).select_related("idea__owner").get(pk=round.pk)


def refuse_unless_open(round: ViabilityRound) -> None:
    """Nothing is said after the reveal. Raises NotPossible."""
    if round.cancelled_at:
        raise NotPossible("This round was called off.")
    if not round.is_open:
        raise NotPossible("This round is revealed: what was said stands.")
