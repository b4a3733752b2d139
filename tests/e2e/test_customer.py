"""A customer comes to the portal by a mailed link, says what they need, votes, and sees what became of it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from customers.actions import change_company
from history.actor import Actor, system
from portal.actions import make_portal
from roadmap.actions import create_idea
from tests.e2e.browsing import Visitor
from tests.e2e.test_accessibility import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def idea(cast):
    """An idea of the product, whose portal is open; and a company that is known by its domain."""
    petra = Actor(person=cast.product_manager)
    change_company(cast.acme, domains=["acme.example"], actor=system("the stage"))
    make_portal(cast.product, actor=petra, audience="public", title="Relay ideas", greeting="Tell us what you need.")
    return create_idea(product=cast.product, title="Export to spreadsheets", actor=petra, state="backlog")


def test_is_heard_and_sees_what_became_of_it(cast, idea, sign_in, visitor, run_jobs):
    petra = sign_in(cast.product_manager)
    publish(petra, idea)
    page = visitor.page
    page.goto(f"{visitor.site}/portal/relay/")
    found = list(findings(page))
    come_in(visitor, run_jobs)
    vote(page)
    found += list(findings(page))
    say(visitor)
    found += list(findings(page))
    answer(petra, idea)
    page.goto(f"{visitor.site}/portal/relay/mine/")
    expect(page.locator("main")).to_contain_text("Part of “Send numbers to a spreadsheet”: under consideration")
    page.get_by_role("link", name="Every month I retype").click()
    page.get_by_role("link", name="See what we say about it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Send numbers to a spreadsheet")
    assert found + petra.faults + visitor.faults == []


def publish(petra: Visitor, idea) -> None:
    """Tomasz publishes the idea in words meant for customers."""
    page = petra.open(f"/ideas/{idea.pk}/")
    petra.press("Publish")
    petra.dialog.get_by_label("Public title").fill("Send numbers to a spreadsheet")
    petra.dialog.get_by_label("Public words").fill("Without *retyping* them.")
    petra.submit("Publish")
    petra.told("is on the portal")
    expect(page.locator("#on-the-portal")).to_contain_text("Under consideration")


def come_in(ann: Visitor, run_jobs) -> None:
    """Ann asks for a link, reads it from her mail, and comes in."""
    page = ann.page
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Your e-mail address").fill("ann@acme.example")
    ann.press("Mail me a link")
    ann.see("Look into your mail")
    run_jobs()
    page.goto(re.search(r"http\S+", mail.outbox[-1].body)[0])
    page.get_by_label("Your name").fill("Ann Analyst")
    ann.press("Come in")
    ann.see("You are signed in.")


def vote(page: Page) -> None:
    """She votes for her company, from the list."""
    page.get_by_role("button", name="Vote for Send numbers to a spreadsheet").click()
    page.get_by_text("Your company's vote is counted").wait_for()
    page.get_by_role("link", name="Send numbers to a spreadsheet").click()
    expect(page.locator("main")).to_contain_text("1 company asked for this")
    expect(page.locator("main")).to_contain_text("You voted for Acme")


def say(ann: Visitor) -> None:
    """She says what she needs, in her own words."""
    ann.press("Give feedback")
    ann.page.get_by_label("In your own words").fill("Every month I retype the numbers by hand.")
    ann.press("Send")
    ann.see("Thank you. We have it")
    ann.see("With our product managers, waiting to be read")


def answer(petra: Visitor, idea) -> None:
    """Tomasz finds it in the inbox and links it to the idea."""
    page = petra.open("/feedback/inbox/")
    page.get_by_role("link", name="Every month I retype the numbers by hand.").first.click()
    petra.see("Ann Analyst")
    petra.key("l")
    petra.dialog.get_by_role("combobox", name="Idea", exact=True).fill(idea.key)
    petra.dialog.get_by_role("option", name=re.compile("Export to spreadsheets")).click()
    petra.submit("Link")
    petra.told("supports")
