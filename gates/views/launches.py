"""The web door of the launch review: what came of a launch, and what every forecast of it was worth."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from doors.policy import door
from doors.web import actor_of, find, page
from gates.actions.launches import review_launch
from gates.actions.resolving import is_due, overrides_of, round_of
from gates.calibration import calibrations
from gates.figures.forecasts import fulfilment
from gates.forms.launches import LaunchForm
from gates.models import LaunchReview
from gates.rules.launches import is_launched, may_review_launch
from gates.views.answering import answer
from history.actor import Actor, Role
from history.refusals import Denied
from roadmap.models import Idea


@require_safe
@door()
def launch_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of one record leads to its launch's page."""
    found = find(LaunchReview.objects.visible_to(actor_of(request)), pk)
    return redirect("gates:launch", found.idea_id)


@require_safe
@door()
def launch(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Actual against projected, and each forecast with how far off it was."""
    actor = actor_of(request)
    idea = idea_of(actor, idea_pk)
    joined = ("projection__feature", "recorded_by", "superseded_by", "upsell")
    rows = LaunchReview.objects.filter(idea=idea).select_related(*joined)
    records = list(rows)
    forecasts = list(records[0].forecasts.select_related("gate_review__idea", "person")) if records else []
    return page(
        request,
        "gates/launch.html",
        idea=idea,
        record=records[0] if records else None,
        earlier=records[1:],
        intervals=intervals_of(records[0]) if records else [],
        came_to=fulfilled(records[0]) if records else None,
        forecasts=forecasts,
        brier=fmean(one.brier for one in forecasts) if forecasts else None,
        **resolved(idea, records[0] if records else None),
        may_record=allowed(actor, idea),
    )


@door(Role.PRODUCT, Role.LEADERSHIP)
def record_launch(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Record what came of a launch."""
    actor = actor_of(request)
    idea = idea_of(actor, idea_pk)
    form = LaunchForm(request.POST or None, actor=actor, idea=idea)
    return answer(
        request,
        form,
        lambda: review_launch(idea, actor=actor, **form.said()),
        said="Recorded. Every forecast of it is resolved.",
        back=reverse("gates:launch", args=[idea.pk]),
        heading="Review the launch",
        button="Record",
        lead="The record stays. A later one takes its place, and both can be read.",
    )


@require_safe
@door()
def calibration(request: HttpRequest) -> HttpResponse:
    """How far the panels', deciders' and salespeople's probabilities can be relied on."""
    actor = actor_of(request)
    found = calibrations(actor)
    return page(request, "gates/calibration.html", found=found, sees_all=actor.has(Role.LEADERSHIP))


def resolved(idea: Idea, record: LaunchReview | None) -> dict[str, Any]:
    """What came of the overrides' numbers and of the salespeople's probabilities, and what is still open of them."""
    if record is None:
        return {}
    overrides, asked = overrides_of(idea), round_of(idea)
    actuals = {one.decision_id: one for one in record.override_actuals.all()} if overrides else {}
    sales = record.sales_forecasts.select_related("assessment__assessor", "account__company", "risk__company")
    return {
        "overrides": [(one, actuals.get(one.pk), is_due(one)) for one in overrides],
        "upsell": getattr(record, "upsell", None),
        "asked": asked,
        "sales": list(sales) if asked else [],
    }


def idea_of(actor: Actor, pk: int) -> Idea:
    """The idea, if the actor may see it."""
    return find(Idea.objects.visible_to(actor).select_related("product", "owner"), pk)


def allowed(actor: Actor, idea: Idea) -> bool | Denied:
    """Whether this person may review it, and whether there is anything to review yet."""
    may = may_review_launch(actor, idea)
    return is_launched(idea) if may else may


def intervals_of(record: LaunchReview) -> list[dict[str, Any]]:
    """Each interval of the projection, and whether it held."""
    if record.projection is None:
        return []
    return [one | {"held": record.is_inside.get(str(one["level"]))} for one in record.projection.intervals]


def fulfilled(record: LaunchReview) -> float | None:
    """What came, as a share of what was projected."""
    return fulfilment(record.share, record.projection.median) if record.projection and record.share is not None else None
