"""The shell in a real browser: keys, palette, dialogs, toasts with undo, list and pane, board, words selected."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from doors import navigation
from tests.cast import PASSWORD, make_cast
from tests.doors import stage
from tests.e2e.browsing import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
expect.set_options(timeout=PATIENCE)

AXE = (Path(__file__).parent.parent / "vendor/axe/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def on_stage(settings, live_server, page, monkeypatch):
    """An admin, signed in, before the stage's pages."""
    settings.ROOT_URLCONF = "tests.doors.stage"
    monkeypatch.setattr(navigation, "_entries", dict(navigation._entries))
    monkeypatch.setattr(navigation, "_commands", dict(navigation._commands))
    navigation.register(*stage.ENTRIES)
    stage.clear()
    cast = make_cast()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{live_server.url}/account/login/?next=/stage/")
    page.fill("#id_login", cast.admin.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-ready]")
    page.site = live_server.url
    return page


def visit(page, path: str) -> None:
    page.goto(page.site + path)
    page.wait_for_selector("html[data-ready]")


def findings(page) -> list[str]:
    page.wait_for_timeout(250)
    page.evaluate(AXE)
    result = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(RULES)}}})")
    return [f"{found['id']}: {[node['html'][:120] for node in found['nodes'][:3]]}" for found in result["violations"]]


def test_a_form_opens_in_a_dialog_keeps_what_was_typed_and_is_undone(on_stage):
    on_stage.keyboard.press("n")
    title = on_stage.locator("#modal [name=title]")
    title.fill("bad")
    on_stage.locator("#modal [name=company_name]").press_sequentially("acm")
    on_stage.get_by_role("option", name="Acme").click()
    on_stage.get_by_role("button", name="Create letter").click()
    on_stage.get_by_text("Say something better.").wait_for()
    expect(title).to_have_value("bad")
    title.fill("good")
    on_stage.get_by_role("button", name="Create letter").click()
    on_stage.get_by_text("good from 12").wait_for()
    expect(on_stage.locator("#modal[open]")).to_have_count(0)
    on_stage.get_by_text("Letter made.").wait_for()
    on_stage.keyboard.press("z")
    on_stage.get_by_text("Nothing made.").wait_for()


def test_the_palette_goes_finds_and_does(on_stage):
    on_stage.keyboard.press("Control+k")
    on_stage.keyboard.type("stage inb")
    on_stage.keyboard.press("Enter")
    on_stage.wait_for_url("**/stage/inbox/")


def test_g_then_a_letter_goes_but_not_while_typing_nor_when_switched_off(on_stage):
    on_stage.keyboard.press("g")
    on_stage.keyboard.press("3")
    on_stage.wait_for_url("**/stage/board/")
    on_stage.evaluate("document.documentElement.dataset.keys = 'off'")
    on_stage.keyboard.press("g")
    on_stage.keyboard.press("2")
    on_stage.wait_for_timeout(400)
    assert on_stage.url.endswith("/stage/board/")


def test_the_help_lists_what_the_page_offers(on_stage):
    on_stage.keyboard.press("?")
    expect(on_stage.locator("#keys-list")).to_contain_text("New letter")
    expect(on_stage.locator("#keys-list")).to_contain_text("Stage board")


def test_the_next_letter_opens_by_itself_and_undo_brings_the_last_one_back(on_stage):
    visit(on_stage, "/stage/inbox/")
    on_stage.locator("#pane h2", has_text="Letter 1").wait_for()
    on_stage.keyboard.press("j")
    on_stage.locator("#pane h2", has_text="Letter 2").wait_for()
    on_stage.keyboard.press("d")
    on_stage.locator("#pane h2", has_text="Letter 3").wait_for()
    expect(on_stage.locator("#letter-2")).to_have_count(0)
    on_stage.keyboard.press("z")
    on_stage.locator("#letter-2[aria-selected=true]").wait_for()
    on_stage.locator("#pane h2", has_text="Letter 2").wait_for()
    on_stage.keyboard.press("j")
    on_stage.locator("#pane h2", has_text="Letter 3").wait_for()
    assert findings(on_stage) == []


