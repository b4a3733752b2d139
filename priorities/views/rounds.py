"""Rating rounds: the list, asking, rating, what came out."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page, paged, toast
from history.actor import Role
from people.models import Product
from priorities import actions, rules
from priorities.forms import RateForm, RoundForm
from priorities.models import Factor, Rating, RatingRound, RoundSeat, plainly
from priorities.ranking import rank
from priorities.spread import spreads
from priorities.views.ranking import backlog, scheme_of
from roadmap.models import Idea

VERBS = {
    "reveal": (actions.reveal_round, "Revealed. Talk about what lies far apart."),
    "again": (actions.ask_again, "Everybody is asked to rate once more."),
    "close": (actions.close_round, "Closed. The medians are the ideas’ estimates now."),
    "cancel": (actions.cancel_round, "Called off. Nothing was taken over."),
}
OFFERED = 60
CHOSEN = 8


def rounds_of(request: HttpRequest) -> Any:
    """Rounds that one may see, with their people, ideas and factors."""
    seats = Prefetch("seats", RoundSeat.objects.select_related("person"))
    rows = RatingRound.objects.visible_to(actor_of(request)).select_related("product", "made_by")
    return rows.prefetch_related(seats)


@door()
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round, the newest first, and those in which one has still to rate."""
    actor = actor_of(request)
    counted = {
        "rated": Count("seats", filter=Q(seats__done_at__isnull=False), distinct=True),
        "asked": Count("seats", distinct=True),
    }
    rows = paged(request, RatingRound.objects.visible_to(actor).select_related("product").annotate(**counted).order_by("-id"))
    mine = set(RatingRound.objects.waiting_for(actor).values_list("pk", flat=True))
    return page(request, "priorities/round_list.html", rounds=rows, mine=mine, may_make=actor.has(Role.PRODUCT))


@door(Role.PRODUCT)
def round_new(request: HttpRequest) -> HttpResponse:
    """Ask several people to rate."""
    actor = actor_of(request)
    products = Product.objects.visible_to(actor).filter(archived_at=None)
    product = products.filter(pk=as_id(request.GET.get("product"))).first() or products.order_by("name").first()
    scheme = scheme_of(product) if product is not None else None
    if product is None or scheme is None:
        toast(request, "Choose first how ideas are put in order.", tone="warn")
        return redirect("priorities:ranking")
    offered = [one.idea.pk for one in rank(scheme, backlog(product, actor), actor)][:OFFERED]
    people = [factor for factor in scheme.factors_in_use() if factor.source == "people"]
    first = {"ideas": offered[:CHOSEN], "factors": people}
    form = RoundForm(request.POST or None, actor=actor, scheme=scheme, offered=offered, initial=first)
    if form.is_valid() and (made := attempt(form, lambda: actions.open_round(product, actor=actor, **form.cleaned_data))):
        toast(request, f"{made.seats.count()} people are asked to rate.")
        return redirect("priorities:round", made.pk)
    return page(request, "priorities/round_form.html", form=form, product=product, status=422 if form.is_bound else 200)


@door()
def rating_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: one's own ratings while it is blind, everybody's with their spread once it is revealed."""
    actor = actor_of(request)
    found = find(rounds_of(request), pk)
    ideas, factors = list(found.ideas.order_by("pk")), list(found.factors.all())
    seat = next((one for one in found.seats.all() if actor.is_person(one.person)), None)
    context: dict[str, Any] = {
        "round": found, "ideas": ideas, "factors": factors, "seat": seat, "may": rules.may_prioritise(actor, found.product),
        "rated": sum(one.done_at is not None for one in found.seats.all()),
    }  # fmt: skip
    if found.is_blind and seat is not None:
        return rating(request, found, ideas, factors, context)
    ratings = Rating.objects.visible_to(actor).filter(round=found).select_related("rater")
    if not found.is_blind:
        context["spreads"] = by_idea(found, list(ratings), ideas)
    return page(request, "priorities/round.html", **context)


def by_idea(found: RatingRound, ratings: list[Rating], ideas: list[Idea]) -> list[dict[str, Any]]:
    """The spreads, an idea's together; the ideas most apart first."""
    rows = spreads(found, ratings)
    told = [{"idea": idea, "spreads": [one for one in rows if one.idea.pk == idea.pk]} for idea in ideas]
    return sorted(told, key=lambda one: -max((spread.apart for spread in one["spreads"]), default=0))


def rating(
    request: HttpRequest, found: RatingRound, ideas: list[Idea], factors: list[Factor], context: dict[str, Any]
) -> HttpResponse:
    """Rate, or change what one rated."""
    actor = actor_of(request)
    mine = Rating.objects.filter(round=found, turn=found.turn, rater=actor.person).select_related("factor")
    first = {f"{one.idea_id}-{one.factor.code}": plainly(one.value) for one in mine}
    form = RateForm(request.POST or None, actor=actor, rating_round=found, ideas=ideas, factors=factors, initial=first)
    is_done = "later" not in request.POST
    if form.is_valid() and attempt(form, lambda: actions.rate(found, actor=actor, values=form.values(), is_done=is_done)):
        toast(
            request,
            "Rated. You can change it until it is revealed." if is_done else "Saved. It counts once you say that it is done.",
        )
        return redirect("priorities:round", found.pk)
    grid = [{"idea": idea, "fields": [form[f"{idea.pk}-{factor.code}"] for factor in factors]} for idea in ideas]
    return page(request, "priorities/round.html", form=form, grid=grid, status=422 if form.is_bound else 200, **context)


@require_POST
@door(Role.PRODUCT)
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Reveal, ask again, close, or call off."""
    found = find(RatingRound.objects.visible_to(actor_of(request)), pk)
    if name not in VERBS:
        raise Http404
    act, told = VERBS[name]
    act(found, actor=actor_of(request))
    toast(request, told)
    return redirect(reverse("priorities:round", args=[pk]))
