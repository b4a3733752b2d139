"""What the evidence says to a review: known, unknown, stale or inconclusive, and who made it."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from gates.actions import pilots, viability
from gates.actions.projections import project
from gates.evidence.latest import Evidence
from gates.measures import Standing, measure_named, measures_for
from gates.models import Pilot
from gates.presets import SMALL_TEAM, STANDARD_CRITERIA
from history import clock
from tests.evidence import (
    a_feature,
    a_pilot,
    a_round,
    a_running_pilot,
    an_assessment,
    an_idea,
    came_to,
    earlier_features,
    noon,
    outcome_of,
    place_of,
    used,
    users,
)


def says(name, idea, rules=SMALL_TEAM):
    """What a measure says of an idea's evidence."""
    return measure_named(name).of(Evidence(idea.pk), rules)


def later(days):
    return clock.at(noon(clock.today() + timedelta(days=days)))


def test_every_measure_that_the_presets_name_is_there():
    named = {one.measure for criteria in STANDARD_CRITERIA.values() for one in criteria if one.measure}
    assert named <= {one.name for gate in (1, 2, 3) for one in measures_for(gate)}


@pytest.mark.parametrize(("gate", "name"), [(gate, one.name) for gate in (1, 2, 3) for one in measures_for(gate)])
def test_without_evidence_every_measure_is_unknown_and_says_what_is_missing(cast, gate, name):
    found = says(name, an_idea(cast))
    assert (found.value, found.standing) == (None, Standing.UNKNOWN)
    assert found.words.endswith(("yet.", "yet how many will use it."))


@pytest.fixture
def projected(cast, acting):
    who = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    earlier_features(cast.product, who, clock.today())
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, who[:15], noon(feature.released_on + timedelta(days=2)))
    idea = an_idea(cast)
    return project(idea, feature, threshold="0.2", unit="user", actor=acting(cast.product_manager))


def test_a_projection_is_known_for_thirty_days(projected):
    found = says("engagement.share_at_assurance", projected.idea)
    assert found.standing == Standing.KNOWN
    assert found.value == Decimal(f"{projected.interval(80)['low']:.6f}"), "nothing earlier to correct by: its own cautious end"
    assert found.author_ids == (projected.asked_by_id,)
    assert found.details["input_hash"] == projected.input_hash
    assert says("engagement.is_projected", projected.idea).value is True
    assert says("engagement.probability", projected.idea).value > Decimal("0.9")
    with later(31):
        assert says("engagement.share_at_assurance", projected.idea).standing == Standing.STALE


def test_a_newer_model_makes_a_projection_stale(projected, monkeypatch):
    newer = SimpleNamespace(model_version="another model 2")
    monkeypatch.setattr("gates.evidence_measures.projector", lambda: newer)
    assert says("engagement.probability", projected.idea).standing == Standing.STALE


def test_a_projection_that_abstained_is_inconclusive(cast, acting):
    idea = an_idea(cast)
    project(idea, a_feature(cast.product, "Alone", None), probe_kind="none", threshold="0.2", actor=acting(cast.product_manager))
    found = says("engagement.share_at_assurance", idea)
    assert (found.value, found.standing) == (None, Standing.INCONCLUSIVE)
    assert "earlier features" in found.words
    stands = says("engagement.is_projected", idea)
    assert (stands.value, stands.standing) == (False, Standing.KNOWN)


def test_a_pilot_still_being_designed_says_nothing(cast):
    assert says("pilot.enrolled", a_pilot(cast, 1).idea).standing == Standing.UNKNOWN


def test_a_pilot_is_inconclusive_until_a_look_decides(cast, acting):
    pilot = a_running_pilot(cast, 6)
    for number in range(5):
        came_to(cast, outcome_of(pilot, number), 29)
    found = says("pilot.probability", pilot.idea)
    assert found.standing == Standing.INCONCLUSIVE
    assert found.value is None, "before the first look nothing is said, not even to a gate"
    assert found.words == "5 companies are settled; the first look is at 6, and no rate is shown before it."
    came_to(cast, outcome_of(pilot, 5), 29)
    found = says("pilot.probability", pilot.idea)
    assert (found.standing, found.value) == (Standing.KNOWN, Decimal("0.972006"))
    assert cast.success.pk in found.author_ids
    assert says("pilot.enrolled", pilot.idea).value == 6
    assert says("pilot.is_robust", pilot.idea).value is True
    with later(61):
        assert says("pilot.probability", pilot.idea).standing == Standing.STALE


def test_a_pilot_is_never_judged_softer_than_the_policy(cast, acting):
    pilot = a_running_pilot(cast, 6, theta=Decimal("0.10"))
    for number in range(6):
        came_to(cast, outcome_of(pilot, number), 29)
    assert says("pilot.probability", pilot.idea).value == Decimal("0.972006"), "θ is the policy's .60, not the pilot's .10"


def test_a_verdict_that_hangs_on_who_left_is_not_robust(cast, acting):
    pilot = a_running_pilot(cast, 12)
    for number in range(8):
        came_to(cast, outcome_of(pilot, number), 29)
    for number in range(8, 10):
        came_to(cast, outcome_of(pilot, number), 29, agrees=False)
    for number in range(10, 12):
        pilots.drop_out(place_of(pilot, number), actor=acting(cast.success), reason="Left")
    found = says("pilot.is_robust", Pilot.objects.get().idea)
    assert found.value is False
    assert found.words == "Everybody: inconclusive; those who stayed: pass; the best case: pass."


def test_an_open_round_says_nothing_and_a_revealed_one_everything(cast, acting):
    round = a_round(cast)
    accounts = [{"company": cast.acme, "probability": Decimal("0.6"), "amount": Decimal(40_000)}]
    for number, person in enumerate((cast.salesperson, cast.second_salesperson, cast.third_salesperson)):
        viability.assess(round, actor=acting(person), **an_assessment(number, accounts=accounts))
    names = ("assessors", "segments", "coverage", "probability", "top_account")
    assert {says(f"viability.{name}", round.idea).standing for name in names} == {Standing.UNKNOWN}
    viability.reveal(round, actor=acting(cast.leader))
    values = {name: says(f"viability.{name}", round.idea).value for name in names}
    assert values == {"assessors": 3, "segments": 3, "coverage": 1, "probability": Decimal("0.6"), "top_account": 1}
    assert set(says("viability.assessors", round.idea).author_ids) == {
        cast.salesperson.pk, cast.second_salesperson.pk, cast.third_salesperson.pk,
    }  # fmt: skip
    with later(15):
        assert says("viability.probability", round.idea).standing == Standing.STALE
        assert says("viability.assessors", round.idea).standing == Standing.KNOWN
