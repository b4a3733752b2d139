"""The web door of pilots: the list, the design, the scorecard, and what happens at each company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from gates.actions import pilots as actions
from gates.forms.pilots import EnrolForm, OutcomeForm, PilotForm, ReasonForm
from gates.forms.shares import as_percent
from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot, PilotCompany, PilotState
from history import clock
from history.actor import Actor, Role
from people.models import Product
from roadmap.models import Idea

RUNNERS = (Role.PRODUCT, Role.SUCCESS)
STATES = {"running": PilotState.LOCKED, "draft": PilotState.DRAFT, "closed": PilotState.CLOSED}


def pilots_for(actor: Actor) -> QuerySet[Pilot]:
    """Pilots as the list shows them."""
    counted = Q(companies__withdrawal_approved_at=None)
    entered = counted & Q(companies__outcome__values__isnull=False, companies__outcome__values__taken_back=None)
    return (
        Pilot.objects.visible_to(actor)
        .select_related("idea__product", "idea__owner")
        .order_by("-id")
        .annotate(
            enrolled=Count("companies", filter=counted, distinct=True), entered=Count("companies", filter=entered, distinct=True)
        )
    )


@require_safe
@door()
def pilot_list(request: HttpRequest) -> HttpResponse:
    """Every pilot, by state and product."""
    actor = actor_of(request)
    rows, chosen = pilots_for(actor), request.GET.get("state", "")
    if chosen in STATES:
        rows = rows.filter(state=STATES[chosen])
    product = Product.objects.visible_to(actor).filter(key=request.GET.get("product", "")[:12]).first()
    if product:
        rows = rows.filter(idea__product=product)
    return page(
        request, "gates/pilots/list.html", pilots=paged(request, rows), chosen=chosen, product=product,
        products=Product.objects.visible_to(actor).current(), may_enter=actor.has(Role.SUCCESS),
    )  # fmt: skip


@require_safe
@door(Role.SUCCESS)
def my_outcomes(request: HttpRequest) -> HttpResponse:
    """What customer success still has to find out, the most urgent first."""
    actor = actor_of(request)
    rows = (
        PilotOutcome.objects.visible_to(actor).open().filter(place__exposed_at__isnull=False)
        .exclude(place__pilot__idea__owner=actor.person)
        .select_related("place__company__owner", "place__pilot__idea").order_by("due_on", "id")
    )  # fmt: skip
    return page(request, "gates/pilots/mine.html", outcomes=paged(request, rows), today=clock.today())


@door(*RUNNERS)
def new_pilot(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Design a pilot of an idea."""
    actor = actor_of(request)
    idea = find(Idea.objects.visible_to(actor), idea_pk)
    form = PilotForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.design_pilot(idea, actor=actor, **design_of(form)))):
        toast(request, "Designed. Now enrol companies and fix what each should get out of it.")
        return redirect("gates:pilot", made.pk)
    return page(request, "gates/pilots/form.html", form=form, idea=idea, status=422 if form.is_bound else 200)


def design_of(form: PilotForm) -> dict[str, Any]:
    """The design that the form says."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@door(*RUNNERS)
def edit_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a pilot's design before it is locked."""
    actor = actor_of(request)
    pilot = find(Pilot.objects.visible_to(actor).select_related("idea"), pk)
    names = ("name", "purpose", "segment", "fewest", "looks", "is_randomised", "prior_weight", "version")
    initial = {name: getattr(pilot, name) for name in names}
    initial |= {"theta": as_percent(pilot.theta), "prior_mean": as_percent(pilot.prior_mean)}
    form = PilotForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(
        form, lambda: actions.change_pilot(pilot, actor=actor, version=form.cleaned_data["version"], **design_of(form))
    ):
        toast(request, "Saved.")
        return redirect("gates:pilot", pilot.pk)
    return page(request, "gates/pilots/form.html", form=form, idea=pilot.idea, pilot=pilot, status=422 if form.is_bound else 200)


