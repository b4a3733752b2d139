"""Twenty feedback triaged by the keyboard alone, and every key counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from feedback.actions import give_feedback
from feedback.models import Feedback, FeedbackState, SetAside
from roadmap.actions import create_idea
from roadmap.models import Insight
from tests.e2e.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_KEYS = 60


class Hands:
    """Ten fingers, and a count of what they press."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.visitor, self.pressed = visitor.page, visitor, 0

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def pick(self, count: int) -> None:
        """Pick this one and those that follow."""
        for number in range(count):
            self.press(*(("j", "x") if number else ("x",)))
            expect(self.page.locator("[data-picked]")).to_have_count(number + 1)

    def in_dialog(self, *keys: str) -> None:
        """Press keys in the dialog that opens, until it has closed."""
        self.visitor.dialog.wait_for()
        expect(self.visitor.dialog.locator(":focus")).to_have_count(1)
        self.press(*keys)
        self.visitor.dialog.wait_for(state="detached")

    def left(self, count: int) -> None:
        """Wait until so many are left to triage, and the next one is read."""
        expect(self.page.get_by_role("banner").locator("[data-count=inbox]")).to_have_text(str(count))
        if count:
            chosen = self.page.locator('#inbox [aria-selected="true"]')
            expect(self.page.locator("#pane")).to_have_attribute("data-shows", chosen.get_attribute("id"))


def test_triages_twenty_in_fewer_than_sixty_keys(cast, acting, sign_in):
    for number in range(20):
        give_feedback(
            text=f"What customer {number} said", company=cast.acme, product=cast.product, actor=acting(cast.salesperson)
        )
    idea = create_idea(product=cast.product, title="Export to spreadsheets", actor=acting(cast.product_manager))
    petra = sign_in(cast.product_manager)
    page, hands = petra.go("Inbox"), Hands(petra)
    hands.left(20)

    hands.pick(6)
    hands.press("l")
    hands.in_dialog(*idea.key, "Enter", "Enter")
    hands.left(14)
    hands.pick(4)
    hands.press("d")
    hands.in_dialog("Space", "Enter")
    hands.left(10)
    for left in (9, 8, 7, 6, 5):
        hands.press("e")
        hands.left(left)
    for left in (4, 3):
        hands.press("d")
        hands.in_dialog("Space", "Enter")
        hands.left(left)
    for left in (2, 1, 0):
        hands.press("h")
        hands.in_dialog("Enter")
        hands.left(left)

    expect(page.get_by_text("All read and decided").locator("visible=true").first).to_be_visible()
    assert hands.pressed < MOST_KEYS
    assert Insight.objects.standing().filter(idea=idea).count() == 6
    assert SetAside.objects.standing().count() == 6
    assert Feedback.objects.filter(state=FeedbackState.ARCHIVED).count() == 5
    assert Feedback.objects.snoozed().count() == 3
    assert petra.faults == []


def test_merges_what_is_picked_with_two_keys_and_takes_it_back_with_one(cast, acting, sign_in):
    said = [
        give_feedback(text=f"The export is slow, {number}", product=cast.product, actor=acting(cast.salesperson))
        for number in range(3)
    ]
    petra = sign_in(cast.product_manager)
    petra.go("Inbox")
    hands = Hands(petra)
    hands.left(3)
    hands.pick(3)
    hands.press("m")
    hands.in_dialog("Enter")
    petra.told(f"3 feedback merged into {said[0].key}.")
    hands.left(1)
    assert set(Feedback.objects.filter(merged_into=said[0])) == set(said[1:])
    hands.press("z")
    hands.left(3)
    assert not Feedback.objects.exclude(merged_into=None).exists()
    assert petra.faults == []


def test_captures_for_a_customer_in_two_keys_beside_the_words(cast, sign_in):
    seller = sign_in(cast.salesperson)
    seller.open(f"/customers/{cast.acme.pk}/")
    hands = Hands(seller)
    hands.press("c")
    seller.dialog.wait_for()
    expect(seller.dialog.get_by_label("What did they say?")).to_be_focused()
    seller.page.keyboard.type("We need it offline")
    hands.press("Control+Enter")
    seller.dialog.wait_for(state="detached")
    seller.told("is in the inbox")
    assert hands.pressed == 2
    assert Feedback.objects.get().company == cast.acme
    assert seller.faults == []


def test_selects_everything_that_matches_and_does_one_thing_to_all_of_it(cast, acting, sign_in, run_jobs):
    for number in range(55):
        give_feedback(text=f"Number {number}", product=cast.product, actor=acting(cast.salesperson))
    petra = sign_in(cast.product_manager)
    page = petra.go("Inbox")
    petra.press("Select all")
    expect(page.locator("[data-bulk-count]")).to_have_text("50")
    petra.press("Select all 55 that match")
    expect(page.locator("[data-bulk-count]")).to_have_text("55")
    petra.key("e")
    page.get_by_role("heading", level=1, name="Archive 55 feedback").wait_for()
    run_jobs()
    page.get_by_text("55 of 55").wait_for()
    petra.press("Undo the whole run")
    page.get_by_text("Being undone").first.wait_for()
    run_jobs()
    petra.see("55 are as they were before.")
    assert Feedback.objects.waiting().count() == 55
    assert petra.faults == []
