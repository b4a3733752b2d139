"""Checking in, putting a check-in right, taking one back, and counting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from history.actor import Actor
from history.refusals import Denied
from objectives import actions, rules, sources
from objectives.forms import CheckInForm, CorrectionForm
from objectives.models import CheckIn, KeyResult
from objectives.views.key_results import plainly, seen


@door()
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Check in on a key result."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    initial = {"value": plainly(found.current), "confidence": found.last_confidence}
    form = CheckInForm(request.POST or None, actor=actor, key_result=found, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: actions.check_in(found, actor=actor, **form.cleaned_data))):
        toast(request, f"{found}: {made.said}.", undo=reverse("objectives:check_in_undoing", args=[made.pk]))
        return redirect(next_address(request, reverse("objectives:objective", args=[found.objective_id])))
    context = {"form": form, "key_result": found, "may": may_now(actor, found), "counted_from": sources.told(found, actor)}
    return page(request, "objectives/check_in.html", **context, status=422 if form.is_bound else 200)


def may_now(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """Whether the button is there to be pressed: the rule's answer, and the cycle's."""
    cycle = key_result.objective.cycle
    if not cycle.takes_check_ins:
        return Denied(f"{cycle} is {cycle.get_state_display().lower()}: one checks in while it runs or is graded.")
    return rules.may_check_in(actor, key_result)


@door()
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a check-in right."""
    actor = actor_of(request)
    wrong = find(CheckIn.objects.visible_to(actor).select_related("key_result__objective__cycle", "by"), pk)
    found = find(seen(actor), wrong.key_result_id)
    initial = {"value": plainly(wrong.value), "confidence": wrong.confidence, "comment": wrong.comment}
    form = CorrectionForm(request.POST or None, actor=actor, key_result=found, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: actions.correct_check_in(wrong, actor=actor, **form.cleaned_data))):
        toast(request, f"Put it right: {made.said}.", undo=reverse("objectives:check_in_undoing", args=[made.pk]))
        return redirect(next_address(request, reverse("objectives:key_result", args=[found.pk])))
    context = {"form": form, "key_result": found, "wrong": wrong, "may": rules.may_correct(actor, found, wrong)}
    return page(request, "objectives/correction.html", **context, status=422 if form.is_bound else 200)


@require_POST
@door()
def counting(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a counted key result check itself in now."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    counted = actions.count_key_result(found, actor=actor)
    toast(request, f"{found}: {counted.said}." if counted else "There is nothing new to count.")
    return redirect(next_address(request, reverse("objectives:key_result", args=[pk])))


@require_POST
@door()
def check_in_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's last check-in, or a correction."""
    actor = actor_of(request)
    taken_back = actions.undo_check_in(find(CheckIn.objects.visible_to(actor), pk), actor=actor)
    toast(request, f"Took back the check-in on “{taken_back.key_result}”.")
    return redirect(next_address(request, reverse("objectives:key_result", args=[taken_back.key_result_id])))
