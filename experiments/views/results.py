"""The pages of an outcome: enter it, conclude, stop, reopen, and say what followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, toast
from experiments import actions, rules
from experiments.forms import ConclusionForm, FollowedForm, ResultForm, StopForm
from experiments.views.lists import visible
from experiments.views.plans import show


@door(*rules.RUNNERS)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was measured so far."""
    found, actor = find(visible(request), pk), actor_of(request)
    form = ResultForm(request.POST or None, actor=actor, experiment=found)
    if form.is_valid() and attempt(form, lambda: actions.enter_result(found, actor=actor, **form.values())):
        toast(request, "Entered.")
        return redirect("experiments:experiment", pk)
    return show(request, form, "experiments/form.html", experiment=found, heading="What was measured", button="Enter")


@door(*rules.RUNNERS)
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what it says."""
    found, actor = find(visible(request), pk), actor_of(request)
    form = ConclusionForm(request.POST or None, actor=actor, experiment=found)
    if form.is_valid() and attempt(form, lambda: actions.conclude_experiment(found, actor=actor, **form.cleaned_data)):
        toast(request, f"{found.key} is concluded.", undo=reverse("experiments:reopening", args=[pk]))
        return redirect("experiments:experiment", pk)
    return show(
        request, form, "experiments/form.html", experiment=found, heading="Conclude", button="Conclude", proposal=form.proposal
    )


@door(*rules.RUNNERS)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End it early."""
    found, actor = find(visible(request), pk), actor_of(request)
    form = StopForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.stop_experiment(found, actor=actor, **form.cleaned_data)):
        toast(request, f"{found.key} is stopped.", undo=reverse("experiments:reopening", args=[pk]))
        return redirect("experiments:experiment", pk)
    return show(request, form, "experiments/form.html", experiment=found, heading="Stop before its end", button="Stop")


@require_POST
@door(*rules.RUNNERS)
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it run on."""
    reopened = actions.reopen_experiment(find(visible(request), pk), actor=actor_of(request))
    toast(request, f"{reopened.key} runs again. History keeps what was concluded.")
    return redirect("experiments:experiment", pk)


@door(*rules.RUNNERS)
def followed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was decided because of it."""
    found, actor = find(visible(request), pk), actor_of(request)
    chosen = f"{found.led_to_kind}:{found.led_to_id}" if found.led_to_id else ""
    first = {"words": found.followed, "led_to": chosen}
    form = FollowedForm(request.POST or None, actor=actor, experiment=found, initial=first)
    if form.is_valid() and attempt(form, lambda: actions.say_what_followed(found, actor=actor, **form.values())):
        toast(request, "Written down.")
        return redirect("experiments:experiment", pk)
    return show(request, form, "experiments/form.html", experiment=found, heading="What followed from it", button="Write it down")
