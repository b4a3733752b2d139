"""The order of cards, held against an oracle: plain lists.

Short by default; BOARD_RUNS and BOARD_STEPS make it long.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history import clock, triggers
from history.models import Event, EventWords
from roadmap.actions import board as board_actions
from roadmap.actions import (
    complete_initiative,
    create_initiative,
    nudge_initiative,
    place_initiative,
    reopen_initiative,
    take_off_roadmap,
)
from roadmap.models import Horizon, Initiative, InitiativeState
from roadmap.past import changes_between, past_at

RUNS, STEPS = int(os.environ.get("BOARD_RUNS", "12")), int(os.environ.get("BOARD_STEPS", "25"))
CARDS = 6
LANES = [str(horizon) for horizon in Horizon]
step = st.one_of(
    st.tuples(
        st.just("place"), st.integers(0, CARDS - 1), st.sampled_from(LANES),
        st.none() | st.integers(0, CARDS - 1), st.none() | st.integers(0, CARDS - 1),
    ),
    st.tuples(st.just("nudge"), st.integers(0, CARDS - 1), st.sampled_from([-1, 1])),
    st.tuples(st.just("off"), st.integers(0, CARDS - 1)),
    st.tuples(st.just("complete"), st.integers(0, CARDS - 1)),
    st.tuples(st.just("reopen"), st.integers(0, CARDS - 1)),
)  # fmt: skip


class Oracle:
    """The board as three lists, and who was completed where."""

    def __init__(self):
        self.lanes = {name: [] for name in LANES}
        self.done = {}

    def lane_of(self, card):
        return next((name for name, cards in self.lanes.items() if card in cards), None)

    def lift(self, card):
        for cards in self.lanes.values():
            if card in cards:
                cards.remove(card)

    def place(self, card, lane, before, after):
        if card in self.done:
            return False
        self.lift(card)
        cards = self.lanes[lane]
        if after in cards:
            cards.insert(cards.index(after) + 1, card)
        elif before in cards:
            cards.insert(cards.index(before), card)
        else:
            cards.append(card)
        return True

    def nudge(self, card, by):
        lane = self.lane_of(card)
        if lane is None:
            return False
        cards = self.lanes[lane]
        here = cards.index(card)
        if not 0 <= here + by < len(cards):
            return False
        cards[here], cards[here + by] = cards[here + by], cards[here]
        return True

    def off(self, card):
        found = self.lane_of(card) is not None
        self.lift(card)
        return found

    def complete(self, card):
        lane = self.lane_of(card)
        if lane is None:
            return False
        self.lift(card)
        self.done[card] = lane
        return True

    def reopen(self, card):
        if card not in self.done:
            return False
        self.lanes[self.done.pop(card)].append(card)
        return True


def perform(name, cards, arguments, actor):
    """The verb that a step names, on the rows themselves; whether it was done."""
    card = cards[arguments[0]]
    try:
        if name == "place":
            lane, before, after = arguments[1:]
            beside = {"before": None if before is None else cards[before].pk, "after": None if after is None else cards[after].pk}
            place_initiative(card, actor=actor, horizon=lane, reason="Because", **beside)
        elif name == "nudge":
            nudge_initiative(card, actor=actor, by=arguments[1])
        elif name == "off":
            take_off_roadmap(card, actor=actor, reason="Because")
        elif name == "complete":
            complete_initiative(card, actor=actor, actual_outcomes="Something")
        else:
            reopen_initiative(card, actor=actor)
    except board_actions.NotPossible:
        return False
    return True


@pytest.mark.parametrize("gap", [2, 1024], ids=["always renumbering", "with room"])
@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=STEPS))
def test_the_board_is_what_plain_lists_would_be(cast, petra, gap, steps, monkeypatch):
    monkeypatch.setattr(board_actions, "GAP", gap)
    with triggers.lifted():  # each example has a history of its own
        EventWords.objects.all().delete()
        Event.objects.all().delete()
        Initiative.objects.all().delete()
    cards = [create_initiative(product=cast.product, title=f"Card {n}", actor=petra) for n in range(CARDS)]
    oracle, number, seen = Oracle(), {card.pk: n for n, card in enumerate(cards)}, []
    for name, *arguments in steps:
        assert perform(name, cards, arguments, petra) == getattr(oracle, name)(*arguments), (name, arguments)
        for lane in LANES:
            order = Initiative.objects.on_roadmap().filter(horizon=lane).values_list("pk", flat=True)
            assert [number[pk] for pk in order] == oracle.lanes[lane]
        assert Initiative.objects.filter(state=InitiativeState.COMPLETED).count() == len(oracle.done)
        seen.append((clock.now(), {name: list(order) for name, order in oracle.lanes.items()}, set(oracle.done)))
    check_the_past(seen, number, petra)


def check_the_past(seen, number, actor):
    """Each board that was there is told again from history, and so is what differs between any two of them."""
    for moment, lanes, done in seen:
        past = past_at(moment)
        assert {name: [number[pk] for pk in cards] for name, cards in past.lanes.items()} == lanes
        assert {number[pk] for pk in past.completed} == done
    (since, lanes, done), (until, later, finished) = seen[len(seen) // 3], seen[-1]
    was, now = places(lanes, done), places(later, finished)
    told = {number[one.card.pk]: (one.before, one.after) for one in changes_between(actor, {}, since, until)}
    assert told == {card: (was.get(card, ""), now.get(card, "")) for card in number.values() if was.get(card) != now.get(card)}


def places(lanes, done):
    """Where each card is, by its number."""
    return {card: name for name, cards in lanes.items() for card in cards} | dict.fromkeys(done, "completed")


def test_a_lane_without_room_is_numbered_anew_and_keeps_its_order(cast, petra):
    first, last, *others = [create_initiative(product=cast.product, title=f"Card {n}", actor=petra) for n in range(16)]
    place_initiative(first, horizon="now", actor=petra)
    place_initiative(last, horizon="now", actor=petra)
    for card in others:
        place_initiative(card, horizon="now", after=first.pk, actor=petra)
    order = list(Initiative.objects.on_roadmap().filter(horizon="now").values_list("pk", flat=True))
    assert order == [first.pk, *(card.pk for card in reversed(others)), last.pk]


def test_putting_a_card_where_it_is_changes_nothing(card, petra):
    placed = place_initiative(card, horizon="now", actor=petra)
    assert place_initiative(card, horizon="now", actor=petra).version == placed.version


def test_up_passes_over_cards_that_one_may_not_see(cast, acting):
    petra, otto = acting(cast.product_manager), acting(cast.outsider)
    top, hidden, low = (
        create_initiative(product=product, title=title, actor=petra)
        for product, title in ((cast.product, "Top"), (cast.restricted, "Hidden"), (cast.product, "Low"))
    )
    for one in (top, hidden, low):
        place_initiative(one, horizon="now", actor=petra)
    nudge_initiative(low, by=-1, actor=otto)
    assert list(Initiative.objects.on_roadmap().values_list("title", flat=True)) == ["Low", "Top", "Hidden"]
