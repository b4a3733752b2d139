"""The web door of triage rules: write them, try them out, switch them, and see what each did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers import segments
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from feedback import actions, rules
from feedback.actions.ruling import TRIED, try_out
from feedback.models import RuleFiring, TriageRule, seen_by
from feedback.views.rule_forms import RuleForm, initial_of
from history.actor import Actor, Role

SHOWN = 30


def visible(request: HttpRequest) -> Any:
    """The rules that one may see, with what their sentences name."""
    rows = TriageRule.objects.visible_to(actor_of(request))
    return rows.select_related("company", "contact", "product", "set_product", "set_company", "assign_to", "owner")


@door()
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule in the order in which they run."""
    listed = list(visible(request).order_by("position", "id"))
    named = segments.labels(rule.segment for rule in listed)
    for rule in listed:
        rule.segment_words = named[rule.segment]
    return page(request, "feedback/rule_list.html", listed=listed, may=rules.may_triage(actor_of(request)))


@door(Role.PRODUCT)
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a rule."""
    actor = actor_of(request)
    form = RuleForm(request.POST or None, actor=actor)
    if form.is_valid():
        values = form.values() | {"name": form.cleaned_data["name"]}
        if made := attempt(form, lambda: actions.add_rule(actor=actor, **values)):
            toast(request, f"“{made}” is written, and off. See what it would do, then switch it on.")
            return redirect("feedback:rule", made.pk)
    return page(request, "feedback/rule_form.html", form=form, status=422 if form.is_bound else 200)


@door(Role.PRODUCT)
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a rule anew."""
    actor, found = actor_of(request), find(visible(request), pk)
    form = RuleForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid():
        values = form.values() | {"name": form.cleaned_data["name"], "version": form.cleaned_data["version"]}
        if attempt(form, lambda: actions.change_rule(found, actor=actor, **values)):
            toast(request, "Saved.")
            return redirect("feedback:rule", pk)
    return page(request, "feedback/rule_form.html", form=form, rule=found, status=422 if form.is_bound else 200)


@door()
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: what it asks and does, what it would do to the last feedback, and what it did."""
    actor, found = actor_of(request), find(visible(request), pk)
    fitting = try_out(found, actor)
    return page(
        request, "feedback/rule.html", rule=found, fitting=fitting[:SHOWN], fitting_count=len(fitting), tried=TRIED,
        firings=paged(request, firings_of(found, actor)), may=rules.may_triage(actor),
    )  # fmt: skip


def firings_of(found: TriageRule, actor: Actor) -> Any:
    """What a rule did to feedback that one may see."""
    return found.firings.filter(seen_by(actor, "feedback__")).select_related("feedback__company")


@require_POST
@door(Role.PRODUCT)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a rule on; sent with ``off``, off."""
    is_on = not request.POST.get("off")
    found = actions.switch_rule(find(visible(request), pk), actor=actor_of(request), is_on=is_on)
    toast(request, f"“{found}” runs on everything that comes in from now on." if is_on else f"“{found}” is off.")
    return redirect("feedback:rule", pk)


@require_POST
@door(Role.PRODUCT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule run earlier; sent with ``down``, later."""
    actions.move_rule(find(visible(request), pk), actor=actor_of(request), by=1 if request.POST.get("down") else -1)
    return redirect("feedback:rules")


@require_POST
@door(Role.PRODUCT)
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule away."""
    found = actions.remove_rule(find(visible(request), pk), actor=actor_of(request))
    toast(request, f"“{found}” is taken away. What it did stays.")
    return redirect("feedback:rules")


@require_POST
@door(Role.PRODUCT)
def firing_undoing(request: HttpRequest, pk: int, firing_pk: int) -> HttpResponse:
    """Take back what a rule did to one feedback."""
    actor = actor_of(request)
    firing: RuleFiring = find(firings_of(find(visible(request), pk), actor), firing_pk)
    actions.undo_firing(firing, actor=actor)
    toast(request, f"{firing.feedback.key} is as it was before.")
    return redirect("feedback:rule", pk)
