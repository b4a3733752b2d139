"""Cycles: adding, changing, moving on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.refusals import NotPossible
from objectives import actions
from objectives.forms import CycleForm
from objectives.models import Cycle, CycleState
from objectives.rules import EDITORS

MOVES = {
    CycleState.RUNNING: (actions.start_cycle, "{} runs."),
    CycleState.GRADING: (actions.grade_cycle, "{} is open for grading."),
    CycleState.CLOSED: (actions.close_cycle, "{} is closed."),
    CycleState.PLANNING: (actions.plan_cycle, "{} is being planned again."),
}


def address(cycle: Cycle) -> str:
    """The objectives of a cycle."""
    return f"{reverse('objectives:index')}?cycle={cycle.pk}"


@door()
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """A cycle is seen by its objectives."""
    return redirect(address(find(Cycle.objects.visible_to(actor_of(request)), pk)))


@door(*EDITORS)
def new_cycle(request: HttpRequest) -> HttpResponse:
    """Add a cycle."""
    actor = actor_of(request)
    form = CycleForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: added(form))):
        toast(request, f"Added {made}. It begins with planning.")
        return redirect(address(made))
    return page(request, "objectives/cycle_form.html", form=form, status=422 if form.is_bound else 200)


def added(form: CycleForm) -> Cycle:
    """The cycle that the form describes."""
    data = form.cleaned_data
    return actions.add_cycle(name=data["name"], starts_on=data["starts_on"], ends_on=data["ends_on"], actor=form.actor)


@door(*EDITORS)
def edit_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cycle's name or days."""
    actor = actor_of(request)
    found = find(Cycle.objects.visible_to(actor), pk)
    initial = {name: getattr(found, name) for name in ("name", "starts_on", "ends_on", "version")}
    form = CycleForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_cycle(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect(address(found))
    return page(request, "objectives/cycle_form.html", form=form, cycle=found, status=422 if form.is_bound else 200)


@require_POST
@door(*EDITORS)
def cycle_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a cycle on, or back."""
    found = find(Cycle.objects.visible_to(actor_of(request)), pk)
    move, said = MOVES.get(request.POST.get("state"), (None, ""))  # type: ignore[call-overload]
    if move is None:
        raise NotPossible("A cycle is planned, runs, is graded, or is closed.")
    toast(request, said.format(move(found, actor=actor_of(request))))
    return redirect(address(found))
