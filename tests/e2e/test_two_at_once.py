"""Two colleagues on one page: what the one does comes to the other by itself, and never over what is being typed."""

import pytest
from playwright.sync_api import Page, expect

from roadmap.actions import create_idea, create_initiative, edit_idea, place_initiative

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page) -> None:
    """Look five times a second from now on, rather than every twelve seconds."""
    page.evaluate("window.looking ??= setInterval(() => document.dispatchEvent(new Event('watch:look')), 200)")


def press(page: Page, key: str) -> None:
    """Press a key that writes, and wait until it is written."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press(key)


def names(page: Page, lane: str) -> list[str]:
    """The cards of a lane, in order."""
    return page.locator(f'[data-lane="{lane}"] .lane-card h3').all_inner_texts()


@pytest.fixture
def board(cast, acting):
    """Forty cards in Now, and one in Next."""
    pm = acting(cast.product_manager)
    cards = [create_initiative(product=cast.product, title=f"Card {number}", actor=pm) for number in range(41)]
    for card in cards[:40]:
        place_initiative(card, horizon="now", actor=pm)
    place_initiative(cards[40], horizon="next", actor=pm)
    return cards


def test_a_card_that_another_moves_goes_there_by_itself_and_the_reader_keeps_focus_and_place(cast, board, sign_in):
    one, two = sign_in(cast.product_manager), sign_in(cast.second_product_manager)
    mine, theirs = one.open("/roadmap/"), two.open("/roadmap/")
    read = mine.get_by_role("link", name="Card 20", exact=True)
    read.focus()
    read.scroll_into_view_if_needed()
    mine.evaluate("scrollBy({ top: 40, behavior: 'instant' })")
    top = read.bounding_box()["y"]
    assert mine.evaluate("scrollY") > 0
    theirs.get_by_role("link", name="Card 40", exact=True).focus()
    press(theirs, "Shift+ArrowLeft")
    expect(theirs.locator('[data-lane="now"] .lane-card')).to_have_count(41)
    look(mine)
    expect(mine.locator('[data-lane="now"] .lane-card')).to_have_count(41)
    expect(mine.locator("#toasts")).to_contain_text("Nora Lindqvist")
    expect(mine.locator("#watch")).to_be_hidden()
    expect(read).to_be_focused()
    assert abs(read.bounding_box()["y"] - top) < 2
    before = names(mine, "now").index("Card 20")
    press(mine, "Shift+ArrowUp")  # with the place and version that came along
    look(theirs)
    expect(theirs.locator("#toasts")).to_contain_text("Tomasz Wieczorek")
    assert names(theirs, "now").index("Card 20") == before - 1
    assert names(mine, "now") == names(theirs, "now")
    assert one.faults == two.faults == []


def test_while_a_card_is_dragged_or_a_form_is_open_nothing_moves_under_it(cast, acting, board, sign_in):
    one, other = sign_in(cast.product_manager), acting(cast.second_product_manager)
    page = one.open("/roadmap/")
    box = page.get_by_role("link", name="Card 40", exact=True).bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 60, steps=5)
    place_initiative(board[3], horizon="later", reason="Not yet.", actor=other)
    look(page)
    page.wait_for_timeout(600)
    assert "Card 3" in names(page, "now")
    page.mouse.move(box["x"] + 5, box["y"] + 30, steps=5)
    page.mouse.up()
    expect(page.locator('[data-lane="later"] .lane-card h3')).to_have_text(["Card 3"])
    one.press("New initiative")
    title = one.dialog.get_by_label("Title")
    title.fill("Half a thought")
    place_initiative(board[4], horizon="later", reason="Not yet.", actor=other)
    look(page)
    expect(page.locator("#watch")).to_contain_text("Nora Lindqvist")
    expect(title).to_have_value("Half a thought")
    assert "Card 4" in names(page, "now")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator('[data-lane="later"] .lane-card')).to_have_count(2)
    assert one.faults == []


def test_the_list_and_the_page_of_an_idea_follow_by_themselves(cast, acting, sign_in):
    pm, other = acting(cast.product_manager), acting(cast.second_product_manager)
    idea = create_idea(product=cast.product, title="Export", actor=pm)
    reader = sign_in(cast.viewer)
    page = reader.open("/ideas/")
    create_idea(product=cast.product, title="Import", actor=other)
    look(page)
    expect(page.get_by_role("link", name="Import", exact=True)).to_be_visible()
    page = reader.open(f"/ideas/{idea.pk}/")
    page.locator("#later-talk[data-later]:not(.is-loading)").wait_for(state="attached")
    edit_idea(idea, problem="Nobody can take their data along.", actor=other)
    look(page)
    expect(page.get_by_role("region", name="Problem").get_by_text("Nobody can take their data along.")).to_be_visible()
    expect(page.locator("#watch")).to_be_hidden()
    assert reader.faults == []
