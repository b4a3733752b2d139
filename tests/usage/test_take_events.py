"""Taking usage events."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.models import CompanyDomain
from history.actor import system
from history.refusals import NotAllowed
from tests.usage.items import MONDAY, day, group, identify, read, track
from usage.actions import take_events
from usage.items import Item
from usage.models import ProductUser, UsageEvent

SOURCE = system("a usage source")


def test_what_a_user_did_is_kept(cast):
    taken = take_events(cast.product, read(track("u1", "Board Opened", properties={"plan": "pro"})), actor=SOURCE)
    event = UsageEvent.objects.get()
    assert (taken.taken, taken.known) == (1, 0)
    assert (event.name, event.at, event.properties, event.user.user_key) == ("Board Opened", MONDAY, {"plan": "pro"}, "u1")


def test_the_same_message_is_never_taken_twice(cast):
    items = read(
        track("u1", "Opened", message_id="a"), track("u1", "Opened", message_id="a"), track("u1", "Opened", message_id="b")
    )
    first = take_events(cast.product, items, actor=SOURCE)
    again = take_events(cast.product, items, actor=SOURCE)
    assert (first.taken, first.known) == (2, 1)
    assert (again.taken, again.known) == (0, 3)
    assert UsageEvent.objects.count() == 2


def test_another_product_takes_the_same_message(cast):
    for product in (cast.product, cast.restricted):
        assert take_events(product, read(track("u1", "Opened", message_id="a")), actor=SOURCE).taken == 1


def test_items_without_an_id_are_known_by_what_they_say(cast):
    raw = track("u1", "Opened")
    raw.pop("messageId")
    take_events(cast.product, read(raw), actor=SOURCE)
    assert take_events(cast.product, read(raw), actor=SOURCE).known == 1


@pytest.mark.parametrize(
    "item",
    [
        lambda: group("u1", "CRM-7"),
        lambda: group("u1", "whatever", name="ACME"),
        lambda: group("u1", "whatever", domain="acme.example"),
        lambda: group("u1", "whatever", website="https://www.acme.example/de"),
        lambda: identify("u1", company={"id": "CRM-7"}),
        lambda: identify("u1", email="jo@acme.example"),
        lambda: track("u1", "Came", context={"groupId": "CRM-7"}),
    ],
)
def test_a_user_is_tied_to_a_company_by_id_domain_or_name(cast, item):
    cast.acme.crm_id = "CRM-7"
    cast.acme.save()
    CompanyDomain.objects.create(company=cast.acme, domain="acme.example")
    take_events(cast.product, read(track("u1", "Opened"), track("u2", "Opened")), actor=SOURCE)
    take_events(cast.product, read(item()), actor=SOURCE)
    assert ProductUser.objects.get(user_key="u1").company == cast.acme
    assert ProductUser.objects.get(user_key="u2").company is None


def test_an_unknown_group_makes_no_company_and_is_kept_as_a_trait(cast):
    take_events(cast.product, read(group("u1", "initech", name="Initech")), actor=SOURCE)
    user = ProductUser.objects.get()
    assert user.company is None
    assert user.traits == {"group": {"id": "initech", "name": "Initech"}}


def test_traits_grow_and_the_last_word_counts(cast):
    take_events(cast.product, read(identify("u1", plan="free", seat=1), identify("u1", plan="pro")), actor=SOURCE)
    assert ProductUser.objects.get().traits == {"plan": "pro", "seat": 1}


def test_we_know_when_a_user_was_first_seen_even_if_that_is_told_late(cast):
    take_events(cast.product, read(track("u1", "Opened", at=day(9))), actor=SOURCE)
    take_events(cast.product, read(track("u1", "Opened", at=day(2)), track("u1", "Opened", at=day(20))), actor=SOURCE)
    assert ProductUser.objects.get().first_seen_at == day(2)


def test_many_items_are_taken_in_chunks_and_may_be_taken_again(cast):
    items = [Item("track", f"u{n % 7}", MONDAY + timedelta(minutes=n), f"m{n}", "Opened") for n in range(500)]
    assert take_events(cast.product, iter(items[:300]), actor=SOURCE, chunk=120).taken == 300
    again = take_events(cast.product, iter(items), actor=SOURCE, chunk=120)
    assert (again.taken, again.known) == (200, 300)


def test_product_managers_and_admins_bring_events_in(cast, acting):
    for who in (cast.product_manager, cast.admin):
        take_events(cast.product, [], actor=acting(who))


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader", "suspended"])
def test_nobody_else_does(cast, acting, who):
    with pytest.raises(NotAllowed):
        take_events(cast.product, [], actor=acting(getattr(cast, who)))


def test_who_is_no_member_of_the_product_does_not(cast, acting):
    with pytest.raises(NotAllowed, match="no member"):
        take_events(cast.restricted, [], actor=acting(cast.outsider))
