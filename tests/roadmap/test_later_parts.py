"""What lies under the first screen of an idea, of an initiative and of Home loads after it, by itself or by a link."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversation.actions import write_comment
from experiments.actions import plan_experiment
from roadmap import actions
from roadmap.later import OF_IDEA
from tests.reading import LATER, whole

MOST_QUERIES = 15


@pytest.fixture
def full(cast, idea, card, petra):
    """An idea of which there is something in every part."""
    actions.vote(idea, company=cast.acme, actor=petra)
    actions.make_commitment(company=cast.acme, idea=idea, words="By spring", actor=petra)
    actions.add_idea(card, idea=idea, actor=petra)
    write_comment(idea, text="Same as the export?", actor=petra)
    plan_experiment(
        product=cast.product,
        title="Fake door",
        hypothesis="They press it.",
        ideas=[idea],
        actor=petra,
        kind="fake_door",
        metric="Presses",
        measure="share",
        threshold=Decimal(5),
    )
    return idea


def asked(browser, address):
    """A page, and how often it asked the database once it is warm."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode(), len(queries)


def test_no_page_and_no_part_of_it_asks_more_than_a_page_may(cast, browse, full, card):
    for person in (cast.product_manager, cast.leader, cast.salesperson, cast.viewer):
        browser = browse(person)
        for address in (f"/ideas/{full.pk}/", f"/initiatives/{card.pk}/", "/"):
            page, count = asked(browser, address)
            assert count <= MOST_QUERIES, (person.name, address, count)
            assert LATER.findall(page)
            for _, part in LATER.findall(page):
                assert asked(browser, part)[1] <= MOST_QUERIES + 2, (person.name, part)  # as a page of its own, with the rail


def test_the_parts_hold_what_the_page_leaves_to_them(cast, browse, full):
    browser = browse(cast.viewer)
    page, together = browser.get(f"/ideas/{full.pk}/").content.decode(), whole(browser, f"/ideas/{full.pk}/")
    for words in ("By spring", "Same as the export?", "Fake door"):
        assert words not in page
        assert words in together


def test_without_scripts_a_link_leads_to_each_part(cast, browse, full):
    browser = browse(cast.viewer)
    page = browser.get(f"/ideas/{full.pk}/").content.decode()
    links = re.findall(r'<noscript><a href="([^"]+)">[^<]+</a></noscript>', page)
    assert len(links) == len(OF_IDEA) + 1
    for link in links:
        part = browser.get(link).content.decode()
        assert "<html" in part
        assert f'href="/ideas/{full.pk}/"' in part
        assert f'data-later="{link}"' in part
