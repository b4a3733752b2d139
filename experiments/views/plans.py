"""The pages of a plan: make it, change it, start, amend, archive, and say which ideas it tests."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, as_id, attempt, find, page, toast
from experiments import actions, rules
from experiments.forms import AmendForm, IdeaChoice, LooseForm, NewPlanForm, PlanForm, first_of, initial_of
from experiments.models import Experiment
from experiments.views.lists import visible
from history.refusals import NotPossible
from roadmap.models import Idea


@door(*rules.RUNNERS)
def new_experiment(request: HttpRequest) -> HttpResponse:
    """Plan an experiment for an idea."""
    actor = actor_of(request)
    idea = Idea.objects.visible_to(actor).filter(pk=as_id(request.GET.get("idea"))).first()
    form = NewPlanForm(request.POST or None, actor=actor, initial=first_of(actor, idea))
    if form.is_valid() and (made := attempt(form, lambda: planned(form, request))):
        toast(request, f"{made.key} is planned. Its criterion is fixed when it starts.")
        return redirect("experiments:experiment", made.pk)
    return page(request, "experiments/plan_form.html", form=form, status=422 if form.is_bound else 200)


def planned(form: NewPlanForm, request: HttpRequest) -> Experiment:
    """The plan as the form says it."""
    idea = form.cleaned_data["idea"]
    return actions.plan_experiment(product=idea.product, ideas=[idea], actor=actor_of(request), **form.values())


@door(*rules.RUNNERS)
def edit_experiment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan; of what runs or ended, only what its verdict does not rest on."""
    found, actor = find(visible(request), pk), actor_of(request)
    if found.is_draft:
        form: PlanForm | LooseForm = PlanForm(
            request.POST or None, actor=actor, initial=initial_of(found), guards=found.guards
        )  # fmt: skip
    else:
        form = LooseForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid() and attempt(form, lambda: edited(found, form, request)):
        toast(request, "Saved.")
        return redirect("experiments:experiment", pk)
    return page(request, "experiments/plan_form.html", form=form, experiment=found, status=422 if form.is_bound else 200)


def edited(found: Experiment, form: PlanForm | LooseForm, request: HttpRequest) -> Experiment:
    """The experiment as the form says it."""
    values = form.values() if isinstance(form, PlanForm) else form.loose()
    return actions.edit_experiment(found, actor=actor_of(request), version=form.cleaned_data["version"], **values)


@require_POST
@door(*rules.RUNNERS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, and fix the criterion."""
    started = actions.start_experiment(find(visible(request), pk), actor=actor_of(request))
    toast(request, f"{started.key} runs. Hypothesis, metric, criterion and guards are fixed.")
    return redirect("experiments:experiment", pk)


@door(*rules.RUNNERS)
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was fixed, for a reason that stays to be seen."""
    found, actor = find(visible(request), pk), actor_of(request)
    form = AmendForm(request.POST or None, actor=actor, initial=initial_of(found), guards=found.guards)
    if form.is_valid() and attempt(form, lambda: amended(found, form, request)):
        toast(request, f"{found.key} is amended. Its page says so.")
        return redirect("experiments:experiment", pk)
    return page(
        request, "experiments/plan_form.html", form=form, experiment=found, amends=True, status=422 if form.is_bound else 200
    )


def amended(found: Experiment, form: AmendForm, request: HttpRequest) -> Experiment:
    """The experiment as the form says it."""
    said = form.cleaned_data
    return actions.amend_experiment(
        found, actor=actor_of(request), reason=said["reason"], version=said["version"], **form.fixed()
    )  # fmt: skip


@require_POST
@door(*rules.RUNNERS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a plan away, or bring it back."""
    found = find(visible(request), pk)
    archive_or_bring_back(
        request, found, archive=actions.archive_experiment, restore=actions.unarchive_experiment, name=found.key
    )
    return redirect("experiments:experiment", pk)


@door(*rules.RUNNERS)
def idea_addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Test one more idea by it."""
    found, actor = find(visible(request), pk), actor_of(request)
    form = IdeaChoice(request.POST or None, actor=actor)
    verb = lambda: actions.edit_experiment(found, actor=actor, ideas=[*found.ideas.all(), form.cleaned_data["idea"]])  # noqa: E731
    if form.is_valid() and attempt(form, verb):
        toast(request, "It tests this idea too.")
        return redirect("experiments:experiment", pk)
    options = f"{reverse('roadmap:idea_finder')}?product={found.product_id}"
    return show(request, form, "experiments/idea_form.html", experiment=found, options_url=options)


@require_POST
@door(*rules.RUNNERS)
def idea_removal(request: HttpRequest, pk: int, idea_pk: int) -> HttpResponse:
    """Test an idea no more; at least one stays."""
    found = find(visible(request), pk)
    kept = [one for one in found.ideas.all() if one.pk != idea_pk]
    if not kept:
        raise NotPossible("It tests at least one idea. Add the other one first.")
    actions.edit_experiment(found, actor=actor_of(request), ideas=kept)
    toast(request, "It tests this idea no more.")
    return redirect("experiments:experiment", pk)


def show(request: HttpRequest, form: Form, template: str, **context: Any) -> HttpResponse:
    """A form as it opens, or with what is wrong."""
    return page(request, template, form=form, status=422 if form.is_bound else 200, **context)
