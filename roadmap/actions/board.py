"""The verbs of the board. Every move holds the locks of all lanes, taken in one order, so that no card is lost or doubled."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from history.versions import change, plain, stale
from roadmap.actions.initiatives import held
from roadmap.actions.lanes import lock_lanes
from roadmap.events import InitiativeEvent
from roadmap.models import Horizon, Initiative, InitiativeState

GAP = 1024


class Place(NamedTuple):
    """A card's number in its lane."""

    pk: int
    position: int


@transaction.atomic
def place_initiative(
    initiative: Initiative, *, actor: Actor, horizon: str, before: int | None = None, after: int | None = None,
    version: int | None = None, reason: str = "",
) -> Initiative:  # fmt: skip
    """Put a candidate on the roadmap, or move a card: right behind ``after``, else right ahead of ``before``, else last.

    A neighbour that has left the lane in between is passed over. A move back, as from Now to Next, says why.
    """
    lock_lanes()
    initiative = held(initiative, actor, version)
    if initiative.state == InitiativeState.COMPLETED:
        raise NotPossible("This initiative is completed. Reopen it to put it on the board again.")
    was, horizon = (initiative.state, initiative.horizon), Horizon(horizon)
    require_reason(initiative, horizon, reason)
    cards = lane(horizon)
    neighbours = [place for place in cards if place.pk != initiative.pk]
    index = place_among([place.pk for place in neighbours], before=before, after=after)
    if was == (InitiativeState.ON_ROADMAP, horizon) and cards[index].pk == initiative.pk:
        return initiative
    to = {"state": InitiativeState.ON_ROADMAP, "horizon": horizon, "position": position_at(neighbours, index)}
    changes = put(initiative, to)
    record(
        InitiativeEvent.MOVED if was[0] == InitiativeState.ON_ROADMAP else InitiativeEvent.PLACED, initiative, actor=actor,
        changes={name: changes[name] for name in ("state", "horizon") if name in changes},
        horizon=str(horizon), was_in=was[1], place=index + 1, reason=reason.strip(),
    )  # fmt: skip
    return initiative


@transaction.atomic
def nudge_initiative(initiative: Initiative, *, actor: Actor, by: int, version: int | None = None) -> Initiative:
    """Move a card one place up (``by=-1``) or down (``by=1``) among the cards of its lane that the actor sees."""
    lock_lanes()
    initiative = held(initiative, actor, version)
    if initiative.state != InitiativeState.ON_ROADMAP:
        raise NotPossible("This initiative is not on the board.")
    seen = Initiative.objects.visible_to(actor).on_roadmap().filter(horizon=initiative.horizon)
    order = list(seen.values_list("pk", flat=True))
    place = order.index(initiative.pk)
    if not 0 <= place + by < len(order):
        raise NotPossible("It is the first of its lane." if by < 0 else "It is the last of its lane.")
    neighbour = order[place + by]
    beside: dict[str, Any] = {"before": neighbour} if by < 0 else {"after": neighbour}
    return place_initiative(initiative, actor=actor, horizon=initiative.horizon, **beside)


@transaction.atomic
def take_off_roadmap(initiative: Initiative, *, actor: Actor, reason: str, version: int | None = None) -> Initiative:
    """Put a card back among the candidates, and say why."""
    lock_lanes()
    initiative = held(initiative, actor, version)
    if initiative.state != InitiativeState.ON_ROADMAP:
        raise NotPossible("This initiative is not on the board.")
    require_reason(initiative, "", reason)
    was_in = initiative.horizon
    changes = change(initiative, {"state": InitiativeState.CANDIDATE, "horizon": "", "position": None})
    shown = {name: changes[name] for name in ("state", "horizon")}
    record(InitiativeEvent.TAKEN_OFF, initiative, actor=actor, changes=shown, was_in=was_in, reason=reason.strip())
    return initiative


@transaction.atomic
def reopen_initiative(initiative: Initiative, *, actor: Actor) -> Initiative:
    """Put a completed initiative back on the board, last in the lane that it left."""
    lock_lanes()
    initiative = held(initiative, actor)
    if initiative.state != InitiativeState.COMPLETED:
        raise NotPossible("This initiative is not completed.")
    horizon = Horizon(initiative.horizon or Horizon.NOW)
    cards = lane(horizon)
    to = {
        "state": InitiativeState.ON_ROADMAP, "horizon": horizon, "position": position_at(cards, len(cards)),
        "completed_at": None, "ending": "",
    }  # fmt: skip
    changes = change(initiative, to)
    record(InitiativeEvent.REOPENED, initiative, actor=actor, changes={"state": changes["state"]}, horizon=str(horizon))
    return initiative


def require_reason(card: Initiative, horizon: str, reason: str) -> None:
    """Whoever moves a card back tells those who counted on it why."""
    if card.goes_back(horizon) and not reason.strip():
        raise ValidationError({"reason": "Say why it goes back: somebody counted on it."})


def put(card: Initiative, to: dict[str, Any]) -> dict[str, list[Any]]:
    """Write where a card is. These values are the house's own, so the database's constraints suffice: lanes are held briefly."""
    changes = {name: [plain(getattr(card, name)), plain(value)] for name, value in to.items() if getattr(card, name) != value}
    if not Initiative.objects.filter(pk=card.pk, version=card.version).update(**to, version=card.version + 1):
        raise stale(card, to)
    for name, value in to.items():
        setattr(card, name, value)
    card.version += 1
    return changes


def lane(horizon: str) -> list[Place]:
    """The cards of a lane, in order, over all products."""
    rows = Initiative.objects.on_roadmap().filter(horizon=horizon).values_list("pk", "position")
    return [Place(pk, position or 0) for pk, position in rows]


def place_among(order: list[int], *, before: int | None, after: int | None) -> int:
    """At which index of ``order`` a card goes in."""
    if after in order:
        return order.index(after) + 1
    return order.index(before) if before in order else len(order)


def position_at(places: list[Place], index: int) -> int:
    """A position between the neighbours at ``index``; where no number is free between them, the lane is numbered anew."""
    if not places:
        return 0
    if index == 0:
        return places[0].position - GAP
    if index == len(places):
        return places[-1].position + GAP
    if places[index].position - places[index - 1].position < 2:
        places = renumber(places)
    return (places[index - 1].position + places[index].position) // 2


def renumber(places: list[Place]) -> list[Place]:
    """Number a lane anew, with gaps, above the numbers in use: so no two cards ever hold the same one on the way."""
    start = places[-1].position + GAP
    renumbered = [Place(place.pk, start + number * GAP) for number, place in enumerate(places)]
    for place in renumbered:
        Initiative.objects.filter(pk=place.pk).update(position=place.position)
    return renumbered
