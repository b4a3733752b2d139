"""One objective: its page, making it, editing it, putting it away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from objectives import actions, rules
from objectives.forms import ObjectiveForm
from objectives.models import CheckIn, Cycle, Objective
from objectives.pace import Told, history_chart, made_of, pace_of
from objectives.rules import EDITORS
from objectives.tree import told, tree_of, whole

FIELDS = ("title", "why", "cycle", "product", "parent", "owner", "version")
MOST_CHECK_INS = 400


@door()
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, how we know, what serves it, and what happened."""
    actor = actor_of(request)
    found = find(whole(Objective.objects.visible_to(actor)), pk)
    results = with_charts([told(key_result, actor, number) for number, key_result in enumerate(found.current_key_results, 1)])
    archived = found.key_results.model.objects.filter(objective=found).exclude(archived_at=None)
    return page(
        request, "objectives/objective.html", objective=found, results=results, archived=archived,
        pace=pace_of(found.progress, found.cycle), made=made_of(found), panels=render_panels("objective", request, found),
        branches=tree_of(whole(found.children.filter(archived_at=None, pk__in=Objective.objects.visible_to(actor))), actor),
        may_edit=rules.may_edit(actor, found),
    )  # fmt: skip


def with_charts(results: list[Told]) -> list[Told]:
    """Key results with the chart of their check-ins, asked for at once."""
    said: dict[int, list[CheckIn]] = defaultdict(list)
    rows = CheckIn.objects.standing().filter(key_result__in=[one.key_result.pk for one in results])
    for check_in in rows[:MOST_CHECK_INS]:
        said[check_in.key_result_id].append(check_in)
    return [replace(one, chart=history_chart(one.key_result, said[one.key_result.pk])) for one in results]


@door(*EDITORS)
def new_objective(request: HttpRequest) -> HttpResponse:
    """Add an objective."""
    actor = actor_of(request)
    form = ObjectiveForm(request.POST or None, actor=actor, initial=begun(request))
    if form.is_valid() and (made := attempt(form, lambda: actions.add_objective(actor=actor, **without_version(form)))):
        toast(request, "Added the objective. Say next how you will know.")
        return redirect("objectives:objective", made.pk)
    return page(request, "objectives/objective_form.html", form=form, status=422 if form.is_bound else 200)


def begun(request: HttpRequest) -> dict[str, Any]:
    """What the page that led here knows already."""
    actor = actor_of(request)
    cycle = request.GET.get("cycle") or Cycle.objects.exclude(state="closed").values_list("pk", flat=True).first()
    parent = request.GET.get("parent", "")
    above = Objective.objects.visible_to(actor).filter(pk=parent).first() if parent.isdigit() and len(parent) < 19 else None
    initial = {"cycle": cycle, "product": request.GET.get("product"), "parent": parent, "owner": actor.person}
    return initial | ({"cycle": above.cycle_id, "product": above.product_id} if above else {})


def without_version(form: ObjectiveForm) -> dict[str, Any]:
    """What the form says, for an objective that is only made."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@door(*EDITORS)
def edit_objective(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit an objective."""
    actor = actor_of(request)
    found = find(Objective.objects.visible_to(actor).select_related("cycle"), pk)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = ObjectiveForm(request.POST or None, actor=actor, initial=initial, objective=found)
    if form.is_valid() and attempt(form, lambda: actions.edit_objective(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved the objective.")
        return redirect("objectives:objective", pk)
    return page(request, "objectives/objective_form.html", form=form, objective=found, status=422 if form.is_bound else 200)


@require_POST
@door(*EDITORS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive an objective; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(Objective.objects.visible_to(actor), pk)
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.restore_objective(found, actor=actor)
        toast(request, f"Brought back “{found}”.")
    else:
        actions.archive_objective(found, actor=actor)
        toast(request, f"Archived “{found}”.", undo=reverse("objectives:archival", args=[pk]) + "?undo=1")
    return redirect(next_address(request, reverse("objectives:objective", args=[pk])))
