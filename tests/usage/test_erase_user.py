"""Erasing a product user: what was done stays counted, whose doing it was nobody can tell any more."""

from __future__ import annotations

import pytest

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.usage.items import MONDAY, group, identify, track
from usage import actions
from usage.models import Arrival, ProductUser, UsageEvent

WORDS = ("jo@acme.example", "Jo Quill", "b-77", "jo-4711", "Quillstreet")


@pytest.fixture
def jo(cast, source, send):
    """Somebody of whom we know a lot."""
    batch = [
        {"type": "page", "anonymousId": "b-77", "name": "Pricing", "timestamp": MONDAY.isoformat()},
        identify("jo-4711", email="jo@acme.example", name="Jo Quill") | {"anonymousId": "b-77"},
        group("jo-4711", cast.acme.name),
        track("jo-4711", "Report Exported", message_id="m1", properties={"street": "Quillstreet 7"}),
        track("ann", "Report Exported", message_id="m2", properties={"format": "pdf"}),
    ]
    assert send("/v1/batch", {"batch": batch}, source.key).json()["rejected_count"] == 0
    return ProductUser.objects.get(user_key="jo-4711")


def by_call(cast, jo, acting, **_):
    actions.erase_user(jo, actor=acting(cast.admin))


def on_the_web(cast, jo, browse, **_):
    assert browse(cast.admin).post(f"/usage/users/{jo.pk}/erasure/").status_code == 302


def by_api(cast, jo, call, **_):
    api = call(cast.admin)
    found = api.get("/api/v1/product-users/", {"key": "anonymous:b-77"}).json()["results"]
    assert [one["id"] for one in found] == [jo.pk]
    assert api.post(f"/api/v1/product-users/{found[0]['id']}/erase/", {}, format="json").status_code == 200


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_nothing_of_them_is_left_and_what_was_done_stays_counted(cast, jo, acting, browse, call, door):
    company = jo.company
    door(cast=cast, jo=jo, acting=acting, browse=browse, call=call)
    jo.refresh_from_db()
    assert (jo.traits, jo.email, jo.company, jo.aliases.count()) == ({}, "", company, 0)
    assert [(event.name, event.properties) for event in jo.events.order_by("name")] == [
        ("Page viewed: Pricing", {}), ("Report Exported", {}),
    ]  # fmt: skip
    kept = str([*ProductUser.objects.values(), *UsageEvent.objects.values(), *Arrival.objects.values()])
    said = str([(event.facts, event.words.body) for event in Event.objects.of(jo)])
    page = browse(cast.admin).get(f"/usage/users/{jo.pk}/").content.decode()
    for word in WORDS:
        assert word not in kept + said + page
    assert [event.kind for event in Event.objects.of(jo)] == ["product_user.erased"]
    assert "erased what was known of" in page
    assert UsageEvent.objects.get(message_id="m2").properties == {"format": "pdf"}, "others keep theirs"
    assert Arrival.objects.filter(user_key="ann").exists()


def test_it_happens_once(cast, jo, acting, call):
    actions.erase_user(jo, actor=acting(cast.admin))
    with pytest.raises(NotPossible, match="erased already"):
        actions.erase_user(jo, actor=acting(cast.admin))
    assert call(cast.admin).post(f"/api/v1/product-users/{jo.pk}/erase/", {}, format="json").status_code == 409


def test_what_comes_in_afterwards_is_a_new_users(cast, jo, acting, source, send):
    actions.erase_user(jo, actor=acting(cast.admin))
    send("/v1/batch", {"batch": [track("jo-4711", "Came Back", message_id="m9")]}, source.key)
    assert UsageEvent.objects.get(name="Came Back").user_id != jo.pk


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "product_manager", "leader"])
def test_nobody_but_an_admin_erases(cast, jo, acting, browse, call, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.erase_user(jo, actor=acting(person))
    assert browse(person).post(f"/usage/users/{jo.pk}/erasure/").status_code == 403
    assert call(person).post(f"/api/v1/product-users/{jo.pk}/erase/", {}, format="json").status_code == 403
    assert "Erase for good" not in browse(person).get(f"/usage/users/{jo.pk}/").content.decode()
