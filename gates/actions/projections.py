"""The verbs of projections: project, and count what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.events.evidence import EvidenceEvent
from gates.evidence.demand import demand_of
from gates.evidence.gathering import gather, read_for
from gates.evidence.projections import count_actual, make
from gates.evidence.questions import Question
from gates.models.projections import ProbeKind, Projection, ProjectionActual
from gates.models.renewals import Renewal
from gates.rules import projections as rules
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from jobs.models import Job
from roadmap.models import Idea
from usage.calendar import day_start
from usage.models import Feature
from usage.rollups import bring_up_to_date


@transaction.atomic
def project(
    idea: Idea, feature: Feature, *, actor: Actor, threshold: Any, horizon: int = 12, unit: str = "company",
    origin: date | None = None, probe_kind: str = "released", probe_selection: str = "random", exposure_event: str = "",
    exposure_weeks: int = 4, kept_weeks: int | None = None, references: Iterable[Feature] | None = None,
    is_renewed: bool = False, renews: Projection | None = None,
) -> Projection:  # fmt: skip
    """Project how many will use the feature, from what was known at the origin, and keep the answer for good.

    ``kept_weeks`` are the last weeks before the horizon: who uses it again in these keeps using it. ``references`` names the
    earlier features to learn from; None takes every one that is complete at the origin, and one that is not is refused, since
    it would know the future. ``renews`` is an earlier projection that asked the same; with ``is_renewed`` it is made
    anew each week while a review of the idea is open.
    """
    require(rules.may_project(actor))
    question = Question(
        feature, origin or clock.today(), horizon, unit, threshold, probe_kind, probe_selection, exposure_event, exposure_weeks,
        kept_weeks, idea,
    )  # fmt: skip
    check(idea, question)
    references = None if references is None else list(references)
    for product in read_for(question, references):
        bring_up_to_date(product)
    projection = make(gather(question, references))
    projection.idea, projection.asked_by, projection.renews, projection.is_renewed = idea, actor.person, renews, is_renewed
    projection.demand = demand_of(idea, day_start(question.origin))
    projection.full_clean()
    projection.save()
    keep_renewal(projection, is_renewed, actor)
    record(
        EvidenceEvent.PROJECTED, projection, actor=actor, about=idea, status=projection.status, input_hash=projection.input_hash,
        feature=feature.pk, origin=projection.origin.isoformat(), horizon=horizon, threshold=projection.threshold,
    )  # fmt: skip
    return projection


def keep_renewal(projection: Projection, is_on: bool, actor: Actor) -> bool:
    """Note whether its idea and feature are projected anew each week; whether that is a change."""
    row, _ = Renewal.objects.select_for_update().get_or_create(idea=projection.idea, feature=projection.feature)
    if row.is_on == is_on:
        return False
    row.is_on, row.changed_by, row.changed_at = is_on, actor.person, clock.now()
    row.save()
    return True


@transaction.atomic
def schedule_renewal(projection: Projection, *, actor: Actor, is_on: bool) -> Projection:
    """Have what a projection asks be asked anew each week, with who is likely; or end that. The projection stays as it is."""
    projection = Projection.objects.select_for_update(of=("self",)).select_related("idea", "feature").get(pk=projection.pk)
    require(rules.may_project(actor))
    later = Projection.objects.filter(idea=projection.idea_id, feature=projection.feature_id, pk__gt=projection.pk)
    if later.exists():
        raise NotPossible("There is a later projection of this idea and feature: that one is made anew.")
    if keep_renewal(projection, is_on, actor):
        kind = EvidenceEvent.PROJECTION_SCHEDULED if is_on else EvidenceEvent.PROJECTION_UNSCHEDULED
        record(kind, projection, actor=actor, about=projection.idea)
    return projection


@transaction.atomic
def renew_projection(projection: Projection, *, actor: Actor) -> Projection:
    """Ask the same again as of today. Asked twice on a day, it answers the same; both projections stay."""
    projection = Projection.objects.select_for_update(of=("self",)).select_related("idea", "feature").get(pk=projection.pk)
    require(rules.may_project(actor))
    there = projection.renewals.filter(origin=clock.today(), made_at__date=clock.today()).first()
    if there is not None:
        return there
    asked: dict[str, Any] = {"exposure_event": projection.exposure_event, "kept_weeks": projection.kept_weeks}
    if projection.probe_kind == ProbeKind.EXPOSED:
        asked |= {"probe_selection": projection.probe_selection or "random", "exposure_weeks": projection.exposure_weeks or 4}
    return project(
        projection.idea, projection.feature, actor=actor, threshold=projection.threshold, horizon=projection.horizon,
        unit=projection.unit, probe_kind=projection.probe_kind, is_renewed=is_weekly(projection), renews=projection, **asked,
    )  # fmt: skip


def is_weekly(projection: Projection) -> bool:
    """Whether its idea and feature are projected anew each week."""
    return Renewal.objects.filter(idea=projection.idea_id, feature=projection.feature_id, is_on=True).exists()


@transaction.atomic
def ask_for_renewal(projection: Projection, *, actor: Actor) -> Job:
    """Have the same asked again in the background."""
    require(rules.may_project(actor))
    return enqueue(
        "gates.renew_projection", projection.pk, actor=actor, title=f"Project {projection} anew", max_attempts=3,
    )  # fmt: skip


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
    if not projection.is_countable:
        raise NotPossible("It was projected from clicks on a fake door, and the feature is not released yet.")
    if ProjectionActual.objects.filter(projection=projection).exists():
        raise NotPossible("What came of it is counted already.")
    return counted(projection, actor=actor)


def counted(projection: Projection, *, actor: Actor) -> ProjectionActual:
    """What came of a projection that is due: as it was counted, or counted now."""
    projection = Projection.objects.select_for_update(of=("self",)).select_related("feature", "idea").get(pk=projection.pk)
    known = ProjectionActual.objects.filter(projection=projection).first()
    if known is not None:
        return known
    bring_up_to_date(projection.feature.product)
    actual = count_actual(projection)
    actual.full_clean()
    actual.save()
    record(EvidenceEvent.PROJECTION_RESOLVED, projection, actor=actor, about=projection.idea, adopters=actual.adopters)
    return actual


@transaction.atomic
def ask_for_projection(
    idea: Idea, feature: Feature, *, actor: Actor, threshold: Any, origin: date | None = None, is_renewed: bool = False,
    **question: Any,
) -> Job:  # fmt: skip
    """Have a projection made in the background, where there is much usage to read."""
    require(rules.may_project(actor))
    origin = origin or clock.today()
    asked: dict[str, Any] = {"horizon": 12, "unit": "company"} | question
    check(idea, Question(feature=feature, origin=origin, threshold=threshold, **asked))
    return enqueue(
        "gates.project", idea.pk, feature.pk, actor=actor, title=f"Project how many will use {feature.name}", max_attempts=3,
        threshold=str(threshold), origin=origin.isoformat(), is_renewed=is_renewed, **asked,
    )  # fmt: skip
