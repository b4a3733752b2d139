"""Customer success finds out what came of a pilot, and the customer says whether it is so."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from history import clock
from tests.e2e.browsing import Visitor
from tests.evidence import a_running_pilot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_enters_an_outcome_that_the_customer_confirms_without_an_account(cast, sign_in, visitor):
    with clock.at(clock.now() - timedelta(days=59)):
        a_running_pilot(cast, 6)
    cleo = sign_in(cast.success)
    page = cleo.go("Pilots")
    cleo.press("To find out")
    page.get_by_role("link", name="Customer 0: Hours to approve an expense").click()
    page.get_by_label("Value reached").fill("27.5")
    cleo.press("Enter")
    cleo.see("Ask Customer 0 to confirm")
    assert page.get_by_label("Send the link to").input_value() == "kim0@customer.example"
    cleo.press("Make the link")
    link = page.get_by_label("The link, shown only now").input_value()

    the_customer_confirms(visitor, link)

    cleo.press("Back to the pilot")
    row = page.get_by_role("listitem").filter(has_text="Customer 0")
    expect(row).to_contain_text("27.5")
    expect(row).to_contain_text("It saves us a day a week.")
    expect(row).to_contain_text("Kim at Customer 0")
    expect(page.locator(".tile", has_text="Customer-qualified")).to_contain_text("1 settled")
    assert cleo.faults == []


def the_customer_confirms(kim: Visitor, link: str) -> None:
    """Kim opens the link, sees what was noted, and answers, once."""
    page = kim.page
    page.goto(link)
    kim.see("Hours to approve an expense")
    expect(page.locator("main, body").first).to_contain_text("27.5 hours")
    page.get_by_text("Yes, that is so").click()
    page.get_by_label("In your words").fill("It saves us a day a week.")
    page.get_by_label("Your name").fill("Kim at Customer 0")
    kim.press("Send the answer")
    kim.see("Your confirmation is kept.")
    assert page.goto(link).status == 410, "it works once"
