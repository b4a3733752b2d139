"""A key result that is kept within bounds: inside them all is well, outside nothing is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from objectives import actions
from objectives.models import KeyResult


def by_call(cast, acting, objective, **_):
    actions.add_key_result(
        objective, title="Uptime", unit="percent", baseline=Decimal(99), target=Decimal(99), direction="keep",
        tolerance=Decimal("0.5"), actor=acting(cast.leader),
    )  # fmt: skip


def on_the_web(cast, browse, objective, **_):
    form = {"title": "Uptime", "unit": "percent", "baseline": "99", "target": "99", "direction": "keep", "tolerance": "0.5"}
    answer = browse(cast.leader).post(f"/objectives/{objective.pk}/key-results/new/", form | {"owner": cast.leader.pk})
    assert answer.status_code == 302


def by_api(cast, call, objective, **_):
    body = {"objective": objective.pk, "title": "Uptime", "unit": "percent", "baseline": "99", "target": "99"}
    body |= {"direction": "keep", "tolerance": "0.5"}
    assert call(cast.leader).post("/api/v1/key-results/", body, format="json").status_code == 201


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_it_is_all_there_within_and_nothing_outside(cast, acting, browse, call, quarter, door):
    door(cast=cast, acting=acting, browse=browse, call=call, objective=quarter.company)
    made = KeyResult.objects.get(title="Uptime")
    assert (made.direction, made.progress, made.said["target"]) == ("keep", 1, "99% ± 0.5%")
    for value, progress in (("98.5", 1), ("98.4", 0), ("99.5", 1), ("99.6", 0)):
        actions.check_in(made, value=Decimal(value), confidence=7, actor=acting(cast.leader))
        assert KeyResult.objects.get(pk=made.pk).progress == progress
    text = browse(cast.viewer).get(f"/objectives/key-results/{made.pk}/").content.decode()
    assert "Out of bounds" in text
    assert 'class="band"' in text, "the chart shows the bounds"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"direction": "keep"}, "tolerance"), ({"direction": "keep", "tolerance": Decimal(-1)}, "tolerance"), ({"tolerance": Decimal(1)}, "tolerance"), ({"direction": "keep", "tolerance": Decimal(0), "unit": "yes_no"}, "direction")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_at_its_field(cast, acting, quarter, values, field):
    with pytest.raises(ValidationError) as refused:
        actions.add_key_result(quarter.company, title="Odd", target=Decimal(3), actor=acting(cast.leader), **values)
    assert list(refused.value.message_dict) == [field]


def test_other_words_leave_the_bounds_and_another_direction_lets_them_go(cast, acting, quarter):
    actor = acting(cast.leader)
    made = actions.add_key_result(
        quarter.company, title="Queue", target=Decimal(5), direction="keep", tolerance=Decimal(2), actor=actor
    )  # fmt: skip
    made = actions.edit_key_result(made, title="Queue length", actor=actor)
    assert (made.direction, made.tolerance) == ("keep", 2)
    made = actions.edit_key_result(made, target=Decimal(6), actor=actor)
    assert (made.direction, made.tolerance) == ("keep", 2)
    made = actions.edit_key_result(made, direction="up", actor=actor)
    assert (made.direction, made.tolerance) == ("up", None)


def test_the_database_promises_it_too(quarter):
    for odd in ({"direction": "keep", "tolerance": None}, {"direction": "down", "tolerance": 1}, {"source": "usage.users"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeyResult.objects.filter(pk=quarter.churn.pk).update(**odd)
