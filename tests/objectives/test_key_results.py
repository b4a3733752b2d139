"""Key results: what moves, from where to where."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import KeyResult


def by_call(cast, acting, objective, **_):
    actions.add_key_result(
        objective,
        title="Renewals",
        unit="money",
        baseline=Decimal(0),
        target=Decimal(450_000),
        owner=cast.salesperson,
        actor=acting(cast.leader),
    )


def on_the_web(cast, browse, objective, **_):
    form = {"title": "Renewals", "unit": "money", "baseline": "0", "target": "450000", "owner": cast.salesperson.pk}
    assert browse(cast.leader).post(f"/objectives/{objective.pk}/key-results/new/", form).status_code == 302


def by_api(cast, call, objective, **_):
    body = {"objective": objective.pk, "title": "Renewals", "unit": "money", "target": "450000", "owner": cast.salesperson.pk}
    answer = call(cast.leader).post("/api/v1/key-results/", body, format="json")
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_leader_adds_a_key_result(cast, acting, browse, call, quarter, door):
    door(cast=cast, acting=acting, browse=browse, call=call, objective=quarter.company)
    key_result = KeyResult.objects.get(title="Renewals")
    assert (key_result.current, key_result.target, key_result.direction, key_result.owner) == (0, 450_000, "up", cast.salesperson)
    assert key_result.said["target"] in ("$450k", "€450k")


def test_the_numbers_give_the_direction(quarter):
    assert quarter.churn.direction == "down"


def test_yes_or_no_goes_from_no_to_yes(cast, acting, quarter):
    done = actions.add_key_result(
        quarter.company, title="Audited", unit="yes_no", target=7, baseline=3, actor=acting(cast.leader)
    )
    assert done.said == {"baseline": "No", "current": "No", "target": "Yes"}


def test_a_target_must_differ_and_lie_where_better_is(cast, acting, quarter):
    actor = acting(cast.leader)
    with pytest.raises(ValidationError, match="must differ"):
        actions.add_key_result(quarter.company, title="Same", baseline=5, target=5, actor=actor)
    with pytest.raises(ValidationError, match="above the baseline"):
        actions.add_key_result(quarter.company, title="Odd", baseline=5, target=3, direction="up", actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyResult.objects.filter(pk=quarter.churn.pk).update(direction="up")


def test_progress_is_the_share_of_the_way_and_an_objectives_is_the_mean(cast, acting, quarter):
    actor = acting(cast.leader)
    actions.add_key_result(quarter.company, title="Renewals", target=10, actor=actor)
    actions.check_in(quarter.churn, value=Decimal(3), confidence=6, actor=actor)
    assert KeyResult.objects.get(pk=quarter.churn.pk).progress == Decimal("0.5")
    assert quarter.company.progress == Decimal("0.25")
    actions.check_in(quarter.churn, value=Decimal(9), confidence=1, actor=actor)
    assert KeyResult.objects.get(pk=quarter.churn.pk).progress == 0


def test_the_unit_stays_once_somebody_checked_in(cast, acting, quarter):
    actor = acting(cast.leader)
    assert actions.edit_key_result(quarter.churn, unit="number", actor=actor).unit == "number"
    actions.check_in(quarter.churn, value=Decimal(3), confidence=6, actor=actor)
    with pytest.raises(ValidationError, match="another unit"):
        actions.edit_key_result(quarter.churn, unit="money", actor=actor)


def test_an_archived_key_result_no_longer_counts(cast, acting, call, quarter):
    api, address = call(cast.leader), f"/api/v1/key-results/{quarter.churn.pk}"
    assert api.post(f"{address}/archive/", {"reason": "Measured twice"}, format="json").status_code == 200
    assert quarter.company.progress is None
    assert api.post(f"{address}/archive/", {}, format="json").status_code == 409
    with pytest.raises(NotPossible, match="archived"):
        actions.check_in(KeyResult.objects.get(pk=quarter.churn.pk), value=3, confidence=5, actor=acting(cast.leader))
    assert api.post(f"{address}/restore/", {}, format="json").status_code == 200


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "suspended"])
def test_nobody_else_edits_not_even_its_owner(cast, acting, browse, quarter, who):
    with pytest.raises(NotAllowed):
        actions.edit_key_result(quarter.churn, title="Mine", actor=acting(getattr(cast, who)))
    assert browse(getattr(cast, who)).get(f"/objectives/key-results/{quarter.churn.pk}/edit/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"target": "1e40"}, "target"), ({"target": "NaN"}, "target"), ({"target": ""}, "target"), ({"unit": "stones"}, "unit"), ({"baseline": "many"}, "baseline"), ({"title": ""}, "title")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast, browse, call, quarter, values, field):
    good = {"title": "T", "unit": "number", "baseline": "0", "target": "5", "owner": str(cast.leader.pk)}
    page = browse(cast.leader).post(f"/objectives/{quarter.company.pk}/key-results/new/", good | values)
    assert page.status_code == 422
    assert f"id_{field}_error" in page.content.decode()
    answer = call(cast.leader).post("/api/v1/key-results/", {"objective": quarter.company.pk} | good | values, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]
