"""A product manager's day: from a customer's words to an outcome on the roadmap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from feedback.actions import give_feedback
from roadmap.actions import create_initiative, place_initiative
from tests.e2e.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EXCEL = "Every month I retype the numbers into Excel by hand. Apart from that we like it."
LIFTS = "Our lifts have no doors. Can you help?"
LATER = "Ask me again after the fair in spring."


@pytest.fixture
def petra(cast, acting, sign_in) -> Visitor:
    """The product manager, with three letters in the inbox, the newest first."""
    for text, company in ((LATER, cast.globex), (LIFTS, None), (EXCEL, cast.acme)):
        give_feedback(text=text, company=company, product=cast.product, channel="email", actor=acting(cast.salesperson))
    return sign_in(cast.product_manager)


def select_words(page: Page, words: str) -> None:
    """Select words of the text that one reads, as a mouse does."""
    page.evaluate(
        """words => {
            const text = document.querySelector("[data-highlight]").firstChild, at = text.data.indexOf(words)
            getSelection().setBaseAndExtent(text, at, text, at + words.length)
        }""",
        words,
    )


def test_triages_by_keyboard_and_takes_the_idea_through_its_canvas(petra):
    page = petra.go("Inbox")
    reading = page.locator("#pane .reading-quote")
    count = page.get_by_role("banner").locator("[data-count=inbox]")
    expect(reading).to_have_text(EXCEL)

    select_words(page, "retype the numbers into Excel by hand")
    petra.key("n")
    petra.dialog.get_by_label("What is the idea?").fill("Export to spreadsheets")
    petra.dialog.get_by_text("Critical", exact=True).click()
    petra.submit("Create and link")
    expect(reading).to_have_text(LIFTS)
    expect(count).to_have_text("2")

    petra.key("d")
    petra.dialog.get_by_text("Not whom we build for").click()
    petra.submit("Set aside")
    expect(reading).to_have_text(LATER)
    petra.key("z")
    expect(reading).to_have_text(LIFTS)
    expect(count).to_have_text("2")

    petra.key("j")
    expect(reading).to_have_text(LATER)
    petra.key("h")
    petra.dialog.get_by_role("button", name="In a month").click()
    petra.dialog.wait_for(state="detached")
    expect(count).to_have_text("1")

    petra.go("Ideas")
    page.get_by_role("link", name="Export to spreadsheets").click()
    expect(page.locator(".said blockquote")).to_have_text("retype the numbers into Excel by hand")
    petra.press("To backlog")
    expect(page.get_by_role("complementary")).to_contain_text("Backlog")
    for section, words in (("problem", "They retype it, and err."), ("hypothesis", "With an export they would not.")):
        page.locator(f"#canvas-{section}-edit").click()
        page.locator(f"#canvas-{section} textarea").fill(words)
        petra.press("Save", page.locator(f"#canvas-{section}"))
        expect(page.locator(f"#canvas-{section} .prose")).to_have_text(words)
    petra.press("Move stage")
    petra.dialog.get_by_text("Discovery").click()
    petra.submit("Move")
    expect(page.locator(".stages [aria-current=step]")).to_have_text("Discovery")
    assert petra.faults == []


def lane(page: Page, name: str) -> Locator:
    """The cards of a lane."""
    return page.locator(f"[data-lane={name}]")


def test_moves_a_card_by_hand_by_key_and_by_menu_and_completes_it(petra, cast, acting):
    actor = acting(cast.product_manager)
    place_initiative(
        create_initiative(product=cast.product, title="Ledgers that add up", actor=actor), horizon="next", actor=actor
    )
    page = petra.go("Roadmap")
    petra.press("New initiative")
    petra.dialog.get_by_label("Title").fill("Reports that travel")
    petra.dialog.get_by_label("Target outcomes").fill("Nobody retypes a number.")
    petra.submit("Create candidate")
    petra.go("Roadmap")
    card = page.locator(".lane-card", has_text="Reports that travel")
    expect(lane(page, "candidates").or_(lane(page, "candidate"))).to_contain_text("Reports that travel")

    with page.expect_response("**/move/"):
        drag(page, card, lane(page, "next").locator(".lane-card").first)
    expect(lane(page, "next").locator(".lane-card")).to_have_count(2)

    card.get_by_role("link", name="Reports that travel").focus()
    with page.expect_response("**/move/"):
        petra.key("Shift+ArrowLeft")
    expect(lane(page, "now")).to_contain_text("Reports that travel")

    with page.expect_response("**/move/"):
        petra.press("Move Reports that travel", card)
        card.get_by_role("button", name="Move to Later").click()
    petra.dialog.get_by_label("Why does it go back?").fill("The pilot has to end first.")
    petra.dialog.get_by_role("button", name="Move back").click()
    expect(lane(page, "later")).to_contain_text("Reports that travel")
    page.reload()
    petra.settle()
    expect(lane(page, "later")).to_contain_text("Reports that travel")

    card.get_by_role("link", name="Reports that travel").click()
    petra.press("Complete")
    petra.dialog.get_by_label("Actual outcomes").fill("Retyping fell by nine tenths.")
    petra.dialog.get_by_role("button", name="Complete").click()
    petra.see("Retyping fell by nine tenths.")
    petra.go("Roadmap")
    for name in ("now", "next", "later"):
        expect(lane(page, name)).not_to_contain_text("Reports that travel")
    petra.press("More of the roadmap")
    petra.press("Completed", page.locator("#board-menu"))
    petra.see("Reports that travel")
    assert petra.faults == []


def drag(page: Page, card: Locator, onto: Locator) -> None:
    """Take a card with the mouse and let it go over another."""
    card.hover(position={"x": 90, "y": 12})
    page.mouse.down()
    box = onto.bounding_box()
    assert box is not None
    for share in (0.3, 0.5, 0.6):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share, steps=6)
    page.mouse.up()


def test_brings_a_file_in_through_its_mapping_and_reads_the_report(petra, run_jobs, tmp_path):
    file = tmp_path / "support.csv"
    file.write_text("ticket,customer said,account\n1,The export is slow,Acme\n2,,Acme\n3,Love the board,Initech\n")
    petra.open("/feedback/imports/")
    page = petra.page
    page.get_by_label("CSV or Excel file").set_input_files(file)
    petra.press("Upload")
    petra.see("Name the columns")
    for target, column in (("text", "customer said"), ("company", "account")):
        with page.expect_response("**/preview/"):
            page.locator(f"[name=map_{target}]").select_option("")
        with page.expect_response("**/preview/"):
            page.locator(f"[name=map_{target}]").select_option(column)
    expect(page.locator("#preview")).to_contain_text("The export is slow")
    expect(page.locator("#preview")).to_contain_text("Initech")
    petra.press("Start the import")
    petra.told("The import of support.csv has started.")
    run_jobs()
    expect(page.locator("#course")).to_contain_text("Created")
    page.locator("#course .tile", has_text="Created").get_by_text("2", exact=True).wait_for()
    petra.open(page.url)
    petra.press("Failed")
    expect(page.locator("tbody tr")).to_have_count(1)
    petra.go("Inbox")
    expect(page.get_by_role("banner").locator("[data-count=inbox]")).to_have_text("5")
    assert petra.faults == []
