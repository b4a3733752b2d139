"""An admin connects a client and sees its first event within seconds; and a page of another origin sends from a browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from segment.analytics.client import Client

from history.actor import Actor
from usage.actions import make_source
from usage.models import ProductUser, UsageEvent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS = 30  # "within seconds", on a busy machine


def test_a_client_is_connected_and_its_first_event_is_seen_within_seconds(cast, sign_in):
    admin = sign_in(cast.admin)
    page = admin.go("Settings")
    admin.press("Usage sources", page.get_by_role("navigation", name="Settings"))
    admin.press("Make source")
    page.get_by_label("Name", exact=True).fill("Web app, production")
    admin.press("Make source", page.locator("form.form"))
    key = page.locator("[data-secret]").inner_text()
    admin.press("Watch what arrives")
    admin.see("Nothing has arrived yet")

    client = Client(key, host=admin.site, upload_interval=0.1, max_retries=1)
    client.track("jo-4711", "Report Exported", {"format": "pdf"})
    client.flush()
    heard = page.locator("#heard")
    names = heard.locator("strong")
    expect(names.get_by_text("Report Exported")).to_be_visible(timeout=SECONDS * 1000)
    names.get_by_text("Report Exported").click()
    expect(heard.locator("pre").last).to_contain_text('"format": "pdf"')

    client.track("jo-4711", "x" * 130)
    client.flush()
    expect(heard.get_by_text("“event” is longer than 120 characters.")).to_be_visible(timeout=SECONDS * 1000)
    expect(heard.locator("pre").last, "what one opened stays open").to_be_visible()

    admin.press("Pause", heard)
    admin.see("paused")
    client.track("jo-4711", "Board Opened")
    client.flush()
    client.join()
    page.wait_for_timeout(4000)
    expect(names.get_by_text("Board Opened")).to_have_count(0)
    admin.press("Listen", heard)
    expect(names.get_by_text("Board Opened")).to_be_visible(timeout=SECONDS * 1000)
    page.get_by_role("searchbox", name="Event or user").fill("board")
    expect(names.get_by_text("Report Exported")).to_have_count(0)
    expect(names.get_by_text("Board Opened")).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert admin.faults == []


SHOP = "<!doctype html><html lang='en'><head><title>A shop</title></head><body><h1>A shop</h1></body></html>"
SEND = """async ([site, key]) => {
  const item = (type, more) => ({type, messageId: crypto.randomUUID(), timestamp: new Date().toISOString(), anonymousId: "b-1", ...more});
  const sentAt = new Date().toISOString();
  // As analytics.js does: one item an address, as plain text, with the key in the body.
  const plain = (path, body) => fetch(site + path, {method: "POST", headers: {"Content-Type": "text/plain"}, body: JSON.stringify({...body, writeKey: key, sentAt})});
  // As RudderStack's script does: JSON and Basic, which the browser asks about first.
  const basic = (path, body) => fetch(site + path, {method: "POST", headers: {"Content-Type": "application/json", Authorization: "Basic " + btoa(key + ":")}, body: JSON.stringify(body)});
  const answers = [
    await plain("/v1/p", item("page", {name: "Pricing"})),
    await plain("/v1/i", item("identify", {userId: "jo", traits: {plan: "pro"}})),
    await plain("/v1/t", item("track", {userId: "jo", event: "Bought"})),
    await plain("/v1/b", {batch: [item("track", {userId: "jo", event: "Paid"})]}),
    await basic("/v1/track", item("track", {userId: "jo", event: "Rated"})),
    await basic("/v1/track", {event: "Nobody's"}),
    await plain("/v1/t", {}),
  ];
  navigator.sendBeacon(site + "/v1/batch?writeKey=" + key, JSON.stringify({batch: [item("track", {userId: "jo", event: "Left"})]}));
  return Promise.all(answers.map(async (answer) => [answer.status, (await answer.json()).rejected_count]));
}"""


class Shop(BaseHTTPRequestHandler):
    """A page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(SHOP.encode())

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[str]:
    """Where the shop is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Shop))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_origin_sends_as_analytics_js_does(cast, site, shop, page: Page):
    source, key = make_source(name="Shop", product=cast.product, actor=Actor(person=cast.admin))
    page.goto(shop)
    assert page.evaluate(SEND, [site, key]) == [[200, 0]] * 5 + [[200, 1]] * 2
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and not UsageEvent.objects.filter(name="Left").exists():
        time.sleep(0.1)
    names = set(UsageEvent.objects.filter(user__user_key="jo", source=source).values_list("name", flat=True))
    assert names == {"Page viewed: Pricing", "Bought", "Paid", "Rated", "Left"}
    assert ProductUser.objects.get().traits == {"plan": "pro"}
    assert json.loads(source.arrivals.filter(is_refused=True).last().raw)["event"] == "Nobody's"
    assert page.context.cookies(site) == [], "a key opens the door, no cookie is set or asked for"
