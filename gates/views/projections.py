"""The web door of projections."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from doors.policy import door
from doors.web import actor_of, asks_for_part, attempt, find, page, toast
from gates.actions.likelihoods import ask_who_is_likely
from gates.actions.projections import ask_for_projection, project, resolve_projection
from gates.drawings import projection_chart
from gates.evidence.projections import assured_share, is_large
from gates.evidence.track import track_of_product
from gates.figures.projection import Kept as KeptFigure
from gates.figures.projection import Projection as ProjectionFigure
from gates.forms.projections import ProjectionForm
from gates.models.projections import Projection
from gates.rules import projections as rules
from gates.views.projection_words import (
    demand_words,
    kept_made,
    kept_words,
    left_out_of,
    likely_of,
    made_of,
    models_of,
    needed_for,
    references_of,
    schedule_of,
    segments_of,
    would_change,
)
from history.actor import Role
from jobs.models import Job
from roadmap.models import Idea

LONG_WORK = ("gates.project", "gates.learn_likelihood", "gates.renew_projection")
WHOLE = ("feature", "idea__product", "asked_by", "actual", "likelihood")


@door(Role.PRODUCT)
def new_projection(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Project how many will use it."""
    actor = actor_of(request)
    idea = find(Idea.objects.visible_to(actor).select_related("product"), idea_pk)
    first = idea.features.order_by("-released_on").first()
    form = ProjectionForm(request.POST or None, actor=actor, idea=idea, initial={"feature": first})
    if form.is_valid() and (made := attempt(form, lambda: begin(idea, form, actor))):
        return redirect("gates:projection_job" if isinstance(made, Job) else "gates:projection", made.pk)
    return page(request, "gates/projections/new.html", form=form, idea=idea, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def likelihood(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it learned who is likely to use it."""
    actor = actor_of(request)
    job = ask_who_is_likely(find(Projection.objects.visible_to(actor), pk), actor=actor)
    return redirect("gates:projection_job", job.pk)


def begin(idea: Idea, form: ProjectionForm, actor: Any) -> Projection | Job:
    """Project at once where that takes a moment, in the background where it takes longer."""
    question = form.question()
    verb = ask_for_projection if is_large(question["feature"]) else project
    return verb(idea, question.pop("feature"), actor=actor, **question)


@require_safe
@door()
def projection_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a projection in the background is; it leads on to the projection by itself."""
    job = find(Job.objects.visible_to(actor_of(request)).filter(task__in=LONG_WORK), pk)
    if asks_for_part(request) and job.is_finished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if job.state == Job.State.DONE and isinstance(job.result, dict) and job.result.get("projection"):
        return redirect("gates:projection", job.result["projection"])
    return page(request, "gates/projections/job.html", part="course", job=job)


@require_safe
@door()
def projection(request: HttpRequest, pk: int) -> HttpResponse:
    """A projection against its threshold, with what it rests on."""
    actor = actor_of(request)
    found = find(Projection.objects.visible_to(actor).with_schedule().select_related(*WHOLE), pk)
    track = track_of_product(found)
    others = Projection.objects.filter(idea=found.idea_id).exclude(pk=found.pk).select_related("feature")[:10]
    came, assured = getattr(found, "actual", None), assured_share(found)
    return page(
        request, "gates/projections/projection.html", projection=found, chart=projection_chart(found), others=others,
        assured=assured, reaches=assured is not None and assured.share >= found.threshold, actual=came,
        held=came.is_inside if came else {}, may_resolve=rules.may_project(actor), is_due=found.is_due,
        needed=needed_for(found), references=references_of(found), made=made_of(found, assured), backtest=found.backtest,
        intervals={str(one["level"]): one for one in found.intervals}, formula=ProjectionFigure.formula,
        kept_interval=next((one for one in found.kept.get("intervals", []) if one["level"] == 80), None),
        kept_formula=KeptFigure.formula, kept_made=kept_made(found), models=models_of(found), would_change=would_change(found),
        schedule=schedule_of(found), segments=segments_of(found), demand_says=demand_words(found),
        track=track, words_kept=kept_words(found, track),
        left_out=left_out_of(found), learned=getattr(found, "likelihood", None), likely=likely_of(found, actor),
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """Count what came of it."""
    actor = actor_of(request)
    resolve_projection(find(Projection.objects.visible_to(actor), pk), actor=actor)
    toast(request, "Counted what came of it.")
    return redirect("gates:projection", pk)