def test_a_renewed_list_moves_one_step_at_a_time(on_stage):
    visit(on_stage, "/stage/inbox/")
    for _ in range(3):
        on_stage.evaluate("document.dispatchEvent(new CustomEvent('renew'))")
        on_stage.wait_for_timeout(300)
    on_stage.locator("#inbox").focus()
    on_stage.keyboard.press("ArrowDown")
    on_stage.locator("#pane h2", has_text="Letter 2").wait_for()
    expect(on_stage.locator("#inbox")).to_have_role("listbox")
    expect(on_stage.locator("#inbox a")).to_have_count(0)


def test_the_palette_finds_what_the_server_knows(on_stage):
    on_stage.evaluate("document.querySelector('#palette').dataset.search = '/stage/search/'")
    on_stage.keyboard.press("Control+k")
    on_stage.keyboard.type("zzz found")
    on_stage.get_by_role("option", name="Found letter").wait_for()
    assert findings(on_stage) == []
    on_stage.keyboard.press("Enter")
    on_stage.wait_for_url("**/stage/inbox/")


def test_several_are_picked_with_x(on_stage):
    visit(on_stage, "/stage/inbox/")
    for key in ("x", "j", "j", "Shift+X"):
        on_stage.keyboard.press(key)
    expect(on_stage.locator("[data-bulk-count]")).to_have_text("3")
    assert findings(on_stage) == []


def test_selected_words_are_counted_in_characters_of_the_plain_text(on_stage):
    visit(on_stage, "/stage/inbox/")
    on_stage.locator("#words").wait_for()
    on_stage.evaluate("""() => {
        const text = document.querySelector("#words").lastChild;
        const range = document.createRange();
        range.setStart(text, text.data.indexOf("vital"));
        range.setEnd(text, text.data.indexOf("vital") + 5);
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    on_stage.keyboard.press("l")
    whole = "We need single sign-on — it’s 💡 vital."
    at = whole.index("vital")
    expect(on_stage.locator("#range")).to_have_text(f"{at}-{at + 5}")


def test_a_card_moves_by_menu_by_keys_and_by_mouse_and_comes_back_when_refused(on_stage):
    visit(on_stage, "/stage/board/")
    on_stage.get_by_role("button", name="Move card 1").click()
    with on_stage.expect_response(re.compile("/stage/board/1/move/")):  # or it is taken for the answer to the next move
        on_stage.get_by_role("button", name="Move to Next").click()
    on_stage.locator('[data-lane="next"] #card-1').wait_for()
    on_stage.locator("#card-1 h3 a").focus()
    with on_stage.expect_response(re.compile("/stage/board/1/move/")):
        on_stage.keyboard.press("Shift+ArrowDown")
    on_stage.wait_for_timeout(200)
    assert stage.board["next"] == [3, 1]
    with on_stage.expect_response(re.compile("/stage/board/2/move/")):
        on_stage.locator("#card-2").drag_to(on_stage.locator("#card-3"))
    on_stage.wait_for_timeout(200)
    assert 2 in stage.board["next"]
    on_stage.get_by_role("button", name="Move card 1").click()
    on_stage.get_by_role("button", name="Move to Later").click()
    on_stage.get_by_text("Nothing may go to Later today.").wait_for()
    on_stage.locator('[data-lane="next"] #card-1').wait_for()


def test_a_refused_verb_says_why_and_stays(on_stage):
    on_stage.get_by_role("button", name="Refuse me").click()
    on_stage.get_by_text("Not as things stand.").wait_for()
    assert on_stage.url.endswith("/stage/")


@pytest.mark.parametrize("width", [1360, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_style_page_has_no_findings(on_stage, theme, width):
    on_stage.emulate_media(color_scheme=theme)
    on_stage.set_viewport_size({"width": width, "height": 800})
    visit(on_stage, "/design/")
    assert findings(on_stage) == []
    assert on_stage.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_breaks_the_content_security_policy(on_stage):
    said: list[str] = []
    on_stage.on("console", lambda message: said.append(message.text))
    for path in ("/stage/", "/stage/inbox/", "/stage/board/", "/design/"):
        visit(on_stage, path)
    assert not [text for text in said if "Content Security Policy" in text]


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/"])
def test_signed_out_pages_have_no_findings(live_server, page, path):
    page.goto(live_server.url + path)
    assert findings(page) == []
