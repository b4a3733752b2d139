"""A projection for each customer segment as it was at the origin, what came of each, and who had asked by then."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.actions.companies import change_company
from customers.models import Company
from gates.actions.projections import project, resolve_projection
from gates.evidence.demand import demand_of
from gates.evidence.segments import segments_at
from gates.evidence.track import SEGMENT, tracks
from history import clock
from people.models import Segment
from roadmap.actions.votes import vote as give_vote
from roadmap.actions.votes import withdraw_vote
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users
from usage.calendar import day_start


@pytest.fixture
def crowd(cast):
    """Sixty users: forty of enterprises, fifteen of small businesses, five of nobody's segment."""
    found = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    Company.objects.update(created_at=noon(clock.today() - timedelta(days=800)))
    Company.objects.filter(pk__in=[user.company_id for user in found[:40]]).update(segment=Segment.ENTERPRISE)
    Company.objects.filter(pk__in=[user.company_id for user in found[40:55]]).update(segment=Segment.SMB)
    return found


@pytest.fixture
def made(cast, acting, crowd):
    """Released four weeks ago; ten of the forty at enterprises took it up, nobody else."""
    earlier_features(cast.product, crowd, clock.today())
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4))
    used(feature, crowd[:10], noon(feature.released_on + timedelta(days=2)))
    return project(an_idea(cast), feature, threshold="0.2", horizon=12, unit="user", actor=acting(cast.product_manager))


def test_each_segment_has_its_own_start(made):
    enterprise, small = made.segments
    assert (enterprise["segment"], enterprise["eligible"], enterprise["probe_n"], enterprise["probe_adopters"]) == (
        "enterprise", 40, 40, 10,
    )  # fmt: skip
    assert 10 / 40 <= enterprise["median"] <= 1
    assert (small["eligible"], small["median"]) == (15, None), "fifteen are too few to be heard"


def test_a_segment_is_that_of_the_origin_and_stays_so(cast, acting, crowd, made):
    crowd[0].company.refresh_from_db()
    change_company(crowd[0].company, actor=acting(cast.product_manager), segment="smb")
    then = segments_at(made.feature, "user", day_start(made.origin), as_of_today=False)
    now = segments_at(made.feature, "user", day_start(made.origin), as_of_today=True)
    assert (then[crowd[0].pk], now[crowd[0].pk]) == ("enterprise", "smb")


def test_what_came_of_each_segment_is_counted_and_the_record_tells_by_segment(cast, acting, client, crowd, made):
    used(made.feature, crowd[10:14], noon(clock.today() + timedelta(days=2)))
    used(made.feature, crowd[40:43], noon(clock.today() + timedelta(days=2)))
    with clock.at(noon(clock.today() + timedelta(weeks=9))):
        actual = resolve_projection(made, actor=acting(cast.product_manager))
    enterprise, small = actual.segments
    assert (enterprise["adopters"], enterprise["share"], small["adopters"]) == (14, 14 / 40, 3)
    (track,) = tracks(acting(cast.product_manager))[SEGMENT]
    assert (track.name, track.n) == ("Enterprise", 1)
    client.force_login(cast.viewer)
    fared = client.get(reverse("gates:projection_track_record")).content.decode()
    assert "Customer segment" in fared
    assert "Enterprise" in fared
    page = client.get(reverse("gates:projection", args=[made.pk])).content.decode()
    assert "By customer segment" in page
    assert "too few in the trial" in page


def test_who_asked_by_the_origin_is_shown_and_nobody_later(cast, acting, client, made):
    petra, idea = acting(cast.product_manager), made.idea
    Company.objects.filter(pk=cast.acme.pk).update(arr=Decimal(50_000), created_at=noon(clock.today() - timedelta(days=90)))
    with clock.at(noon(clock.today() - timedelta(days=30))):
        given = give_vote(idea, company=cast.acme, actor=petra)
    at = day_start(clock.today())
    assert demand_of(idea, at) == {"feedback": 0, "votes": 1, "companies": 1, "arr": "50000.00"}
    give_vote(idea, company=cast.globex, actor=petra)
    withdraw_vote(given, actor=petra)
    assert demand_of(idea, at)["votes"] == 1, "what was given or taken back after the origin is not known then"
    assert demand_of(idea, day_start(clock.today() + timedelta(days=1)))["companies"] == 1
    client.force_login(cast.viewer)
    assert "Who asked for it" in client.get(reverse("gates:projection", args=[made.pk])).content.decode()
