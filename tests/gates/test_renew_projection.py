"""Asking the same again: by hand and each week; two runs side by side; and how all that came due fared."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from gates.actions.projections import ask_for_renewal, project, renew_projection, resolve_projection
from gates.evidence.track import tracks
from gates.models import GateReview, Projection
from gates.tasks import renew_projections
from history import clock
from history.refusals import NotAllowed
from jobs.models import Job
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users


@pytest.fixture
def crowd(cast):
    return users(cast.product, 60, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def made(cast, acting, crowd):
    """As known a week ago; a quarter used it then."""
    earlier_features(cast.product, crowd, clock.today())
    released = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=5))
    used(released, crowd[:15], noon(released.released_on + timedelta(days=2)))
    with clock.at(noon(clock.today() - timedelta(weeks=1))):
        return project(
            an_idea(cast), released, actor=acting(cast.product_manager), threshold="0.2", horizon=12, unit="user", is_renewed=True
        )


def test_the_same_is_asked_again_as_of_today(cast, acting, made):
    actor = acting(cast.product_manager)
    again = renew_projection(made, actor=actor)
    assert (again.renews, again.origin, again.elapsed) == (made, clock.today(), made.elapsed + 1)
    for name in ("idea", "feature", "unit", "horizon", "threshold", "probe_kind", "kept_weeks", "is_renewed"):
        assert getattr(again, name) == getattr(made, name)
    assert renew_projection(made, actor=actor) == again, "asked twice on a day it answers the same"
    with pytest.raises(DatabaseError), transaction.atomic():
        Projection.objects.filter(pk=made.pk).update(is_renewed=False)


def test_only_product_managers_ask_again(cast, acting, made):
    with pytest.raises(NotAllowed):
        renew_projection(made, actor=acting(cast.salesperson))
    with pytest.raises(NotAllowed):
        ask_for_renewal(made, actor=acting(cast.leader))


def test_each_week_while_a_review_is_open(cast, made):
    assert renew_projections() == 0, "no review is open"
    GateReview.objects.create(idea=made.idea, gate=1, owner=cast.leader)
    assert renew_projections() == 1
    assert renew_projections() == 0, "the last one is of today"
    with clock.at(noon(clock.today() + timedelta(weeks=1))):
        assert renew_projections() == 1
    with clock.at(noon(clock.today() + timedelta(weeks=30))):
        assert renew_projections() == 0, "its weeks have passed"


def test_what_was_not_wished_is_not_renewed(cast, acting, made):
    GateReview.objects.create(idea=made.idea, gate=1, owner=cast.leader)
    with clock.at(noon(clock.today() - timedelta(days=1))):
        project(made.idea, made.feature, actor=acting(cast.product_manager), threshold="0.2", horizon=12, unit="user")
    with clock.at(noon(clock.today() + timedelta(weeks=1))):
        assert renew_projections() == 0, "the last one does not wish it"


def test_two_runs_are_compared(cast, acting, client, made):
    used(made.feature, [], noon(clock.today()))
    again = renew_projection(made, actor=acting(cast.product_manager))
    client.force_login(cast.viewer)
    page = client.get(reverse("gates:projection_comparison", args=[again.pk])).content.decode()
    assert "Two runs compared" in page
    assert "changed" in page
    assert f"As known on {made.origin.day} {made.origin:%B %Y}" in page
    alone = client.get(reverse("gates:projection_comparison", args=[made.pk])).content.decode()
    assert "Nothing to compare it with" in alone
    chosen = client.get(reverse("gates:projection_comparison", args=[made.pk]), {"with": again.pk})
    assert "Two runs compared" in chosen.content.decode()
    assert client.get(reverse("gates:projection_comparison", args=[made.pk]), {"with": "999999"}).status_code == 404


def test_run_again_is_a_job(cast, client, made):
    client.force_login(cast.product_manager)
    assert client.post(reverse("gates:projection_renewal", args=[made.pk])).status_code == 302
    assert Job.objects.filter(task="gates.renew_projection", args=[made.pk]).count() == 1


def test_how_projections_fared(cast, acting, client, crowd, made):
    client.force_login(cast.product_manager)
    address = reverse("gates:projection_track_record")
    assert "Nothing has come due yet" in client.get(address).content.decode()
    used(made.feature, crowd[15:20], noon(clock.today() + timedelta(days=2)))
    with clock.at(noon(clock.today() + timedelta(weeks=20))):
        actual = resolve_projection(made, actor=acting(cast.product_manager))
    found = tracks(acting(cast.product_manager))
    (whole,) = found["All"]
    assert (whole.n, whole.coverage["80"].rate.share) == (1, float(actual.is_inside["80"]))
    assert whole.scores.brier == pytest.approx((made.probability - 1) ** 2)
    assert whole.fulfilment.median == pytest.approx(actual.share / made.median)
    assert {row.name for row in found["Model"]} == {"beta-binomial"}
    assert "80% interval held" in client.get(address).content.decode()
    assert tracks(acting(cast.viewer))["All"][0].n == 1
    told = client.get("/api/v1/projections/calibration/")
    assert told.status_code == 200
    assert told.json()["All"][0]["n"] == 1
