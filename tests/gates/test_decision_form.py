"""The form of a decision: rows of conditions and tripwires that come and go, and lose nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from gates.models import Decision, Tripwire
from history import clock

pytestmark = pytest.mark.django_db
SAID = {"rationale": "It holds.", "probability": "70"}
NONE = {"tripwires-TOTAL_FORMS": "0", "tripwires-INITIAL_FORMS": "0"}


@pytest.fixture
def voted(stage):
    return stage.voted(1)


@pytest.fixture
def address(voted):
    return reverse("gates:decide", args=[voted.pk])


def wire(number, measure="engagement.share_at_assurance", fires="below", threshold="15"):
    prefix = f"tripwires-{number}-"
    return {f"{prefix}measure": measure, f"{prefix}fires": fires, f"{prefix}threshold": threshold}


def test_the_form_offers_the_tripwires_that_the_criteria_suggest(address, browse, cast):
    form = browse(cast.leader).get(address).context["form"]
    first, second = (row.initial for row in form.tripwires)
    assert (first["measure"], first["fires"], first["threshold"]) == ("engagement.share_at_assurance", "below", "20")
    assert (second["measure"], second["fires"], second["threshold"]) == ("engagement.is_projected", "no_longer", None)


def test_tripwires_are_chosen_in_the_form_and_shares_are_written_in_per_cent(address, browse, cast):
    typed = SAID | NONE | {"tripwires-TOTAL_FORMS": "2"} | wire(0, threshold="12.5")
    typed |= wire(1, "engagement.is_projected", "no_longer", "")
    assert browse(cast.leader).post(address, typed).status_code == 302
    wires = list(Tripwire.objects.values_list("measure", "fires", "threshold"))
    assert wires == [
        ("engagement.share_at_assurance", "below", Decimal("0.125")),
        ("engagement.is_projected", "no_longer", None),
    ]


def test_taking_all_tripwires_away_watches_nothing_and_empty_rows_count_as_none(address, browse, cast):
    typed = SAID | NONE | {"tripwires-TOTAL_FORMS": "1"} | wire(0, "", "below", "")
    assert browse(cast.leader).post(address, typed).status_code == 302
    assert not Decision.objects.get().tripwires.exists()


@pytest.mark.parametrize(("row", "field", "words"), [
    (wire(0, "nobody.knows"), "measure", "Select a valid choice"),
    (wire(0, threshold=""), "threshold", "required"),
    (wire(0, threshold="NaN"), "threshold", "Enter a number"),
    (wire(0, threshold="9" * 30), "threshold", "digits"),
    (wire(0, fires="sideways"), "fires", "Select a valid choice"),
    (wire(0, ""), "measure", "required"),
])  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_at_the_row(address, browse, cast, row, field, words):
    refused = browse(cast.leader).post(address, SAID | NONE | {"tripwires-TOTAL_FORMS": "1"} | row)
    assert refused.status_code == 422
    assert words in str(refused.context["form"].tripwires.forms[0].errors[field])
    assert "It holds." in refused.content.decode()
    assert not Decision.objects.exists()


def test_the_same_tripwire_twice_is_said_at_the_second(address, browse, cast):
    refused = browse(cast.leader).post(address, SAID | NONE | {"tripwires-TOTAL_FORMS": "2"} | wire(0) | wire(1, threshold="10"))
    assert refused.status_code == 422
    assert "named above" in str(refused.context["form"].tripwires.forms[1].errors)


def test_rows_come_and_go_without_scripts_and_nothing_typed_is_lost(stage, browse, cast):
    review = stage.voted(1, "conditional_go")
    address = reverse("gates:decide", args=[review.pk])
    typed = SAID | {"override_words": "One thing is open."} | NONE | {"tripwires-TOTAL_FORMS": "1"} | wire(0, threshold="abc")
    typed |= {"conditions-TOTAL_FORMS": "1", "conditions-INITIAL_FORMS": "0", "conditions-0-words": "Review passed"}
    page = browse(cast.leader).post(address, typed | {"row": "conditions:add"})
    assert page.status_code == 200
    form = page.context["form"]
    assert [row["words"].value() for row in form.conditions] == ["Review passed", None]
    assert form.tripwires[0]["threshold"].value() == "abc"
    assert (form["rationale"].value(), form["override_words"].value()) == ("It holds.", "One thing is open.")
    assert "field-error" not in page.content.decode()
    page = browse(cast.leader).post(address, typed | {"row": "conditions:0"})
    assert list(page.context["form"].conditions) == []
    page = browse(cast.leader).post(address, typed | {"row": "tripwires:0"})
    assert list(page.context["form"].tripwires) == []
    assert not Decision.objects.exists()


@pytest.mark.parametrize("press", ["", "conditions", "conditions:99", "tripwires:-1", "elsewhere:add", "tripwires:add:add"])
def test_a_press_of_no_button_changes_nothing(address, browse, cast, press):
    page = browse(cast.leader).post(address, SAID | NONE | {"tripwires-TOTAL_FORMS": "x", "row": press})
    assert page.status_code == 200
    assert not Decision.objects.exists()


def test_evidence_that_changed_meanwhile_is_shown_and_may_then_be_decided_on(address, browse, cast, evidence):
    browser = browse(cast.leader)
    seen = browser.get(address).context["findings"].fingerprint
    evidence.values["engagement.share_at_assurance"] = Decimal("0.30")
    refused = browser.post(address, SAID | {"seen": seen})
    assert refused.status_code == 422
    assert "evidence changed since you looked" in refused.content.decode()
    fresh = refused.context["findings"].fingerprint
    assert f'name="seen" value="{fresh}"' in refused.content.decode()
    assert browser.post(address, SAID | {"seen": fresh}).status_code == 302


def test_a_tripwire_for_the_api_is_held_to_the_same(voted, call, cast):
    body = {"outcome": "go", "rationale": "It holds.", "probability": "0.7"}
    for wrong in (
        {"measure": "nobody.knows", "fires": "below", "threshold": "1"},
        {"measure": "engagement.probability", "fires": "below"},
    ):
        answer = call(cast.leader).post(f"/api/v1/gate-reviews/{voted.pk}/decide/", body | {"tripwires": [wrong]}, format="json")
        assert answer.status_code == 400
        assert "tripwires" in answer.json()["errors"]
    late = (clock.today() + timedelta(days=1)).isoformat()
    answer = call(cast.leader).post(f"/api/v1/gate-reviews/{voted.pk}/decide/", body | {"review_on": late}, format="json")
    assert answer.status_code == 400
