"""The first visitor of an empty installation."""

import pytest

from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_first_visitor_founds_the_organisation_and_starts_with_a_product(visitor):
    page = visitor.open("/")
    visitor.wait_for_path("/welcome/")
    page.get_by_label("Your organisation").fill("Larkspan")
    page.get_by_label("Your first product").fill("Relay")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_label("Your name").fill("Ruth Adeyemi")
    page.get_by_label("Your e-mail").fill("ada@larkspan.example")
    page.get_by_label("Password").fill("1234567890")
    visitor.press("Set up")

    visitor.see("too common")
    assert page.get_by_label("Your organisation").input_value() == "Larkspan", "nothing typed is lost"
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Set up")

    visitor.wait_for_path("/")
    visitor.told("Welcome. Larkspan is set up, and you are its admin.")
    visitor.go("Settings")
    visitor.press("Products", page.get_by_role("navigation", name="Settings"))
    visitor.see("Relay")

    visitor.open("/welcome/")
    visitor.wait_for_path("/")
    assert visitor.faults == []
