"""What the team agrees on for a product, and what winning customers cost, through every door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from growth import actions
from growth.models import AcquisitionSpend, GrowthSettings
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from usage import actions as usage

pytestmark = pytest.mark.django_db
FORM = {
    "activation_uses": "3", "activation_days": "14", "gross_margin": "80", "paid_days": "90", "trial_days": "30", "weigh_usage": "5",
    "weigh_milestones": "2", "weigh_survey": "2", "weigh_requests": "1", "weigh_owner": "0",
}  # fmt: skip


@pytest.fixture
def feature(cast, acting):
    return usage.define_feature(product=cast.product, name="Board", event_names=["board"], actor=acting(cast.product_manager))


def by_call(cast, acting, feature, **_):
    actions.agree(
        cast.product, activation_feature=feature, activation_uses=3, activation_days=14, gross_margin=Decimal("0.8"),
        weights={"usage": 5, "owner": 0}, actor=acting(cast.product_manager),
    )  # fmt: skip


def on_the_web(cast, browse, feature, **_):
    answer = browse(cast.product_manager).post(
        f"/growth/products/{cast.product.pk}/settings/", FORM | {"activation_feature": feature.pk}
    )
    assert answer.status_code == 302, answer.context["form"].errors


def by_api(cast, call, feature, **_):
    body = {
        "product": cast.product.pk, "activation_feature": feature.pk, "activation_uses": 3, "activation_days": 14,
        "gross_margin": "0.8", "weights": {"usage": 5, "owner": 0},
    }  # fmt: skip
    answer = call(cast.product_manager).post("/api/v1/growth-settings/", body, format="json")
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_the_team_agrees(cast, acting, browse, call, feature, door):
    door(cast=cast, acting=acting, browse=browse, call=call, feature=feature)
    agreed = GrowthSettings.objects.get()
    assert (agreed.activation_feature, agreed.activation_uses, agreed.activation_days) == (feature, 3, 14)
    assert agreed.gross_margin == Decimal("0.8")
    assert agreed.weights == {"usage": 5, "milestones": 2, "survey": 2, "requests": 1, "owner": 0}
    assert Event.objects.filter(kind="growth.agreed", product_id=cast.product.pk).count() == 1
    assert "Board" in browse(cast.viewer).get(f"/growth/products/{cast.product.pk}/settings/").content.decode()


def test_a_change_is_versioned_and_in_history(cast, acting, browse, call, feature):
    by_call(cast, acting, feature)
    agreed = GrowthSettings.objects.get()
    path = f"/api/v1/growth-settings/{agreed.pk}/"
    api = call(cast.product_manager)
    assert api.patch(path, {"activation_days": 7}, format="json").status_code == 200
    event = Event.objects.get(kind="growth.changed")
    assert event.words.body["changes"] == {"activation_days": [14, 7]}
    assert api.patch(path, {"activation_days": 9}, format="json", headers={"If-Match": f'"{agreed.version}"'}).status_code == 409
    with pytest.raises(Stale):
        actions.agree(cast.product, activation_days=3, version=1, actor=acting(cast.product_manager))
    form = FORM | {"version": 1}
    assert browse(cast.product_manager).post(f"/growth/products/{cast.product.pk}/settings/", form).status_code == 422


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gross_margin": Decimal("1.2")}, "gross_margin"),
        ({"activation_days": 0}, "activation_days"),
        ({"weights": {"usage": -1}}, "weights"),
        ({"weights": {"luck": 1}}, "weights"),
        ({"weights": {"usage": True}}, "weights"),
        ({"weights": dict.fromkeys(("usage", "milestones", "survey", "requests", "owner"), 0)}, "weights"),
        ({"shoe_size": 4}, "shoe_size"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, acting, values, field):
    with pytest.raises(ValidationError) as refused:
        actions.agree(cast.product, actor=acting(cast.product_manager), **values)
    assert field in refused.value.message_dict
    assert not GrowthSettings.objects.exists()


def test_a_feature_of_another_product_is_refused(cast, acting):
    actor = acting(cast.product_manager)
    other = usage.define_feature(product=cast.restricted, name="Other", event_names=["x"], actor=actor)
    with pytest.raises(ValidationError):
        actions.agree(cast.product, activation_feature=other, actor=actor)


def test_only_product_managers_of_the_product_agree(cast, acting, browse, call, feature):
    for person in (cast.viewer, cast.salesperson, cast.success):
        with pytest.raises(NotAllowed):
            actions.agree(cast.product, activation_days=3, actor=acting(person))
        assert browse(person).post(f"/growth/products/{cast.product.pk}/settings/", FORM).status_code == 403
        body = {"product": cast.product.pk, "activation_days": 3}
        assert call(person).post("/api/v1/growth-settings/", body, format="json").status_code == 403
    with pytest.raises(NotAllowed):
        actions.agree(cast.restricted, activation_days=3, actor=acting(cast.outsider))
    assert browse(cast.outsider).get(f"/growth/products/{cast.restricted.pk}/settings/").status_code == 404


def test_what_was_spent_is_recorded_changed_and_taken_away(cast, acting, browse, call):
    browser = browse(cast.leader)
    form = {"month": "2026-01", "motion": "self_serve", "amount": "1200"}
    assert browser.post(f"/growth/products/{cast.product.pk}/spend/new/", form).status_code == 302
    assert browser.post(f"/growth/products/{cast.product.pk}/spend/new/", form).status_code == 422
    body = {"product": cast.product.pk, "month": "2026-01-20", "amount": "500"}
    made = call(cast.admin).post("/api/v1/acquisition-spend/", body, format="json")
    assert (made.status_code, made.json()["month"]) == (201, "2026-01-01")
    spend = AcquisitionSpend.objects.get(motion="self_serve")
    assert browser.post(f"/growth/spend/{spend.pk}/", {"amount": "1500", "version": 1}).status_code == 302
    spend.refresh_from_db()
    assert spend.amount == 1500
    assert Event.objects.filter(kind="spend.changed").count() == 1
    assert browser.post(f"/growth/spend/{spend.pk}/removal/").status_code == 302
    with pytest.raises(NotPossible):
        actions.change_spend(spend, amount=Decimal(1), actor=acting(cast.leader))
    actions.record_spend(cast.product, month=date(2026, 1, 9), motion="self_serve", amount=Decimal(7), actor=acting(cast.leader))
    with pytest.raises(NotAllowed):
        actions.record_spend(cast.product, month=date(2026, 1, 9), amount=Decimal(7), actor=acting(cast.success))
    assert call(cast.viewer).post("/api/v1/acquisition-spend/", body, format="json").status_code == 403
