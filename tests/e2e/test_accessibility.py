"""The main pages can be used by everybody: axe finds nothing, light on a laptop and dark on a phone, and nothing runs over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from people.models import Organisation
from tests.e2e.browsing import Visitor
from tests.e2e.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor/axe/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GUISES = [("light", 1360), ("dark", 390)]


def pages_of(world: World) -> dict[str, list[str]]:
    """The main pages, by who looks at them."""
    return {
        "product_manager": [
            "/", f"/feedback/inbox/#feedback-{world.unread.pk}", f"/ideas/{world.idea.pk}/", "/roadmap/",
            f"/initiatives/{world.card.pk}/", f"/feedback/imports/{world.batch.pk}/", f"/line/feedback/{world.read.pk}/",
        ],
        "leader": [
            f"/gates/reviews/{world.in_scoring.pk}/", f"/gates/decisions/{world.decision.pk}/",
            f"/objectives/key-results/{world.key_result.pk}/",
        ],
        "salesperson": [f"/gates/viability/{world.round.pk}/assessment/"],
        "success": [f"/gates/pilots/{world.pilot.pk}/"],
    }  # fmt: skip


def findings(page: Page) -> Iterator[str]:
    """What axe finds in each guise, and what is wider than the window."""
    page.evaluate(AXE)
    for theme, width in GUISES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        guise = f"{page.url} {theme} {width}"
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{guise}: runs over its width"
        result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})")
        for found in result["violations"]:
            yield f"{guise}: {found['id']} {[node['html'][:160] for node in found['nodes'][:3]]}"


def look_through(visitor: Visitor, addresses: list[str]) -> list[str]:
    """The findings of these pages."""
    found: list[str] = []
    for address in addresses:
        visitor.page.goto("about:blank")
        page = visitor.open(address)
        page.wait_for_load_state("networkidle")
        assert page.url == visitor.site + address, "one sees the page that was asked for"
        found += findings(page)
    return found


def test_everybody_can_use_the_main_pages(cast, sign_in, visitor):
    world = make_world(cast)
    found = [
        line for role, addresses in pages_of(world).items() for line in look_through(sign_in(getattr(cast, role)), addresses)
    ]
    visitor.page.goto(world.confirmation)
    assert found + list(findings(visitor.page)) == []


def test_everybody_can_use_the_welcome(visitor):
    assert not Organisation.objects.exists()
    visitor.page.goto(f"{visitor.site}/welcome/")
    assert list(findings(visitor.page)) == []
