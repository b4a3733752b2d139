"""Writing criteria down: in the draft they are replaced, once locked they are amended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from gates.actions.moves import held, move, require_state, save
from gates.events import GateEvent
from gates.findings import Findings
from gates.measures import WATCHED, measure_named
from gates.models.reviews import CriteriaSet, Criterion, GateReview, ReviewState
from gates.policy_rules import CriterionTemplate
from gates.rules.reviews import may_amend, may_run
from history.actor import Actor
from history.canonical import digest
from history.recording import record
from history.refusals import require

MOST = 30


@transaction.atomic
def set_criteria(review: GateReview, criteria: Sequence[CriterionTemplate], *, actor: Actor) -> GateReview:
    """Set the draft's criteria, all at once."""
    review = held(review)
    require(may_run(actor, review))
    require_state(review, ReviewState.DRAFT)
    check_criteria(review, criteria)
    version = review.criteria_sets.get(number=1)
    version.criteria.all().delete()
    write_criteria(version, criteria)
    save(review)
    record(GateEvent.CRITERIA_SET, review, actor=actor, about=review.idea, criteria=len(criteria))
    return review


@transaction.atomic
def amend_criteria(review: GateReview, criteria: Sequence[CriterionTemplate], *, actor: Actor, reason: str) -> GateReview:
    """Change locked criteria before anything is submitted. The verdict is shown under the old and the new ones from then on."""
    review = held(review)
    require(may_amend(actor, review, Findings(review)))
    require_state(review, ReviewState.LOCKED)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the locked criteria must change."})
    check_criteria(review, criteria)
    number = review.criteria_sets.count() + 1
    version = CriteriaSet(review=review, number=number, reason=reason.strip(), made_by=actor.person)
    version.full_clean()
    version.save()
    write_criteria(version, criteria)
    move(review, ReviewState.LOCKED)
    seal = criteria_digest(version)
    record(GateEvent.AMENDED, review, actor=actor, about=review.idea, reason=reason.strip(), version=number, criteria=seal)
    return review


def check_criteria(review: GateReview, criteria: Sequence[CriterionTemplate]) -> None:
    """At least one must-meet, no name twice, and only measures of this gate."""
    if not any(one.kind == "must" for one in criteria):
        raise ValidationError({"criteria": "A review has at least one must-meet."})
    check_templates(review.gate, criteria)


def check_templates(gate: int, criteria: Sequence[CriterionTemplate]) -> None:
    """No name twice, not too many, and only measures of this gate: of a review, and of the policy it starts from."""
    if len(criteria) > MOST:
        raise ValidationError({"criteria": f"At most {MOST} criteria."})
    keys = [key_of(one) for one in criteria]
    if twice := sorted({one.name for one, key in zip(criteria, keys, strict=True) if keys.count(key) > 1}):
        raise ValidationError({"criteria": f"Two criteria have the same name: {twice[0]}."})
    for one in criteria:
        found = measure_named(one.measure) if one.measure else None
        if found is not None and found.gate != gate:
            when = f"at gate {found.gate}" if found.gate != WATCHED else "only once the idea is out"
            raise ValidationError({"criteria": f"{one.name}: “{found.label}” is measured {when}."})


def key_of(criterion: CriterionTemplate) -> str:
    """The key that finds a criterion again in a later version: it follows from its name."""
    return slugify(criterion.name)[:40] or digest(criterion.name)[:12]


def write_criteria(version: CriteriaSet, criteria: Sequence[CriterionTemplate]) -> None:
    """Write the rows of one version."""
    rows = [
        Criterion(
            criteria_set=version, key=key_of(one), position=place, kind=one.kind, name=one.name.strip(), help=one.help,
            is_fatal=one.is_fatal, measure=one.measure, comparator=one.comparator, threshold=one.threshold, weight=one.weight,
            anchors=list(one.anchors) if any(one.anchors) else [],
        )
        for place, one in enumerate(criteria)
    ]  # fmt: skip
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    Criterion.objects.bulk_create(rows)


def criterion_content(one: Criterion) -> dict[str, Any]:
    """A criterion as it is sealed."""
    return {
        "key": one.key, "kind": one.kind, "name": one.name, "fatal": one.is_fatal, "measure": one.measure,
        "comparator": one.comparator, "threshold": one.threshold and one.threshold.normalize(), "weight": one.weight.normalize(),
        "help": one.help, "anchors": one.anchors,
    }  # fmt: skip


def criteria_digest(version: CriteriaSet) -> str:
    """A seal over the criteria, kept in history so that nobody changes them unseen."""
    return digest([criterion_content(one) for one in version.criteria.order_by("position", "id")])
