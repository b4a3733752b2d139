"""Projecting engagement: what was known at the origin, and nothing after it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from gates.actions.projections import project, resolve_projection
from gates.evidence.projections import assured_share
from gates.models import Projection
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from people.models import Product
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users


@pytest.fixture
def crowd(cast):
    return users(cast.product, 60, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def released(cast, crowd):
    """Released four weeks and a day ago; a quarter took it up at once."""
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, crowd[:15], noon(feature.released_on + timedelta(days=2)))
    return feature


@pytest.fixture
def asking(cast, acting):
    def ask(feature, **changes):
        values = {"threshold": "0.2", "horizon": 12, "unit": "user", "actor": acting(cast.product_manager)} | changes
        return project(changes.pop("idea", None) or an_idea(cast), feature, **{k: v for k, v in values.items() if k != "idea"})

    return ask


def test_a_projection_rests_on_the_probe_and_on_earlier_features(cast, crowd, released, asking):
    earlier = earlier_features(cast.product, crowd, clock.today())
    made = asking(released)
    assert made.status == "ok"
    assert (made.eligible, made.probe_n, made.probe_adopters, made.elapsed) == (60, 60, 15, 4)
    assert sorted(made.reference_ids) == sorted(feature.pk for feature in earlier)
    assert 15 / 60 <= made.interval(95)["low"] <= made.interval(80)["low"] <= made.median <= made.interval(80)["high"] <= 1
    assert made.probability > 0.99, "a quarter use it already"
    assert made.fan[-1]["week"] == 12
    assert Event.objects.filter(kind="projection.made", subject_id=made.pk, actor=cast.product_manager).exists()


def test_the_same_question_gets_the_same_answer(cast, crowd, released, asking):
    earlier_features(cast.product, crowd, clock.today())
    first, second = asking(released), asking(released)
    assert (first.input_hash, first.median, first.intervals) == (second.input_hash, second.median, second.intervals)


def test_what_happens_after_the_origin_changes_nothing(cast, crowd, released, asking):
    earlier_features(cast.product, crowd, clock.today())
    origin = clock.today() - timedelta(days=7)
    before = asking(released, origin=origin)
    used(released, crowd[15:], noon(origin + timedelta(days=1)))
    after = asking(released, origin=origin)
    assert (before.input_hash, before.median) == (after.input_hash, after.median)


def test_it_abstains_with_too_few_earlier_features(cast, crowd, released, asking):
    earlier_features(cast.product, crowd, clock.today(), count=3)
    made = asking(released)
    assert made.status == "insufficient_evidence"
    assert made.median is None
    assert "3 of at least 5 earlier features" in made.reasons[0]
    assert assured_share(made) is None


def test_without_a_probe_it_speaks_from_earlier_features_alone(cast, crowd, asking):
    earlier_features(cast.product, crowd, clock.today())
    made = asking(a_feature(cast.product, "Planned", None), probe_kind="none")
    assert (made.status, made.elapsed, made.probe_n) == ("reference_only", 0, None)


def test_clicks_on_a_fake_door_are_shown_and_not_heard(cast, crowd, asking):
    earlier_features(cast.product, crowd, clock.today())
    planned = a_feature(cast.product, "Planned", None)
    used(planned, crowd[:40], noon(clock.today() - timedelta(weeks=6)), name="door shown")
    used(planned, crowd[:30], noon(clock.today() - timedelta(weeks=6)))
    made = asking(planned, probe_kind="exposed", exposure_event="door shown", probe_selection="fake_door")
    assert (made.status, made.probe_n, made.probe_adopters) == ("reference_only", 40, 30)
    assert any("intent" in reason for reason in made.reasons)


def test_a_trial_by_lot_is_heard(cast, crowd, asking):
    earlier_features(cast.product, crowd, clock.today())
    planned = a_feature(cast.product, "Planned", None)
    used(planned, crowd[:40], noon(clock.today() - timedelta(weeks=6)), name="beta on")
    used(planned, crowd[:10], noon(clock.today() - timedelta(weeks=5)))
    made = asking(planned, probe_kind="exposed", exposure_event="beta on")
    assert (made.status, made.probe_n, made.probe_adopters, made.eligible) == ("ok", 40, 10, 60)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": clock.today() + timedelta(days=2)}, "origin"),  # in every zone still to come
        ({"threshold": "1.5"}, "threshold"),
        ({"threshold": "much"}, "threshold"),
        ({"horizon": 1}, "horizon"),
        ({"horizon": 4}, "horizon"),
        ({"unit": "dogs"}, "unit"),
        ({"probe_kind": "exposed"}, "exposure_event"),
        ({"origin": clock.today() - timedelta(weeks=9)}, "probe_kind"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(released, asking, changes, field):
    with pytest.raises(ValidationError) as refusal:
        asking(released, **changes)
    assert field in refusal.value.message_dict
    assert not Projection.objects.exists()


def test_a_reference_that_knows_the_future_is_refused(cast, crowd, released, asking):
    young = a_feature(cast.product, "Young", clock.today() - timedelta(weeks=5))
    with pytest.raises(ValidationError, match="know the future"):
        asking(released, references=[young])


def test_the_earlier_features_are_the_organisations(cast, crowd, released, asking):
    mine = earlier_features(cast.product, crowd, clock.today(), count=2)
    other = Product.objects.create(name="Sidecar", key="sidecar")
    theirs = earlier_features(other, users(other, 40, noon(clock.today() - timedelta(days=700))), clock.today(), count=4)
    hidden = users(cast.restricted, 40, noon(clock.today() - timedelta(days=700)))
    secret = earlier_features(cast.restricted, hidden, clock.today(), count=3)
    made = asking(released)
    assert (made.status, set(made.reference_ids)) == ("ok", {one.pk for one in (*mine, *theirs)})
    assert {row["name"] for row in made.inputs["references"]} >= {"Earlier 0", "Earlier 0 (Sidecar)"}
    named = asking(released, references=[*mine, *theirs])
    assert (named.input_hash, named.median) == (made.input_hash, made.median)
    with pytest.raises(ValidationError, match="may learn from"):
        asking(released, references=[*theirs, secret[0]])


def test_a_restricted_product_learns_from_its_own_and_from_open_ones(cast, crowd, asking):
    earlier_features(cast.product, crowd, clock.today(), count=5)
    hidden = users(cast.restricted, 40, noon(clock.today() - timedelta(days=700)))
    own = earlier_features(cast.restricted, hidden, clock.today(), count=1)
    feature = a_feature(cast.restricted, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    made = asking(feature, idea=an_idea(cast, product=cast.restricted))
    assert (made.status, len(made.reference_ids)) == ("ok", 6)
    assert own[0].pk in made.reference_ids


def test_uses_of_other_products_are_counted_before_they_are_read(cast, crowd, released, asking, monkeypatch):
    other = Product.objects.create(name="Sidecar", key="sidecar")
    earlier_features(other, users(other, 40, noon(clock.today() - timedelta(days=700))), clock.today())
    counted = []
    monkeypatch.setattr("gates.actions.projections.bring_up_to_date", lambda product: counted.append(product.pk))
    asking(released)
    assert counted == [cast.product.pk, other.pk]


def test_a_feature_of_another_product_is_refused(cast, asking):
    with pytest.raises(ValidationError, match="another product"):
        asking(a_feature(cast.restricted, "Elsewhere", clock.today()))


def test_only_product_managers_project(cast, acting, released, asking):
    for person in (cast.salesperson, cast.leader, cast.success, cast.viewer, cast.admin):
        if "product" in person.role_set:
            continue
        with pytest.raises(NotAllowed):
            asking(released, actor=acting(person))


def test_a_projection_is_never_changed(cast, crowd, released, asking):
    made = asking(released)
    for change in (
        lambda: Projection.objects.filter(pk=made.pk).update(median=0.9),
        lambda: Projection.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_came_of_it_is_counted_once_the_horizon_has_passed(cast, acting, crowd, released, asking):
    earlier_features(cast.product, crowd, clock.today())
    made, actor = asking(released), acting(cast.product_manager)
    with pytest.raises(NotPossible, match="not passed"):
        resolve_projection(made, actor=actor)
    used(released, crowd[15:24], noon(clock.today() + timedelta(days=20)))
    used(released, crowd[24:], noon(clock.today() + timedelta(days=80)))
    with clock.at(noon(clock.today() + timedelta(days=90))):
        actual = resolve_projection(made, actor=actor)
        with pytest.raises(NotPossible, match="already"):
            resolve_projection(made, actor=actor)
    assert (actual.adopters, actual.share, actual.reached) == (24, 0.4, True)
    assert set(actual.is_inside) == {"50", "80", "95"}


def test_a_new_projection_is_corrected_by_how_earlier_ones_fared(cast, acting, crowd, released, asking):
    earlier_features(cast.product, crowd, clock.today())
    alone = asking(released)
    assert assured_share(alone).share == alone.interval(80)["low"]
    used(released, crowd[15:24], noon(clock.today() + timedelta(days=20)))
    with clock.at(noon(clock.today() + timedelta(days=90))):
        for _ in range(4):
            resolve_projection(
                asking(released, origin=released.released_on + timedelta(weeks=4)), actor=acting(cast.product_manager)
            )
        resolve_projection(alone, actor=acting(cast.product_manager))
        later = asking(released, origin=released.released_on + timedelta(weeks=5))
        found = assured_share(later)
    assert found.record.n == 5
    assert found.share == pytest.approx(min(1, later.median * found.record.assured))
    assert Decimal(str(round(found.record.assured, 6))) > 0
