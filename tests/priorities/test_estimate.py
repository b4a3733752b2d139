"""Estimating an idea, through every door; and the order that comes of it."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from priorities import actions
from priorities.models import Estimate
from priorities.ranking import rank
from roadmap.actions import archive_idea, create_idea
from tests.evidence import happened
from usage import actions as usage
from usage.models import ProductUser

VALUES = {"impact": Decimal(2), "confidence": Decimal(80), "effort": Decimal(4)}


def by_call(idea, petra, **_):
    actions.estimate(idea, values=VALUES, note="As last time", actor=petra)


def on_the_web(cast, idea, browse, **_):
    form = {"impact": "2", "confidence": "80", "effort": "4", "reach": "", "note": "As last time"}
    assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/estimates/", form).status_code == 302


def in_the_list(cast, idea, browse, **_):
    browser = browse(cast.product_manager)
    for name, value in (("impact", "2"), ("confidence", "80"), ("effort", "4")):
        assert browser.post(f"/ideas/{idea.pk}/estimates/cell/", {name: value}).status_code == 204


def by_api(cast, idea, call, **_):
    body = {"idea": idea.pk, "values": {"impact": 2, "confidence": 80, "effort": 4}, "note": "As last time"}
    answer = call(cast.product_manager).post("/api/v1/estimates/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["score"] == pytest.approx(2 * 2 * 0.8 / 4)
    assert answer.json()["place"] == 1


@pytest.mark.parametrize("door", [by_call, on_the_web, in_the_list, by_api])
def test_an_idea_is_estimated_and_gets_its_score(cast, idea, rice, petra, browse, call, door):
    door(cast=cast, idea=idea, petra=petra, browse=browse, call=call)
    [told] = rank(rice, [idea], petra)
    assert told.score == pytest.approx(2 * 2 * 0.8 / 4), "a reach of two companies, counted"
    events = Event.objects.filter(kind="idea.estimated", subject_id=idea.pk)
    changes = {name: change for event in events for name, change in event.words.body["changes"].items()}
    assert changes == {"Impact": ["", "2"], "Confidence": ["", "80"], "Effort": ["", "4"]}


@pytest.mark.parametrize("who", ["salesperson", "success", "leader", "viewer"])
def test_nobody_but_product_managers_estimates(cast, idea, rice, acting, browse, call, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.estimate(idea, values=VALUES, actor=acting(person))
    assert browse(person).post(f"/ideas/{idea.pk}/estimates/cell/", {"impact": "2"}).status_code == 403
    body = {"idea": idea.pk, "values": {"impact": 2}}
    assert call(person).post("/api/v1/estimates/", body, format="json").status_code == 403
    assert not Estimate.objects.exists()


def test_a_value_beyond_its_scale_is_refused_at_its_field_and_nothing_is_written(cast, idea, rice, petra, browse):
    with pytest.raises(ValidationError) as refused:
        actions.estimate(idea, values={"impact": Decimal(9), "effort": Decimal(1), "charm": Decimal(1)}, actor=petra)
    assert refused.value.message_dict["impact"] == ["Impact is 0.25–3."]
    assert "There are: confidence, effort, impact, reach." in refused.value.message_dict["charm"][0]
    assert not Estimate.objects.exists()
    answer = browse(cast.product_manager).post(f"/ideas/{idea.pk}/estimates/", {"impact": "9", "effort": "1", "note": "why"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Impact is 0.25–3." in page
    assert 'value="9"' in page
    told = browse(cast.product_manager).post(f"/ideas/{idea.pk}/estimates/cell/", {"impact": "lots"})
    assert (told.status_code, "number" in told.json()["detail"]) == (422, True)


def test_an_estimate_stands_before_what_is_counted_until_it_is_taken_away(idea, rice, petra):
    actions.estimate(idea, values={"reach": Decimal(40)}, actor=petra)
    assert part(rice, idea, petra, "reach").value == 40
    actions.estimate(idea, values={"reach": None}, actor=petra)
    assert part(rice, idea, petra, "reach").value == 2


def test_a_cell_is_taken_back_to_what_it_was(cast, estimated, rice, petra, browse):
    browser = browse(cast.product_manager)
    answer = browser.post(f"/ideas/{estimated.pk}/estimates/cell/", {"impact": "3"}, headers={"HX-Request": "true"})
    undo = json.loads(answer.headers["HX-Trigger"])["toast"][0]["undo_url"]
    assert part(rice, estimated, petra, "impact").value == 3
    browser.post(undo)
    assert part(rice, estimated, petra, "impact").value == 2


def test_an_archived_idea_is_not_estimated(idea, rice, petra):
    archive_idea(idea, reason="Out of date", actor=petra)
    with pytest.raises(NotPossible, match="archived"):
        actions.estimate(idea, values=VALUES, actor=petra)


def test_confidence_falls_as_the_evidence_ages_and_says_so(estimated, rice, petra):
    with clock.at(clock.now() + timedelta(days=90 + 180)):
        told = part(rice, estimated, petra, "confidence")
    assert (told.base, told.value, told.is_faded) == (80, pytest.approx(40), True)


def test_reach_can_be_the_companies_that_use_the_ideas_features(cast, idea, rice, petra):
    factor = rice.factors.get(code="reach")
    actions.change_factor(factor, source="users", actor=petra)
    assert part(rice, idea, petra, "reach").value is None, "no feature, no reach: not nought"
    feature = usage.define_feature(product=cast.product, name="Themes", event_names=["theme_opened"], actor=petra)
    idea.features.add(feature)
    now = clock.now()
    for number, company in enumerate((cast.acme, cast.acme, cast.globex)):
        user = ProductUser.objects.create(product=cast.product, user_key=f"u{number}", company=company, first_seen_at=now)
        happened(cast.product, "theme_opened", [user], now)
    assert part(rice, idea, petra, "reach").value == 2


def test_the_best_comes_first_and_what_has_no_score_last(cast, estimated, rice, petra, browse):
    better, unknown = (create_idea(product=cast.product, title=title, actor=petra) for title in ("Better", "Unknown"))
    actions.estimate(better, values=VALUES | {"reach": Decimal(500)}, actor=petra)
    ranked = rank(rice, [unknown, estimated, better], petra)
    assert [(one.idea, one.place) for one in ranked] == [(better, 1), (estimated, 2), (unknown, None)]
    assert [factor.code for factor in ranked[2].missing] == ["impact", "confidence", "effort"]
    page = browse(cast.viewer).get("/priorities/").content.decode()
    assert page.index("Better") < page.index("Dark theme") < page.index("Unknown")
    assert "needs impact, confidence, effort" in page


def test_pages_ask_as_few_questions_for_forty_ideas_as_for_one(
    cast, estimated, rice, petra, browse, django_assert_max_num_queries
):
    for number in range(40):
        made = create_idea(product=cast.product, title=f"Idea {number}", actor=petra)
        actions.estimate(made, values=VALUES, actor=petra)
    browser = browse(cast.product_manager)
    browser.get("/priorities/")
    for address in ("/priorities/", "/priorities/chart/", "/priorities/rounds/"):
        with django_assert_max_num_queries(16):
            assert browser.get(address).status_code == 200


def test_the_chart_shows_each_idea_as_a_dot_that_only_product_managers_drag(cast, estimated, rice, browse):
    page = browse(cast.product_manager).get("/priorities/chart/").content.decode()
    assert f'data-idea="{estimated.pk}"' in page
    assert 'data-x="effort"' in page
    assert 'data-y="impact"' in page
    read_only = browse(cast.viewer).get("/priorities/chart/").content.decode()
    assert "data-idea=" not in read_only
    assert "/estimates/" not in read_only, "their dots lead to the idea"
    assert f'href="/ideas/{estimated.pk}/"' in read_only


def test_markup_in_a_title_stays_text_in_the_chart(cast, rice, petra, browse):
    made = create_idea(product=cast.product, title="<script>alert(1)</script>", actor=petra)
    actions.estimate(made, values=VALUES, actor=petra)
    page = browse(cast.product_manager).get("/priorities/chart/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_ideas_of_a_restricted_product_are_ranked_for_its_members_only(cast, petra, browse, call):
    scheme = actions.choose_method(cast.restricted, method="wsjf", actor=petra)
    create_idea(product=cast.restricted, title="Zugvogel", actor=petra)
    address = f"/priorities/?product={cast.restricted.pk}"
    assert "Zugvogel" in browse(cast.product_manager).get(address).content.decode()
    assert "Zugvogel" not in browse(cast.outsider).get(address).content.decode()
    assert call(cast.outsider).get(f"/api/v1/priority-schemes/{scheme.pk}/ranking/").status_code == 404
    assert [one["title"] for one in call(cast.viewer).get(f"/api/v1/priority-schemes/{scheme.pk}/ranking/").json()] == [
        "Zugvogel"
    ]


def part(scheme, idea, actor, code):
    """A factor of an idea as it stands."""
    [told] = rank(scheme, [idea], actor)
    return next(one for one in told.parts if one.factor.code == code)
