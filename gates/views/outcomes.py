"""The web door of a pilot's outcomes: what came of it, asking the customer, and the customer's own page."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doors import formats
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from gates.actions import measuring
from gates.actions import outcomes as actions
from gates.forms.pilots import AnswerForm, AskForm, ReasonForm, ValueForm
from gates.links import address_of, link_for
from gates.models.confirmations import ConfirmationLink
from gates.models.outcomes import OutcomeValue, PilotOutcome
from gates.rules import pilots as rules
from history.actor import Actor, Role
from history.refusals import NotPossible, require
from people.models import Organisation

TRIES_PER_MINUTE = 30
"""So often may one address open or answer links; guessing a token is hopeless anyhow."""


def outcomes_for(actor: Actor) -> QuerySet[PilotOutcome]:
    """Outcomes with what their pages show."""
    rows = PilotOutcome.objects.visible_to(actor).select_related("place__pilot__idea__owner", "place__company", "place__contact")
    standing = OutcomeValue.objects.standing().select_related("entered_by", "confirmation")
    return rows.prefetch_related(Prefetch("values", standing))


@door(Role.SUCCESS)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what came of it at a company."""
    actor = actor_of(request)
    outcome = find(outcomes_for(actor), pk)
    require(rules.may_enter(actor, outcome))
    form = ValueForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.enter_outcome(outcome, actor=actor, **form.cleaned_data)):
        toast(request, "Entered. Now ask the customer to confirm it.")
        return redirect("gates:confirmation_request", pk)
    return page(request, "gates/pilots/entry.html", form=form, outcome=outcome, status=422 if form.is_bound else 200)


@door(Role.SUCCESS)
def confirmation_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the customer to confirm the value that stands. The link is shown this once."""
    actor = actor_of(request)
    outcome = find(outcomes_for(actor), pk)
    require(rules.may_enter(actor, outcome))
    contact = outcome.place.contact
    form = AskForm(request.POST or None, actor=actor, initial={"email": contact.email if contact else ""})
    made: ConfirmationLink | None = None
    if form.is_valid():
        made = attempt(form, lambda: actions.ask_confirmation(outcome, actor=actor, **form.cleaned_data))
    return page(
        request, "gates/pilots/ask.html", form=form, outcome=outcome, made=made, address=address_of(made) if made else "",
        status=422 if form.is_bound and not made else 200,
    )  # fmt: skip


@require_POST
@door(Role.SUCCESS)
def measurement(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the value from usage now."""
    actor = actor_of(request)
    outcome = find(outcomes_for(actor), pk)
    value = measuring.measure_outcome(outcome, actor=actor)
    toast(request, f"Counted from usage: {formats.number(value.value)} {outcome.unit}".strip() + ".")
    return redirect("gates:pilot", outcome.place.pilot_id)


@door(Role.SUCCESS)
def taking_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the value that stands back: it was a mistake."""
    actor = actor_of(request)
    outcome = find(outcomes_for(actor), pk)
    require(rules.may_enter(actor, outcome))
    form = ReasonForm(request.POST or None, actor=actor)
    value = next(iter(outcome.values.all()), None)
    if value is None:
        raise NotPossible("There is no value to take back.")
    if form.is_valid() and attempt(form, lambda: measuring.take_back_value(value, actor=actor, **form.cleaned_data)):
        toast(request, "Taken back. It stays readable in its history.")
        return redirect("gates:pilot", outcome.place.pilot_id)
    words = f"{formats.number(value.value)} {outcome.unit} stands no more; the value before it does, if there was one."
    context = {"form": form, "place": outcome.place, "heading": "was measured wrongly", "words": words}
    return render(request, "gates/pilots/reason.html", context, status=422 if form.is_bound else 200)


@require_POST
@door(Role.SUCCESS)
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the customer now."""
    actor = actor_of(request)
    mine = ConfirmationLink.objects.filter(value__outcome__in=PilotOutcome.objects.visible_to(actor))
    link = find(mine.select_related("value__outcome__place"), pk)
    measuring.remind_customer(link, actor=actor)
    toast(request, "A reminder is on its way.")
    return redirect("gates:pilot", link.value.outcome.place.pilot_id)


@require_POST
@door(Role.SUCCESS)
def link_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link that was sent by mistake."""
    actor = actor_of(request)
    mine = ConfirmationLink.objects.filter(value__outcome__in=PilotOutcome.objects.visible_to(actor))
    link = find(mine.select_related("value__outcome__place"), pk)
    actions.withdraw_link(link, actor=actor)
    toast(request, "The link does not work any more.")
    return redirect("gates:pilot", link.value.outcome.place.pilot_id)


def is_too_often(request: HttpRequest) -> bool:
    """Whether this address tries links too fast."""
    key = f"confirmation:{get_adapter(request).get_client_ip(request)}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > TRIES_PER_MINUTE


@never_cache
@door(public="a customer confirms by a link, without an account")
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """The customer's page: what we noted, and whether it is so. Unknown, used and expired links look alike."""
    if is_too_often(request):
        return render(request, "429.html", status=429)
    link = link_for(token)
    if link is None or not link.is_open:
        return render(
            request, "gates/pilots/confirmation_closed.html", {"organisation": Organisation.objects.first()}, status=410
        )
    form = AnswerForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.answer_confirmation(link, **form.cleaned_data)):
        return render(request, "gates/pilots/confirmation_thanks.html", {"link": link, "agrees": form.cleaned_data["agrees"]})
    context = {"form": form, "link": link, "outcome": link.value.outcome, "organisation": Organisation.objects.first()}
    return render(request, "gates/pilots/confirmation.html", context, status=422 if form.is_bound else 200)
