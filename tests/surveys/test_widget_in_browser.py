"""The widget on a page of another origin with a strict content policy, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from feedback.models import Feedback
from history.actor import Actor
from surveys import actions
from surveys.models import Showing, SurveyResponse
from tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor/axe/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HOST_PAGE = """<!doctype html><html lang="en"><head><title>Their product</title><meta name="viewport" content="width=device-width">
<script defer src="{site}/widget/v1.js" data-key="{key}" {more}></script></head>
<body><main><h1>Their product</h1><button data-throughline="feedback">Feedback</button></main></body></html>"""


class Host(BaseHTTPRequestHandler):
    """A customer's product: one page, under the strictest policy that the widget works with."""

    def __init__(self, *args, site: str, pages: dict[str, str], **kwargs) -> None:
        self.site, self.pages = site, pages
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        body = self.pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        policy = f"default-src 'none'; script-src {self.site}; connect-src {self.site}; style-src 'self'; require-trusted-types-for 'script'"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def stage(live_server, page: Page) -> Iterator[dict]:
    """The product's page at an origin of its own, with a key that is good there."""
    cast = make_cast()
    petra = Actor(person=cast.product_manager)
    pages: dict[str, str] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, site=live_server.url, pages=pages))
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    key = actions.make_widget_key(product=cast.product, name="App", origins=[origin], actor=petra)
    pages["/"] = HOST_PAGE.format(site=live_server.url, key=key.key, more="")
    pages["/known"] = HOST_PAGE.format(site=live_server.url, key=key.key, more='data-user="u-1" data-email="ann@acme.example"')
    faults: list[str] = []
    page.set_default_timeout(30_000)
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" and "favicon" not in said.location["url"] else None,
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield {"origin": origin, "cast": cast, "petra": petra, "key": key, "faults": faults}
    server.shutdown()
    server.server_close()


def look(page: Page) -> list[str]:
    """What axe finds in the open dialog, light and dark."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
        found += [f"{theme} {one['id']} {[node['html'][:120] for node in one['nodes'][:3]]}" for one in result["violations"]]
    return found


def test_feedback_by_keyboard_under_a_strict_policy(stage, page):
    page.goto(stage["origin"])
    opener = page.get_by_role("button", name="Feedback")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Give feedback")
    words = dialog.get_by_label("What would you like to tell us?")
    expect(words).to_be_focused()
    assert dialog.evaluate("one => getComputedStyle(one).borderRadius") == "12px"
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    page.evaluate("Throughline.open()")
    dialog.get_by_role("button", name="Send").click()
    expect(words).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") in ("DIV", "BODY"), "the focus left the dialog for the page"
    words.fill("The export is slow on Mondays.")
    dialog.get_by_label("Your e-mail address").fill("ann@acme.example")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("status")).to_contain_text("Thank you")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
    feedback = Feedback.objects.get()
    assert (feedback.text, feedback.channel, feedback.widget_claim.email) == (
        "The export is slow on Mondays.",
        "widget",
        "ann@acme.example",
    )
    assert page.context.cookies() == []
    assert stage["faults"] == []


def test_a_survey_waits_in_the_corner_is_answered_and_not_asked_again(stage, page):
    survey = actions.create_survey(product=stage["cast"].product, name="NPS", kind="nps", actor=stage["petra"])
    actions.start_survey(survey, actor=stage["petra"])
    page.set_viewport_size({"width": 390, "height": 780})
    page.goto(f"{stage['origin']}/known")
    dialog = page.get_by_role("dialog", name=survey.question)
    dialog.wait_for()
    assert page.evaluate("document.activeElement.tagName") == "BODY", "it took the focus unasked"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    nine = dialog.get_by_role("button", name="9", exact=True)
    nine.press("Enter")
    expect(nine).to_have_attribute("aria-pressed", "true")
    dialog.get_by_label("What is the main reason").fill("It saves me an hour a day.")
    with page.expect_response("**/responses/**"):
        dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("status")).to_contain_text("Thank you")
    response = SurveyResponse.objects.get()
    assert (response.score, response.user_key, response.feedback.text) == (9, "u-1", "It saves me an hour a day.")
    assert Showing.objects.get().times == 1
    with page.expect_response("**/widget/v1/surveys/**") as due:
        page.reload()
    assert due.value.json() == {"survey": None}
    assert stage["faults"] == []


def test_who_chose_and_closed_has_answered(stage, page):
    survey = actions.create_survey(product=stage["cast"].product, name="Fit", kind="ellis", actor=stage["petra"])
    actions.start_survey(survey, actor=stage["petra"])
    page.goto(f"{stage['origin']}/known")
    dialog = page.get_by_role("dialog", name=survey.question)
    dialog.get_by_role("button", name="Very disappointed").click()
    with page.expect_response("**/responses/**"):
        page.keyboard.press("Escape")
    assert SurveyResponse.objects.get().score == 3
    assert stage["faults"] == []


def test_everybody_can_use_it_light_and_dark(stage, page):
    survey = actions.create_survey(product=stage["cast"].product, name="NPS", kind="nps", actor=stage["petra"])
    actions.start_survey(survey, actor=stage["petra"])
    page.context.add_init_script(AXE)
    page.goto(f"{stage['origin']}/known")
    dialog = page.get_by_role("dialog", name=survey.question)
    dialog.get_by_role("button", name="7", exact=True).click()
    assert look(page) == []
    page.evaluate("Throughline.open()")
    page.get_by_role("dialog", name="Give feedback").wait_for()
    assert look(page) == []


def test_on_a_site_that_no_key_names_nothing_is_taken(stage, page):
    actions.change_widget_key(stage["key"], origins=["https://elsewhere.example"], actor=stage["petra"])
    page.goto(stage["origin"])
    page.get_by_role("button", name="Feedback").click()
    dialog = page.get_by_role("dialog", name="Give feedback")
    dialog.get_by_label("What would you like to tell us?").fill("Hello")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("could not be sent")
    assert Feedback.objects.count() == 0
