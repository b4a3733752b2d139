"""Carrying an objective over into the next cycle."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from objectives import actions
from objectives.actions.carry_over import is_left
from objectives.forms import CarryOverForm
from objectives.models import Objective
from objectives.rules import EDITORS


@door(*EDITORS)
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the cycle, and what goes along."""
    actor = actor_of(request)
    found = find(Objective.objects.visible_to(actor).select_related("cycle", "product", "line"), pk)
    left = [one for one in found.current_key_results if is_left(one)]
    form = CarryOverForm(request.POST or None, actor=actor, objective=found, left=left)
    if form.is_valid() and (made := attempt(form, lambda: actions.carry_over(found, actor=actor, **form.cleaned_data))):
        toast(request, f"Carried over into {made.cycle}.", undo=reverse("objectives:carry_over_undoing", args=[made.pk]))
        return redirect("objectives:objective", made.pk)
    return page(request, "objectives/carry_over.html", form=form, objective=found, status=422 if form.is_bound else 200)


@require_POST
@door(*EDITORS)
def carry_over_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that an objective was carried over: one goes back to the earlier one."""
    actor = actor_of(request)
    found = find(Objective.objects.visible_to(actor), pk)
    taken_back = actions.undo_carry_over(found, actor=actor)
    toast(request, f"“{taken_back}” is not carried over into {taken_back.cycle} any more.")
    return redirect(next_address(request, reverse("objectives:objective", args=[taken_back.carried_from_id])))
