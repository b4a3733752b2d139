"""A salesperson speaks for a customer, and hears what becomes of it."""

import pytest
from playwright.sync_api import expect

from feedback.models import Feedback
from roadmap.actions import link_to_new_idea
from tests.evidence import CRITERIA, a_round, an_idea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_submits_a_request_sees_where_it_stands_and_assesses_an_idea_alone(cast, acting, sign_in):
    a_round(cast, an_idea(cast, "Quotes with options"))
    sam = sign_in(cast.salesperson)
    page = sam.go("Requests")
    sam.press("Submit request")
    form = sam.dialog
    form.get_by_role("combobox", name="Company").press_sequentially("Brightwater")
    form.get_by_role("option", name="Brightwater").click()
    form.get_by_label("In the customer's words").fill("Without single sign-on our IT says no.")
    form.locator("[name=need]").fill("Their IT manages accounts in one place.")
    form.locator("[name=opportunity]").fill("Brightwater, 200 seats")
    form.locator("[name=amount]").fill("48000")
    sam.submit("Submit request")
    sam.go("Requests")
    page.get_by_role("link", name="Brightwater, 200 seats").or_(
        page.get_by_role("link", name="Without single sign-on")
    ).first.click()
    sam.see("Waiting for a product manager to read it")

    link_to_new_idea(
        Feedback.objects.get(), product=cast.product, title="Single sign-on", importance=3, actor=acting(cast.product_manager)
    )
    page.reload()
    sam.settle()
    expect(page.locator("main")).to_contain_text("Single sign-on")
    expect(page.locator("main")).not_to_contain_text("Waiting for a product manager")

    sam.go("Home")
    sam.press("Assess Quotes with options")
    for number, criterion in enumerate(CRITERIA):
        page.locator(f"[name={criterion}][value='{3 + number % 3}']").check(force=True)
    page.get_by_label("How likely is the target?").fill("65")
    page.get_by_label("What would make me wrong").fill("Nobody asks for a second quote.")
    sam.press("Give your assessment")
    sam.see("You have assessed it")
    sam.see("1 of 3 in")
    other = sign_in(cast.second_salesperson)
    other.open(page.url.removeprefix(other.site))
    expect(other.page.locator("main")).not_to_contain_text("Nobody asks for a second quote.")
    other.see("You are asked to assess this")
    assert sam.faults == other.faults == []
