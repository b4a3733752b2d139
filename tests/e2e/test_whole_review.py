"""A whole review by four people, from lock to packet, blind until the reveal; and one that ends in a kill."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from gates.actions.policies import adopt_policy
from gates.actions.reviews import draft_review, set_panel
from gates.models import Decision, GateReview
from gates.presets import FULL_GOVERNANCE
from people.models import Person
from roadmap.actions import create_idea
from roadmap.models import Stage
from tests.cast import Cast
from tests.e2e.browsing import Visitor
from tests.e2e.world import as_, projected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TITLE = "Export to spreadsheets"


def drafted(cast: Cast, panel: list[Person]) -> str:
    """A draft with its panel, and the projection that it is about; the address of its page."""
    idea = create_idea(product=cast.product, title=TITLE, owner=cast.product_manager, actor=as_(cast.product_manager))
    projected(cast, idea)
    review = draft_review(idea, gate=1, actor=as_(panel[0]), question="Shall we build it for everybody?")
    set_panel(review, gatekeepers=panel, actor=as_(panel[0]))
    return f"/gates/reviews/{review.pk}/"


def send(visitor: Visitor) -> None:
    """Press the button of the dialog's form, and wait until it is done."""
    visitor.dialog.get_by_role("button").last.click()
    visitor.dialog.wait_for(state="detached")
    visitor.settle()


def declare(visitor: Visitor) -> None:
    """Say that nothing stands against one's judging this."""
    visitor.press("Declare conflicts")
    visitor.dialog.get_by_text("No, nothing stands against my judging this").click()
    send(visitor)


def score(visitor: Visitor, points: int, words: str) -> None:
    """Answer everything that people judge."""
    visitor.page.get_by_role("link", name="Score", exact=True).click()
    visitor.dialog.locator(".score-question").first.wait_for()
    for question in visitor.dialog.locator(".score-question").all():
        if question.get_by_role("radio").count():
            question.get_by_text("Yes", exact=True).click()
        else:
            question.get_by_role("spinbutton").fill(str(points))
    visitor.dialog.get_by_label("What decided it for you").fill(words)
    send(visitor)


def vote(visitor: Visitor, outcome: str, words: str) -> None:
    """Vote, and say why."""
    visitor.page.get_by_role("link", name="Vote", exact=True).click()
    visitor.dialog.get_by_text(outcome, exact=True).click()
    visitor.dialog.get_by_label("My probability of success").fill("70")
    visitor.dialog.locator("textarea").fill(words)
    send(visitor)


def test_four_people_take_it_from_lock_to_packet(cast, sign_in, tmp_path):
    adopt_policy(cast.product, replace(FULL_GOVERNANCE, voices=()), actor=as_(cast.admin))
    panel = [cast.leader, cast.second_leader, cast.third_leader]
    at = drafted(cast, panel)
    lena, second, third = (sign_in(person) for person in panel)
    petra = sign_in(cast.product_manager)
    third.page.set_viewport_size(PHONE)

    lena.open(at)
    lena.press("Lock")
    lena.see("Locked. The idea")
    petra.open(at)
    petra.press("Submit")
    petra.see("Submitted")
    for keeper in (lena, second, third):
        keeper.open(at)
        declare(keeper)
    lena.open(at)
    lena.press("Open for scoring")
    lena.page.get_by_text("to score", exact=True).first.wait_for()
    for keeper, points, words in (
        (lena, 8, "Customers act on it."),
        (second, 9, "It is asked for daily."),
        (third, 6, "I doubt the reach."),
    ):
        keeper.open(at)
        score(keeper, points, words)
    second.open(at)
    expect(second.page.get_by_text("I doubt the reach.")).to_have_count(0)
    expect(second.page.get_by_text("has scored")).to_have_count(3)
    petra.open(at)
    expect(petra.page.get_by_text("Customers act on it.")).to_have_count(0)

    lena.open(at)
    lena.press("Reveal the scores")
    lena.see("I doubt the reach.")
    for visitor in (lena, second, third, petra):
        visitor.open(at)
        visitor.see("I doubt the reach.")
    for keeper, outcome, words in ((lena, "Go", "It holds."), (second, "Go", "Yes."), (third, "Hold", "Too few asked.")):
        keeper.open(at)
        vote(keeper, outcome, words)
    lena.open(at)
    lena.page.get_by_role("link", name="Write the decision").click()
    lena.dialog.get_by_label("Rationale").fill("Two of three would build it, and the numbers hold.")
    lena.dialog.get_by_label("Probability of success").fill("70")
    lena.dialog.get_by_role("button").last.click()
    lena.page.wait_for_url("**/gates/decisions/*/")
    lena.see("Too few asked.")
    expect(lena.page.get_by_text("Dissent", exact=True)).to_be_visible()

    for form in ("JSON", "PDF"):
        with lena.page.expect_download() as taken:
            lena.page.get_by_role("link", name=form, exact=True).click()
        file = tmp_path / taken.value.suggested_filename
        taken.value.save_as(file)
        petra.open("/gates/packets/check/")
        petra.page.get_by_label("Packet").set_input_files(file)
        petra.press("Check", within=petra.page.locator("form.card"))
        petra.see("Whole, and what was decided")
    changed = json.loads((tmp_path / "packet-1.json").read_text())
    changed["body"]["decision"]["outcome"] = "kill"
    (tmp_path / "changed.json").write_text(json.dumps(changed))
    petra.open("/gates/packets/check/")
    petra.page.get_by_label("Packet").set_input_files(tmp_path / "changed.json")
    petra.press("Check", within=petra.page.locator("form.card"))
    petra.see("does not fit its hash")
    assert Decision.objects.get().outcome == "go"
    for visitor in (lena, second, third, petra):
        assert visitor.faults == []


def test_one_that_ends_in_a_kill_teaches_the_next(cast, sign_in):
    at = drafted(cast, [cast.leader])
    lena, petra = sign_in(cast.leader), sign_in(cast.product_manager)
    lena.open(at)
    lena.press("Lock")
    lena.see("Locked. The idea")
    petra.open(at)
    petra.press("Submit")
    petra.see("Submitted")
    lena.open(at)
    declare(lena)
    lena.press("Open for scoring")
    score(lena, 8, "It reads well, and nobody would pay for it.")
    lena.press("Reveal the scores")
    lena.see("nobody would pay for it")
    vote(lena, "Kill", "Nobody would pay.")
    lena.page.get_by_role("link", name="Write the decision").click()
    lena.dialog.get_by_label("Rationale").fill("Whoever tried it went back to copying.")
    lena.dialog.get_by_label("Probability of success").fill("10")
    lena.dialog.get_by_label("Why it ends").select_option(index=0)
    lena.dialog.get_by_label("What we learned").fill("Copying is quicker than exporting, below a hundred rows.")
    lena.dialog.get_by_label("Why not as recommended").fill("The criteria do not ask whether anybody pays.")
    lena.dialog.get_by_role("button").last.click()
    lena.page.wait_for_url("**/gates/decisions/*/")
    lena.see("Copying is quicker than exporting")

    petra.open("/gates/decisions/?q=copying+quicker")
    petra.page.get_by_role("link", name=TITLE).click()
    petra.see("Revive as a new idea")
    review = GateReview.objects.select_related("idea").get()
    assert (review.state, review.idea.stage) == ("decided", Stage.NOT_DOING)
    assert lena.faults == petra.faults == []
