"""A product's portal: off until somebody opens it, public or by link, and kept by product managers and admins."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from people.actions import archive_product
from portal import actions
from portal.models import Portal
from tests.portal.doing import at


def test_it_is_off_until_somebody_opens_it(cast, petra):
    portal = actions.make_portal(cast.product, actor=petra)
    assert (portal.audience, portal.slug, portal.title) == ("off", "relay", "Relay")
    assert Client().get(portal.get_absolute_url()).status_code == 404
    actions.change_portal(portal, actor=petra, audience="public")
    assert Client().get(portal.get_absolute_url()).status_code == 200
    assert [event.kind for event in Event.objects.filter(kind__startswith="portal.").order_by("id")] == [
        "portal.made",
        "portal.changed",
    ]


def test_one_a_product(cast, portal, petra):
    with pytest.raises(NotPossible, match="already"):
        actions.make_portal(cast.product, actor=petra)


def test_product_managers_and_admins_keep_it(cast, acting, portal):
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.change_portal(portal, actor=acting(person), title="Mine")
    assert actions.change_portal(portal, actor=acting(cast.admin), title="Ours").title == "Ours"
    with pytest.raises(NotAllowed, match="member"):
        actions.make_portal(cast.restricted, actor=acting(cast.outsider))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "x"}, "slug"), ({"slug": "no way"}, "slug"), ({"title": ""}, "title"), ({"audience": "all"}, "audience"),
        ({"shown": []}, "shown"), ({"shown": ["soon"]}, "shown"), ({"shown": "shipped"}, "shown"), ({"product": 1}, "product"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field(portal, petra, values, field):
    with pytest.raises(ValidationError) as refusal:
        actions.change_portal(portal, actor=petra, **values)
    assert field in refusal.value.message_dict


def test_two_portals_have_two_addresses(cast, portal, petra):
    with pytest.raises(ValidationError) as refusal:
        actions.make_portal(cast.restricted, actor=petra, slug="relay")
    assert "slug" in refusal.value.message_dict


def test_nobody_overwrites_unseen(portal, petra):
    actions.change_portal(portal, actor=petra, title="One", version=1)
    with pytest.raises(Stale):
        actions.change_portal(portal, actor=petra, title="Two", version=1)


def test_by_link_one_reads_only_signed_in(portal, published, petra, ann, visit):
    actions.change_portal(portal, actor=petra, audience="link")
    for address in (at(portal, "home"), published.address_on(portal), at(portal, "submit"), at(portal, "mine")):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, at(portal, "sign_in"))
    door = Client().get(at(portal, "sign_in")).content.decode()
    assert published.title not in door
    assert published.title in visit(ann).get(at(portal, "home")).content.decode()


def test_an_archived_product_has_no_portal_any_more(cast, portal, acting, petra):
    archive_product(cast.product, actor=acting(cast.admin))
    assert Client().get(portal.get_absolute_url()).status_code == 404
    with pytest.raises(NotPossible):
        portal.product.portal.delete()
        actions.make_portal(cast.product, actor=petra)


def test_search_engines_list_it_only_where_somebody_said_so(portal, petra):
    closed = Client().get(portal.get_absolute_url())
    assert "noindex" in closed.headers["X-Robots-Tag"]
    assert 'name="robots"' in closed.content.decode()
    actions.change_portal(portal, actor=petra, is_indexed=True)
    opened = Client().get(portal.get_absolute_url())
    assert "X-Robots-Tag" not in opened.headers
    assert 'name="robots"' not in opened.content.decode()
    actions.change_portal(portal, actor=petra, audience="link")
    assert "noindex" in Client().get(at(portal, "sign_in")).headers["X-Robots-Tag"]


def test_the_house_headers_hold_here_too(portal):
    headers = Client().get(portal.get_absolute_url()).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]


def test_the_web_makes_and_changes_it(cast, browse):
    for person in (cast.product_manager, cast.admin):
        assert "No portal yet" in browse(person).get(reverse("portal:portal_list")).content.decode()
    browser, page = browse(cast.product_manager), reverse("portal:settings", args=[cast.product.pk])
    assert browser.get(page).status_code == 200
    values = {"title": "Relay ideas", "slug": "relay", "audience": "public", "shown": ["planned", "shipped"], "greeting": "Hello"}
    refused = browser.post(page, values | {"slug": "", "greeting": "Stays"})
    assert refused.status_code == 422
    assert "Stays" in refused.content.decode()
    assert browser.post(page, values).status_code == 302
    made = Portal.objects.get()
    assert (made.shown, made.is_moderated) == (["planned", "shipped"], False)
    assert browser.post(page, values | {"is_moderated": "on", "version": 1}).status_code == 302
    assert browser.post(page, values | {"title": "Late", "version": 1}).status_code == 422
    made.refresh_from_db()
    assert (made.is_moderated, made.title) == (True, "Relay ideas")


def test_the_api_makes_and_changes_it(cast, call):
    api = call(cast.admin)
    made = api.post("/api/v1/portals/", {"product": cast.product.pk}, format="json")
    assert (made.status_code, made.json()["audience"]) == (201, "off")
    address = f"/api/v1/portals/{made.json()['id']}/"
    changed = api.patch(address, {"audience": "link", "shown": ["shipped", "planned"]}, format="json", HTTP_IF_MATCH='"1"')
    assert changed.json()["shown"] == ["planned", "shipped"]
    assert api.patch(address, {"audience": "off"}, format="json", HTTP_IF_MATCH='"1"').status_code == 409
    assert api.patch(address, {"product": 3}, format="json").status_code == 400
    assert call(cast.viewer).get(address).status_code == 200
    assert call(cast.viewer).patch(address, {"audience": "off"}, format="json").status_code == 403
