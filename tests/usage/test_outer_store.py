"""Events in ClickHouse: they are counted as in the database, once, whatever is killed or away in between."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest

from config.errors import api_problem
from history import clock
from history.actor import system
from tests.usage.items import MONDAY, identify, track
from tests.usage.stores import EMBEDDED, needs_clickhouse
from usage import actions
from usage.items import Clock, read_item
from usage.models import Carriage, DailyActivity, DailyEvent, DailyUse, ProductUser, StoreChange, Uncounted, UsageEvent
from usage.retention import prune
from usage.rollups import bring_up_to_date, rebuild, roll_up
from usage.store import EVERYTHING, StoreDown, made, store

pytestmark = needs_clickhouse
SOURCE = system("a usage source")
YEAR = timedelta(days=365)


class Killed(BaseException):
    """The worker is no more."""


class Away:
    """A ClickHouse that does not answer."""

    def query(self, *_, **__):
        raise ConnectionRefusedError("nobody listens")

    command = insert = query


@pytest.fixture
def outer(settings, db):
    """ClickHouse keeps the events, and has none."""
    settings.USAGE_STORE = EMBEDDED
    kept = made(EMBEDDED)
    kept.tell("TRUNCATE TABLE usage_event")
    return kept


@pytest.fixture
def away(outer):
    """ClickHouse is away within the block: ``with away(): …``."""

    @contextmanager
    def gone():
        with pytest.MonkeyPatch.context() as patch:
            for name in ("client", "patient"):
                patch.setitem(vars(outer), name, Away())
            yield

    return gone


def everything(product) -> list[list[tuple]]:
    """Every daily count of a product, by the names of things."""
    return [
        sorted(DailyActivity.objects.filter(product=product).values_list("user__user_key", "day", "events")),
        sorted(DailyEvent.objects.filter(product=product).values_list("name", "day", "events")),
        sorted(DailyUse.objects.filter(feature__product=product).values_list("feature__name", "user__user_key", "day", "uses")),
    ]


def happen(product, actor) -> list[list[list[tuple]]]:
    """Weeks of usage with all that goes wrong in them: doubles, late ones, merges, and rounds of counting in between."""
    chance, found = Random(4), []
    for name, carried in (("PDF", {"format": "pdf"}), ("Export", {})):
        actions.define_feature(product=product, name=name, event_names=["Exported"], properties=carried, actor=actor)
    bring_up_to_date(product)
    sent: list[dict] = []
    for step in range(12):
        batch = [
            track(f"u{chance.randrange(5)}", chance.choice(["Exported", "Opened"]), message_id=f"{step}-{number}",
                  at=MONDAY + timedelta(hours=chance.randrange(24 * 30)), properties={"format": chance.choice(["pdf", "csv"])})
            for number in range(15)
        ]  # fmt: skip
        for one in batch[:6]:
            one["anonymousId"] = f"b{one.pop('userId')[1:]}"
        batch += chance.sample(sent, min(len(sent), 5))
        if step in (4, 7):
            batch.append(identify(f"u{step}") | {"anonymousId": f"b{step - 4}"})
        sent += batch
        actions.take_events(product, [read_item(one, Clock(clock.now()), n) for n, one in enumerate(batch)], actor=SOURCE)
        if step % 3:
            roll_up(product)
        if step == 8:
            bring_up_to_date(product)
            found.append(everything(product))
    roll_up(product)
    return [*found, everything(product)]


def test_what_is_counted_is_what_the_database_counts(cast, acting, settings, outer):
    settings.USAGE_STORE = "database"
    expected = happen(cast.product, acting(cast.product_manager))
    settings.USAGE_STORE = EMBEDDED
    found = happen(cast.restricted, acting(cast.admin))
    assert found == expected
    assert sum(row[2] for row in found[-1][0]) == 12 * 15
    with clock.at(clock.now() + YEAR):
        rebuild(cast.restricted)
    assert everything(cast.restricted) == expected[-1]
    assert not StoreChange.objects.exists(), "after an hour merges are carried out there too"


def test_events_that_are_there_already_are_carried_over_when_the_store_is_changed(cast, settings, outer):
    settings.USAGE_STORE = "database"
    actions.take_events(cast.product, [read_item(track("u1", "Opened"))], actor=SOURCE)
    settings.USAGE_STORE = EMBEDDED
    roll_up()
    assert not UsageEvent.objects.exists()
    assert store().names(cast.product.pk, MONDAY, MONDAY + YEAR) == {"Opened": 1}
    assert [row[2] for row in everything(cast.product)[0]] == [1]


def take(product, *keys, **more):
    """One user opened something, once for each message id."""
    return actions.take_events(product, [read_item(track("u1", "Opened", message_id=key, **more)) for key in keys], actor=SOURCE)


@pytest.mark.parametrize("written", [0, 2, 5], ids=["before a row is written", "in the middle", "before it is noted"])
def test_a_worker_killed_while_it_carries_over_loses_and_doubles_nothing(cast, outer, monkeypatch, written):
    take(cast.product, *"12345")
    put = outer.put

    def killed(rows):
        put(rows[:written])
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outer, "put", killed)
        with pytest.raises(Killed):
            roll_up()
    assert UsageEvent.objects.count() == 5
    assert Uncounted.objects.exists()
    assert take(cast.product, "1").known == 1
    roll_up()
    assert not UsageEvent.objects.exists()
    assert outer.names(cast.product.pk, MONDAY, MONDAY + YEAR) == {"Opened": 5}
    assert [row[2] for row in everything(cast.product)[0]] == [5]


def test_an_event_carried_over_between_two_looks_at_it_is_not_doubled(cast, outer, monkeypatch):
    take(cast.product, "1")
    roll_up()
    with monkeypatch.context() as patch:
        patch.setattr(outer, "ids_there", lambda *_: set())  # as somebody saw it who looked before it was there
        take(cast.product, "1", "2")
    roll_up()
    assert outer.names(cast.product.pk, MONDAY, MONDAY + YEAR) == {"Opened": 2}


def test_taking_events_in_goes_on_while_clickhouse_is_away(cast, outer, away, source, send, browse):
    batch = [track("u1", "Opened", message_id=key) for key in "12"]
    send("/v1/batch", {"batch": batch}, source.key)
    roll_up()
    user = ProductUser.objects.get()
    with away():
        answer = send("/v1/batch", {"batch": [*batch, track("u1", "Opened", message_id="3")]}, source.key)
        assert answer.status_code == 200
        assert answer.json()["rejected_count"] == 0
        with pytest.raises(StoreDown):
            roll_up()
        page = browse(cast.admin).get(f"/usage/users/{user.pk}/")
        assert (page.status_code, page["Retry-After"]) == (503, "5")
        assert "Try again in a moment" in page.content.decode()
        for address in ("/usage/", "/usage/users/", f"/usage/sources/{source.pk}/", "/growth/"):
            assert browse(cast.admin).get(address).status_code == 200, "pages that show counts need no raw events"
    assert Uncounted.objects.exists()
    roll_up()
    assert [row[2] for row in everything(cast.product)[0]] == [3]
    assert outer.names(cast.product.pk, MONDAY, MONDAY + YEAR) == {"Opened": 3}
    assert len(browse(cast.admin).get(f"/usage/users/{user.pk}/").context["events"]) == 3


def test_whoever_asks_is_told_when_to_come_again(cast, outer, away, browse):
    address = f"/usage/products/{cast.product.pk}/preview/?event_names=Opened&name=x"
    with away():
        answer = browse(cast.product_manager).get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    body, headers = api_problem(StoreDown())
    assert (body["status"], body["title"], headers) == (503, "Not there just now", {"Retry-After": "5"})


def test_an_erasure_while_clickhouse_is_away_is_carried_out_when_it_is_back(cast, outer, away, acting, source, send):
    send("/v1/batch", {"batch": [track("jo", "Opened", properties={"street": "Quillstreet 7"})]}, source.key)
    roll_up()
    jo = ProductUser.objects.get()
    with away():
        actions.erase_user(jo, actor=acting(cast.admin))
    assert [one.properties for one in outer.latest(9, user_id=jo.pk)] == [{}], "nobody reads it from then on"
    roll_up()
    assert not StoreChange.objects.exists()
    assert outer.client.query("SELECT properties FROM usage_event").result_rows == [("",)]


def test_merges_are_told_together_and_until_then_applied(cast, outer):
    for number in range(3):
        take(cast.product, f"m{number}")
    anonymous = [track(f"x{n}", "Opened", message_id=f"a{n}") | {"anonymousId": f"b{n}"} for n in range(3)]
    for one in anonymous:
        one.pop("userId")
    actions.take_events(cast.product, [read_item(one) for one in anonymous], actor=SOURCE)
    roll_up()
    merged = [identify(f"x{n}") | {"anonymousId": f"b{n}"} for n in range(3)]
    actions.take_events(
        cast.product, [read_item(one) for one in [*merged, *(track(f"x{n}", "Came") for n in range(3))]], actor=SOURCE
    )
    roll_up()
    users = {user for _, user, _ in outer.counts(cast.product.pk, MONDAY, MONDAY + YEAR, EVERYTHING)}
    assert users == set(ProductUser.objects.values_list("pk", flat=True))
    changes = StoreChange.objects.count()
    roll_up()
    assert StoreChange.objects.count() == changes
    with clock.at(clock.now() + timedelta(hours=2)):
        roll_up()
    assert not StoreChange.objects.exists()
    there = {user for (user,) in outer.client.query("SELECT DISTINCT user_id FROM usage_event").result_rows}
    assert there == users


def test_old_events_are_dropped_there_and_their_counts_stay(cast, outer):
    old, young = clock.now() - timedelta(days=40), clock.now() - timedelta(days=3)
    take(cast.product, "1", "2", at=old)
    take(cast.product, "3", at=young)
    assert prune(30) == 2
    assert prune(30) == 0
    kept = everything(cast.product)
    assert [row[2] for row in kept[0]] == [2, 1]
    rebuild(cast.product)
    assert everything(cast.product) == kept
    assert outer.span(cast.product.pk)[0] == young


def test_admins_read_where_events_are_and_how_many_wait(cast, outer, browse):
    take(cast.product, "1", "2")
    page = browse(cast.admin).get("/jobs/").content.decode()
    assert "Raw events" in page
    assert "2 wait" in page
    roll_up()
    page = browse(cast.admin).get("/jobs/").content.decode()
    assert "2 wait" not in page
    assert Carriage.objects.get().carried_at is not None
    assert "Raw events" not in browse(cast.viewer).get("/jobs/").content.decode()
