"""Who is likely to adopt: learned out of time, calibrated, silent when there is too little, and never from the future."""

import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from gates.actions.likelihoods import ask_who_is_likely, keep_likelihood
from gates.actions.projections import project
from gates.evidence.likelihoods import NAMES, likelihood_of
from gates.figures.likelihood import BOOSTING, LOGISTIC, Launch, learn
from gates.models import Likelihood, Projection
from gates.tasks import learn_likelihood
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from tests.evidence import a_feature, an_idea, noon, used, users
from usage.models import UsageEvent

ORIGIN = date(2026, 3, 2)
PURGE = timedelta(weeks=12)


def launches(count=6, n=600, law=None, seed=3, apart=14):
    """Launches whose units adopt by a law of their features; the first launch lies furthest back."""
    rng = np.random.default_rng(seed)
    law = law or (lambda rows: 1.5 * rows[:, 0] - 1)
    found = []
    for number in range(count):
        rows = rng.normal(size=(n, 3))
        adopted = (rng.random(n) < 1 / (1 + np.exp(-law(rows)))).astype(np.int8)
        at = ORIGIN - PURGE - timedelta(weeks=apart * (count - 1 - number))
        found.append(Launch(at, at + timedelta(weeks=12), np.arange(n) + 50 * number, rows, adopted))
    return found


def learned(rows, **changes):
    return learn(rows, ["first", "second", "third"], **({"origin": ORIGIN, "purge": PURGE} | changes))


def test_it_finds_what_goes_with_adopting():
    found = learned(launches())
    assert (found.reasons, found.model) == ((), LOGISTIC)
    assert found.drivers[0][0] == "first"
    assert found.drivers[0][1] == pytest.approx(np.exp(1.5), rel=0.15)
    assert found.brier < found.base_brier
    said = found.probabilities(np.array([[-2.0, 0, 0], [0, 0, 0], [2, 0, 0]]))
    assert list(said) == sorted(said)
    assert said[1] == pytest.approx(1 / (1 + np.e), abs=0.06), "calibrated"
    assert all(abs(said - came) < 0.15 for said, came, _ in found.bins)


def test_boosting_speaks_where_it_beats_logistic_out_of_time():
    found = learned(launches(n=2000, law=lambda rows: 6 * (np.abs(rows[:, 0]) > 1) - 3))
    assert found.model == BOOSTING
    assert found.brier < found.others_brier


def test_the_same_launches_teach_the_same():
    rows = np.ones((3, 3))
    assert list(learned(launches()).probabilities(rows)) == list(learned(launches()).probabilities(rows))


@pytest.mark.parametrize(
    ("law", "word"), [(lambda rows: -9 + 0 * rows[:, 0], "adopted"), (lambda rows: 9 + 0 * rows[:, 0], "did not")]
)
def test_it_is_silent_below_fifty_of_each(law, word):
    found = learned(launches(law=law))
    assert any(word in reason and "at least 50" in reason for reason in found.reasons)
    with pytest.raises(ValueError):
        found.probabilities(np.ones((1, 3)))


def test_it_is_silent_where_nothing_goes_with_adopting():
    assert "no better than the base rate" in learned(launches(law=lambda rows: 0 * rows[:, 0])).reasons[0]


def test_launches_that_overlap_cannot_be_tried_out_of_time():
    assert "too close together" in learned(launches(count=3, apart=1)).reasons[0]


def test_a_launch_whose_label_overlaps_the_origin_is_purged():
    """Plant the leak: the last launch knows everything, and must not be learned from."""
    rows = launches()
    leak = Launch(
        ORIGIN - timedelta(weeks=6), ORIGIN + timedelta(weeks=6), np.arange(600), np.ones((600, 3)), np.ones(600, np.int8)
    )
    assert learned([*rows, leak]) == learned(rows)
    assert learned(rows, purge=PURGE + timedelta(weeks=4)).n == sum(one.adopted.size for one in rows[:-1]), "purged by k + H"


def test_a_label_that_reaches_beyond_its_window_is_refused():
    rows = launches()
    late = Launch(rows[0].at, rows[0].at + timedelta(weeks=13), rows[0].keys, rows[0].features, rows[0].adopted)
    with pytest.raises(ValueError, match="future"):
        learned([late, *rows[1:]])


