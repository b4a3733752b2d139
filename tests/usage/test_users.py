"""Product users: found by any of their ids, and tied to the contact and the company that they are of."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Contact
from tests.usage.items import group, identify, read, track
from usage.actions import take_events
from usage.models import ProductUser
from usage.views.users import contact_of


@pytest.fixture
def jo(cast, acting):
    """A user with a browser, a company, an e-mail address and some events."""
    raw = [
        identify("jo-4711", email="Jo@Acme.example", name="Jo Quill") | {"anonymousId": "b-77"},
        group("jo-4711", cast.acme.name), track("jo-4711", "Report Exported", properties={"format": "pdf"}),
        track("ann", "Report Exported"),
    ]  # fmt: skip
    take_events(cast.product, read(*raw), actor=acting(cast.product_manager))
    return ProductUser.objects.get(user_key="jo-4711")


@pytest.fixture
def contact(cast):
    """The contact with Jo's e-mail address."""
    return Contact.objects.create(name="Jo Quill", email="jo@acme.example", company=cast.acme)


@pytest.mark.parametrize("words", ["jo-4711", "JO-47", "acme.example", "anonymous:b-77"])
def test_a_user_is_found_by_any_id_and_by_address(cast, jo, browse, call, words):
    text = browse(cast.viewer).get("/usage/users/", {"q": words}).content.decode()
    assert f'href="/usage/users/{jo.pk}/"' in text
    assert ">ann<" not in text
    found = call(cast.viewer).get("/api/v1/product-users/", {"q": words}).json()["results"]
    assert [(one["user_key"], one["ids"]) for one in found] == [("jo-4711", ["jo-4711", "anonymous:b-77"])]


def test_their_page_says_who_they_are_and_what_they_did(cast, jo, contact, browse):
    text = browse(cast.viewer).get(f"/usage/users/{jo.pk}/").content.decode()
    for words in (
        "jo-4711",
        "anonymous:b-77",
        "Report Exported",
        "format",
        "pdf",
        "Identified",
        f"/customers/contacts/{contact.pk}/",
    ):
        assert words in text


def test_a_contact_and_their_company_show_their_users(cast, jo, contact, browse):
    for address in (f"/customers/contacts/{contact.pk}/", f"/customers/{cast.acme.pk}/?tab=use"):
        assert f'href="/usage/users/{jo.pk}/"' in browse(cast.viewer).get(address).content.decode()


def test_only_a_contact_of_the_same_company_is_meant(cast, jo, contact):
    contact.company = cast.globex
    contact.save()
    assert contact_of(jo) is None
    assert not ProductUser.objects.of_contact(contact).exists()


def test_a_contact_merged_into_another_brings_their_address(cast, jo, contact):
    other = Contact.objects.create(name="Joanna Quill", company=cast.acme)
    contact.merged_into = other
    contact.save()
    assert contact_of(jo) == other
    assert list(ProductUser.objects.of_contact(other)) == [jo]


def test_users_of_a_hidden_product_are_hidden(cast, acting, browse, call):
    take_events(cast.restricted, read(track("jo-secret", "Opened")), actor=acting(cast.product_manager))
    hidden = ProductUser.objects.get()
    assert browse(cast.outsider).get(f"/usage/users/{hidden.pk}/").status_code == 404
    assert "jo-secret" not in browse(cast.outsider).get("/usage/users/").content.decode()
    assert call(cast.outsider).get(f"/api/v1/product-users/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("query", ["q=%F0%9F%98%80", "product=x", "product=999999999999999999999", "page=x", "identified=maybe"])
def test_an_odd_filter_is_passed_over(cast, jo, browse, query):
    assert browse(cast.viewer).get(f"/usage/users/?{query}").status_code == 200


def test_the_list_asks_the_same_number_of_times_whatever_its_length(cast, acting, browse):
    take_events(cast.product, read(*(track(f"u{n}", "Opened") for n in range(60))), actor=acting(cast.product_manager))
    browser = browse(cast.viewer)
    browser.get("/usage/users/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/usage/users/")
    assert len(queries) <= 15
