"""A launch review resolves every forecast: what salespeople gave probabilities of, and the number behind each override."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from customers.models import Company, Lifecycle
from gates.actions import viability
from gates.actions.decisions import decide_review, sign_decision
from gates.actions.launches import review_launch
from gates.actions.resolving import Came
from gates.calibration import calibrations
from gates.models import Decision, LaunchReview, SalesForecast
from history import clock
from roadmap.actions import move_stage
from tests.evidence import a_round, an_assessment, companies

pytestmark = pytest.mark.django_db
NOTE = "It sells, but not to everybody who said so."
SAID = ["0.9", "0.8", "0.7", "0.6", "0.3", "0.2", "0.8", "0.5"]
CAME = [True, True, False, True, False, False, False, True]
"""The worked example of the figures: the target first, then seven companies."""


def later():
    """The day after the target's."""
    return clock.now() + timedelta(days=366)


def near(value):
    return pytest.approx(value, abs=1e-4)


@pytest.fixture
def named(cast):
    """Seven customers that a salesperson names."""
    return companies(7)


@pytest.fixture
def launched(stage, cast, named):
    """An idea that one salesperson assessed, that passed all gates and is out."""
    asked = a_round(cast, idea=stage.idea, assessors=[cast.salesperson, cast.second_salesperson, cast.third_salesperson])
    chances = [Decimal(one) for one in SAID]
    accounts = [{"company": one, "probability": p, "amount": Decimal(5000)} for one, p in zip(named, chances[1:], strict=True)]
    said = an_assessment(0, probability=chances[0], accounts=accounts)
    viability.assess(asked, actor=stage.as_(cast.salesperson), **said)
    with clock.at(clock.now() + timedelta(days=8)):
        viability.reveal(asked, actor=stage.as_(cast.product_manager))
    stage.passed(1, 2, 3)
    return move_stage(stage.idea, stage="done", actor=stage.as_(cast.product_manager))


def bought(named):
    return [company for company, came in zip(named, CAME[1:], strict=True) if came]


def review(stage, launched, **came):
    return review_launch(launched, succeeded=True, note=NOTE, actor=stage.as_(stage.cast.leader), came=Came(**came))


def test_a_salespersons_eight_forecasts_come_to_the_worked_example(stage, cast, launched, named):
    with clock.at(clock.now() + timedelta(days=366)):
        record = review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))
        found = next(one for one in calibrations(stage.as_(cast.leader)) if one.given_as == "assessor")
    assert [(str(one.probability.normalize()), one.happened) for one in record.sales_forecasts.all()] == list(
        zip(SAID, CAME, strict=True)
    )
    assert record.upsell.is_reached is True
    assert (found.person, found.scores.n) == (cast.salesperson, 8)
    scores = found.scores
    assert (scores.brier, scores.skill, scores.log_loss) == (near(0.2150), near(0.1400), near(0.6157))
    assert (scores.bias, scores.calibration_error) == (near(0.1000), near(0.1000))


def test_all_is_open_until_the_targets_day_even_what_came_already(stage, cast, launched, named):
    early = review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))
    assert early.upsell.is_reached is True
    assert not early.sales_forecasts.exists()
    assert review(stage, launched, upsell=Decimal(20_000)).upsell.is_reached is None
    with clock.at(later()):
        late = review(stage, launched, upsell=Decimal(20_000), buyers=bought(named))
        assert late.upsell.is_reached is False
        assert late.sales_forecasts.count() == 8
        assert {one.scores.n for one in calibrations(stage.as_(cast.leader)) if one.given_as == "assessor"} == {8}


def test_a_customer_who_left_in_spite_of_it_is_held_against_the_probability_with_it(stage, cast):
    left, stays = companies(2)
    asked = a_round(cast, idea=stage.idea)
    risks = [{"company": one, "without": Decimal("0.5"), "with_feature": Decimal("0.2")} for one in (left, stays)]
    viability.assess(asked, actor=stage.as_(cast.salesperson), **an_assessment(0, risks=risks))
    with clock.at(clock.now() + timedelta(days=8)):
        viability.reveal(asked, actor=stage.as_(cast.product_manager))
    stage.passed(1, 2, 3)
    idea = move_stage(stage.idea, stage="done", actor=stage.as_(cast.product_manager))
    Company.objects.filter(pk=left.pk).update(lifecycle=Lifecycle.CHURNED)
    with clock.at(clock.now() + timedelta(days=366)):
        record = review(stage, idea, upsell=Decimal(0))
    about = {one.company: (one.happened, near(one.brier)) for one in record.sales_forecasts.all() if one.risk_id}
    assert about == {left: (True, near(0.64)), stays: (False, near(0.04))}


def test_without_the_upsell_what_salespeople_said_stays_open(stage, launched):
    record = review(stage, launched)
    assert not record.sales_forecasts.exists()
    assert not hasattr(record, "upsell")


def test_what_cannot_be_is_said_at_its_field(stage, cast, launched, named):
    for came, field in (
        ({"buyers": named[:1]}, "upsell"),
        ({"upsell": Decimal(1), "buyers": [cast.acme]}, "buyers"),
        ({"overrides": {99: Decimal(1)}}, "overrides"),
    ):
        with pytest.raises(ValidationError) as refused:
            review(stage, launched, **came)
        assert field in refused.value.error_dict
    other = stage.new_idea("Another")
    stage.idea = other
    for gate in (1, 2, 3):
        stage.decided(gate, idea=other)
    other = move_stage(other, stage="done", actor=stage.as_(cast.product_manager))
    with pytest.raises(ValidationError, match="No salesperson assessed"):
        review(stage, other, upsell=Decimal(1))