def test_a_unit_that_was_learned_from_is_not_tried_on():
    """Plant the leak: each unit's features spell its fate, which it keeps; a model that met it before would know it by heart."""
    rng = np.random.default_rng(1)
    n = 800
    badge, fate = rng.normal(size=(n, 3)), (rng.random(n) < 0.4).astype(np.int8)
    rows = []
    for number in range(6):
        at = ORIGIN - PURGE - timedelta(weeks=14 * (5 - number))
        rows.append(Launch(at, at + timedelta(weeks=12), np.arange(n), badge, fate))
    assert "no better" in learned(rows).reasons[0]


# from usage


@pytest.fixture
def world(cast):
    """Ten earlier features; whoever is busy takes them up."""
    crowd = users(cast.product, 160, noon(clock.today() - timedelta(days=900)))
    today = clock.today()
    for number in range(10):
        feature = a_feature(cast.product, f"Earlier {number}", today - timedelta(weeks=14 + 10 * (9 - number)))
        for days in (3, 20, 40):
            used(feature, crowd[:70], noon(feature.released_on - timedelta(days=days)), name=f"day {number}")
        used(feature, crowd[: 55 + number % 3], noon(feature.released_on + timedelta(days=10)))
    planned = a_feature(cast.product, "Planned", None)
    for days in (3, 20, 40):
        used(planned, crowd[:70], noon(today - timedelta(days=days)), name="today")
    return planned, crowd


@pytest.fixture
def projected(cast, acting, world):
    return project(
        an_idea(cast), world[0], actor=acting(cast.product_manager), threshold="0.2", horizon=12, unit="user", probe_kind="none"
    )


def test_the_busy_ones_are_likely(cast, acting, world, projected):
    kept = keep_likelihood(projected, likelihood_of(projected), actor=acting(cast.product_manager))
    assert (kept.status, kept.scored) == ("ok", 160)
    busy = {user.pk for user in world[1][:70]}
    assert {one["id"] for one in kept.likely[:60]} <= busy
    assert {one["name"] for one in kept.drivers} == set(NAMES)
    assert Event.objects.filter(kind="projection.likelihood_learned", subject_id=projected.pk).exists()
    assert Projection.objects.get(pk=projected.pk).median == projected.median, "the headline does not come from here"


def test_what_happens_after_the_origin_changes_nothing_that_is_learned(world, projected):
    before = likelihood_of(projected)
    used(world[0], world[1], noon(projected.origin + timedelta(days=1)), name="after")
    for name in UsageEvent.objects.filter(name__startswith="Earlier").values_list("name", flat=True).distinct():
        feature = world[0].product.features.get(event_names=[name])
        used(feature, world[1], noon(projected.origin + timedelta(days=2)))
    after = likelihood_of(projected)
    assert (after.input_hash, after.likely, after.brier) == (before.input_hash, before.likely, before.brier)


def test_it_is_learned_once_and_kept(cast, acting, projected):
    actor = acting(cast.product_manager)
    job = ask_who_is_likely(projected, actor=actor)
    assert ask_who_is_likely(projected, actor=actor) == job
    assert learn_likelihood(projected.pk) == learn_likelihood(projected.pk) == {"projection": projected.pk}
    with pytest.raises(NotPossible, match="already"):
        ask_who_is_likely(projected, actor=actor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Likelihood.objects.update(n=1)


def test_only_product_managers_ask_for_it(cast, acting, projected):
    with pytest.raises(NotAllowed):
        ask_who_is_likely(projected, actor=acting(cast.salesperson))


def test_the_page_shows_who_is_likely_and_says_association(cast, acting, client, projected):
    client.force_login(cast.product_manager)
    address = reverse("gates:projection", args=[projected.pk])
    assert "Learn who is likely" in client.get(address).content.decode()
    asked = client.post(reverse("gates:projection_likelihood", args=[projected.pk]))
    assert asked.status_code == 302
    assert Job.objects.filter(task="gates.learn_likelihood").count() == 1
    keep_likelihood(projected, likelihood_of(projected), actor=acting(cast.product_manager))
    shown = client.get(address).content.decode()
    assert "association" in shown
    assert "Events in the last 28 days" in shown


def test_the_web_process_does_not_load_scikit_learn():
    code = "import django; django.setup(); import config.urls, gates.tasks, sys; assert 'sklearn' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
