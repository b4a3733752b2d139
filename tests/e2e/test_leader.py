"""A leader decides at a gate, and the record keeps what was seen."""

import pytest
from playwright.sync_api import expect

from roadmap.actions import create_idea
from tests.e2e.browsing import Visitor
from tests.e2e.world import as_, projected, submitted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_declares_scores_reveals_votes_and_decides_and_reads_the_record(cast, sign_in):
    idea = create_idea(
        product=cast.product, title="Export to spreadsheets", owner=cast.product_manager, actor=as_(cast.product_manager)
    )
    projected(cast, idea)
    review = submitted(cast, idea, [cast.leader])
    lena = sign_in(cast.leader)
    page = lena.page

    waiting = page.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("Declare conflicts")
    waiting.get_by_role("link", name="Declare conflicts Export to spreadsheets").click()
    lena.press("Declare conflicts")
    lena.dialog.get_by_text("No, nothing stands against my judging this").click()
    lena.dialog.get_by_role("button").last.click()
    lena.press("Open for scoring")

    page.get_by_role("link", name="Score", exact=True).click()
    lena.dialog.locator(".score-question").first.wait_for()
    for question in lena.dialog.locator(".score-question").all():
        if question.get_by_role("radio").count():
            question.get_by_text("Yes", exact=True).click()
        else:
            question.get_by_role("spinbutton").fill("8")
    lena.dialog.get_by_label("What decided it for you").fill("Customers act on it today.")
    lena.dialog.get_by_role("button").last.click()
    lena.press("Reveal the scores")
    lena.see("Customers act on it today.")

    page.get_by_role("link", name="Vote", exact=True).click()
    lena.dialog.get_by_text("Go", exact=True).click()
    lena.dialog.get_by_label("My probability of success").fill("70")
    lena.dialog.get_by_role("button").last.click()
    page.get_by_role("link", name="Write the decision").click()
    lena.dialog.get_by_label("Rationale").fill("Twice as many as we asked for use it already.")
    lena.dialog.get_by_label("Probability of success").fill("70")
    lena.dialog.get_by_role("button", name="Decide").or_(lena.dialog.get_by_role("button").last).last.click()

    the_record_keeps_it(lena)
    page.get_by_role("link", name="The review").click()
    expect(page.locator("h1 + .pill")).to_have_text("Go")
    assert page.url.endswith(f"/gates/reviews/{review.pk}/")
    assert lena.faults == []


def the_record_keeps_it(lena: Visitor) -> None:
    """The decision shows its seal, which holds; the record of decisions lists it."""
    page = lena.page
    page.wait_for_url("**/gates/decisions/*/")
    lena.see("Twice as many as we asked for use it already.")
    seal = page.get_by_role("region", name="Sealed", exact=True)
    hash_of_packet = seal.locator("code.hash").first.inner_text()
    assert len(hash_of_packet.replace("\n", "")) == 64
    lena.press("Verify the seal")
    lena.see("The seal holds: nothing was changed.")
    decision = page.url.partition("?")[0]
    lena.open("/gates/decisions/")
    page.get_by_role("link", name="Export to spreadsheets").first.click()
    page.wait_for_url(decision)
    expect(seal).to_contain_text(hash_of_packet)
