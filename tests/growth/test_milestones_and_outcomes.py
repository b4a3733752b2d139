"""Milestones are defined and marked, outcomes set and valued, words given: through every door, by those who know."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from growth import actions
from growth.models import CompanyOutcome, HealthWord, Milestone, MilestoneMark
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from usage import actions as usage

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(cast, acting):
    return actions.define_milestone(product=cast.product, name="First week planned", actor=acting(cast.product_manager))


@pytest.fixture
def outcome(cast, acting):
    return actions.set_outcome(
        company=cast.acme, product=cast.product, metric="Hours on planning", unit="h", baseline=Decimal(40), target=Decimal(30),
        actor=acting(cast.success),
    )  # fmt: skip


def test_a_milestone_is_defined_edited_and_archived(cast, acting, browse, call):
    feature = usage.define_feature(product=cast.product, name="Board", event_names=["b"], actor=acting(cast.product_manager))
    browser = browse(cast.product_manager)
    form = {"name": "Ten boards", "feature": feature.pk, "uses": "10"}
    assert browser.post(f"/growth/products/{cast.product.pk}/milestones/new/", form).status_code == 302
    made = Milestone.objects.get()
    assert (made.feature, made.uses) == (feature, 10)
    assert browser.post(f"/growth/products/{cast.product.pk}/milestones/new/", form).status_code == 422
    assert browser.post(f"/growth/milestones/{made.pk}/edit/", form | {"uses": "20", "version": 1}).status_code == 302
    assert Event.objects.get(kind="milestone.edited").words.body["changes"] == {"uses": [10, 20]}
    assert browser.post(f"/growth/milestones/{made.pk}/archival/").status_code == 302
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/milestones/{made.pk}/restore/", {}, format="json").status_code == 200
    assert api.post(f"/api/v1/milestones/{made.pk}/restore/", {}, format="json").status_code == 409
    body = {"product": cast.product.pk, "name": "Second"}
    assert api.post("/api/v1/milestones/", body, format="json").status_code == 201
    assert call(cast.success).post("/api/v1/milestones/", body, format="json").status_code == 403
    with pytest.raises(NotPossible):
        actions.mark_milestone(made, company=cast.acme, actor=acting(cast.success))


def mark_by_call(cast, acting, milestone, **_):
    actions.mark_milestone(milestone, company=cast.acme, reached_on=date(2026, 1, 5), actor=acting(cast.success))


def mark_on_the_web(cast, browse, milestone, **_):
    form = {"milestone": milestone.pk, "reached_on": "2026-01-05", "note": ""}
    assert browse(cast.success).post(f"/growth/companies/{cast.acme.pk}/marks/new/", form).status_code == 302


def mark_by_api(cast, call, milestone, **_):
    body = {"company": cast.acme.pk, "reached_on": "2026-01-05"}
    assert call(cast.success).post(f"/api/v1/milestones/{milestone.pk}/mark/", body, format="json").status_code == 200


@pytest.mark.parametrize("door", [mark_by_call, mark_on_the_web, mark_by_api])
def test_a_milestone_is_marked_once_and_taken_back(cast, acting, browse, call, milestone, door):
    door(cast=cast, acting=acting, browse=browse, call=call, milestone=milestone)
    mark = MilestoneMark.objects.get()
    assert (mark.company, mark.reached_on, mark.by) == (cast.acme, date(2026, 1, 5), cast.success)
    with pytest.raises(ValidationError):
        mark_by_call(cast, acting, milestone)
    page = browse(cast.viewer).get(f"/customers/{cast.acme.pk}/?tab=value").content.decode()
    assert "First week planned" in page
    assert browse(cast.success).post(f"/growth/marks/{mark.pk}/withdrawal/").status_code == 302
    answer = call(cast.success).post(f"/api/v1/milestone-marks/{mark.pk}/withdraw/", {}, format="json")
    assert answer.status_code == 409
    mark_by_call(cast, acting, milestone)


def test_who_knows_a_customer_tells_of_it(cast, acting, milestone):
    with pytest.raises(NotAllowed):
        actions.mark_milestone(milestone, company=cast.acme, actor=acting(cast.salesperson))
    cast.acme.owner = cast.salesperson
    cast.acme.save()
    actions.mark_milestone(milestone, company=cast.acme, actor=acting(cast.salesperson))
    for person in (cast.viewer, cast.product_manager, cast.leader):
        with pytest.raises(NotAllowed):
            actions.mark_milestone(milestone, company=cast.globex, actor=acting(person))
    with pytest.raises(ValidationError):
        tomorrow = clock.today() + timedelta(days=1)
        actions.mark_milestone(milestone, company=cast.globex, reached_on=tomorrow, actor=acting(cast.success))


def set_by_call(cast, acting, **_):
    actions.set_outcome(
        company=cast.acme,
        product=cast.product,
        metric="Hours",
        baseline=Decimal(40),
        target=Decimal(30),
        actor=acting(cast.success),
    )


def set_on_the_web(cast, browse, **_):
    form = {"product": cast.product.pk, "metric": "Hours", "baseline": "40", "target": "30"}
    assert browse(cast.success).post(f"/growth/companies/{cast.acme.pk}/outcomes/new/", form).status_code == 302


def set_by_api(cast, call, **_):
    body = {"company": cast.acme.pk, "product": cast.product.pk, "metric": "Hours", "baseline": "40", "target": "30"}
    assert call(cast.success).post("/api/v1/company-outcomes/", body, format="json").status_code == 201


@pytest.mark.parametrize("door", [set_by_call, set_on_the_web, set_by_api])
def test_an_outcome_is_set(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    made = CompanyOutcome.objects.get()
    assert (made.metric, made.baseline, made.target, made.attainment) == ("Hours", 40, 30, None)
    assert "Hours" in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/?tab=value").content.decode()


@pytest.mark.parametrize(("value", "part"), [("33", 0.7), ("44", -0.4), ("30", 1.0)])
def test_attainment_is_the_part_of_the_way_that_is_gone(cast, call, outcome, value, part):
    answer = call(cast.success).post(f"/api/v1/company-outcomes/{outcome.pk}/enter-value/", {"value": value}, format="json")
    assert answer.json()["attainment"] == pytest.approx(part, abs=1e-4)
    assert answer.json()["is_met"] is (part >= 1)


def test_an_outcome_is_valued_edited_and_archived(cast, acting, browse, outcome):
    browser = browse(cast.success)
    assert browser.post(f"/growth/outcomes/{outcome.pk}/", {"value": "33", "on": "2026-02-01"}).status_code == 302
    assert Event.objects.get(kind="company_outcome.valued").facts["value"] == "33"
    assert "70%" in browse(cast.viewer).get(f"/growth/outcomes/{outcome.pk}/").content.decode()
    outcome.refresh_from_db()
    form = {"metric": "Hours", "baseline": "40", "target": "40", "version": outcome.version}
    refused = browser.post(f"/growth/outcomes/{outcome.pk}/edit/", form)
    assert refused.status_code == 422
    assert "asks for nothing" in refused.content.decode()
    assert browser.post(f"/growth/outcomes/{outcome.pk}/edit/", form | {"target": "20"}).status_code == 302
    assert browser.post(f"/growth/outcomes/{outcome.pk}/archival/").status_code == 302
    with pytest.raises(NotPossible):
        actions.enter_value(outcome, value=Decimal(1), actor=acting(cast.success))
    actions.restore_outcome(outcome, actor=acting(cast.success))
    for person in (cast.viewer, cast.leader):
        with pytest.raises(NotAllowed):
            actions.enter_value(outcome, value=Decimal(1), actor=acting(person))
        assert browse(person).post(f"/growth/outcomes/{outcome.pk}/", {"value": "1"}).status_code == 403
    with pytest.raises(ValidationError):
        actions.enter_value(outcome, value=Decimal(1), on=clock.today() + timedelta(days=2), actor=acting(cast.success))


def test_a_word_is_given_with_its_reason(cast, acting, browse, call):
    form = {"product": cast.product.pk, "word": "poor", "reason": "Their champion left."}
    assert browse(cast.success).post(f"/growth/companies/{cast.acme.pk}/words/new/", form).status_code == 302
    assert browse(cast.success).post(f"/growth/companies/{cast.acme.pk}/words/new/", form | {"reason": " "}).status_code == 422
    body = form | {"company": cast.acme.pk, "word": "good"}
    assert call(cast.success).post("/api/v1/health-words/", body, format="json").status_code == 201
    assert call(cast.viewer).post("/api/v1/health-words/", body, format="json").status_code == 403
    assert [said.word for said in HealthWord.objects.order_by("id")] == ["poor", "good"]
    page = browse(cast.viewer).get(f"/customers/{cast.acme.pk}/?tab=value").content.decode()
    assert "Their champion left." in page
    with pytest.raises(ValidationError):
        actions.give_word(company=cast.acme, product=cast.product, word="grand", reason="x", actor=acting(cast.success))


def test_what_belongs_to_a_restricted_product_stays_there(cast, acting, browse, call):
    actor = acting(cast.success)
    made = actions.set_outcome(
        company=cast.acme, product=cast.restricted, metric="Secret hours", baseline=Decimal(2), target=Decimal(1), actor=actor
    )
    actions.give_word(company=cast.acme, product=cast.restricted, word="good", reason="Secret reason", actor=actor)
    page = browse(cast.outsider).get(f"/customers/{cast.acme.pk}/?tab=value").content.decode()
    assert "Secret" not in page
    assert browse(cast.outsider).get(f"/growth/outcomes/{made.pk}/").status_code == 404
    assert call(cast.outsider).get("/api/v1/health-words/").json()["results"] == []
    with pytest.raises(NotAllowed):
        actions.enter_value(made, value=Decimal(1), actor=acting(cast.outsider))
