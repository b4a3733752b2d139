"""Many clients at once on the same users: nobody is lost, doubled or mixed up, and nothing outlives its erasure."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, connections

from history.actor import system
from tests.usage.items import MONDAY, identify, track
from usage import actions
from usage.actions import erasing, taking
from usage.items import read_item
from usage.models import DailyActivity, ProductUser, UsageEvent, UserAlias
from usage.order import OURS
from usage.rollups import rebuild, roll_up

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = system("a usage source")
WRITERS, ROUNDS, PEOPLE = 16, 3, 4
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets nobody write in between")


def together(works: list[Callable[[], object]]) -> list[object]:
    """Do all of it at once, each on a connection of its own; what each answered."""
    ready, answers = threading.Barrier(len(works)), [None] * len(works)

    def one(place: int) -> None:
        try:
            ready.wait(60)
            answers[place] = works[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def take(product, *items):
    return actions.take_events(product, [read_item(one, place=n) for n, one in enumerate(items)], actor=SOURCE)


def batch(chance: Random, number: int) -> list[dict]:
    """What one client sends: people do something under one id or the other, and say who they are."""
    items = []
    for n in range(6):
        person = chance.randrange(PEOPLE)
        item = track(f"u{person}", "Opened", message_id=f"{number}-{n}", at=MONDAY + timedelta(hours=chance.randrange(99)))
        if chance.random() < 0.5:
            item |= {"anonymousId": f"b{person}-{chance.randrange(3)}"}
            item.pop("userId")
        items.append(item)
    for _ in range(2):
        person = chance.randrange(PEOPLE)
        if chance.random() < 0.5:
            items.append(identify(f"u{person}", seat=number) | {"anonymousId": f"b{person}-{chance.randrange(3)}"})
        else:
            anonymous = f"b{person}-{chance.randrange(3)}"
            items.append({"type": "alias", "userId": f"u{person}", "previousId": f"anonymous:{anonymous}",
                          "timestamp": MONDAY.isoformat(), "messageId": f"alias-{number}-{len(items)}"})  # fmt: skip
    chance.shuffle(items)
    return items


def test_a_storm_of_merges_loses_nothing_and_mixes_up_nobody(cast, source, send):
    chance = Random(3)
    for number in range(ROUNDS):
        bodies = [batch(chance, 100 * number + writer) for writer in range(WRITERS)]
        answers = together([lambda body=body: send("/v1/batch", {"batch": body}, source.key) for body in bodies])
        assert [answer.status_code for answer in answers] == [200] * WRITERS
    for person in range(PEOPLE):
        take(cast.product, *(identify(f"u{person}") | {"anonymousId": f"b{person}-{n}"} for n in range(3)))
    assert UsageEvent.objects.count() == WRITERS * ROUNDS * 6
    assert set(ProductUser.objects.values_list("user_key", flat=True)) == {f"u{person}" for person in range(PEOPLE)}
    found = set(UserAlias.objects.values_list("key", "user__user_key"))
    assert {(key, user) for key, user in found if f"b{user[1]}-" not in key} == set(), "no id leads to somebody else"
    assert {key for key, _ in found} >= {f"anonymous:b{person}-{n}" for person in range(PEOPLE) for n in range(3)}
    roll_up()
    kept = sorted(DailyActivity.objects.values_list("user", "day", "events"))
    assert sum(row[2] for row in kept) == WRITERS * ROUNDS * 6
    rebuild(cast.product)
    assert sorted(DailyActivity.objects.values_list("user", "day", "events")) == kept


def test_counting_in_the_middle_of_merges_ends_right(cast, source, send):
    chance = Random(5)
    for number in range(ROUNDS):
        bodies = [batch(chance, 100 * number + writer) for writer in range(6)]
        works = [lambda body=body: send("/v1/batch", {"batch": body}, source.key).status_code for body in bodies]
        answers = together([*works, roll_up, roll_up])
        assert answers[:6] == [200] * 6
        assert None not in answers, "no round of counting fell over"
    roll_up()
    kept = sorted(DailyActivity.objects.values_list("user", "day", "events"))
    assert sum(row[2] for row in kept) == 6 * ROUNDS * 6
    rebuild(cast.product)
    assert sorted(DailyActivity.objects.values_list("user", "day", "events")) == kept


def secret(key: str) -> dict:
    return track("jo", "Opened", message_id=key, properties={"street": "Quillstreet 7"})


def left_of(jo: ProductUser) -> list[dict]:
    """What the events of the one who was erased still carry."""
    return [event.properties for event in UsageEvent.objects.filter(user=jo) if event.properties]


def test_an_erasure_in_a_storm_of_events_leaves_nothing(cast, acting, source, send):
    for number in range(ROUNDS):
        send("/v1/batch", {"batch": [secret(f"{number}-first") | {"anonymousId": "b-jo"}]}, source.key)
        jo = ProductUser.objects.get(user_key="jo")
        batches = [
            [secret(f"{number}-{writer}"), identify("jo", street="Quillstreet 7") | {"anonymousId": f"b{number}-{writer}"}]
            for writer in range(8)
        ]  # fmt: skip
        works = [lambda body=body: send("/v1/batch", {"batch": body}, source.key).status_code for body in batches]
        answers = together([*works, lambda jo=jo: actions.erase_user(jo, actor=acting(cast.admin)).pk])
        assert answers == [200] * 8 + [jo.pk]
        jo.refresh_from_db()
        assert (left_of(jo), jo.traits, jo.aliases.count()) == ([], {}, 0)


def meanwhile(monkeypatch, module, name: str, work: Callable[[], object]) -> threading.Thread:
    """When ``name`` is called, somebody else begins this, and gets as far as they can before it goes on."""
    real, thread = getattr(module, name), threading.Thread(target=lambda: together([work]))

    def called(*args, **options):
        if not thread.ident:
            thread.start()
            while thread.is_alive() and not is_somebody_waiting():
                pass
        return real(*args, **options)

    monkeypatch.setattr(module, name, called)
    return thread


@on_postgres
@pytest.mark.parametrize("point", ["Crowd", "tell_users", "insert", "mark"])
def test_an_erasure_waits_for_events_that_are_being_taken(cast, acting, monkeypatch, point):
    take(cast.product, secret("first"))
    jo = ProductUser.objects.get(user_key="jo")
    eraser = meanwhile(monkeypatch, taking, point, lambda: actions.erase_user(jo, actor=acting(cast.admin)))
    take(cast.product, secret("late"))
    eraser.join(60)
    jo.refresh_from_db()
    assert jo.erased_at is not None
    assert UsageEvent.objects.get(message_id="late").user_id == jo.pk
    assert (left_of(jo), jo.traits) == ([], {})


@on_postgres
@pytest.mark.parametrize("known_by", ["id", "other id"])
def test_events_that_come_during_an_erasure_are_a_new_users(cast, acting, monkeypatch, known_by):
    take(cast.product, secret("first"), identify("jo") | {"anonymousId": "b-jo"})
    jo = ProductUser.objects.get(user_key="jo")
    late = secret("late")
    if known_by == "other id":
        late |= {"anonymousId": "b-jo"}
        late.pop("userId")
    client = meanwhile(monkeypatch, erasing, "forget_events", lambda: take(cast.product, late))
    actions.erase_user(jo, actor=acting(cast.admin))
    client.join(60)
    assert left_of(jo) == []
    event = UsageEvent.objects.get(message_id="late")
    assert event.user_id != jo.pk
    assert event.properties == {"street": "Quillstreet 7"}


def is_somebody_waiting() -> bool:
    """Whether somebody waits for their turn with the users of a product."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from pg_locks where not granted and locktype = 'advisory' and classid = %s "
            "and database = (select oid from pg_database where datname = current_database())", [OURS],
        )  # fmt: skip
        return cursor.fetchone() is not None
