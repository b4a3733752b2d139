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
from doors.web import actor_of, archive_or_bring_back, attempt, find, next_address, page, toast
from history.actor import Actor
from objectives import actions, rules, sources
from objectives.forms import KeyResultForm
from objectives.models import CheckIn, Direction, KeyResult, Objective
from objectives.pace import history_chart
from objectives.rules import EDITORS
from objectives.serving import with_servants
from objectives.tree import told


def seen(actor: Actor) -> QuerySet[KeyResult]:
    """The key results that the actor sees, with what their pages show."""
    rows = KeyResult.objects.visible_to(actor).with_last_check_in().with_grade()
    rows = with_servants(rows, actor)
    return rows.select_related("owner", "objective__cycle", "objective__product", "objective__line", "objective__owner")


@door()
def key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """One key result: its course, every check-in, its grade, and the initiatives that serve it."""
    actor = actor_of(request)
    found = find(seen(actor), pk)
    check_ins = list(found.check_ins.standing().select_related("by", "corrects__by")[:200])
    newest = check_ins[0] if check_ins else None
    return page(
        request, "objectives/key_result.html", one=told(found, actor, 1), key_result=found, check_ins=check_ins,
        chart=history_chart(found, check_ins), panels=render_panels("key_result", request, found),
        may_edit=rules.may_edit(actor, found.objective), may_undo=newest and rules.may_undo(actor, newest),
        corrects=[one.pk for one in check_ins if found.objective.cycle.takes_check_ins and may_correct(actor, found, one)],
        counted_from=sources.told(found, actor), grade=found.grades.standing().select_related("by").first(),
    )  # fmt: skip


def may_correct(actor: Actor, found: KeyResult, check_in: CheckIn) -> bool:
    """Whether the actor, who sees the key result, puts this check-in right: without asking the database for each."""
    return not check_in.is_counted and bool(actor.has(*EDITORS) or (actor.roles and actor.is_person(check_in.by)))


@door(*EDITORS)
def new_key_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a key result to an objective."""
    actor = actor_of(request)
    objective = find(Objective.objects.visible_to(actor).select_related("cycle", "product"), pk)
    initial = {"owner": actor.person, "baseline": 0}
    form = KeyResultForm(request.POST or None, actor=actor, initial=initial)
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
    initial |= {name: plainly(getattr(found, name)) for name in ("baseline", "target", "tolerance")}
    initial |= {"direction": found.direction if found.direction == Direction.KEEP else ""}
    initial |= {"counts": f"{found.source}/{found.source_id}" if found.is_counted else ""}
    form = KeyResultForm(request.POST or None, actor=actor, initial=initial, key_result=found)
    if form.is_valid() and attempt(form, lambda: actions.edit_key_result(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved the key result.")
        return redirect("objectives:objective", found.objective_id)
    context = {"form": form, "objective": found.objective, "key_result": found}
    return page(request, "objectives/key_result_form.html", **context, status=422 if form.is_bound else 200)


def plainly(value: Any) -> str:
    """A number as one types it, without the zeros that the database keeps."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@require_POST
@door(*EDITORS)
def key_result_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a key result; sent with ``undo``, bring it back."""
    found = find(KeyResult.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(
        request, found, archive=actions.archive_key_result, restore=actions.restore_key_result, name=f"“{found}”"
    )
    return redirect(next_address(request, reverse("objectives:objective", args=[found.objective_id])))
