"""The verbs of projections: project, and count what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.events.evidence import EvidenceEvent
from gates.evidence.projections import Question, count_actual, gather, make
from gates.models.projections import Projection, ProjectionActual
from gates.rules import projections as rules
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from jobs.models import Job
from roadmap.models import Idea
from usage.models import Feature


@transaction.atomic
def project(
    idea: Idea, feature: Feature, *, actor: Actor, threshold: Any, horizon: int = 12, unit: str = "company",
    origin: date | None = None, probe_kind: str = "released", probe_selection: str = "random", exposure_event: str = "",
    exposure_weeks: int = 4, references: Iterable[Feature] | None = None,
) -> Projection:  # fmt: skip
    """Project how many will use the feature, from what was known at the origin, and keep the answer for good.

    ``references`` names the earlier features to learn from; None takes every one that is complete at the origin. One that
    is not is refused, since it would know the future.
    """
    require(rules.may_project(actor))
    question = Question(
        feature, origin or clock.today(), horizon, unit, threshold, probe_kind, probe_selection, exposure_event, exposure_weeks
    )
    check(idea, question)
    projection = make(gather(question, references))
    projection.idea, projection.asked_by = idea, actor.person
    projection.full_clean()
    projection.save()
    record(
        EvidenceEvent.PROJECTED, projection, actor=actor, about=idea, status=projection.status, input_hash=projection.input_hash,
        feature=feature.pk, origin=projection.origin.isoformat(), horizon=horizon, threshold=projection.threshold,
    )  # fmt: skip
    return projection


def check(idea: Idea, question: Question) -> None:
    """Refuse what cannot be asked. Raises ValidationError at the field."""
    if question.feature.product_id != idea.product_id:
        raise ValidationError({"feature": "This feature belongs to another product than the idea."})
    if question.origin > clock.today():
        raise ValidationError({"origin": "The origin lies ahead: nothing can be known as of then."})
    if not 0 < question.threshold <= 1:
        raise ValidationError({"threshold": "The threshold is a share above 0 and at most 1."})


@transaction.atomic
def resolve_projection(projection: Projection, *, actor: Actor) -> ProjectionActual:
    """Count what came of a projection, once its horizon has passed."""
    projection = Projection.objects.select_for_update().get(pk=projection.pk)
    require(rules.may_project(actor))
    if not projection.has_numbers:
        raise NotPossible("This projection abstained: there is nothing to hold it against.")
    if projection.due_on > clock.today():
        raise NotPossible("Its horizon has not passed yet.")
    if ProjectionActual.objects.filter(projection=projection).exists():
        raise NotPossible("What came of it is counted already.")
    actual = count_actual(projection)
    actual.full_clean()
    actual.save()
    record(EvidenceEvent.PROJECTION_RESOLVED, projection, actor=actor, about=projection.idea, adopters=actual.adopters)
    return actual


@transaction.atomic
def ask_for_projection(
    idea: Idea, feature: Feature, *, actor: Actor, threshold: Any, origin: date | None = None, **question: Any
) -> Job:
    """Have a projection made in the background, where there is much usage to read."""
    require(rules.may_project(actor))
    origin = origin or clock.today()
    asked: dict[str, Any] = {"horizon": 12, "unit": "company"} | question
    check(idea, Question(feature=feature, origin=origin, threshold=threshold, **asked))
    return enqueue(
        "gates.project", idea.pk, feature.pk, actor=actor, title=f"Project how many will use {feature.name}", max_attempts=3,
        threshold=str(threshold), origin=origin.isoformat(), **asked,
    )  # fmt: skip
