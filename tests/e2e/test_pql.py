"""A salesperson works a lead that usage made: from Home to a deal that is won."""

import pytest
from playwright.sync_api import expect

from customers.models import Company
from tests.pqls.conftest import active, feature, lead, petra, rule, uses  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_takes_a_lead_sees_why_accepts_makes_an_opportunity_and_wins(cast, lead, sign_in):  # noqa: F811
    pql = lead(owner=None)
    assert Company.objects.get(pk=cast.acme.pk).owner is None
    sam = sign_in(cast.salesperson)
    page = sam.page
    sam.see("Acme: Busy exporters")
    sam.press("Take Acme: Busy exporters")
    sam.wait_for_path(f"/pqls/{pql.pk}/")
    sam.see("12 uses of “Export” by 3 people")
    sam.see("They will want the big plan.")
    page.get_by_role("button", name="Take", exact=True).click()
    sam.told("is yours")
    page.get_by_role("button", name="Accept").first.click()
    sam.told("Accepted")
    page.get_by_role("link", name="Make it an opportunity").click()
    sam.dialog.get_by_label("Amount a year").fill("12000")
    sam.dialog.get_by_label("Deal's id in the CRM").fill("D-7")
    sam.submit("Make it so")
    sam.told("Now an opportunity")
    page.get_by_role("link", name="Won", exact=True).click()
    sam.dialog.get_by_label("Amount a year").fill("15000")
    sam.submit("Won")
    sam.told("Won")
    expect(page.locator("main")).to_contain_text("15,000")
    pql.refresh_from_db()
    assert (pql.state, pql.owner, pql.amount, pql.crm_deal_id) == ("won", cast.salesperson, 15_000, "D-7")
    assert sam.faults == []