@pytest.fixture
def overridden(stage, cast):
    """An idea whose first gate went against the recommendation, signed, and which is out."""
    stage.evidence.values["engagement.share_at_assurance"] = Decimal("0.02")
    gate = stage.voted(1)
    stage_ask = stage.milder(forecast_value=Decimal("40"))
    from_panel = stage.as_(cast.leader)
    decide_review(gate, stage_ask, actor=from_panel)
    decision = sign_decision(gate, actor=stage.as_(cast.second_leader))
    stage.evidence.values["engagement.share_at_assurance"] = Decimal("0.31")
    stage.passed(2, 3)
    return move_stage(stage.idea, stage="done", actor=stage.as_(cast.product_manager)), decision


def test_an_overrides_number_is_held_against_what_came_once_its_day_has_come(stage, overridden):
    idea, decision = overridden
    with pytest.raises(ValidationError, match="held against what happened from"):
        review(stage, idea, overrides={decision.pk: Decimal(30)})
    with clock.at(clock.now() + timedelta(days=91)):
        record = review(stage, idea, overrides={decision.pk: Decimal(30)})
    actual = record.override_actuals.get()
    assert (actual.decision, actual.value, actual.fulfilment) == (decision, Decimal(30), near(0.75))


def test_what_was_resolved_stays(stage, launched, named):
    with clock.at(later()):
        record = review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))
    for change in (
        lambda: SalesForecast.objects.update(happened=False),
        lambda: SalesForecast.objects.all().delete(),
        lambda: type(record.upsell).objects.update(amount=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_one_sees_ones_own_record_and_leadership_everybodys(stage, cast, launched, named, call, browse):
    with clock.at(later()):
        review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))

    def whose(person):
        answer = call(person).get("/api/v1/launch-reviews/calibration/")
        assert answer.status_code == 200
        return {(one["given_as"], one["person"]) for one in answer.json()}

    panel, decider, seller = ("decider", None), ("decider", cast.leader.pk), ("assessor", cast.salesperson.pk)
    assert whose(cast.second_leader) == {panel, decider, seller}
    assert whose(cast.salesperson) == {panel, seller}
    assert whose(cast.viewer) == {panel}
    assert call(cast.viewer).get("/api/v1/launch-reviews/calibration/?person=1").status_code == 400
    page = browse(cast.leader).get(reverse("gates:calibration")).content.decode()
    assert "as salesperson" in page
    page = browse(cast.viewer).get(reverse("gates:calibration")).content.decode()
    assert "as salesperson" not in page
    assert "Leadership sees everybody" in page


def test_a_restricted_launch_counts_only_for_those_who_see_it(stage, cast, launched, named):
    review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))
    launched.product = cast.restricted
    launched.save()
    assert calibrations(stage.as_(cast.outsider)) == []
    assert calibrations(stage.as_(cast.leader))


def test_it_is_entered_in_the_browser_and_read_by_all(stage, cast, launched, named, browse, django_assert_max_num_queries):
    form = reverse("gates:record_launch", args=[launched.pk])
    leader = browse(cast.leader)
    assert "Upsell that came" in leader.get(form).content.decode()
    typed = {"succeeded": "yes", "note": NOTE, "buyers": [one.pk for one in bought(named)]}
    refused = leader.post(form, typed)
    assert refused.status_code == 422
    assert "along with who bought" in refused.content.decode()
    assert leader.post(form, typed | {"upsell": "31000"}).status_code == 302
    assert "resolved together" in leader.get(reverse("gates:launch", args=[launched.pk])).content.decode()
    with clock.at(later()):
        review(stage, launched, upsell=Decimal(31_000), buyers=bought(named))
    assert LaunchReview.objects.standing().get().sales_forecasts.count() == 8
    viewer = browse(cast.viewer)
    with django_assert_max_num_queries(15):
        page = viewer.get(reverse("gates:launch", args=[launched.pk])).content.decode()
    assert "Target reached" in page
    assert "Customer 0 buys more" in page


def test_an_overrides_number_is_entered_in_the_browser(stage, cast, overridden, browse):
    idea, decision = overridden
    form, field = reverse("gates:record_launch", args=[idea.pk]), f"override_{decision.pk}"
    assert field not in browse(cast.leader).get(form).content.decode()
    with clock.at(clock.now() + timedelta(days=91)):
        assert "Share of companies using it" in browse(cast.leader).get(form).content.decode()
        assert browse(cast.leader).post(form, {"succeeded": "yes", "note": NOTE, field: "30"}).status_code == 302
        page = browse(cast.viewer).get(reverse("gates:launch", args=[idea.pk])).content.decode()
    assert "75%" in page
    assert Decision.objects.get(pk=decision.pk).key in page


def test_programs_resolve_them_too(stage, cast, launched, named, call):
    body = {"idea": launched.pk, "succeeded": True, "note": NOTE, "upsell": "31000", "buyers": [one.pk for one in bought(named)]}
    program = call(cast.leader)
    assert program.post("/api/v1/launch-reviews/", body, format="json").json()["sales_forecasts"] == []
    with clock.at(later()):
        made = call(cast.leader).post("/api/v1/launch-reviews/", body, format="json")
    assert made.status_code == 201
    assert made.json()["upsell"]["is_reached"] is True
    assert [one["about"] for one in made.json()["sales_forecasts"]][:2] == ["The target is reached", "Customer 0 buys more"]
    wrong = body | {"overrides": [{"decision": Decision.objects.last().pk, "value": "1"}]}
    assert "overrides" in call(cast.leader).post("/api/v1/launch-reviews/", wrong, format="json").json()["errors"]
