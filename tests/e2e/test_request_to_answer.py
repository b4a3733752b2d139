"""A salesperson follows a request to its answer; and speaks for a customer in two keys, wherever they are."""

import re

import pytest
from playwright.sync_api import expect

from answers.models import Answer
from customers.actions import add_contact
from feedback.models import Feedback
from roadmap.actions import create_idea, create_initiative, place_initiative
from roadmap.models import Idea, Vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Without single sign-on our IT says no."


def choose(form, field, typed, option):
    """Type into a combobox, and take what it finds."""
    form.get_by_role("combobox", name=field).press_sequentially(typed)
    form.get_by_role("option", name=option).first.click()


def test_a_salesperson_follows_a_request_to_its_answer(cast, acting, sign_in, run_jobs):
    petra = acting(cast.product_manager)
    add_contact(name="Ann Archer", company=cast.acme, email="ann@acme.example", actor=petra)
    sam = sign_in(cast.salesperson)
    page = sam.go("Requests")
    sam.press("Submit request")
    form = sam.dialog
    choose(form, "Company", cast.acme.name[:4], cast.acme.name)
    choose(form, "Contact", "Ann", "Ann Archer")
    form.get_by_label("In the customer's words").fill(WORDS)
    form.locator("[name=need]").fill("Their IT manages accounts in one place.")
    form.locator("[name=opportunity]").fill("Acme, 200 seats")
    form.locator("[name=amount]").fill("48000")
    sam.submit("Submit request")

    manager = sign_in(cast.product_manager)
    inbox = manager.go("Inbox")
    expect(inbox.locator("#pane .reading-quote")).to_contain_text(WORDS)
    manager.key("n")
    manager.dialog.get_by_label("What is the idea?").fill("Single sign-on")
    if manager.dialog.locator("select[name=product]").count():
        manager.dialog.locator("select[name=product]").select_option(str(cast.product.pk))
    manager.submit("Create and link")
    idea = Idea.objects.get()
    card = create_initiative(product=cast.product, title="One door for everybody", ideas=[idea], actor=petra)
    place_initiative(card, horizon="now", actor=petra)
    run_jobs()
    manager.open("/answers/")
    expect(inbox.locator("main")).to_contain_text("Single sign-on")
    manager.open(Answer.objects.get().get_absolute_url())
    inbox.locator("main textarea[name=text]").fill("We are working on single sign-on now.")
    inbox.locator("main").get_by_role("button", name=re.compile("^Send")).click()
    inbox.locator("main textarea[name=text]").wait_for(state="detached")
    run_jobs()
    assert Answer.objects.get().state == "sent"

    sam.go("Requests")
    page.get_by_role("link", name="Acme, 200 seats").or_(page.get_by_role("link", name="Without single sign-on")).first.click()
    sam.settle()
    expect(page.locator("main")).to_contain_text("Single sign-on")
    expect(page.locator("main")).not_to_contain_text("Waiting for a product manager")
    said = page.locator("main .section", has=page.get_by_role("heading", name="Answers"))
    expect(said).to_contain_text("Ann Archer")
    said.get_by_role("link").first.click()
    sam.see("We are working on single sign-on now.")
    assert sam.faults == manager.faults == []


def test_two_keys_and_a_customer_has_a_vote_wherever_one_is(cast, acting, sign_in):
    idea = create_idea(product=cast.product, title="Quotes with options", actor=acting(cast.product_manager), state="backlog")
    sam = sign_in(cast.salesperson)
    page = sam.page

    sam.key("c")
    choose(sam.dialog, "Company", cast.acme.name[:4], cast.acme.name)
    choose(sam.dialog, "Vote for an idea", "Quotes", "Quotes with options")
    sam.submit("Send")
    sam.told(f"{cast.acme} votes for {idea.key}.")

    sam.open(f"/customers/{cast.globex.pk}/")
    sam.key("c")
    expect(sam.dialog.get_by_role("combobox", name="Company")).to_have_value(cast.globex.name)
    choose(sam.dialog, "Vote for an idea", "Quotes", "Quotes with options")
    sam.submit("Send")
    sam.told(f"{cast.globex} votes for {idea.key}.")

    sam.open("/capturing/?window=1&text=A+word+from+the+web&url=https%3A%2F%2Fforum.example%2F7&title=Forum")
    choose(page, "Company", "Brightwater", "Brightwater")
    choose(page, "Vote for an idea", "Quotes", "Quotes with options")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Kept").wait_for()
    sam.see("Brightwater votes for")
    votes = {vote.company.name: vote.given_by for vote in Vote.objects.filter(idea=idea)}
    assert votes == dict.fromkeys((cast.acme.name, cast.globex.name, "Brightwater"), cast.salesperson)
    assert Feedback.objects.get().source_url == "https://forum.example/7"
    assert sam.faults == []
