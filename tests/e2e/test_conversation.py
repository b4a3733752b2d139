"""Two colleagues talk about an idea: one is mentioned, hears the bell, answers; neither loses what they type."""

import pytest
from playwright.sync_api import expect

from conversation.models import Comment
from roadmap.actions import create_idea, move_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_mention_rings_the_bell_and_the_answer_shows_beside_what_is_typed(cast, acting, sign_in):
    idea = create_idea(product=cast.product, title="Export", owner=cast.product_manager, actor=acting(cast.product_manager))
    petra, sam = sign_in(cast.product_manager), sign_in(cast.salesperson)
    page = petra.open(f"/ideas/{idea.pk}/")
    box = page.get_by_role("textbox", name="Comment", exact=True)
    box.press_sequentially("Who waits for this, @rei")
    page.get_by_role("option", name="Callum Reid").click()
    expect(box).to_have_value("Who waits for this, @callum.reid ")
    petra.press("Comment", within=page.locator("#comments"))
    petra.told("Commented.")
    expect(page.locator(".comment .mention")).to_have_text("@Callum Reid")
    expect(box).to_have_value("")

    there = sam.open("/")
    expect(there.locator("#bell")).to_have_accessible_name("Notifications, 1 unread")
    there.locator("#bell").click()
    sam.wait_for_path("/notifications/")
    sam.press("Tomasz Wieczorek commented on Export")
    sam.wait_for_path(f"/ideas/{idea.pk}/")
    expect(there.locator("#bell")).to_have_accessible_name("Notifications")

    box.fill("While I type")
    there.locator(".replying summary").click()
    there.get_by_role("textbox", name="Reply").fill("Acme does.")
    sam.press("Reply", within=there.locator(".replying form"))
    sam.told("Replied.")
    page.evaluate("document.dispatchEvent(new Event('watch:look'))")
    expect(page.locator("#watch")).to_contain_text("Callum Reid commented on Export, just now")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".replies")).to_contain_text("Acme does.")
    expect(box).to_have_value("While I type")
    expect(page.locator("#watch")).to_be_hidden()

    move_stage(idea, stage="discovery", actor=acting(cast.second_product_manager))
    page.evaluate("document.dispatchEvent(new Event('watch:look'))")
    expect(page.locator("#watch")).to_contain_text("Nora Lindqvist moved Export")
    assert Comment.objects.count() == 2
    assert petra.faults == sam.faults == []


def test_a_long_page_says_beside_it_what_is_on_it_and_where_one_is(cast, acting, sign_in):
    idea = create_idea(product=cast.product, title="Export", actor=acting(cast.product_manager))
    page = sign_in(cast.product_manager).open(f"/ideas/{idea.pk}/")
    contents = page.get_by_role("navigation", name="On this page")
    expect(contents.get_by_role("link", name="Canvas")).to_have_attribute("aria-current", "true")
    contents.get_by_role("link", name="Comments").click()
    expect(page.get_by_role("heading", name="Comments")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(contents).to_be_hidden()
