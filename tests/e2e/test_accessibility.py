"""Pages can be used by everybody: axe finds nothing, light on a laptop and dark on a phone, and nothing runs over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from customers.actions import add_contact, save_segment
from feedback.actions import add_rule, give_feedback, record_interview, set_aside, start_run
from history import clock
from matching import tasks as matching
from matching.models import Theme
from people.models import Organisation
from portal import actions as portal
from roadmap.actions import make_commitment, place_initiative
from surveys import actions as surveys
from tests.answers import stage as answers
from tests.cast import Cast
from tests.e2e.browsing import Visitor
from tests.e2e.world import World, make_world
from tests.matching.stage import WordBag

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


def look_through(visitor: Visitor, addresses: list[str], *, is_ours: bool = True) -> list[str]:
    """The findings of these pages; customers' pages are not ours."""
    found: list[str] = []
    for address in addresses:
        visitor.page.goto("about:blank")
        page = visitor.open(address) if is_ours else visitor.page
        if not is_ours:
            page.goto(visitor.site + address)
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


def make_listening(cast: Cast, monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], None]) -> dict[str, list[str]]:
    """Something on every page where customers are heard and answered; the pages, by who looks at them."""
    monkeypatch.setattr(matching, "at_work", WordBag)
    heard = answers.make_stage(cast)
    petra, sam, product = heard.pm, cast.acting(cast.salesperson), cast.product
    run_jobs()
    place_initiative(heard.initiative, horizon="next", actor=petra)
    for number in range(3):
        give_feedback(text=f"A dark theme for the evening, please: {number}", product=product, company=cast.acme, actor=sam)
    away = give_feedback(text="Lovely colours!", product=product, company=cast.globex, actor=sam)
    set_aside(away, reason="praise", words="Thanks.", revisit_count=3, revisit_on=clock.today() + timedelta(days=9), actor=petra)
    segment = save_segment(name="Big ones", conditions=[{"field": "arr", "is": "from", "value": 1}], actor=petra)
    rule = add_rule(name="Big ones", segment=segment.value, words="dark, evening", add_tags="big", actor=petra)
    run = start_run("tag", values={"add": ["dark"], "remove": []}, query="q=dark", actor=petra)
    talk = record_interview(
        title="How they close the month", text="We retype all numbers.", company=cast.acme, participants=[heard.ann],
        product=product, consent="said", actor=petra,
    )  # fmt: skip
    promise = make_commitment(company=cast.acme, words="By spring", idea=heard.idea, actor=sam)
    there = portal.make_portal(product, actor=petra, audience="public", title="Relay ideas", slug="relay", is_moderated=True)
    published = portal.publish_idea(heard.idea, actor=petra, title="Calendars that agree", text="With **each other**.")
    submission = portal.submit(there, contact=heard.ann, text="The calendar again.", publication=published)
    survey = surveys.start_survey(surveys.create_survey(product=product, name="NPS", kind="nps", actor=petra), actor=petra)
    for score in range(11):
        surveys.respond(survey, score=score, words=f"Because of {score}", user_key=f"u-{score}", actor=petra)
    key = surveys.make_widget_key(product=product, name="Web app", origins=["https://app.example.com"], actor=petra)
    [link] = surveys.mail_survey(
        survey, contacts=[add_contact(name="Bob Baker", email="bob@globex.example", actor=petra)], actor=petra
    )
    run_jobs()
    matching.read_texts()
    matching.find_themes()
    theme, answer = Theme.objects.earliest("pk"), answers.to_ann(heard)
    return {
        "product_manager": [
            "/themes/", f"/themes/{theme.pk}/", "/feedback/set-aside/", "/feedback/rules/",
            f"/feedback/rules/{rule.pk}/", f"/feedback/runs/{run.pk}/", f"/feedback/{away.pk}/set-aside/",
            f"/feedback/bulk/merge/?id={heard.said[0].pk}&id={heard.said[1].pk}", "/portals/", f"/portals/{product.pk}/",
            "/portals/submissions/", f"/portals/submissions/{submission.pk}/", f"/ideas/{heard.idea.pk}/publication/", "/surveys/",
            f"/surveys/{survey.pk}/", "/surveys/widget/", f"/surveys/widget/{key.pk}/",
            "/answers/", "/answers/owed/", f"/answers/{answer.pk}/",
            f"/ideas/{heard.idea.pk}/wording/", f"/feedback/interviews/{talk.pk}/",
            f"/customers/segments/{segment.pk}/", "/search/?q=calendar",
        ],
        "salesperson": [
            "/feedback/", "/feedback/requests/new/", f"/customers/{cast.acme.pk}/", f"/customers/{cast.acme.pk}/review/",
            f"/customers/contacts/{heard.ann.pk}/", "/commitments/", f"/commitments/{promise.pk}/",
        ],
        "": [
            "/portal/relay/", f"/portal/relay/ideas/{published.code}/", "/portal/relay/sign-in/", f"/s/{link.secret}/",
        ],
    }  # fmt: skip


def test_everybody_can_listen_and_answer(cast, sign_in, visitor, monkeypatch, run_jobs):
    pages = make_listening(cast, monkeypatch, run_jobs)
    found = []
    for role, addresses in pages.items():
        found += (
            look_through(sign_in(getattr(cast, role)), addresses) if role else look_through(visitor, addresses, is_ours=False)
        )
    assert found == []


def test_everybody_can_use_the_welcome(visitor):
    assert not Organisation.objects.exists()
    visitor.page.goto(f"{visitor.site}/welcome/")
    assert list(findings(visitor.page)) == []
