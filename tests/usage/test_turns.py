"""Counting in turns: what waits for many days is counted bit by bit, and the product's row is free in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from history import clock
from history.actor import system
from tests.usage.items import MONDAY
from usage import actions, retention, rollups, turns
from usage.items import Item
from usage.models import DailyActivity, DailyEvent, DailyUse, Uncounted
from usage.rollups import bring_up_to_date, count_feature, rebuild, roll_up
from usage.store import Part
from usage.turns import Turn

SOURCE = system("a usage source")
USERS, BUSY, QUIET = 12, 60, 4


class Killed(BaseException):
    """The worker is no more."""


def everything() -> list[list[tuple]]:
    """Every daily count."""
    return [
        sorted(DailyActivity.objects.values_list("user__user_key", "day", "events")),
        sorted(DailyEvent.objects.values_list("name", "day", "events")),
        sorted(DailyUse.objects.values_list("feature__name", "user__user_key", "day", "uses")),
    ]


@pytest.fixture
def backlog(cast, acting):
    """Ten days that nobody counted: on the third came very much, on the others little."""
    for name, carried in (("PDF", {"format": "pdf"}), ("Export", {})):
        actions.define_feature(
            product=cast.product, name=name, event_names=["Exported"], properties=carried, actor=acting(cast.product_manager)
        )
    bring_up_to_date(cast.product)
    items = [
        Item("track", f"u{number % USERS}", MONDAY + timedelta(days=day), f"{day}-{number}", ("Exported", "Opened")[number % 2],
             {"format": ("pdf", "csv")[number % 3 == 0]})
        for day in range(10) for number in range(BUSY if day == 2 else QUIET)
    ]  # fmt: skip
    actions.take_events(cast.product, items, actor=SOURCE)
    Uncounted.objects.filter(day=clock.today()).delete()
    return cast.product


@pytest.fixture
def taken(monkeypatch):
    """The turns that were taken; in each, at most ten events are counted."""
    monkeypatch.setattr(turns, "MOST_EVENTS", 10)
    found: list[Turn] = []
    real = rollups.counted

    def noted(product_id, days, features, turn):
        assert transaction.get_connection().in_atomic_block
        found.append(turn)
        return real(product_id, days, features, turn)

    monkeypatch.setattr(rollups, "counted", noted)
    return found


def in_one_go(product) -> list[list[tuple]]:
    """What counting everything at once would find."""
    turns.MOST_EVENTS, kept = 10**9, turns.MOST_EVENTS
    try:
        rebuild(product)
        return everything()
    finally:
        turns.MOST_EVENTS = kept


def test_a_backlog_is_counted_in_turns_and_ends_as_if_it_were_counted_in_one_go(backlog, taken):
    assert roll_up() == 10
    assert [len(turn.days) for turn in taken] == [2, *[1] * 6, 2, 2, 2, 1], "two quiet days a turn, six turns for the busy one"
    assert [turn.part for turn in taken[1:7]] == [Part(number, 6) for number in range(6)]
    assert not Uncounted.objects.exists()
    kept = everything()
    assert sum(row[2] for row in kept[0]) == BUSY + 9 * QUIET
    assert kept == in_one_go(backlog)


def test_every_turn_is_a_transaction_of_its_own(backlog, taken, monkeypatch):
    """What a turn holds is let go of before the next begins."""
    depth: list[int] = []
    monkeypatch.setattr(rollups, "report", lambda *_: depth.append(len(transaction.get_connection().savepoint_ids)))
    outside = len(transaction.get_connection().savepoint_ids)
    roll_up()
    assert depth == [outside] * len(taken)


@pytest.mark.parametrize("killed_in", [1, 2, 4, 7, 8, 11])
def test_a_worker_killed_in_any_turn_loses_nothing(backlog, taken, monkeypatch, killed_in):
    noted = rollups.counted

    def until_killed(*args):
        found = noted(*args)
        if len(taken) == killed_in:
            raise Killed
        return found

    with monkeypatch.context() as patch:
        patch.setattr(rollups, "counted", until_killed)
        with pytest.raises(Killed):
            roll_up()
    marked = set(Uncounted.objects.values_list("day", flat=True))
    assert {day for turn in taken[killed_in - 1 :] for day in turn.days} <= marked, "what was not counted to its end is marked"
    roll_up()
    assert not Uncounted.objects.exists()
    assert everything() == in_one_go(backlog)


def test_what_comes_in_between_two_turns_of_a_day_is_counted_next(backlog, taken, monkeypatch):
    noted = rollups.counted

    def more_comes_in(*args):
        found = noted(*args)
        if len(taken) == 4:
            item = Item("track", "u0", MONDAY + timedelta(days=2), "late", "Exported", {"format": "pdf"})
            actions.take_events(backlog, [item], actor=SOURCE)
        return found

    monkeypatch.setattr(rollups, "counted", more_comes_in)
    roll_up()
    assert Uncounted.objects.filter(day=MONDAY.date() + timedelta(days=2)).count() == 1
    roll_up()
    assert sum(row[2] for row in everything()[1]) == BUSY + 9 * QUIET + 1
    assert everything() == in_one_go(backlog)


def test_a_feature_is_counted_in_turns_too(backlog, taken, cast, acting):
    roll_up()
    feature = actions.define_feature(product=backlog, name="Opening", event_names=["Opened"], actor=acting(cast.product_manager))
    assert count_feature(feature) == 10
    assert sum(row[3] for row in everything()[2] if row[0] == "Opening") == (BUSY + 9 * QUIET) // 2
    assert everything() == in_one_go(backlog)


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_met_a_merge_of_users_is_taken_once_more(backlog, taken, monkeypatch):
    """A user whom a turn counts may be made one with another in between: the database then refuses the turn as a whole."""
    real, refused = rollups.take_turn, []

    def refused_once(*args, **options):
        if not refused:
            refused.append(args)
            raise IntegrityError("the user is no more")
        return real(*args, **options)

    monkeypatch.setattr(rollups, "take_turn", refused_once)
    roll_up()
    assert refused
    assert not Uncounted.objects.exists()
    assert everything() == in_one_go(backlog)


def test_old_events_are_dropped_in_turns_that_say_how_far_they_are(cast, monkeypatch):
    old = clock.now() - timedelta(days=40)
    items = [Item("track", "u1", old + timedelta(minutes=number), f"{number}", "Opened") for number in range(25)]
    actions.take_events(cast.product, items, actor=SOURCE)
    roll_up()
    said: list[tuple] = []
    monkeypatch.setattr(retention, "AT_ONCE", 10)
    monkeypatch.setattr(retention, "report", lambda *told: said.append(told))
    assert retention.prune(30) == 25
    assert [(done, total) for done, total, _ in said] == [(10, 25), (20, 25), (25, 25)]
    assert said[-1][2] == "Relay: 25 events dropped"
