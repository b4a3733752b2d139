"""Key results, and checking in on them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from history.actor import Actor
from history.refusals import Denied
from objectives import actions, rules
from objectives.forms import CheckInForm, KeyResultForm
from objectives.models import CheckIn, KeyResult, Objective
from objectives.pace import history_chart
from objectives.rules import EDITORS
from objectives.tree import told


def seen(actor: Actor) -> QuerySet[KeyResult]:
    """The key results that the actor sees, with what their pages show."""
    rows = KeyResult.objects.visible_to(actor).with_last_check_in()
    return rows.select_related("owner", "objective__cycle", "objective__product", "objective__owner")


@door()
def key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """One key result: its course, every check-in, and the initiatives that serve it."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    check_ins = list(found.check_ins.standing().select_related("by")[:200])
    newest = check_ins[0] if check_ins else None
    return page(
        request, "objectives/key_result.html", one=told(found, actor, 1), key_result=found, check_ins=check_ins,
        chart=history_chart(found, check_ins), panels=render_panels("key_result", request, found),
        may_edit=rules.may_edit(actor, found.objective), may_undo=newest and rules.may_undo(actor, newest),
    )  # fmt: skip


@door(*EDITORS)
def new_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a key result to an objective."""
    actor = actor_of(request)
    objective = find(Objective.objects.visible_to(actor).select_related("cycle", "product"), pk)
    form = KeyResultForm(request.POST or None, actor=actor, initial={"owner": actor.person})
    if form.is_valid() and attempt(form, lambda: actions.add_key_result(objective, actor=actor, **without_version(form))):
        toast(request, "Added the key result.")
        return redirect("objectives:objective", pk)
    return page(request, "objectives/key_result_form.html", form=form, objective=objective, status=422 if form.is_bound else 200)


def without_version(form: KeyResultForm) -> dict[str, Any]:
    """What the form says, for a key result that is only made."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@door(*EDITORS)
def edit_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a key result."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    initial = {name: getattr(found, name) for name in ("title", "unit", "owner", "version")}
    initial |= {name: plainly(getattr(found, name)) for name in ("baseline", "target")}
    form = KeyResultForm(request.POST or None, actor=actor, initial=initial, key_result=found)
    if form.is_valid() and attempt(form, lambda: actions.edit_key_result(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved the key result.")
        return redirect("objectives:objective", found.objective_id)
    context = {"form": form, "objective": found.objective, "key_result": found}
    return page(request, "objectives/key_result_form.html", **context, status=422 if form.is_bound else 200)


def plainly(value: Any) -> str:
    """A number as one types it, without the zeros that the database keeps."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@require_POST
@door(*EDITORS)
def key_result_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a key result; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(KeyResult.objects.visible_to(actor), pk)
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.restore_key_result(found, actor=actor)
        toast(request, f"Brought back “{found}”.")
    else:
        actions.archive_key_result(found, actor=actor)
        toast(request, f"Archived “{found}”.", undo=reverse("objectives:key_result_archival", args=[pk]) + "?undo=1")
    return redirect(next_address(request, reverse("objectives:objective", args=[found.objective_id])))


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
    context = {"form": form, "key_result": found, "may": may_now(actor, found)}
    return page(request, "objectives/check_in.html", **context, status=422 if form.is_bound else 200)


def may_now(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """Whether the button is there to be pressed: the rule's answer, and the cycle's."""
    cycle = key_result.objective.cycle
    if not cycle.takes_check_ins:
        return Denied(f"{cycle} is {cycle.get_state_display().lower()}: one checks in while it runs or is graded.")
    return rules.may_check_in(actor, key_result)


@require_POST
@door()
def check_in_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's last check-in."""
    actor = actor_of(request)
    taken_back = actions.undo_check_in(find(CheckIn.objects.visible_to(actor), pk), actor=actor)
    toast(request, f"Took back the check-in on “{taken_back.key_result}”.")
    return redirect(next_address(request, reverse("objectives:key_result", args=[taken_back.key_result_id])))
