"""Made anew each week: switched on and off by whoever projects, shown with its next run, and who is likely is learned with it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gates.actions.projections import project, renew_projection, schedule_renewal
from gates.models import GateReview, Projection
from gates.tasks import renew_projections
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users


@pytest.fixture
def made(cast, acting):
    """As known a week ago, and not to be made anew; a review of its idea is open."""
    crowd = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    earlier_features(cast.product, crowd, clock.today())
    released = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=5))
    used(released, crowd[:15], noon(released.released_on + timedelta(days=2)))
    with clock.at(noon(clock.today() - timedelta(weeks=1))):
        idea = an_idea(cast)
        GateReview.objects.create(idea=idea, gate=1, owner=cast.leader)
        return project(idea, released, actor=acting(cast.product_manager), threshold="0.2", horizon=12, unit="user")


def test_it_is_switched_on_and_off_and_history_tells(cast, acting, made):
    actor = acting(cast.product_manager)
    assert renew_projections() == 0
    schedule_renewal(made, actor=actor, is_on=True)
    schedule_renewal(made, actor=actor, is_on=True)
    assert Event.objects.filter(kind="projection.scheduled", subject_id=made.pk, actor=cast.product_manager).count() == 1
    assert renew_projections() == 1
    again = Projection.objects.get(renews=made)
    assert again.is_renewed
    schedule_renewal(again, actor=actor, is_on=False)
    assert Event.objects.filter(kind="projection.unscheduled", subject_id=again.pk).count() == 1
    with clock.at(noon(clock.today() + timedelta(weeks=1))):
        assert renew_projections() == 0


def test_who_is_likely_is_learned_with_each_run(cast, acting, made):
    schedule_renewal(made, actor=acting(cast.product_manager), is_on=True)
    renew_projections()
    again = Projection.objects.get(renews=made)
    (job,) = Job.objects.filter(task="gates.learn_likelihood")
    assert (job.args, job.system) == ([again.pk], "the weekly projection")


def test_only_product_managers_switch_it_and_only_on_the_last(cast, acting, made):
    with pytest.raises(NotAllowed):
        schedule_renewal(made, actor=acting(cast.leader), is_on=True)
    renew_projection(made, actor=acting(cast.product_manager))
    with pytest.raises(NotPossible):
        schedule_renewal(made, actor=acting(cast.product_manager), is_on=True)


def test_the_page_says_when_it_runs_next(cast, browse, made):
    address = reverse("gates:projection", args=[made.pk])
    page = browse(cast.product_manager)
    assert "It is not made anew by itself." in page.get(address).content.decode()
    assert page.post(reverse("gates:projection_schedule", args=[made.pk]), {"is_on": "1"}).status_code == 302
    said = page.get(address).content.decode()
    assert f"Next run {clock.today().day} {clock.today():%B %Y}" in said
    assert "Stop making it anew" in said
    page.post(reverse("gates:projection_schedule", args=[made.pk]), {"is_on": "0"})
    assert "It is not made anew by itself." in page.get(address).content.decode()
    GateReview.objects.all().delete()
    page.post(reverse("gates:projection_schedule", args=[made.pk]), {"is_on": "1"})
    assert "there is no next run" in page.get(address).content.decode()


def test_there_is_no_next_run_once_its_weeks_have_passed(cast, acting, browse, call, made):
    schedule_renewal(made, actor=acting(cast.product_manager), is_on=True)
    with clock.at(noon(made.due_on)):
        told = call(cast.product_manager).get(f"/api/v1/projections/{made.pk}/").json()
        said = browse(cast.product_manager).get(reverse("gates:projection", args=[made.pk])).content.decode()
    assert (told["is_weekly"], told["next_run_on"]) == (True, None)
    assert "its weeks have passed" in said


def test_programs_switch_it_too(cast, call, made):
    address = f"/api/v1/projections/{made.pk}/"
    assert call(cast.product_manager).get(address).json()["next_run_on"] is None
    told = call(cast.product_manager).post(f"{address}schedule/", {"is_on": True}, format="json")
    assert told.status_code == 200, told.content
    assert (told.json()["is_weekly"], told.json()["next_run_on"]) == (True, clock.today().isoformat())
    assert call(cast.leader).post(f"{address}schedule/", {"is_on": False}, format="json").status_code == 403
