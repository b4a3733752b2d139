"""Projecting from what was counted: who kept using it, trials that chose themselves, fake doors, and what looks wrong."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from gates.actions.projections import project, resolve_projection
from gates.evidence.gathering import gather
from gates.evidence.questions import Question
from gates.models import Projection
from history import clock
from history.refusals import NotPossible
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users
from usage.adoption import adoption_after_exposure, day_start
from usage.models import UsageEvent
from usage.retained import kept_after_release, trial_units


@pytest.fixture
def crowd(cast):
    return users(cast.product, 160, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def asking(cast, acting):
    def ask(feature, **changes):
        values = {"threshold": "0.2", "horizon": 12, "unit": "user", "actor": acting(cast.product_manager)} | changes
        return project(an_idea(cast), feature, **values)

    return ask


def test_kept_are_those_who_use_it_again_on_a_later_day(cast, crowd):
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=14))
    used(feature, crowd[:10], noon(feature.released_on + timedelta(days=2)))
    used(feature, crowd[:4], noon(feature.released_on + timedelta(weeks=11)))
    used(feature, crowd[4:6], noon(feature.released_on + timedelta(weeks=3)))
    used(feature, crowd[6:8], noon(feature.released_on + timedelta(weeks=13)))
    late = crowd[20:22]
    used(feature, late, noon(feature.released_on + timedelta(weeks=11)))
    assert kept_after_release(feature, day_start(clock.today()), "user", 12, 4) == 4
    used(feature, late, noon(feature.released_on + timedelta(weeks=11, days=1)))
    assert kept_after_release(feature, day_start(clock.today()), "user", 12, 4) == 6
    assert kept_after_release(feature, day_start(clock.today()), "user", 15, 4) is None, "these weeks have not passed"


def test_a_projection_says_who_keeps_using_it_and_counts_them(cast, acting, crowd, asking):
    earlier = earlier_features(cast.product, crowd, clock.today())
    for feature in earlier:
        used(feature, crowd[:16], noon(feature.released_on + timedelta(weeks=10)))
    released = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(released, crowd[:40], noon(released.released_on + timedelta(days=2)))
    made = asking(released)
    assert 0 < made.kept["median"] < made.median
    assert (made.kept["references"], made.kept_weeks) == (6, 4)
    used(released, crowd[:10], noon(released.released_on + timedelta(weeks=10)))
    with clock.at(noon(clock.today() + timedelta(days=90))):
        actual = resolve_projection(made, actor=acting(cast.product_manager))
    assert (actual.adopters, actual.kept, actual.kept_share) == (40, 10, 10 / 160)
    assert set(actual.kept_is_inside) == {"50", "80", "95"}


@pytest.mark.parametrize("weeks", [0, 12, 13])
def test_the_weeks_of_keeping_are_a_part_of_the_horizon(cast, crowd, asking, weeks):
    with pytest.raises(ValidationError) as refusal:
        asking(a_feature(cast.product, "Planned", None), probe_kind="none", kept_weeks=weeks)
    assert "kept_weeks" in refusal.value.message_dict


@pytest.fixture
def beta(cast, crowd):
    """A beta that the lively half asked for: a hundred of them, of whom a half adopted; and twenty others, of whom none did."""
    earlier_features(cast.product, crowd, clock.today())
    planned = a_feature(cast.product, "Planned", None)
    shown = noon(clock.today() - timedelta(weeks=6))
    used(planned, crowd[:100], shown - timedelta(days=9), name="Day opened")
    used(planned, crowd[:90] + crowd[100:120], shown, name="Beta asked for")
    used(planned, crowd[:45], shown + timedelta(days=3))
    return planned


def test_a_trial_that_chose_itself_is_weighed_by_earlier_activity(cast, beta, asking):
    made = asking(beta, probe_kind="exposed", exposure_event="Beta asked for", probe_selection="opt_in")
    strata = made.inputs["probe"]["strata"]
    assert made.status == "ok"
    assert sorted((one["eligible"], one["n"], one["adopters"]) for one in strata) == [(60, 20, 0), (100, 90, 45)]
    by_lot = asking(beta, probe_kind="exposed", exposure_event="Beta asked for", probe_selection="random")
    assert made.median < by_lot.median


def test_its_units_one_by_one_are_those_that_adoption_counts(beta):
    until = day_start(clock.today())
    tried = trial_units(beta, "Beta asked for", until, "user", 4)
    counted = adoption_after_exposure(beta, "Beta asked for", until, "user", 4)
    assert (len(tried), sum(tried.values())) == (counted.n, counted.adopters[4]) == (110, 45)


def test_segment_and_plan_of_today_are_not_used_for_an_origin_in_the_past(cast, crowd, beta, asking):
    origin = clock.today() - timedelta(days=2)
    made = asking(beta, probe_kind="exposed", exposure_event="Beta asked for", probe_selection="opt_in", origin=origin)
    assert {one["name"] for one in made.inputs["probe"]["strata"]} == {"not active", "less active"}
    assert any("as they are today" in flag for flag in made.flags)
    crowd[0].company.plan = "Changed since"
    crowd[0].company.save()
    again = asking(beta, probe_kind="exposed", exposure_event="Beta asked for", probe_selection="opt_in", origin=origin)
    assert (again.input_hash, again.median) == (made.input_hash, made.median)


def test_five_earlier_fake_doors_convert_the_sixth(cast, crowd, asking):
    today = clock.today()
    earlier_features(cast.product, crowd, today)
    doors = []
    for number in range(5):
        door = a_feature(cast.product, f"Door {number}", None)
        shown = today - timedelta(weeks=30)
        used(door, crowd[:60], noon(shown), name=f"Door {number} shown")
        used(door, crowd[: 20 + 2 * number], noon(shown + timedelta(days=1)))
        with clock.at(noon(today - timedelta(weeks=20))):
            asked = asking(door, probe_kind="exposed", exposure_event=f"Door {number} shown", probe_selection="fake_door")
        assert asked.status != "ok"
        doors.append(door)
    planned = a_feature(cast.product, "Planned", None)
    used(planned, crowd[:60], noon(today - timedelta(weeks=6)), name="Planned shown")
    used(planned, crowd[:24], noon(today - timedelta(weeks=6)))
    question = {"probe_kind": "exposed", "exposure_event": "Planned shown", "probe_selection": "fake_door"}
    assert "0 of at least 5" in asking(planned, **question).reasons[-1]
    for number, door in enumerate(doors):
        door.released_on = today - timedelta(weeks=13)
        door.save()
        used(door, crowd[: 26 + 3 * number], noon(door.released_on + timedelta(days=5)))
    made = asking(planned, **question)
    assert (made.status, made.champion) == ("ok", "fake door")
    assert len(made.inputs["probe"]["pairs"]) == 5
    assert made.median == pytest.approx(0.4 * 0.49, abs=0.05), "two in five clicked; half as many of all adopted as had clicked"


def test_behind_a_fake_door_nothing_is_counted_before_the_release(cast, acting, crowd, asking):
    earlier_features(cast.product, crowd, clock.today())
    planned = a_feature(cast.product, "Planned", None)
    used(planned, crowd[:60], noon(clock.today() - timedelta(weeks=6)), name="Planned shown")
    used(planned, crowd[:24], noon(clock.today() - timedelta(weeks=6)))
    made = asking(planned, probe_kind="exposed", exposure_event="Planned shown", probe_selection="fake_door")
    with clock.at(noon(clock.today() + timedelta(weeks=40))), pytest.raises(NotPossible, match="not released"):
        resolve_projection(made, actor=acting(cast.product_manager))
    planned.released_on = clock.today() + timedelta(weeks=2)
    planned.save()
    used(planned, crowd[:8], noon(planned.released_on + timedelta(days=1)))
    with clock.at(noon(clock.today() + timedelta(weeks=40))):
        actual = resolve_projection(Projection.objects.get(pk=made.pk), actor=acting(cast.product_manager))
    assert actual.adopters == 8, "the clicks are no use"


def test_what_looks_wrong_in_its_events_is_said(cast, crowd, asking):
    earlier_features(cast.product, crowd, clock.today())
    released = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=5))
    used(released, crowd[:30], noon(released.released_on + timedelta(days=2)))
    used(released, crowd[:3], noon(released.released_on - timedelta(days=2)))
    skewed = UsageEvent.objects.filter(name="Approvals used", user=crowd[20])
    skewed.update(received_at=noon(released.released_on + timedelta(days=1)))
    origin = clock.today() - timedelta(days=3)
    flags = " ".join(asking(released, origin=origin).flags)
    assert "3 of its uses are dated before its release" in flags
    assert "1 of its uses are dated after they came in" in flags
    assert "came in after it" in flags, "the rows of this test came in just now"


def test_a_question_that_was_gathered_knows_no_event_after_its_origin(cast, crowd, beta):
    """Plant the leak: what happens on the origin's own day and later changes nothing that is gathered."""
    origin = clock.today() - timedelta(days=1)
    question = Question(beta, origin, 12, "user", "0.2", "exposed", "opt_in", "Beta asked for")
    before = gather(question).given
    leak = noon(origin)
    used(beta, crowd[45:], leak)
    used(beta, crowd[120:], leak, name="Beta asked for")
    users(cast.restricted, 5, leak)
    for feature in beta.product.features.exclude(pk=beta.pk):
        used(feature, crowd, leak)
    assert gather(question).given == before
