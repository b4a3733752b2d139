"""The web door of the board."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, paged, toast
from history import clock
from history.actor import Role
from history.refusals import NotPossible
from people.models import Product
from roadmap import actions
from roadmap.board import board_for, cards_for, marks_together, over_limit
from roadmap.exports import csv_of_initiatives
from roadmap.forms.initiatives import BoardBands, BoardFilter, BoardForm, ChangesForm, MoveBackForm, MoveForm
from roadmap.later import PROOF
from roadmap.models import COMPLETED, Board, Horizon, Initiative, InitiativeState
from roadmap.outcomes import movements_of, told_of, with_first_placing
from roadmap.past import KINDS, Difference, board_on, changes_between, end_of
from roadmap.portfolio import portfolio_for
from roadmap.tally import tally_initiatives

UNDONE = "The move before was undone."
MOST = 30
"""How many completed initiatives a page tells of."""
PLACES = (*Horizon.choices, (MoveForm.CANDIDATES, "Candidates"))


@door()
def board(request: HttpRequest) -> HttpResponse:
    """The roadmap: Now, Next, Later and what was completed, and the candidates beside them."""
    actor = actor_of(request)
    form = BoardBands(request.GET or None, actor=actor)
    chosen = form.chosen()
    if on := chosen.pop("on", None):
        return board_of_the_past(request, form, on)
    shown = board_for(actor, chosen, form.products, group=chosen.pop("group", ""))
    hides = request.GET.get("candidates") == "hidden"
    places = [(lane.name, lane.label) for lane in shown.lanes] + [(MoveForm.CANDIDATES, "Candidates")]
    return page(
        request, "roadmap/board.html", form=form, chosen=chosen, shown=shown, hides_candidates=hides,
        may_shape=actor.has(Role.PRODUCT), places=places, panels=render_panels("board-menu", request, chosen),
    )  # fmt: skip


def board_of_the_past(request: HttpRequest, form: BoardBands, on: date) -> HttpResponse:
    """The board as it stood on the evening of a day. It can be read, and not changed."""
    chosen = {name: value for name, value in form.chosen().items() if name in ("line", "product")}
    shown = board_on(actor_of(request), chosen, form.products, end_of(on))
    return page(request, "roadmap/past.html", form=form, chosen=chosen, shown=shown, on=on)


@door()
def changes(request: HttpRequest) -> HttpResponse:
    """What changed on the roadmap between two days."""
    actor, first = actor_of(request), {"since": clock.today() - timedelta(days=30), "until": clock.today()}
    form = ChangesForm({**first, **request.GET.dict()}, actor=actor)
    chosen = form.chosen()
    found: list[Difference] = []
    if form.is_valid() and {"since", "until"} <= chosen.keys():
        since, until = chosen.pop("since"), chosen.pop("until")
        found = changes_between(actor, chosen, end_of(since), end_of(until))
    kinds = [(label, [one for one in found if one.kind == kind]) for kind, label in KINDS.items()]
    return page(request, "roadmap/changes.html", form=form, kinds=[pair for pair in kinds if pair[1]], found=found)


@door()
def portfolio(request: HttpRequest) -> HttpResponse:
    """Every product line with its products, and how the board of each stands."""
    return page(
        request,
        "roadmap/portfolio.html",
        families=portfolio_for(actor_of(request)),
        panels=render_panels("portfolio-menu", request, None),
    )


@door(Role.PRODUCT)
def board_setting(request: HttpRequest, pk: int) -> HttpResponse:
    """What a product calls its lanes, and how many cards it means to have in each."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    there = Board.objects.filter(product=product).first() or Board(product=product)
    names = [field.name for field in Board._meta.fields if field.name.endswith(("_name", "_limit"))]
    form = BoardForm(request.POST or None, actor=actor, initial={name: getattr(there, name) for name in (*names, "version")})
    if form.is_valid() and attempt(form, lambda: actions.set_up_board(product, actor=actor, **form.cleaned_data)):
        toast(request, f"The board of {product} is set up.")
        return redirect(f"{reverse('roadmap:board')}?product={product.pk}")
    return page(request, "roadmap/board_form.html", form=form, product=product, status=422 if form.is_bound else 200)


