"""The rail, the tabs and how this browser wants to see it."""

from __future__ import annotations

import pytest
from django.templatetags.static import static

from doors import navigation
from doors.context import way_back
from history.actor import Role
from people.models import Person


def three_who_wait(actor):
    """The rows behind a number in the rail."""
    return Person.objects.filter(pk__lt=Person.objects.order_by("pk").values("pk")[3:4])


@pytest.fixture
def places(monkeypatch):
    """A rail of three places."""
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_commands", {})
    navigation.register(
        navigation.NavEntry("Everybody's", "history:activity", "activity", key="a", order=100),
        navigation.NavEntry("Settings", "doors:design", "settings", roles=(Role.ADMIN,), order=210, waiting=three_who_wait),
        navigation.Command("New thing", "doors:design", roles=(Role.ADMIN,)),
    )


def test_the_rail_shows_what_the_roles_use(places, cast, browse):
    html = browse(cast.admin).get("/activity/").content.decode()
    assert "Everybody" in html
    assert '>3<span class="sr"> waiting</span>' in html
    assert "New thing" in html
    html = browse(cast.viewer).get("/activity/").content.decode()
    assert "Everybody" in html
    assert "New thing" not in html


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/feedback/12/merge/", "/feedback/12/"), ("/feedback/bulk/merge/", "/feedback/"), ("/surveys/new/", "/surveys/"),
        ("/feedback/12/insights/new/", "/feedback/12/"), ("/ideas/3/wording/", "/ideas/3/"), ("/capturing/", "/"),
        ("/ideas/personas/3/edit/", "/ideas/personas/3/"), ("/ideas/fields/new/", "/ideas/fields/"),
    ],
)  # fmt: skip
def test_a_forms_page_leads_back_to_what_it_is_about(path, back, cast, acting, rf):
    assert way_back(asked(rf, path, acting(cast.product_manager))) == back


def test_it_leads_nobody_to_a_page_that_does_not_open_for_them(cast, acting, rf):
    path = "/roadmap/views/1/cards/2/words/"
    assert way_back(asked(rf, path, acting(cast.product_manager))) == "/roadmap/views/1/cards/2/"
    assert way_back(asked(rf, path, acting(cast.viewer))) == "/roadmap/views/1/"


def asked(rf, path, actor):
    """A request for a page by somebody."""
    request = rf.get(path)
    request.actor = actor
    return request


def test_a_forms_page_shows_the_way_back_and_a_dialog_does_not(cast, browse):
    browser = browse(cast.product_manager)
    back = 'href="/" aria-label="Back"'
    assert back in browser.get("/capturing/").content.decode()
    assert back not in browser.get("/capturing/", headers={"X-Dialog": "1"}).content.decode()


def test_the_place_where_one_is_is_marked_once(places, cast, browse):
    html = browse(cast.admin).get("/activity/").content.decode()
    rail = html[html.index('id="rail"') : html.index('id="page"')]
    assert rail.count('aria-current="page"') == 1


def test_a_place_holds_the_pages_of_its_records_too(places, cast, browse):
    navigation.register(navigation.NavEntry("Home", "line:home", "house", holds=("/settings/",), order=90))
    html = browse(cast.admin).get("/settings/people/").content.decode()
    rail = html[html.index('id="rail"') : html.index('id="page"')]
    assert rail.count('aria-current="page"') == 1
    assert '<a class="rail-link" href="/" aria-current="page"' in rail


def test_the_style_page_is_for_admins(cast, browse):
    assert browse(cast.admin).get("/design/").status_code == 200
    assert browse(cast.viewer).get("/design/").status_code == 403


def test_theme_density_and_keys_come_from_this_browser(cast, browse):
    browser = browse(cast.admin)
    browser.cookies["theme"] = "dark"
    browser.cookies["density"] = "cozy"
    browser.cookies["keys"] = '"><script>'
    html = browser.get("/activity/").content.decode()
    assert '<html lang="en" data-theme="dark" data-density="cozy" data-keys="on">' in html


def test_whoever_switched_single_keys_off_has_them_off(cast, browse):
    cast.viewer.single_keys = False
    cast.viewer.save(update_fields=["single_keys"])
    assert 'data-keys="off"' in browse(cast.viewer).get("/activity/").content.decode()


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/nowhere/"])
def test_pages_hold_nothing_inline(client, db, path):
    html = client.get(path).content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html


def test_the_icon_is_found_where_browsers_look_for_it_by_themselves(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"] == static("favicon.svg")
