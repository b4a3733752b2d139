"""Knowing a user again under every id, in whatever order the items come."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history.actor import system
from history.moving import movings_of
from tests.usage.items import day, group, identify, read, track
from usage.actions import take_events
from usage.models import ProductUser, UsageEvent, UserAlias
from usage.moves import WITH_THEIR_USER

SOURCE = system("a usage source")


def take(cast, *raw, alone=True):
    """Take items, each in a request of its own or all in one."""
    batches = [[one] for one in raw] if alone else [list(raw)]
    return [take_events(cast.product, read(*batch), actor=SOURCE) for batch in batches]


def seen(browser: str, event: str, at=1, **more) -> dict:
    """An anonymous visitor did something."""
    return track("", event, at=day(at), message_id=f"{browser}-{event}", anonymousId=browser, **more) | {"userId": None}


def came(user: str, browser: str, at=2, **traits) -> dict:
    """A visitor says who they are."""
    return identify(user, **traits) | {"anonymousId": browser, "timestamp": day(at).isoformat()}


def alias(previous: str, user: str, at=2) -> dict:
    """Two ids of one user."""
    return {"type": "alias", "previousId": previous, "userId": user, "timestamp": day(at).isoformat()}


def state() -> list[tuple]:
    """Everybody, with what is known of them and what they did."""
    return [
        (user.user_key, user.traits, user.company_id, user.first_seen_at, user.is_identified,
         sorted(user.events.values_list("name", flat=True)), sorted(user.aliases.values_list("key", flat=True)))
        for user in ProductUser.objects.order_by("user_key")
    ]  # fmt: skip


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_what_a_visitor_did_is_theirs_whatever_the_order(cast, order, alone):
    cast.acme.crm_id = "CRM-7"
    cast.acme.save()
    items = [
        seen("b-1", "Read", at=1, context={"groupId": "CRM-7"}),
        seen("b-1", "Clicked", at=5),
        came("jo", "b-1", plan="pro"),
        track("jo", "Bought", at=day(3)),
    ]
    take(cast, *(items[place] for place in order), alone=alone)
    assert state() == [("jo", {"plan": "pro"}, cast.acme.pk, day(1), True, ["Bought", "Clicked", "Read"], ["anonymous:b-1"])]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_alias_holds_before_and_after_the_events(cast, order):
    items = [seen("b-1", "Read"), alias("b-1", "jo"), track("jo", "Bought", at=day(3))]
    take(cast, *(items[place] for place in order))
    assert [(row[0], row[3], row[5]) for row in state()] == [("jo", day(1), ["Bought", "Read"])]


def test_the_same_again_changes_nothing(cast):
    items = [seen("b-1", "Read"), came("jo", "b-1"), alias("b-1", "jo"), alias("temp", "jo"), track("temp", "Tried")]
    take(cast, *items)
    before = state()
    assert all(not one.refused and not one.noted for one in take(cast, *items))
    assert state() == before


def test_two_browsers_of_one_user(cast):
    take(cast, seen("b-1", "Read"), seen("b-2", "Clicked"), came("jo", "b-1"), came("jo", "b-2"))
    assert state()[0][5] == ["Clicked", "Read"]
    assert ProductUser.objects.count() == 1


@pytest.mark.parametrize("alone", [True, False])
def test_two_identified_users_are_not_made_one(cast, alone):
    results = take(cast, identify("ann", plan="a"), identify("bob", plan="b"), alias("ann", "bob"), alone=alone)
    assert ["both identified" in reason for one in results for _, reason in one.refused] == [True]
    assert [row[0] for row in state()] == ["ann", "bob"]
    assert not UserAlias.objects.exists()


def test_a_browser_that_two_use_stays_with_the_first(cast):
    results = take(cast, seen("b-1", "Read"), came("ann", "b-1"), came("bob", "b-1", plan="pro"))
    assert ["ids were not joined" in reason for _, reason in results[-1].noted] == [True]
    assert (results[-1].taken, results[-1].refused) == (1, [])
    assert ProductUser.objects.get(user_key="bob").traits == {"plan": "pro"}
    assert UsageEvent.objects.get().user.user_key == "ann"


def test_an_alias_does_not_go_in_a_circle(cast):
    results = take(cast, alias("a", "b"), alias("b", "a"), alias("c", "c"))
    assert [[reason.rpartition(" ")[2] for _, reason in one.refused] for one in results] == [[], ["circle."], ["same."]]
    assert [(row[0], row[6]) for row in state()] == [("b", ["a", "anonymous:a"])]


@pytest.mark.parametrize("nobody", ["undefined", "null", "0", "guest", "[object Object]"])
def test_ids_that_name_nobody_join_nobody(cast, nobody):
    assert "names nobody" in take(cast, alias(nobody, "jo"))[0].refused[0][1]
    assert "names nobody" in take(cast, came("jo", nobody))[0].noted[0][1]
    assert not UserAlias.objects.exists()


def test_an_old_id_of_an_identified_user_may_get_a_new_name(cast):
    take(cast, identify("old", plan="pro"), track("old", "Opened"), alias("old", "new"), track("new", "Closed", at=day(5)))
    assert [(row[0], row[5], row[6]) for row in state()] == [("old", ["Closed", "Opened"], ["anonymous:old", "new"])]


def test_of_each_trait_the_newest_counts_whatever_comes_last(cast):
    newer, older = identify("jo", plan="pro") | {"timestamp": day(9).isoformat()}, identify("jo", plan="free", seats=3)
    take(cast, newer, older)
    assert ProductUser.objects.get().traits == {"plan": "pro", "seats": 3}


def test_the_company_named_last_counts_whatever_comes_last(cast):
    late = group("jo", cast.acme.name)
    take(cast, group("jo", cast.globex.name) | {"timestamp": day(9).isoformat()}, late)
    assert ProductUser.objects.get().company == cast.globex


def test_what_a_client_calls_a_company_need_be_said_once(cast):
    take(cast, group("ann", "g-5"), group("bob", "g-5", name=cast.acme.name), track("eve", "Came", context={"groupId": "g-5"}))
    assert set(ProductUser.objects.values_list("user_key", "company")) == {(who, cast.acme.pk) for who in ("ann", "bob", "eve")}


def test_another_product_knows_other_users(cast):
    take(cast, came("jo", "b-1"))
    take_events(cast.restricted, read(seen("b-1", "Read")), actor=SOURCE)
    assert UsageEvent.objects.get().user.user_key == "anonymous:b-1"


def test_the_same_id_with_other_content_is_refused_and_changes_nothing(cast):
    take(cast, track("jo", "Opened", message_id="m", properties={"a": 1}))
    others = [
        track("jo", "Closed", message_id="m", properties={"a": 1}), track("jo", "Opened", message_id="m", properties={"a": 2}),
        track("ann", "Opened", message_id="m", properties={"a": 1}),
    ]  # fmt: skip
    results = take(cast, *others, alone=False)[0]
    assert (results.taken, results.known, len(results.refused)) == (0, 0, 3)
    assert {reason for _, reason in results.refused} == {"Known under this id with other content. What was taken first stays."}
    event = UsageEvent.objects.get()
    assert (event.name, event.properties, event.user.user_key) == ("Opened", {"a": 1}, "jo")


def test_the_same_id_from_a_clock_that_was_mended_is_known(cast):
    take(cast, track("jo", "Opened", message_id="m"))
    assert take(cast, track("jo", "Opened", message_id="m", at=day(3)))[0].known == 1


def test_everything_that_names_a_user_goes_along_with_them():
    named = {relation.related_model._meta.label for relation in ProductUser._meta.related_objects}
    assert named - WITH_THEIR_USER - {moving.model._meta.label for moving in movings_of(ProductUser)} == set()


STEPS = [
    seen("b-1", "Read"), seen("b-1", "Clicked", at=4), seen("b-2", "Found"), came("jo", "b-1", at=3, plan="pro"), alias("b-2", "jo"),
    track("jo", "Bought"), identify("jo", plan="free", seat=1), track("temp", "Tried"), alias("temp", "jo"),
]  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(STEPS), cuts=st.sets(st.integers(1, len(STEPS) - 1)))
def test_any_order_in_any_batches_comes_to_the_same(cast, order, cuts):
    UsageEvent.objects.all().delete()
    ProductUser.objects.all().delete()
    places = [0, *sorted(cuts), len(order)]
    for start, end in pairwise(places):
        take_events(cast.product, read(*order[start:end]), actor=SOURCE)
    events = ["Bought", "Clicked", "Found", "Read", "Tried"]
    aliases = ["anonymous:b-1", "anonymous:b-2", "anonymous:temp", "b-2", "temp"]
    assert state() == [("jo", {"plan": "pro", "seat": 1}, None, day(0), True, events, aliases)]