@door(*RUNNERS)
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a company into the pilot."""
    actor = actor_of(request)
    found = find(Pilot.objects.visible_to(actor), pk)
    enrolled = list(found.companies.values_list("company_id", flat=True))
    form = EnrolForm(request.POST or None, actor=actor, enrolled=enrolled)
    if form.is_valid() and (made := attempt(form, lambda: actions.enrol(found, [form.cleaned_data["company"]], actor=actor))):
        toast(request, f"{made[0].company} is in. Fix its outcome next.")
        return redirect("gates:pilot_outcome_form", made[0].pk)
    return page(request, "gates/pilots/enrol.html", form=form, pilot=found, status=422 if form.is_bound else 200)


def places(actor: Actor) -> QuerySet[PilotCompany]:
    """Places that the actor may see."""
    rows = PilotCompany.objects.filter(pilot__in=Pilot.objects.visible_to(actor))
    return rows.select_related("pilot__idea__owner", "company", "contact")


OUTCOME_FIELDS = (
    "metric", "unit", "direction", "baseline", "target", "tolerance", "minimum_change", "due_on", "measured_how", "feature",
    "usage", "usage_days", "version",
)  # fmt: skip


@door(*RUNNERS)
def outcome_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix what a company should get out of the pilot. A new one starts from the one fixed last."""
    actor = actor_of(request)
    place = find(places(actor), pk)
    own = PilotOutcome.objects.filter(place=place).first()
    like = own or PilotOutcome.objects.filter(place__pilot=place.pilot).order_by("-pk").first()
    copied = OUTCOME_FIELDS if own else tuple(name for name in OUTCOME_FIELDS if name not in ("baseline", "version"))
    initial = {name: getattr(like, name) for name in copied} if like else {}
    shared = {"company": place.company, "product_id": place.product_id}
    form = OutcomeForm(request.POST or None, actor=actor, initial=initial | {"contact": place.contact_id}, **shared)
    if form.is_valid() and attempt(form, lambda: fix(place, form, actor)):
        toast(request, f"Fixed what {place.company} should get out of it.")
        return redirect("gates:pilot", place.pilot_id)
    return page(request, "gates/pilots/outcome_form.html", form=form, place=place, own=own, status=422 if form.is_bound else 200)


def fix(place: PilotCompany, form: OutcomeForm, actor: Actor) -> PilotOutcome:
    """Fix the outcome, and who confirms it."""
    values = dict(form.cleaned_data)
    contact = values.pop("contact")
    outcome = actions.fix_outcome(place, actor=actor, **values)
    if contact != place.contact:
        actions.name_contact(place, actor=actor, contact=contact)
    return outcome


def pilot_verb(verb: Callable[..., Any], done: str) -> Callable[..., HttpResponse]:
    """A POST that runs a verb on a pilot and goes back to it."""

    @require_POST
    @door(*RUNNERS)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = find(Pilot.objects.visible_to(actor_of(request)), pk)
        verb(found, actor=actor_of(request), version=seen(request))
        toast(request, done)
        return redirect("gates:pilot", pk)

    return view


def seen(request: HttpRequest) -> int | None:
    """The version that the page showed."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdigit() and len(sent) < 10 else None


def place_verb(verb: Callable[..., Any], done: str, *roles: str) -> Callable[..., HttpResponse]:
    """A POST that runs a verb on a company's place and goes back to the pilot."""

    @require_POST
    @door(*roles or RUNNERS)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        place = find(places(actor_of(request)), pk)
        verb(place, actor=actor_of(request))
        toast(request, done)
        return redirect("gates:pilot", place.pilot_id)

    return view


def place_verb_with_reason(verb: Callable[..., Any], heading: str, words: str, done: str) -> Callable[..., HttpResponse]:
    """The same, for a verb that asks why."""

    @door(*RUNNERS)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        place = find(places(actor_of(request)), pk)
        form = ReasonForm(request.POST or None, actor=actor_of(request))
        if form.is_valid() and attempt(form, lambda: verb(place, actor=actor_of(request), reason=form.cleaned_data["reason"])):
            toast(request, done)
            return redirect("gates:pilot", place.pilot_id)
        status = 422 if form.is_bound else 200
        context = {"form": form, "place": place, "heading": heading, "words": words}
        return render(request, "gates/pilots/reason.html", context, status=status)

    return view


lock = pilot_verb(actions.lock_pilot, "Locked. What counts as success is fixed now.")
close = pilot_verb(actions.close_pilot, "Closed. Its verdict is the last now.")
removal = place_verb(actions.take_out, "Taken out.")
exposure = place_verb(actions.expose, "Noted: they have the feature.")
approval = place_verb(actions.approve_withdrawal, "Approved: it leaves the denominator.", *RUNNERS, Role.LEADERSHIP)
refusal = place_verb(actions.refuse_withdrawal, "Refused: it stays in the denominator.", *RUNNERS, Role.LEADERSHIP)
dropout = place_verb_with_reason(
    actions.drop_out,
    "dropped out",
    "It stays in the denominator, as one that did not achieve its outcome.",
    "Noted: it dropped out.",
)
withdrawal = place_verb_with_reason(
    actions.ask_withdrawal, "wants to withdraw",
    "It never had the feature, so it may leave the denominator, if somebody other than you and the idea's owner approves.",
    "Asked. Somebody else decides.",
)  # fmt: skip
