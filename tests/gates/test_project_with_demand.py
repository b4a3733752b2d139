"""Of earlier features what was asked for before each came out is known; who asks later changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from feedback.actions import give_feedback, merge_duplicate
from gates.actions.projections import project
from gates.evidence.demand import asked_before, demand_of
from gates.evidence.gathering import gather
from gates.evidence.questions import Question
from gates.figures.record import DEMAND
from gates.models import Projection
from gates.views.projection_words import demand_words
from history import clock
from roadmap.actions import link_feature, link_insight, merge_idea
from roadmap.actions.votes import vote, withdraw_vote
from tests.evidence import a_feature, an_idea, earlier_features, noon, used, users
from usage.calendar import day_start


def days_ago(days):
    return clock.at(noon(clock.today() - timedelta(days=days)))


@pytest.fixture
def petra(cast, acting):
    return acting(cast.product_manager)


@pytest.fixture
def crowd(cast):
    return users(cast.product, 60, noon(clock.today() - timedelta(days=700)))


@pytest.fixture
def earlier(cast, crowd, petra):
    """Six earlier features; the first came from an idea that two companies had asked for before its release."""
    made = earlier_features(cast.product, crowd, clock.today())
    idea = an_idea(cast, title="What the first was for")
    link_feature(idea, feature=made[0], actor=petra)
    with clock.at(noon(made[0].released_on - timedelta(days=9))):
        vote(idea, company=cast.acme, actor=petra)
        taken_back = vote(idea, company=cast.globex, actor=petra)
    with clock.at(noon(made[0].released_on + timedelta(days=9))):
        withdraw_vote(taken_back, actor=petra)
        vote(idea, company=crowd[5].company, actor=petra)
    return made


@pytest.fixture
def released(cast, crowd):
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, crowd[:15], noon(feature.released_on + timedelta(days=2)))
    return feature


def test_demand_is_that_before_the_release(cast, crowd, earlier, released, petra):
    idea = an_idea(cast)
    with days_ago(60):
        vote(idea, company=cast.acme, actor=petra)
    with days_ago(10):
        vote(idea, company=cast.globex, actor=petra)
    given = gather(Question(released, clock.today(), 12, "user", "0.2", idea=idea)).given
    assert given.demand == 1, "Globex asked once it was out"
    assert {one.id: one.demand for one in given.references}[str(earlier[0].pk)] == 2
    assert {one.demand for one in given.references if one.id != str(earlier[0].pk)} == {None}


def test_who_asked_for_a_duplicate_asked_for_it(cast, released, petra):
    idea, twin = an_idea(cast), an_idea(cast, title="The same again")
    with days_ago(60):
        vote(idea, company=cast.acme, actor=petra)
        vote(twin, company=cast.acme, actor=petra)
        vote(twin, company=cast.globex, actor=petra)
    link_feature(idea, feature=released, actor=petra)
    merge_idea(twin, into=idea, actor=petra)
    assert asked_before({released.pk: day_start(released.released_on)}) == {released.pk: 2}
    assert asked_before({}) == {}


def test_who_said_the_same_asked_for_it_as_whoever_was_quoted(cast, crowd, released, petra):
    idea = an_idea(cast)
    with days_ago(60):
        quoted, same = (
            give_feedback(text="Let us approve.", product=cast.product, company=company, actor=petra)
            for company in (cast.acme, cast.globex)
        )
        link_insight(quoted, idea=idea, actor=petra)
    with days_ago(3):
        later = give_feedback(text="Approve!", product=cast.product, company=crowd[0].company, actor=petra)
        for row in (same, later):
            merge_duplicate(row, into=quoted, actor=petra)
    link_feature(idea, feature=released, actor=petra)
    release = day_start(released.released_on)
    assert asked_before({released.pk: release}) == {released.pk: 2}
    assert demand_of(idea, release)["companies"] == 2
    assert demand_of(idea, clock.now())["companies"] == 3


def test_who_asks_after_the_origin_changes_neither_numbers_nor_hash(cast, crowd, earlier, released, petra):
    """Plant the leak: half the customers ask for it, and for what the first was for, today."""
    origin, idea = clock.today() - timedelta(days=1), an_idea(cast)
    first = project(idea, released, actor=petra, threshold="0.2", horizon=12, unit="user", origin=origin)
    for company in {user.company for user in crowd[:30]}:
        vote(idea, company=company, actor=petra)
        if company != crowd[5].company:
            vote(earlier[0].ideas.get(), company=company, actor=petra)
    again = project(idea, released, actor=petra, threshold="0.2", horizon=12, unit="user", origin=origin)
    assert (again.input_hash, again.median, again.probability) == (first.input_hash, first.median, first.probability)
    assert again.inputs["demand"] == first.inputs["demand"] == 0


def test_the_page_says_whether_it_enters(cast, client, earlier, released, petra):
    made = project(an_idea(cast), released, actor=petra, threshold="0.2", horizon=12, unit="user")
    client.force_login(cast.viewer)
    page = client.get(reverse("gates:projection", args=[made.pk])).content.decode()
    assert "over 20 of them or more: so far it could not be tried." in page
    row = {"name": DEMAND, "speaks": True, "n": 22, "mae": 0.1, "wis": 0.05, "skill": 0.3, "features": 21, "gain": 0.08}
    told = Projection(champion=DEMAND, backtest={"models": [row]})
    assert demand_words(told) == "It enters the projection: over 21 earlier features it lowered the miss (WIS) by 8.0%."
