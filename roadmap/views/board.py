"""The web door of the board."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, find, next_address, page, paged, toast
from history.actor import Role
from history.refusals import NotPossible
from roadmap import actions
from roadmap.board import board_for, cards_for
from roadmap.exports import csv_of_initiatives
from roadmap.forms.initiatives import BoardFilter, MoveForm
from roadmap.models import Horizon, Initiative, InitiativeState

PLACES = (*Horizon.choices, (MoveForm.CANDIDATES, "Candidates"))


@door()
def board(request: HttpRequest) -> HttpResponse:
    """The roadmap: Now, Next and Later, and the candidates beside them."""
    actor = actor_of(request)
    form = BoardFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    lanes, drawer = board_for(actor, chosen)
    hides = request.GET.get("candidates") == "hidden"
    return page(
        request, "roadmap/board.html", form=form, chosen=chosen, lanes=lanes, drawer=drawer, hides_candidates=hides,
        may_shape=actor.has(Role.PRODUCT), places=PLACES, is_empty=not drawer.cards and not any(lane.cards for lane in lanes),
    )  # fmt: skip


@door()
def completed(request: HttpRequest) -> HttpResponse:
    """What was completed, and what came of it."""
    form = BoardFilter(request.GET or None, actor=actor_of(request))
    chosen = form.chosen()
    done = cards_for(actor_of(request), chosen).filter(state=InitiativeState.COMPLETED).order_by("-completed_at", "-id")
    return page(request, "roadmap/completed.html", form=form, chosen=chosen, initiatives=paged(request, done, 30))


@door()
def export(request: HttpRequest) -> HttpResponse:
    """Every initiative that one may see and that fits the filters, as a CSV file."""
    form = BoardFilter(request.GET or None, actor=actor_of(request))
    rows = cards_for(actor_of(request), form.chosen()).prefetch_related(None)
    return csv_of_initiatives(rows.order_by("state", "horizon", "position", "-id"))


@require_POST
@door(Role.PRODUCT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a card: dragged, by keys, or from its menu. The toast undoes it."""
    card, actor = visible(request, pk), actor_of(request)
    form = MoveForm(request.POST, actor=actor)
    if not form.is_valid():
        raise NotPossible("This card, or the one beside it, is not here any more. Load the page again.")
    back, to = way_back(card, actor), form.cleaned_data
    if to["lane"] == MoveForm.CANDIDATES:
        moved = actions.take_off_roadmap(card, actor=actor, version=to["version"])
    else:
        beside = {name: to[name].pk if to[name] else None for name in ("before", "after")}
        moved = actions.place_initiative(card, actor=actor, horizon=to["lane"], version=to["version"], **beside)
    if moved.version != card.version:
        toast(request, f"{moved.key} is in {moved.get_horizon_display() or 'Candidates'}.", undo=back)
    return told(request, moved, form)


def told(request: HttpRequest, moved: Initiative, form: MoveForm) -> HttpResponse:
    """The card's new version for the board's script, and the board itself for everybody else."""
    if not getattr(request, "htmx", False) or request.POST.get("next"):
        return redirect(next_address(request, reverse("roadmap:board")))
    beside = [form.cleaned_data[name] for name in ("before", "after") if form.cleaned_data[name]]
    has_moved_on = any(card.horizon != moved.horizon for card in beside)
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
        actions.take_off_roadmap(card, actor=actor)
    else:
        beside = {name: to[name].pk if to[name] else None for name in ("before", "after")}
        actions.place_initiative(card, actor=actor, horizon=to["lane"], **beside)
    toast(request, f"{card.key} is back where it was.")
    return redirect(next_address(request, reverse("roadmap:board")))


@require_POST
@door(Role.PRODUCT)
def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down, without a script."""
    by = -1 if request.POST.get("by") == "up" else 1
    card = visible(request, pk)
    back = way_back(card, actor_of(request))
    actions.nudge_initiative(card, actor=actor_of(request), by=by)
    toast(request, f"{card.key} moved {'up' if by < 0 else 'down'}.", undo=back)
    return redirect(next_address(request, reverse("roadmap:board")))


def visible(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, if one may see it."""
    return find(Initiative.objects.visible_to(actor_of(request)).select_related("product", "owner"), pk)
