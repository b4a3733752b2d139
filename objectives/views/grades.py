"""Grading key results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from history.actor import Actor
from history.refusals import Denied
from objectives import actions, rules
from objectives.forms import GradeForm
from objectives.models import Grade, KeyResult
from objectives.views.key_results import plainly, seen


@door()
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a key result came to."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    initial = {"judged": plainly(found.grade_judged), "reason": found.grade_reason}
    form = GradeForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: actions.grade_key_result(found, actor=actor, **form.cleaned_data))):
        toast(request, f"{found}: graded {made.score:.2f}.", undo=reverse("objectives:grade_undoing", args=[made.pk]))
        return redirect(next_address(request, reverse("objectives:key_result", args=[pk])))
    context = {"form": form, "key_result": found, "may": may_now(actor, found)}
    return page(request, "objectives/grade.html", **context, status=422 if form.is_bound else 200)


def may_now(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """Whether the button is there to be pressed: the rule's answer, and the cycle's."""
    cycle = key_result.objective.cycle
    if not cycle.is_graded:
        return Denied(f"{cycle} is {cycle.get_state_display().lower()}: one grades while it is open for grading.")
    return rules.may_grade(actor, key_result)


@require_POST
@door()
def grade_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a grade back."""
    actor = actor_of(request)
    taken_back = actions.undo_grade(find(Grade.objects.visible_to(actor).select_related("key_result"), pk), actor=actor)
    toast(request, f"Took back the grade of “{taken_back.key_result}”.")
    return redirect(next_address(request, reverse("objectives:key_result", args=[taken_back.key_result_id])))
