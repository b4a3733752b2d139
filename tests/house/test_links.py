"""Nobody is led to a wall: each link that a page shows to somebody opens for them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from history.actor import Actor, Role
from tests.house.addresses import OURS, address, reachable

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """Where the links of a page lead, as they stand in it. The links of bulk bars get what was picked by script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        here = given.get("href") or ""
        if tag == "a" and here.startswith("/") and "data-bulk-link" not in given:
            self.found.add(here.split("#")[0])


def links_of(answer) -> set[str]:
    reader = Links()
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(answer.content.decode())
    return reader.found


def pages_for(person, world):
    """The pages that this person may open, those of records among them."""
    for name, entry in OURS.items():
        policy = entry.callback.policy
        if not policy.public and policy.admits(Actor(person=person)) and reachable(name, world):
            yield address(name, world)


def walls_for(person, world) -> dict[str, str]:
    """The links that do not open for whom they are shown, and where they stand."""
    browser = Client()
    browser.force_login(person)
    shown_on: dict[str, tuple[str, str]] = {}  # by shape: one idea's page leads where the next one's does
    for page in pages_for(person, world):
        shown = browser.get(page)
        for link in links_of(shown) if shown.status_code == 200 else ():
            shown_on.setdefault(re.sub(r"\d+", "N", link), (link, page))
    assert len(shown_on) > 20
    return {link: f"on {page}" for link, page in shown_on.values() if browser.get(link).status_code >= 400}


@pytest.mark.parametrize("role", Role)
def test_each_link_opens_for_whom_it_is_shown(role, world, people_by_role):
    assert walls_for(people_by_role[role], world) == {}


@pytest.mark.parametrize("role", Role)
def test_where_nothing_is_yet_nobody_is_asked_to_make_what_they_may_not(role, people_by_role):
    assert walls_for(people_by_role[role], {}) == {}
