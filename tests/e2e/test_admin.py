"""An admin lets people in and keeps them out."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.e2e.browsing import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_admin_invites_suspends_walls_a_product_off_and_makes_a_token(cast, sign_in, visitor, run_jobs):
    admin = sign_in(cast.admin)
    page = admin.go("Settings")
    admin.press("People", page.get_by_role("navigation", name="Settings"))
    admin.press("Invite")
    admin.dialog.get_by_label("E-mail").fill("nina@larkspan.example")
    admin.dialog.get_by_label("Name").fill("Nina New")
    admin.dialog.get_by_label("Product", exact=True).check()
    admin.submit("Send the invitation")
    admin.told("Invited nina@larkspan.example")
    run_jobs()

    nina = joins_by_the_link_in_the_mail(visitor)
    nina.page.locator(".rail").get_by_role("link", name="Inbox").wait_for()
    assert nina.page.locator(".rail").get_by_role("link", name="Settings").count() == 0, "she administers nothing"

    admin.open("/settings/people/")
    page.get_by_role("link", name="Nina New").click()
    admin.press("Suspend")
    admin.told("Nina New is suspended.")
    nina.page.reload()
    nina.wait_for_path("/account/login/")

    admin.press("Settings", page.locator(".rail"))
    admin.press("Products", page.get_by_role("navigation", name="Settings"))
    admin.press("Add product")
    page.get_by_label("Name", exact=True).fill("Halcyon")
    page.get_by_label("Only its members see it").check()
    page.get_by_label("Tomasz Wieczorek").check()
    admin.press("Add product", page.locator("form.form"))
    admin.told("Added Halcyon.")
    expect(page.get_by_role("listitem").filter(has_text="Halcyon")).to_contain_text("Members only")

    token = makes_a_token(admin)
    answer = page.request.get(f"{admin.site}/api/v1/products/", headers={"Authorization": f"Bearer {token}"})
    assert answer.ok
    assert "Relay" in answer.text()
    assert admin.faults == nina.faults == []


def joins_by_the_link_in_the_mail(visitor: Visitor) -> Visitor:
    """Nina opens the link of her invitation, and is in."""
    link = re.search(r"http\S+/invitation/\S+", mail.outbox[0].body)
    page = visitor.open(link.group())
    visitor.see("Ruth Adeyemi invites nina@larkspan.example")
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Join")
    visitor.wait_for_path("/")
    visitor.told("Welcome, Nina New.")
    return visitor


def makes_a_token(admin: Visitor) -> str:
    """A token for reading, which is shown once."""
    page = admin.open("/me/")
    admin.press("New token")
    page.get_by_label("What is it for?").fill("Nightly report")
    admin.press("Make token")
    token = page.locator("[data-secret]").inner_text()
    admin.press("Done")
    admin.see("Nightly report")
    assert token not in page.content(), "it is shown once"
    return token
