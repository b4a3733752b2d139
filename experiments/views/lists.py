"""Experiments as one reads them: the list, the library of learnings, one experiment, the file."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, find, page, paged
from experiments import rules
from experiments.consequences import led_to
from experiments.exports import csv_of
from experiments.filters import Rows, best_first, narrowed
from experiments.forms import ExperimentFilter, LearningFilter
from experiments.kinds import ExperimentState
from experiments.measuring import propose, said
from experiments.models import Experiment
from experiments.showing import drawn, made, with_said
from history.telling import address_of
from objectives.models import KeyResult

SIZE = 25
ARCHIVED = "archived"


@door()
def experiments(request: HttpRequest) -> HttpResponse:
    """What is planned, runs, and ended."""
    actor = actor_of(request)
    form = ExperimentFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = narrowed(Experiment.objects.visible_to(actor), chosen)
    counts = dict(rows.current().order_by().values_list("state").annotate(Count("pk")))
    state, listed = of_state(rows, request.GET.get("state", ""))
    tabs = [("", "All", sum(counts.values()))]
    tabs += [(value, label, counts.get(value, 0)) for value, label in ExperimentState.choices]
    shown = paged(request, best_first(listed, chosen, "-id").select_related("product", "owner"), SIZE)
    return page(
        request, "experiments/list.html", form=form, chosen=chosen, experiments=shown, rows=with_said(list(shown)), tabs=tabs,
        state=state, may_plan=actor.has(*rules.RUNNERS),
    )  # fmt: skip


def of_state(rows: Rows, asked: str) -> tuple[str, Rows]:
    """The rows of the state asked for: of all but archived plans unless it is one."""
    if asked == ARCHIVED:
        return asked, rows.exclude(archived_at=None)
    return (asked, rows.current().filter(state=asked)) if asked in ExperimentState.values else ("", rows.current())


@door()
def learnings(request: HttpRequest) -> HttpResponse:
    """Everything that we learned by trying, whatever the verdict, found by its words."""
    actor = actor_of(request)
    form = LearningFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = Experiment.objects.visible_to(actor).ended()
    shown = paged(request, best_first(narrowed(rows, chosen), chosen, "-ended_at", "-id").select_related("product"), SIZE)
    shown.object_list = with_said(list(shown.object_list.prefetch_related("ideas", "tags")))
    return page(
        request, "experiments/learnings.html", form=form, chosen=chosen, learnings=shown, may_plan=actor.has(*rules.RUNNERS)
    )


@door()
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, as a CSV file."""
    actor = actor_of(request)
    chosen = LearningFilter(request.GET or None, actor=actor).chosen()
    asked = request.GET.get("state", "")
    rows = narrowed(Experiment.objects.visible_to(actor), chosen)
    listed = rows.ended() if asked == "ended" else of_state(rows, asked)[1]
    return csv_of(listed.order_by("-id"))


@door()
def experiment(request: HttpRequest, pk: int) -> HttpResponse:
    """One experiment: its plan, its result with the interval, the verdict, and what was learned."""
    actor = actor_of(request)
    found = find(visible(request).prefetch_related("ideas", "tags", "amendments__by"), pk)
    result = KeyResult.objects.visible_to(actor).select_related("objective").filter(pk=found.key_result_id).first()
    followed = led_to(found, actor)
    return page(
        request, "experiments/experiment.html", experiment=found, may=rules.may_run(actor, found.product),
        proposal=propose(found), drawn=drawn(found), made=made(found), guards=found.judged_guards, key_result=result,
        led_to=followed, led_to_url=address_of(followed[0]._meta.label_lower, followed[0].pk) if followed else "",
        criterion=f"{found.get_direction_display()} {said(found, found.threshold)}",
        panels=render_panels("experiment", request, found),
    )  # fmt: skip


def visible(request: HttpRequest) -> Any:
    """The experiments that one may see."""
    who = ("product", "owner", "measured_by", "decided_by", "created_by")
    return Experiment.objects.visible_to(actor_of(request)).select_related(*who)
