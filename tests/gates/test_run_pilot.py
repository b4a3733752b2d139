"""Running a pilot: success is fixed first, everybody enrolled stays in the denominator."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from customers.actions import archive_segment, save_segment
from gates.actions import pilots
from gates.evidence.pilots import plan_of, scorecard
from gates.models import Pilot, PilotCompany
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from tests.evidence import (
    a_pilot,
    a_running_pilot,
    an_idea,
    came_to,
    noon,
    outcome_of,
    place_of,
    thirty_hours,
)


@pytest.fixture
def manager(cast, acting):
    return acting(cast.product_manager)


def test_a_pilot_is_designed_by_product_or_success(cast, acting):
    idea = an_idea(cast)
    for person in (cast.product_manager, cast.success):
        assert pilots.design_pilot(idea, name="Try it", actor=acting(person)).theta == Decimal("0.60")
    for person in (cast.salesperson, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            pilots.design_pilot(idea, name="Try it", actor=acting(person))


@pytest.mark.parametrize(
    ("design", "field"),
    [
        ({"segment": "saved-0"}, "segment"),
        ({"looks": [9, 6]}, "looks"),
        ({"looks": []}, "looks"),
        ({"looks": [3, 9]}, "looks"),
        ({"looks": ["six"]}, "looks"),
        ({"theta": Decimal("0.01")}, "theta"),
        ({"fewest": 2}, "fewest"),
        ({"prior_mean": Decimal("0.5"), "prior_weight": Decimal(5)}, "prior_weight"),
    ],
)
def test_a_design_that_cannot_be_is_refused_at_its_field(cast, manager, design, field):
    with pytest.raises(ValidationError) as refusal:
        pilots.design_pilot(an_idea(cast), name="Try it", actor=manager, **design)
    assert field in refusal.value.message_dict


def test_a_pilot_may_aim_at_a_saved_segment(cast, manager, browse):
    big_ones = save_segment(name="Big ones", conditions=[{"field": "arr", "is": "from", "value": 1000}], actor=manager)
    browser, idea = browse(cast.product_manager), an_idea(cast)
    body = {"name": "Try it", "segment": big_ones.value, "theta": 60, "fewest": 6, "looks": "6, 9, 12"}
    assert browser.post(reverse("gates:new_pilot", args=[idea.pk]), body).status_code == 302
    pilot = Pilot.objects.get()
    assert (pilot.segment, pilot.segment_words) == (big_ones.value, "Big ones")
    assert "Big ones" in browser.get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    archive_segment(big_ones, actor=manager)
    assert (
        browser.post(reverse("gates:edit_pilot", args=[pilot.pk]), body | {"name": "Try again", "version": 1}).status_code == 302
    )


def test_half_an_expectation_is_refused(cast, manager):
    with pytest.raises(ValidationError, match="needs both"):
        pilots.design_pilot(an_idea(cast), name="Try it", actor=manager, prior_mean=Decimal("0.5"))


def test_a_locked_design_does_not_change(cast, manager):
    pilot = pilots.lock_pilot(a_pilot(cast), actor=manager)
    with pytest.raises(NotPossible, match="does not change any more"):
        pilots.change_pilot(pilot, actor=manager, theta=Decimal("0.40"))
    with pytest.raises(NotPossible):
        pilots.take_out(place_of(pilot), actor=manager)
    assert Event.objects.get(kind="pilot.locked").facts["theta"] == "0.60"


def test_a_design_changed_in_between_is_stale(cast, manager):
    pilot = a_pilot(cast)
    pilots.change_pilot(pilot, actor=manager, version=pilot.version, theta=Decimal("0.70"))
    with pytest.raises(Stale):
        pilots.change_pilot(pilot, actor=manager, version=pilot.version, theta=Decimal("0.50"))


def test_it_is_locked_only_with_companies_whose_outcomes_are_fixed(cast, manager):
    pilot = pilots.design_pilot(an_idea(cast), name="Try it", actor=manager)
    with pytest.raises(NotPossible, match="Enrol"):
        pilots.lock_pilot(pilot, actor=manager)
    pilots.enrol(pilot, [cast.acme], actor=manager)
    with pytest.raises(NotPossible, match="Fix the outcome of Acme"):
        pilots.lock_pilot(pilot, actor=manager)


def test_what_the_plan_would_do_is_known_before_the_lock(cast):
    prospects = plan_of(a_pilot(cast)).prospects()
    assert [one.passing for one in prospects] == pytest.approx([0.0180, 0.0798, 0.2363, 0.5036, 0.8006], abs=1e-4)
    assert prospects[-1].expected_n == pytest.approx(9.8132, abs=1e-4)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": Decimal(40)}, "target"),
        ({"target": Decimal(50)}, "target"),
        ({"direction": "hold"}, "target"),
        ({"direction": "hold", "target": Decimal(40)}, "tolerance"),
        ({"minimum_change": Decimal(15)}, "target"),
        ({"due_on": clock.today()}, "due_on"),
        ({"metric": ""}, "metric"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_at_its_field(cast, manager, changes, field):
    pilot = pilots.design_pilot(an_idea(cast), name="Try it", actor=manager)
    place = pilots.enrol(pilot, [cast.acme], actor=manager)[0]
    with pytest.raises(ValidationError) as refusal:
        pilots.fix_outcome(place, actor=manager, **thirty_hours(**changes))
    assert field in refusal.value.message_dict


def test_an_outcome_may_be_to_stay_where_one_is_give_or_take(cast, manager):
    pilot = pilots.design_pilot(an_idea(cast), name="Try it", actor=manager)
    place = pilots.enrol(pilot, [cast.acme], actor=manager)[0]
    outcome = pilots.fix_outcome(place, actor=manager, **thirty_hours(direction="hold", target=Decimal(40), tolerance=Decimal(2)))
    assert outcome.tolerance == 2


def test_an_outcome_is_fixed_before_exposure(cast, manager):
    pilot = a_running_pilot(cast, 1)
    with pytest.raises(NotPossible, match="does not change"):
        pilots.fix_outcome(place_of(pilot), actor=manager, **thirty_hours(target=Decimal(39)))


def test_nobody_gets_the_feature_before_success_is_fixed(cast, manager):
    pilot = a_pilot(cast, 1)
    with pytest.raises(NotPossible, match="Lock the pilot first"):
        pilots.expose(place_of(pilot), actor=manager)
    pilots.lock_pilot(pilot, actor=manager)
    late = pilots.enrol(pilot, [cast.acme], actor=manager)[0]
    with pytest.raises(NotPossible, match="outcome first"):
        pilots.expose(late, actor=manager)


def test_a_company_is_in_a_pilot_once(cast, manager):
    pilot = a_pilot(cast, 1)
    with pytest.raises(ValidationError, match="already"):
        pilots.enrol(pilot, [place_of(pilot).company], actor=manager)
    with pytest.raises(IntegrityError):
        PilotCompany.objects.create(pilot=pilot, company=place_of(pilot).company)


def test_who_drops_out_stays_in_the_denominator(cast, manager):
    pilot = a_running_pilot(cast, 2)
    pilots.drop_out(place_of(pilot), actor=manager, reason="They reorganise")
    card = scorecard(Pilot.objects.get(pk=pilot.pk))
    assert (card.achieved, card.settled, card.open_count) == (0, 1, 1)
    with pytest.raises(NotPossible, match="dropped out"):
        pilots.drop_out(place_of(pilot), actor=manager, reason="Again")


def test_who_withdraws_before_exposure_is_out_once_a_non_owner_approves(cast, acting, manager):
    pilot = pilots.lock_pilot(a_pilot(cast, 2), actor=manager)
    place = pilots.ask_withdrawal(place_of(pilot), actor=acting(cast.success), reason="No time this quarter")
    assert scorecard(pilot).enrolled == 2, "asking changes nothing yet"
    for person, why in ((cast.product_manager, "your own idea"), (cast.success, "You asked"), (cast.salesperson, "decide")):
        with pytest.raises(NotAllowed, match=why):
            pilots.approve_withdrawal(place, actor=acting(person))
    pilots.approve_withdrawal(place, actor=acting(cast.second_product_manager))
    assert scorecard(pilot).enrolled == 1
    with pytest.raises(NotPossible, match="withdrew"):
        pilots.expose(place, actor=manager)


def test_a_refused_withdrawal_leaves_it_in(cast, acting, manager):
    pilot = pilots.lock_pilot(a_pilot(cast, 1), actor=manager)
    place = pilots.ask_withdrawal(place_of(pilot), actor=manager, reason="No time")
    pilots.refuse_withdrawal(place, actor=acting(cast.leader))
    assert scorecard(pilot).enrolled == 1
    with pytest.raises(NotPossible, match="Nobody asks"):
        pilots.approve_withdrawal(place, actor=acting(cast.leader))


def test_who_had_the_feature_can_only_drop_out(cast, manager):
    pilot = a_running_pilot(cast, 1)
    with pytest.raises(NotPossible, match="stays in the denominator"):
        pilots.ask_withdrawal(place_of(pilot), actor=manager, reason="They changed their mind")


def test_a_closed_pilot_takes_nothing_more(cast, acting, manager):
    pilot = pilots.close_pilot(a_running_pilot(cast, 1), actor=manager)
    with pytest.raises(NotPossible, match="closed"):
        pilots.enrol(pilot, [cast.acme], actor=manager)
    with pytest.raises(NotPossible):
        came_to(cast, outcome_of(pilot), 29)


def worked_example(cast, achieved, missed, lost, count=None):
    pilot = a_running_pilot(cast, count or achieved + missed + lost)
    for number in range(achieved):
        came_to(cast, outcome_of(pilot, number), 29)
    for number in range(achieved, achieved + missed):
        came_to(cast, outcome_of(pilot, number), 29, agrees=False)
    for number in range(achieved + missed, achieved + missed + lost):
        pilots.drop_out(place_of(pilot, number), actor=clock_actor(cast), reason="Left")
    return scorecard(Pilot.objects.get(pk=pilot.pk))


def clock_actor(cast):
    return cast.acting(cast.product_manager)


def test_eight_of_twelve_is_inconclusive_and_hangs_on_who_left(cast):
    card = worked_example(cast, achieved=8, missed=2, lost=2)
    assert card.verdict.outcome == "inconclusive"
    assert card.verdict.probability == pytest.approx(0.6470, abs=1e-4)
    assert (card.verdict.rate.low, card.verdict.rate.high) == pytest.approx((0.3906, 0.8619), abs=1e-4)
    assert (card.verdict.posterior.low, card.verdict.posterior.high) == pytest.approx((0.4274, 0.8343), abs=1e-4)
    views = card.attrition
    assert [view.probability for view in (views.intention_to_treat, views.completers, views.best_case)] == pytest.approx(
        [0.6470, 0.8811, 0.9421], abs=1e-4
    )
    assert views.is_sensitive


def test_nine_of_twelve_passes(cast):
    card = worked_example(cast, achieved=9, missed=3, lost=0)
    assert (card.verdict.outcome, round(card.verdict.probability, 4)) == ("pass", 0.8314)


def test_before_the_end_the_verdict_comes_only_by_plan(cast):
    card = worked_example(cast, achieved=5, missed=1, lost=0, count=12)
    assert card.verdict.outcome == "inconclusive", "5 of 6 is a pass at the end, not at the first look"
    assert card.prediction == pytest.approx(0.7832, abs=1e-4)
    assert card.next_look == 9


def test_past_its_due_date_without_a_value_counts_as_not_achieved(cast):
    pilot = a_running_pilot(cast, 2)
    came_to(cast, outcome_of(pilot), 29, agrees=None)
    with clock.at(noon(clock.today() + timedelta(days=61))):
        words = [row.words for row in scorecard(pilot).rows]
    assert words == ["Met, waiting for the customer's word", "Past due without a value"]
    with clock.at(noon(clock.today() + timedelta(days=80))):
        assert scorecard(pilot).rows[0].words == "Met, but never confirmed"
        assert scorecard(pilot).settled == 2
