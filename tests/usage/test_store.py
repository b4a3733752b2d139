"""What keeps raw events: the same tests for the database and for ClickHouse."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from history import clock
from tests.evidence import users
from tests.usage.items import MONDAY
from tests.usage.stores import KINDS
from usage.models import Source
from usage.store import EVERYTHING, Event, Match, Part, StoreDown, Tally, made, store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ODD = "ü\n/'"
PDF = {"format": "pdf", "rows": 3, "is_big": True, "share": 0.5, "it's a key": ODD}


@pytest.fixture(params=KINDS, autouse=True)
def kept(request, settings, db):
    """The store under test, empty."""
    settings.USAGE_STORE = request.param
    if request.param != "database":
        made(request.param).tell("TRUNCATE TABLE usage_event")
    return store()


@pytest.fixture
def who(cast):
    """Three users."""
    return users(cast.product, 3, MONDAY)


@pytest.fixture
def add(cast, kept):
    """Add events and bring them to where they are read: ``add((user, name, at, key, properties), …)``."""

    def added(*rows, product=None, source=None, received=None):
        new = kept.add(
            [
                Event(
                    (product or cast.product).pk, key, name, user.pk, at, received or clock.now(), source and source.pk, carried
                )
                for user, name, at, key, carried in rows
            ]
        )
        kept.carry_over()
        return new

    return added


def counted(kept, product, since=MONDAY, until=MONDAY + DAY, *more):
    """Counts in some order; a store may tell of one user and event twice."""
    found: dict[tuple[str, int], int] = {}
    for name, user, events in kept.counts(product.pk, since, until, *more):
        found[name, user] = found.get((name, user), 0) + events
    return found


def test_counts_of_several_days_are_those_of_each(cast, kept, who, add, monkeypatch):
    monkeypatch.setattr("usage.store.database.DAYS_AT_ONCE", 2)
    moments = [MONDAY + number * DAY + hours * HOUR for number in range(6) for hours in range(number + 1)]
    add(*((who[place % 3], ("Opened", "Closed")[place % 2], at, f"d{place}", {}) for place, at in enumerate(moments)))
    days = [(MONDAY + number * DAY) for number in (0, 1, 2, 4, 5)]  # the fourth is not asked for
    asked = [(start.date(), start, start + DAY) for start in days]
    for more in ((), (Match(("Opened",)),), (EVERYTHING, Part(1, 2))):
        found: Counter[tuple] = Counter()
        for day, name, user, events in kept.counts_by_day(cast.product.pk, asked, *more):
            found[day, name, user] += events
        each = {
            (day, *key): events
            for day, *span in asked for key, events in counted(kept, cast.product, *span, *more).items()
        }  # fmt: skip
        assert found == each
        assert each
    assert list(kept.counts_by_day(cast.product.pk, [])) == []


def test_an_event_is_kept_once_the_first_that_came(cast, kept, who, add):
    first = (who[0], "Opened", MONDAY, "m1", {"n": 1})
    assert add(first, (who[0], "Opened", MONDAY, "m2", {})) == 2
    assert add((who[1], "Closed", MONDAY + HOUR, "m1", {"n": 2}), (who[1], "Opened", MONDAY, "m3", {})) == 1
    assert add(first, product=cast.restricted) == 1, "message ids are a product's own"
    found = kept.find(cast.product.pk, ["m1", "m3", "unknown"])
    assert {key: (one.name, one.user_id, one.at, one.properties) for key, one in found.items()} == {
        "m1": ("Opened", who[0].pk, MONDAY, {"n": 1}), "m3": ("Opened", who[1].pk, MONDAY, {}),
    }  # fmt: skip
    assert kept.add([]) == 0


def test_what_was_added_is_found_before_it_is_carried_over(cast, kept, who):
    event = Event(cast.product.pk, "m1", "Opened", who[0].pk, MONDAY, clock.now(), properties={"n": 1})
    assert kept.add([event]) == 1
    assert kept.find(cast.product.pk, ["m1"])["m1"].properties == {"n": 1}
    assert kept.add([event]) == 0


def test_counts_are_by_name_and_user_within_a_span(cast, kept, who, add):
    add(
        (who[0], "Opened", MONDAY, "1", {}), (who[0], "Opened", MONDAY + HOUR, "2", {}), (who[1], "Closed", MONDAY, "3", {}),
        (who[1], "Opened", MONDAY + DAY, "4", {}), (who[1], "Opened", MONDAY - timedelta(microseconds=1), "5", {}),
    )  # fmt: skip
    add((who[2], "Opened", MONDAY, "6", {}), product=cast.restricted)
    assert kept.names(cast.product.pk, MONDAY, MONDAY + DAY) == {"Opened": 2, "Closed": 1}
    assert counted(kept, cast.product) == {("Opened", who[0].pk): 2, ("Closed", who[1].pk): 1}
    assert counted(kept, cast.product, MONDAY, MONDAY + DAY, Match(("Closed", "Shut"))) == {("Closed", who[1].pk): 1}


def test_parts_of_the_users_add_up_to_all_of_them(cast, kept, add):
    crowd = users(cast.product, 20, MONDAY)
    add(*((user, "Opened", MONDAY, f"{user.pk}", {}) for user in crowd))
    parts = [counted(kept, cast.product, MONDAY, MONDAY + DAY, Match(), Part(number, 3)) for number in range(3)]
    assert sum(map(len, parts)) == 20
    assert all(user % 3 == number for number, part in enumerate(parts) for _, user in part)
    assert parts[0] | parts[1] | parts[2] == counted(kept, cast.product)


@pytest.mark.parametrize(
    ("asked", "matches"),
    [
        ({"format": "pdf"}, True), ({"format": "csv"}, False), ({"rows": 3}, True), ({"rows": 3.0}, True), ({"rows": "3"}, False),
        ({"rows": 4}, False), ({"is_big": True}, True), ({"is_big": False}, False), ({"is_big": "true"}, False),
        ({"share": 0.5}, True), ({"share": 1}, False), ({"format": "pdf", "rows": 3}, True), ({"format": "pdf", "rows": 4}, False),
        ({"missing": "x"}, False), ({"it's a key": ODD}, True),
    ],
    ids=str,
)  # fmt: skip
def test_a_match_asks_for_properties_of_the_same_kind(cast, kept, who, add, asked, matches):
    add((who[0], "Exported", MONDAY, "1", PDF), (who[1], "Exported", MONDAY, "2", {}), (who[2], "Opened", MONDAY, "3", PDF))
    match = Match(("Exported",), tuple(sorted(asked.items())))
    assert counted(kept, cast.product, MONDAY, MONDAY + DAY, match) == ({("Exported", who[0].pk): 1} if matches else {})


def test_the_nth_time_of_each_user(cast, kept, who, add):
    times = [MONDAY + timedelta(minutes=n, microseconds=123_456) for n in range(3)]
    add(
        *((who[0], "Opened", at, f"a{n}", {}) for n, at in reversed(list(enumerate(times)))),
        (who[1], "Opened", times[1], "b", {}),
    )
    until = MONDAY + DAY
    assert dict(kept.nth_times(cast.product.pk, Match(("Opened",)), 1, until)) == {who[0].pk: times[0], who[1].pk: times[1]}
    assert dict(kept.nth_times(cast.product.pk, Match(("Opened",)), 3, until)) == {who[0].pk: times[2]}
    assert dict(kept.nth_times(cast.product.pk, Match(("Opened",)), 2, times[1])) == {}


def test_a_tally_tells_how_many_when_and_whose(cast, kept, who, add):
    add(
        (who[0], "Opened", MONDAY, "1", {}),
        (who[0], "Opened", MONDAY + HOUR, "2", {}),
        (who[1], "Opened", MONDAY - HOUR, "3", {}),
    )
    match = Match(("Opened",))
    assert kept.tally(cast.product.pk, match, MONDAY, MONDAY + DAY) == Tally(2, MONDAY, MONDAY + HOUR, frozenset({who[0].pk}))
    assert kept.tally(cast.product.pk, Match(("Shut",)), MONDAY, MONDAY + DAY) == Tally(0, None, None, frozenset())
    assert kept.uses_of(who[0].pk, match, MONDAY, MONDAY + HOUR) == 1
    assert kept.uses_of(who[0].pk, Match((), (("a", 1),)), MONDAY, MONDAY + DAY) == 0


def test_the_latest_of_a_user_and_of_a_source(cast, kept, who, add, acting):
    source = Source.objects.create(name="Web", product=cast.product, key_hash="x", key_hint="x", created_by=cast.admin)
    now = clock.now()
    add((who[0], "Late", MONDAY + HOUR, "1", {}), (who[1], "Other", MONDAY, "2", {}), source=source, received=now - HOUR)
    add((who[0], "Early", MONDAY, "3", {"n": 1}), source=source, received=now)
    add((who[0], "Elsewhere", MONDAY - DAY, "4", {}), received=now)
    assert [one.name for one in kept.latest(2, user_id=who[0].pk)] == ["Late", "Early"]
    assert kept.latest(9, source_id=source.pk)[0].name == "Early"
    assert {one.name for one in kept.latest(9, source_id=source.pk)} == {"Early", "Late", "Other"}
    [early] = kept.latest(9, user_id=who[0].pk, name="Early")
    assert early == Event(cast.product.pk, "3", "Early", who[0].pk, MONDAY, now, source.pk, {"n": 1})


def test_what_is_mistimed_and_the_span(cast, kept, who, add):
    assert kept.span(cast.product.pk) is None
    add((who[0], "Opened", MONDAY + 3 * HOUR, "ahead", {}), received=MONDAY)
    add((who[0], "Opened", MONDAY, "late", {}), received=MONDAY + 9 * HOUR)
    add((who[0], "Opened", MONDAY + HOUR, "right", {}), received=MONDAY + HOUR)
    assert kept.mistimed(cast.product.pk, Match(("Opened",)), MONDAY + 8 * HOUR, HOUR) == (1, 1)
    assert kept.span(cast.product.pk) == (MONDAY, MONDAY + 3 * HOUR)


def test_events_of_a_merged_user_are_the_others_at_once(cast, kept, who, add):
    a, b, c = who
    add((a, "Opened", MONDAY, "1", {}), (b, "Opened", MONDAY + HOUR, "2", {}), (c, "Opened", MONDAY, "3", {}))
    kept.add([Event(cast.product.pk, "4", "Opened", a.pk, MONDAY, clock.now())])
    kept.move(a.pk, b.pk)
    kept.move(b.pk, c.pk)
    for _ in ("noted", "carried out"):
        kept.carry_over()
        assert counted(kept, cast.product) == {("Opened", c.pk): 4}
        whole = [counted(kept, cast.product, MONDAY, MONDAY + DAY, Match(), Part(number, 2)) for number in range(2)]
        assert whole[c.pk % 2] == {("Opened", c.pk): 4}
        assert kept.tally(cast.product.pk, Match(), MONDAY, MONDAY + DAY).users == {c.pk}
        assert kept.uses_of(c.pk, Match(), MONDAY, MONDAY + DAY) == 4
        assert dict(kept.nth_times(cast.product.pk, Match(), 4, MONDAY + DAY)) == {c.pk: MONDAY + HOUR}
        assert {one.user_id for one in kept.latest(9, user_id=c.pk)} == {c.pk}
        assert len(kept.latest(9, user_id=c.pk)) == 4
        assert {one.user_id for one in kept.find(cast.product.pk, "1234").values()} == {c.pk}
        with clock.at(clock.now() + DAY):
            kept.carry_over()


def test_what_a_forgotten_users_events_carried_is_gone_at_once(cast, kept, who, add):
    a, b, other = who
    add((a, "Opened", MONDAY, "1", PDF), (b, "Opened", MONDAY, "2", PDF), (other, "Opened", MONDAY, "3", PDF))
    kept.add([Event(cast.product.pk, "4", "Opened", b.pk, MONDAY, clock.now(), properties=PDF)])
    kept.move(a.pk, b.pk)
    kept.forget(b.pk)
    for _ in ("noted", "carried out"):
        assert [one.properties for one in kept.latest(9, user_id=b.pk)] == [{}] * len(kept.latest(9, user_id=b.pk))
        assert counted(kept, cast.product, MONDAY, MONDAY + DAY, Match((), (("rows", 3),))) == {("Opened", other.pk): 1}
        assert {key: one.properties for key, one in kept.find(cast.product.pk, "1234").items()} == {
            "1": {}, "2": {}, "3": PDF, "4": {},
        }  # fmt: skip
        kept.carry_over()
    assert counted(kept, cast.product) == {("Opened", b.pk): 3, ("Opened", other.pk): 1}


def test_dropping_takes_what_is_before_and_nothing_else(cast, kept, who, add):
    add(*((who[0], "Opened", MONDAY + n * HOUR, f"{n}", {}) for n in range(10)))
    add((who[0], "Opened", MONDAY, "x", {}), product=cast.restricted)
    dropped = 0
    while some := kept.prune(cast.product.pk, MONDAY + 7 * HOUR, 3):
        dropped += some
    assert dropped == 7
    assert kept.span(cast.product.pk) == (MONDAY + 7 * HOUR, MONDAY + 9 * HOUR)
    assert kept.span(cast.restricted.pk) is not None


def test_a_store_that_does_not_answer_says_so():
    assert "Try again" in str(StoreDown())
