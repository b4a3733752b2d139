"""The web door of what stands beside a pilot's outcomes: companies to compare with, cost and worth, codes of the words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from gates.actions import comparing as actions
from gates.forms.comparing import ControlForm, ControlValueForm, WorthForm
from gates.models.comparing import ControlCompany, WordCode
from gates.models.confirmations import Confirmation
from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot
from gates.rules import pilots as rules
from gates.views.pilots import RUNNERS, places
from history.actor import Actor, Role
from history.refusals import require


@door(*RUNNERS)
def new_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a company to compare with."""
    actor = actor_of(request)
    found = find(Pilot.objects.visible_to(actor), pk)
    form = ControlForm(request.POST or None, actor=actor, pilot=found)
    if form.is_valid() and attempt(form, lambda: actions.name_control(found, actor=actor, **form.cleaned_data)):
        toast(request, "Named. Enter what it came to once the pilot runs.")
        return redirect("gates:pilot", pk)
    return page(request, "gates/pilots/control.html", form=form, pilot=found, status=422 if form.is_bound else 200)


def controls(actor: Actor) -> Any:
    """Companies to compare with in the pilots that the actor may see."""
    rows = ControlCompany.objects.standing().filter(pilot__in=Pilot.objects.visible_to(actor))
    return rows.select_related("pilot__idea__owner", "company")


@door(Role.SUCCESS)
def control_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the metric came to there."""
    actor = actor_of(request)
    control = find(controls(actor), pk)
    require(rules.may_enter_for(actor, control.pilot))
    form = ControlValueForm(request.POST or None, actor=actor, initial={"after": control.after})
    if form.is_valid() and attempt(form, lambda: actions.measure_control(control, actor=actor, **form.cleaned_data)):
        toast(request, "Entered.")
        return redirect("gates:pilot", control.pilot_id)
    return page(request, "gates/pilots/control_value.html", form=form, control=control, status=422 if form.is_bound else 200)


@require_POST
@door(*RUNNERS)
def control_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop comparing with a company, before the feature is out."""
    actor = actor_of(request)
    control = find(controls(actor), pk)
    actions.take_control_out(control, actor=actor)
    toast(request, "Taken out.")
    return redirect("gates:pilot", control.pilot_id)


@door(Role.SUCCESS)
def worth(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it cost a company, and what a month was worth to it."""
    actor = actor_of(request)
    place = find(places(actor), pk)
    require(rules.may_enter_for(actor, place.pilot))
    form = WorthForm(request.POST or None, actor=actor, initial={"cost": place.cost})
    if form.is_valid() and attempt(form, lambda: note(place, form, actor)):
        toast(request, "Noted.")
        return redirect("gates:pilot", place.pilot_id)
    noted = place.benefits.order_by("month")
    return page(request, "gates/pilots/worth.html", form=form, place=place, noted=noted, status=422 if form.is_bound else 200)


def note(place: Any, form: WorthForm, actor: Actor) -> Any:
    """Note what was filled in."""
    said = form.cleaned_data
    if said["cost"] != place.cost:
        place = actions.note_cost(place, actor=actor, cost=said["cost"])
    if said["month"] and said["amount"] is not None:
        actions.note_benefit(place, actor=actor, month=said["month"], amount=said["amount"], words=said["words"])
    return place


@require_POST
@door(*RUNNERS)
def word_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a customer's words a code."""
    actor = actor_of(request)
    seen = Confirmation.objects.filter(value__outcome__in=PilotOutcome.objects.visible_to(actor))
    answer = find(seen.select_related("value__outcome__place"), pk)
    try:
        given = actions.code_words(answer, actor=actor, code=request.POST.get("code", "")[:200])
        toast(request, f"Coded: {given}.")
    except ValidationError as error:
        toast(request, " ".join(error.messages))
    return redirect("gates:pilot", answer.value.outcome.place.pilot_id)


@require_POST
@door(*RUNNERS)
def word_code_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a code off again."""
    actor = actor_of(request)
    seen = WordCode.objects.filter(confirmation__value__outcome__in=PilotOutcome.objects.visible_to(actor))
    given = find(seen.select_related("confirmation__value__outcome__place"), pk)
    pilot = given.confirmation.value.outcome.place.pilot_id
    actions.uncode_words(given, actor=actor)
    toast(request, "Taken off.")
    return redirect("gates:pilot", pilot)