@door()
def completed(request: HttpRequest) -> HttpResponse:
    """What was completed: what was hoped for, and what came of it. Its proof loads after it, for all of the page at once."""
    form, done = completed_of(request)
    initiatives = paged(request, done, MOST)
    initiatives.object_list = tally_initiatives(initiatives, actor_of(request), with_deals=False)
    proof = PROOF, f"{reverse('roadmap:completed_proof')}?{request.GET.urlencode()}".removesuffix("?")
    return page(
        request, "roadmap/completed.html", form=form, chosen=form.chosen(), initiatives=initiatives, proof=proof
    )  # fmt: skip


@door()
def completed_proof(request: HttpRequest) -> HttpResponse:
    """How far the key results of these moved, which gates they passed, and who was told. Without scripts a page of its own."""
    _, done = completed_of(request)
    initiatives = paged(request, with_first_placing(done), MOST)
    rows = marks_together(initiatives)
    moved, told = movements_of(rows), told_of(rows, actor_of(request))
    for one in rows:
        one.movements, one.told = moved[one.pk], told[one.pk]
    return page(request, "roadmap/proof.html", part="proof", initiatives=rows, later=PROOF)


def completed_of(request: HttpRequest) -> tuple[BoardFilter, QuerySet[Initiative]]:
    """The completed initiatives that were asked for, the last completed first, with the filter that chose them."""
    form = BoardFilter(request.GET or None, actor=actor_of(request))
    done = cards_for(actor_of(request), form.chosen()).filter(state=InitiativeState.COMPLETED)
    return form, done.order_by("-completed_at", "-id")


@door()
def export(request: HttpRequest) -> HttpResponse:
    """Every initiative that one may see and that fits the filters, as a CSV file."""
    form = BoardFilter(request.GET or None, actor=actor_of(request))
    rows = cards_for(actor_of(request), form.chosen()).prefetch_related(None)
    return csv_of_initiatives(rows.order_by("state", "horizon", "position", "-id"), actor_of(request))


