"""What a running pilot shows: the looks that were locked and nothing in between, whom it speaks for, how long value took."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.models import Company, Lifecycle
from gates.actions import pilots
from gates.evidence.pilots import scorecard
from gates.evidence.representing import representation
from gates.evidence.time_to_value import time_to_value
from gates.figures.pilots.representing import make_up
from gates.models import Pilot
from history import clock
from people.models import Segment
from roadmap.actions import vote
from tests.evidence import a_pilot, a_running_pilot, an_idea, came_to, companies, noon, outcome_of, place_of
from tests.reading import whole


def fresh(pilot):
    return scorecard(Pilot.objects.get(pk=pilot.pk))


def in_days(days):
    return clock.at(noon(clock.today() + timedelta(days=days)))


def test_before_the_first_look_no_rate_is_shown_anywhere(cast, browse, call):
    pilot = a_running_pilot(cast, 12)
    for number in range(5):
        came_to(cast, outcome_of(pilot, number), 29)
    card = fresh(pilot)
    assert (card.shown, card.held_back, card.prediction, card.verdict.probability) == ([], 5, None, None)
    page = browse(cast.success).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    assert "No rates before the first look" in page
    assert "5 of 5" not in page
    assert "Achieved of" not in page
    figures = call(cast.viewer).get(f"/api/v1/pilots/{pilot.pk}/").json()["figures"]
    assert (figures["settled"], figures["counted"], figures["achieved"], figures["probability"]) == (5, 0, 0, None)
    idea = whole(browse(cast.success), reverse("roadmap:idea", args=[pilot.idea_id]))
    assert "No look yet" in idea
    assert "5 of 5" not in idea


def test_between_two_looks_the_last_look_stays_as_it_was(cast, browse):
    pilot = a_running_pilot(cast, 12)
    for number in range(6):
        with in_days(number):
            came_to(cast, outcome_of(pilot, number), 29, agrees=number < 5)
    at_look = fresh(pilot).verdict
    with in_days(7):
        came_to(cast, outcome_of(pilot, 6), 29, agrees=False)
    card = fresh(pilot)
    assert (card.shown_achieved, len(card.shown), card.held_back, card.next_look) == (5, 6, 1, 9)
    assert card.verdict.probability == at_look.probability
    assert card.prediction == pytest.approx(0.7832, abs=1e-4)
    page = browse(cast.success).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    assert "What came since the look is not shown as a rate" in page
    assert "5 of 6" in page
    assert "5 of 7" not in page


def test_once_closed_everything_is_shown(cast, acting):
    pilot = a_running_pilot(cast, 7)
    for number in range(7):
        came_to(cast, outcome_of(pilot, number), 29)
    assert len(fresh(pilot).shown) == 6
    pilots.close_pilot(pilot, actor=acting(cast.success))
    assert len(fresh(pilot).shown) == 7


def test_what_is_made_up_as_the_target_is_not_lopsided():
    even = make_up({"a": 30, "b": 50, "c": 20}, {"a": 3, "b": 5, "c": 2})
    assert (even.distance, even.is_lopsided) == (0, False)
    assert even.chance == 1
    lopsided = make_up({"a": 30, "b": 50, "c": 20}, {"a": 6, "b": 2})
    assert lopsided.distance == pytest.approx(0.45)
    assert lopsided.chance < 0.05
    assert lopsided.is_lopsided
    assert make_up({}, {"a": 1}) is None
    assert make_up({"a": 1}, {}) is None
    assert make_up({"a": 1}, {"a": 1, "b": 2}).chance is None, "there are not so many to pick from"
    with pytest.raises(ValueError, match="not negative"):
        make_up({"a": -1}, {"a": 1})


def test_a_pilot_among_friends_of_one_kind_warns_before_the_lock(cast, acting, browse, call):
    manager = acting(cast.product_manager)
    for number in range(30):
        Company.objects.create(name=f"Shop {number}", segment=Segment.SMB, lifecycle=Lifecycle.CUSTOMER, arr=Decimal(2_000))
    pilot = a_pilot(cast, 6)
    assert not representation(pilot).friends.dominate
    for place in pilot.companies.all()[:4]:
        vote(pilot.idea, company=place.company, actor=manager)
    found = representation(pilot)
    assert (found.friends.enrolled, found.friends.of, found.friends.dominate) == (4, 6, True)
    assert any(name == "Market segment" and one.is_lopsided for name, one in found.by)
    page = browse(cast.product_manager).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    assert "Friendly accounts dominate" in page
    assert call(cast.viewer).get(f"/api/v1/pilots/{pilot.pk}/").json()["representation"]["friends_dominate"] is True


def test_companies_outside_the_target_segment_are_named(cast, acting):
    pilot = pilots.design_pilot(an_idea(cast), name="Small ones", segment=Segment.SMB, actor=acting(cast.product_manager))
    assert representation(pilot) is None
    pilots.enrol(pilot, companies(2), actor=acting(cast.product_manager))
    assert representation(pilot).outside == ("Customer 0", "Customer 1")


def test_time_to_value_lets_dropping_out_compete(cast, acting):
    """The worked example: reached on nine days, one dropped out on day 10, one runs since day 16, one ended day 30 without."""
    manager, start = acting(cast.product_manager), clock.today()
    pilot = pilots.lock_pilot(a_pilot(cast, 12, looks=[12]), actor=manager)
    exposed = [14 if number == 10 else 0 for number in range(12)]
    events = [(day, "expose", number) for number, day in enumerate(exposed)]
    reached = (4, 6, 9, 11, 13, 14, 18, 20, 25)
    events += [(day, "reach", number) for number, day in enumerate(reached)] + [(10, "leave", 9)]
    for day, what, number in sorted(events):
        with clock.at(noon(start + timedelta(days=day))):
            if what == "expose":
                pilots.expose(place_of(pilot, number), actor=manager)
            elif what == "reach":
                came_to(cast, outcome_of(pilot, number), 29)
            else:
                pilots.drop_out(place_of(pilot, number), reason="Left", actor=manager)
    with clock.at(noon(start + timedelta(days=30))):
        assert time_to_value(fresh(pilot)) == (None, None), "no look has been reached"
        pilots.close_pilot(pilot, actor=manager)
        competing, censored = time_to_value(fresh(pilot))
    assert [round(competing.by(day).share, 4) for day in (14, 30)] == [0.5, 0.8125]
    assert round(censored.by(14).share, 4) == 0.5312
    assert round(censored.by(30).share, 4) == 0.8828
    assert competing.median == 14


def test_an_outcome_of_its_own_due_date_settles_the_day_after(cast):
    pilot = a_running_pilot(cast, 6)
    with in_days(61):
        assert len(fresh(pilot).shown) == 6
        assert fresh(pilot).verdict.outcome == "fail"
