"""Every page can be used by everybody: nothing that axe finds, in light and dark, wide and on a phone, and nothing runs over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from people.models import Organisation
from tests.e2e.browsing import Visitor
from tests.e2e.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor/axe/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GUISES = [("light", 1360), ("dark", 1360), ("light", 390), ("dark", 390)]

PRODUCT: Callable[[World], dict[str, str]] = lambda world: {  # noqa: E731
    "home": "/",
    "inbox": f"/feedback/inbox/#feedback-{world.unread.pk}",
    "feedback": f"/feedback/{world.read.pk}/",
    "all feedback": "/feedback/",
    "ideas": "/ideas/",
    "idea": f"/ideas/{world.idea.pk}/",
    "board": "/roadmap/",
    "initiative": f"/initiatives/{world.card.pk}/",
    "completed": "/roadmap/completed/",
    "import": f"/feedback/imports/{world.batch.pk}/",
    "imports": "/feedback/imports/",
    "line of a feedback": f"/line/feedback/{world.read.pk}/",
    "line of an initiative": f"/line/initiatives/{world.card.pk}/",
    "projection": f"/gates/projections/{world.projection.pk}/",
    "features": "/usage/",
    "feature": f"/usage/features/{world.feature.pk}/",
}
LEADER: Callable[[World], dict[str, str]] = lambda world: {  # noqa: E731
    "home": "/",
    "gates": "/gates/",
    "review in scoring": f"/gates/reviews/{world.in_scoring.pk}/",
    "scoring": f"/gates/reviews/{world.in_scoring.pk}/score/",
    "review decided": f"/gates/reviews/{world.decision.review_id}/",
    "decision": f"/gates/decisions/{world.decision.pk}/",
    "decisions": "/gates/decisions/",
    "objectives": "/objectives/",
    "objective": f"/objectives/{world.objective.pk}/",
    "key result": f"/objectives/key-results/{world.key_result.pk}/",
    "activity": "/activity/",
    "search": "/search/?q=excel",
    "policies": "/gates/policies/",
    "policy": f"/gates/policies/{world.cast.product.pk}/",
}
SALES: Callable[[World], dict[str, str]] = lambda world: {  # noqa: E731
    "home": "/",
    "requests": "/feedback/requests/",
    "request": f"/feedback/requests/{world.asked.pk}/",
    "new request": "/feedback/requests/new/",
    "customers": "/customers/",
    "company": f"/customers/{world.company.pk}/",
    "contact": f"/customers/contacts/{world.contact.pk}/",
    "viability asked": f"/gates/viability/{world.round.pk}/",
    "assessment": f"/gates/viability/{world.round.pk}/assessment/",
    "viability revealed": f"/gates/viability/{world.revealed.pk}/",
}
SUCCESS: Callable[[World], dict[str, str]] = lambda world: {  # noqa: E731
    "pilots": "/gates/pilots/",
    "to find out": "/gates/pilots/mine/",
    "pilot": f"/gates/pilots/{world.pilot.pk}/",
    "me": "/me/",
    "new token": "/me/tokens/new/",
}
ADMIN: Callable[[World], dict[str, str]] = lambda world: {  # noqa: E731
    "organisation": "/settings/",
    "people": "/settings/people/",
    "person": f"/settings/people/{world.cast.salesperson.pk}/",
    "products": "/settings/products/",
    "product": f"/settings/products/{world.cast.restricted.pk}/",
    "jobs": "/jobs/",
}


def findings(page: Page) -> Iterator[str]:
    """What axe finds in each guise, and what is wider than the window."""
    page.evaluate(AXE)
    for theme, width in GUISES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        guise = f"{theme} {width}"
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{guise}: runs over its width"
        result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})")
        for found in result["violations"]:
            yield f"{guise}: {found['id']} {[node['html'][:160] for node in found['nodes'][:3]]}"


def look_through(visitor: Visitor, pages: dict[str, str]) -> dict[str, list[str]]:
    """The findings of each page that has some."""
    found: dict[str, list[str]] = {}
    for name, address in pages.items():
        page = visitor.open(address)
        page.wait_for_load_state("networkidle")
        assert page.url == visitor.site + address, "one sees the page that was asked for"
        if told := list(findings(page)):
            found[name] = told
    return found


@pytest.mark.parametrize(
    ("role", "pages"),
    [("product_manager", PRODUCT), ("leader", LEADER), ("salesperson", SALES), ("success", SUCCESS), ("admin", ADMIN)],
)
def test_everybody_can_use_the_pages_of(cast, sign_in, role, pages):
    world = make_world(cast)
    assert look_through(sign_in(getattr(cast, role)), pages(world)) == {}


def test_everybody_can_use_the_pages_outside(cast, visitor):
    world = make_world(cast)
    assert look_through_bare(visitor, {"sign-in": "/account/login/", "confirmation": world.confirmation}) == {}


def test_everybody_can_use_the_welcome(visitor):
    assert not Organisation.objects.exists()
    assert look_through_bare(visitor, {"welcome": "/welcome/"}) == {}


def look_through_bare(visitor: Visitor, pages: dict[str, str]) -> dict[str, list[str]]:
    """The same for pages that need no scripts."""
    found: dict[str, list[str]] = {}
    for name, address in pages.items():
        visitor.page.goto(address if address.startswith("http") else visitor.site + address)
        if told := list(findings(visitor.page)):
            found[name] = told
    return found