@require_POST
@door(Role.PRODUCT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a card: dragged, by keys, or from its menu. The toast undoes it. What needs words is asked for them first."""
    card, actor = visible(request, pk), actor_of(request)
    form = MoveForm(request.POST, actor=actor)
    if not form.is_valid():
        raise NotPossible("This card, or the one beside it, is not here any more. Load the page again.")
    to = form.cleaned_data
    if to["lane"] == COMPLETED:
        return ask(request, reverse("roadmap:completion", args=[card.pk]))
    if card.goes_back(lane_of(to)) and not to["reason"].strip() and to["version"] in (None, card.version):
        asked = {name: request.POST.get(name, "") for name in ("lane", "before", "after", "version")}
        asked["next"] = request.POST.get("next") or where_from(request)
        return ask(request, f"{reverse('roadmap:way_back', args=[card.pk])}?{urlencode(asked)}")
    moved = carry_out(request, card, form)
    return told(request, moved, form)


def carry_out(request: HttpRequest, card: Initiative, form: MoveForm) -> Initiative:
    """The move that the form describes, said with its undo, and with a word when the lane holds more than it is meant to."""
    actor, to, back = actor_of(request), form.cleaned_data, way_back(card, actor_of(request))
    if to["lane"] == MoveForm.CANDIDATES:
        moved = actions.take_off_roadmap(card, actor=actor, version=to["version"], reason=to["reason"])
    else:
        moved = actions.place_initiative(
            card, actor=actor, horizon=to["lane"], version=to["version"], reason=to["reason"], **form.neighbours()
        )
    if moved.version != card.version:
        toast(request, f"{moved.key} is in {called(moved)}.", undo=back)
        if moved.horizon != card.horizon and (warning := over_limit(moved)):
            toast(request, warning, tone="warn")
    return moved


def where_from(request: HttpRequest) -> str:
    """The board, as it was filtered, for whoever opened the dialog there."""
    came = getattr(getattr(request, "htmx", None), "current_url_abs_path", None) or ""
    return came if came.split("?")[0] == reverse("roadmap:board") else ""


def called(card: Initiative) -> str:
    """The lane of a card, as its product's board calls it."""
    board = Board.objects.filter(product=card.product_id).first()
    if not card.horizon:
        return "Candidates"
    return board.name_of(card.horizon) if board else card.get_horizon_display()


def lane_of(to: dict[str, Any]) -> str:
    """The horizon that a move goes to; empty for the candidates."""
    return "" if to["lane"] == MoveForm.CANDIDATES else to["lane"]


def ask(request: HttpRequest, address: str) -> HttpResponse:
    """Have words asked for first: in a dialog over the board, or on a page of their own. The card stays where it is."""
    if not getattr(request, "htmx", False) or request.POST.get("next"):
        return redirect(address)
    return HttpResponse(status=409, headers={"HX-Trigger": json.dumps({"ask": address})})


@door(Role.PRODUCT)
def moving_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a card back, and say why."""
    card, actor = visible(request, pk), actor_of(request)
    asked = {name: request.GET.get(name, "") for name in ("lane", "before", "after", "version")}
    form = MoveBackForm(request.POST or None, actor=actor, initial=asked)
    if form.is_valid() and attempt(form, lambda: carry_out(request, card, form)):
        return redirect(next_address(request, reverse("roadmap:board")))
    label = dict(PLACES).get(form["lane"].value() or "", "another lane")
    return page(
        request, "roadmap/form.html", form=form, heading=f"Move {card.key} back", button="Move back",
        next=request.GET.get("next", ""),
        lead=f"“{card.title}” goes from {called(card)} to {label}.", status=422 if form.is_bound else 200,
    )  # fmt: skip


def told(request: HttpRequest, moved: Initiative, form: MoveForm) -> HttpResponse:
    """The card's new version for the board's script, and the board itself for everybody else."""
    if not getattr(request, "htmx", False) or request.POST.get("next"):
        return redirect(next_address(request, reverse("roadmap:board")))
    beside = [form.cleaned_data[name] for name in ("before", "after") if form.cleaned_data[name]]
    has_moved_on = any(card.horizon != moved.horizon for card in beside) or bool(over_limit(moved))
    events: dict[str, Any] = {"card": {"id": str(moved.pk), "version": moved.version}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events | ({"renew": ""} if has_moved_on else {}))})


def way_back(card: Initiative, actor: Any) -> str:
    """The address that puts the card back where it now is."""
    if card.state != InitiativeState.ON_ROADMAP:
        where: dict[str, Any] = {"lane": MoveForm.CANDIDATES}
    else:
        seen = Initiative.objects.visible_to(actor).on_roadmap().filter(horizon=card.horizon)
        order = list(seen.values_list("pk", flat=True))
        place = order.index(card.pk) if card.pk in order else len(order)
        where = {"lane": card.horizon, "after": order[place - 1] if place else "", "before": next(iter(order[place + 1 :]), "")}
    return f"{reverse('roadmap:move_back', args=[card.pk])}?{urlencode(where)}"


@require_POST
@door(Role.PRODUCT)
def move_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a move."""
    card, actor = visible(request, pk), actor_of(request)
    form = MoveForm(request.GET, actor=actor)
    if not form.is_valid():
        raise NotPossible("The cards beside it are gone. Move it by hand.")
    to = form.cleaned_data
    if to["lane"] == MoveForm.CANDIDATES:
        actions.take_off_roadmap(card, actor=actor, reason=UNDONE)
    else:
        actions.place_initiative(card, actor=actor, horizon=to["lane"], reason=UNDONE, **form.neighbours())
    toast(request, f"{card.key} is back where it was.")
    return redirect(next_address(request, reverse("roadmap:board")))


def visible(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, if one may see it."""
    return find(Initiative.objects.visible_to(actor_of(request)).select_related("product", "owner"), pk)
