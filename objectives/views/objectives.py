"""One objective: its page, making it, editing it, putting it away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, next_address, page, toast
from objectives import actions, rules
from objectives.forms import ObjectiveForm
from objectives.models import CheckIn, Cycle, Objective
from objectives.pace import Told, history_chart, made_of, pace_of
from objectives.places import chain, parents_in
from objectives.rules import EDITORS
from objectives.tree import told, tree_of, whole

FIELDS = ("title", "why", "cycle", "product", "line", "team", "parent", "owner", "version")
MOST_CHECK_INS = 400


@door()
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, how we know, what serves it, and what happened."""
    actor = actor_of(request)
    seen = Objective.objects.visible_to(actor)
    found = find(whole(seen.select_related("carried_from__cycle"), actor), pk)
    results = with_charts([told(key_result, actor, number) for number, key_result in enumerate(found.current_key_results, 1)])
    archived = found.key_results.model.objects.filter(objective=found).exclude(archived_at=None)
    return page(
        request, "objectives/objective.html", objective=found, results=results, archived=archived,
        pace=pace_of(found.progress, found.cycle), made=made_of(found), panels=render_panels("objective", request, found),
        branches=tree_of(whole(seen.current().filter(parent=found), actor), actor), may_edit=rules.may_edit(actor, found),
        above=above(found, seen), carried_to=seen.current().filter(carried_from=found).select_related("cycle").first(),
    )  # fmt: skip


def above(found: Objective, seen: QuerySet[Objective]) -> list[Objective]:
    """All that an objective serves, the root first, as far as one may see."""
    pks = chain(parents_in(found.cycle), found.pk)[1:]
    by_pk = seen.in_bulk(pks) if pks else {}
    return [by_pk[pk] for pk in reversed(pks) if pk in by_pk]


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
    whose = {"cycle": above.cycle_id, "product": above.product_id, "line": above.line_id, "team": above.team} if above else {}
    return initial | whose


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
    found = find(Objective.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(request, found, archive=actions.archive_objective, restore=actions.restore_objective, name=f"“{found}”")
    return redirect(next_address(request, reverse("objectives:objective", args=[pk])))
