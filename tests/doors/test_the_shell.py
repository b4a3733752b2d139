"""The rail, the tabs and how this browser wants to see it."""

from __future__ import annotations

import pytest

from doors import navigation
from history.actor import Role


@pytest.fixture
def places(monkeypatch):
    """A rail of three places."""
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_commands", {})
    navigation.register(
        navigation.NavEntry("Everybody's", "history:activity", "activity", key="a", order=100),
        navigation.NavEntry("Settings", "doors:design", "settings", roles=(Role.ADMIN,), order=210, count=lambda actor: 3),
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


def test_the_place_where_one_is_is_marked_once(places, cast, browse):
    html = browse(cast.admin).get("/activity/").content.decode()
    rail = html[html.index('id="rail"') : html.index('id="page"')]
    assert rail.count('aria-current="page"') == 1


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
