"""The verbs of a company's scorecard, and the word of those who know it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company
from growth import rules
from growth.events import GrowthEvent
from growth.models import CompanyOutcome, HealthWord, Word
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product

EDITABLE = ("metric", "unit", "baseline", "target", "due_on")


@transaction.atomic
def set_outcome(
    *, company: Company, product: Product, metric: str, baseline: Decimal, target: Decimal, actor: Actor, unit: str = "",
    due_on: date | None = None,
) -> CompanyOutcome:  # fmt: skip
    """Write down what a customer wants to reach with a product: a metric, from where to where, and by when."""
    require(rules.may_tell(actor, product, company))
    if company.merged_into_id is not None:
        raise NotPossible(f"{company} is merged into {company.standing}.")
    outcome = CompanyOutcome(
        company=company, product=product, metric=" ".join(metric.split()), unit=unit.strip(), baseline=baseline, target=target,
        due_on=due_on,
    )  # fmt: skip
    outcome.full_clean()
    outcome.save()
    record(GrowthEvent.OUTCOME_SET, outcome, actor=actor, about=company, baseline=baseline, target=target)
    return outcome


@transaction.atomic
def edit_outcome(outcome: CompanyOutcome, *, actor: Actor, version: int | None = None, **values: Any) -> CompanyOutcome:
    """Change a line of the scorecard. What it said before stays in history."""
    outcome = locked(outcome)
    require(rules.may_tell(actor, outcome.product, outcome.company))
    refuse_archived(outcome)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if changes := change(outcome, values, version=version):
        record(GrowthEvent.OUTCOME_EDITED, outcome, actor=actor, about=outcome.company, changes=changes)
    return outcome


@transaction.atomic
def enter_value(outcome: CompanyOutcome, *, value: Decimal, actor: Actor, on: date | None = None) -> CompanyOutcome:
    """Enter what was measured, on a day; a later entry takes its place, and history keeps it."""
    outcome = locked(outcome)
    require(rules.may_tell(actor, outcome.product, outcome.company))
    refuse_archived(outcome)
    day = on or clock.today()
    if day > clock.today():
        raise ValidationError({"on": "This day has not come yet."})
    if changes := change(outcome, {"value": value, "valued_on": day}):
        record(GrowthEvent.OUTCOME_VALUED, outcome, actor=actor, about=outcome.company, changes=changes, value=value, on=str(day))
    return outcome


@transaction.atomic
def archive_outcome(outcome: CompanyOutcome, *, actor: Actor, reason: str = "") -> CompanyOutcome:
    """Put a line of the scorecard away."""
    return put(outcome, clock.now(), GrowthEvent.OUTCOME_ARCHIVED, actor, reason)


@transaction.atomic
def restore_outcome(outcome: CompanyOutcome, *, actor: Actor) -> CompanyOutcome:
    """Bring an archived line back."""
    return put(outcome, None, GrowthEvent.OUTCOME_RESTORED, actor, "")


@transaction.atomic
def give_word(*, company: Company, product: Product, word: str, reason: str, actor: Actor) -> HealthWord:
    """Say how a customer is doing with a product, and why. The latest word counts."""
    require(rules.may_tell(actor, product, company))
    if word not in Word.values:
        raise ValidationError({"word": "Say good, fair or poor."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    said = HealthWord(company=company, product=product, word=word, reason=reason.strip(), by=actor.person)
    said.full_clean()
    said.save()
    record(GrowthEvent.WORD_GIVEN, said, actor=actor, about=company, reason=said.reason, word=word)
    return said


def put(outcome: CompanyOutcome, archived_at: Any, kind: GrowthEvent, actor: Actor, reason: str) -> CompanyOutcome:
    """Archive, or bring back."""
    outcome = locked(outcome)
    require(rules.may_tell(actor, outcome.product, outcome.company))
    if (outcome.archived_at is None) == (archived_at is None):
        raise NotPossible(f"This outcome is {'archived already' if archived_at else 'not archived'}.")
    outcome.archived_at, outcome.version = archived_at, outcome.version + 1
    outcome.save(update_fields=["archived_at", "version"])
    record(kind, outcome, actor=actor, about=outcome.company, reason=reason)
    return outcome


def locked(outcome: CompanyOutcome) -> CompanyOutcome:
    """The outcome as it is now, held until the verb is done."""
    rows = CompanyOutcome.objects.select_for_update(of=("self",)).select_related("product", "company__owner")
    return rows.get(pk=outcome.pk)


def refuse_archived(outcome: CompanyOutcome) -> None:
    """What is put away is not changed."""
    if outcome.archived_at is not None:
        raise NotPossible("This outcome is archived. Bring it back first.")
