"""A leader looks at other rules before they hold, an admin puts them in force; a leader reads the reports down to the reviews."""

import pytest
from playwright.sync_api import expect

from gates.models.policies import standing_policy
from tests.gates.conftest import evidence  # noqa: F401 - evidence that says what the stage wants
from tests.gates.stage import GateStage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_rules_are_tried_out_simulated_and_put_in_force(cast, sign_in, evidence):  # noqa: F811
    stage = GateStage(cast, evidence)
    stage.decided(1)
    at = f"/gates/policies/{cast.product.pk}/"

    leader = sign_in(cast.leader)
    page = leader.open(at)
    page.get_by_label("Hurdle of the should-meet score").fill("9")
    leader.press("Try out on past reviews")
    leader.see("Would have been recommended otherwise")
    expect(page.locator(".tried-table")).to_contain_text("lies under the hurdle of 9.00")
    leader.press("Simulate")
    leader.see("What it trades off")
    expect(page.get_by_role("button", name="Put in force")).to_be_disabled()

    admin = sign_in(cast.admin)
    page = admin.open(at)
    page.get_by_label("Hurdle of the should-meet score").fill("9")
    admin.press("Simulate these rules")
    page.get_by_label("Why it changes").fill("Too many passed")
    admin.press("Put in force")
    admin.told("A new version of the policy is in force.")
    assert (standing_policy(cast.product.pk).rules.hurdle, standing_policy(cast.product.pk).why) == (9, "Too many passed")
    admin.press("Compare versions")
    expect(page.get_by_role("region", name="Numbers and switches")).to_contain_text("Hurdle of the should-meet score")
    assert leader.faults == admin.faults == []


def test_a_leader_reads_a_number_down_to_its_reviews(cast, sign_in, evidence):  # noqa: F811
    stage = GateStage(cast, evidence)
    stage.decided(1, "kill")
    leader = sign_in(cast.leader)
    page = leader.go("Gates")
    leader.press("Reports")
    page.get_by_role("row", name="1 Engagement").get_by_role("link", name="1", exact=True).first.click()
    leader.see("Ideas that came to gate 1")
    leader.press(stage.idea.title)
    leader.wait_for_path(r"/gates/reviews/\d+/")
    leader.open("/gates/reports/")
    leader.press("As a file")
    with page.expect_download() as got:
        leader.press("CSV")
    assert got.value.suggested_filename == "gates-flow.csv"
    leader.press("Quarter")
    leader.see("Decided in the quarter")
    assert leader.faults == []
