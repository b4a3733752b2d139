"""Key results that are counted from usage and check themselves in."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.actor import system
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import CheckIn, KeyResult
from objectives.tasks import count_key_results
from tests.evidence import a_feature, used, users
from usage.actions import archive_feature

JOB = system("the test's counter")


@pytest.fixture
def feature(cast):
    """A feature of the open product, with ten users at as many companies, of whom three took it up."""
    today = clock.today()
    found = a_feature(cast.product, "Search", today - timedelta(days=20))
    found.crowd = users(cast.product, 10, clock.now() - timedelta(days=60))
    used(found, found.crowd[:3], clock.now() - timedelta(days=5))
    return found


@pytest.fixture
def counted(cast, acting, quarter, feature):
    """How many companies took it up, on the way to eight."""
    return actions.add_key_result(
        quarter.product, title="Adopting companies", target=Decimal(8), source="usage.companies", source_id=feature.pk,
        owner=cast.success, actor=acting(cast.leader),
    )  # fmt: skip


def test_without_a_baseline_it_begins_where_it_stands(counted):
    assert (counted.baseline, counted.current, counted.progress) == (3, 3, 0)


def by_job(**_):
    assert count_key_results() == 1


def on_the_web(cast, browse, counted, **_):
    assert browse(cast.success).post(f"/objectives/key-results/{counted.pk}/counting/").status_code == 302


def by_api(cast, call, counted, **_):
    answer = call(cast.success).post(f"/api/v1/key-results/{counted.pk}/count/", {}, format="json")
    assert answer.json()["current"] == "5.0000"


@pytest.mark.parametrize("door", [by_job, on_the_web, by_api])
def test_it_checks_itself_in_when_the_count_moved(cast, browse, call, counted, feature, door):
    used(feature, feature.crowd[3:5], clock.now() - timedelta(days=1))
    door(cast=cast, browse=browse, call=call, counted=counted)
    said = CheckIn.objects.get()
    assert (said.value, said.by, said.confidence, said.source) == (5, None, None, "usage.companies")
    assert KeyResult.objects.get(pk=counted.pk).progress == Decimal("0.4")
    event = Event.objects.of(counted).get(kind="key_result.counted")
    assert event.words.body["changes"] == {"value": ["3", "5"]}


def test_it_repeats_itself_once_a_week_only(counted):
    assert [count_key_results(), count_key_results()] == [1, 0]
    with clock.at(clock.now() + timedelta(days=8)):
        assert count_key_results() == 1


def test_a_share_is_counted_in_percent(cast, acting, quarter, feature):
    made = actions.add_key_result(
        quarter.product, title="Share", unit="percent", target=Decimal(80), source="usage.users", source_id=feature.pk,
        actor=acting(cast.leader),
    )  # fmt: skip
    assert made.said["current"] == "30%"


def test_after_the_cycle_nothing_more_is_counted(acting, cast, quarter, counted, feature):
    with clock.at(clock.now() + timedelta(days=70)):
        used(feature, feature.crowd[3:9], clock.now())
        assert quarter.cycle.is_over
        assert actions.count_key_result(counted, actor=JOB).value == 3


def test_somebody_says_how_sure_they_are_and_types_no_number(cast, acting, browse, counted):
    page = browse(cast.success).get(f"/objectives/key-results/{counted.pk}/check-in/").content.decode()
    assert 'name="value"' not in page
    assert "Companies that took up a feature: Search" in page
    actions.check_in(counted, confidence=8, comment="Two more are in talks.", actor=acting(cast.success))
    assert (CheckIn.objects.get().value, CheckIn.objects.get().confidence) == (3, 8)
    with pytest.raises(ValidationError, match="counted, not typed"):
        actions.check_in(counted, value=Decimal(7), confidence=8, actor=acting(cast.success))
    count_key_results()
    row = KeyResult.objects.with_last_check_in().get(pk=counted.pk)
    assert row.last_confidence == 8, "what was counted since takes nobody's confidence away"


def test_a_source_that_fell_silent_says_nothing_and_the_key_result_waits(cast, acting, counted, feature):
    archive_feature(feature, actor=acting(cast.product_manager))
    assert count_key_results() == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert KeyResult.objects.due().filter(pk=counted.pk).exists()


def test_the_use_of_a_restricted_product_is_no_figure_for_everybody(cast, acting, call, quarter):
    secret = a_feature(cast.restricted, "Secret", clock.today())
    body = {"title": "Leak", "target": "5", "source": "usage.users", "source_id": secret.pk}
    for who, objective in ((cast.leader, quarter.company), (cast.outsider, quarter.product)):
        answer = call(who).post("/api/v1/key-results/", body | {"objective": objective.pk}, format="json")
        assert answer.status_code == 400
        assert "source_id" in answer.json()["errors"]
    missing = call(cast.leader).post(
        "/api/v1/key-results/", body | {"objective": quarter.company.pk, "source_id": 999_999}, format="json"
    )
    assert missing.json()["errors"] == answer.json()["errors"], "a hidden one and a missing one are told alike"
    made = actions.add_key_result(
        quarter.restricted, title="Own", target=Decimal(5), source="usage.users", source_id=secret.pk, actor=acting(cast.leader)
    )
    assert made.current == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [({"source": "weather"}, "source"), ({"source_id": None}, "source_id"), ({"unit": "money"}, "unit"), ({"unit": "yes_no"}, "unit")],
)  # fmt: skip
def test_what_cannot_be_counted_is_said_at_its_field(cast, acting, quarter, feature, values, field):
    good = {"source": "usage.users", "source_id": feature.pk, "unit": "number"}
    with pytest.raises(ValidationError) as refused:
        actions.add_key_result(quarter.product, title="Odd", target=Decimal(9), actor=acting(cast.leader), **(good | values))
    assert list(refused.value.message_dict) == [field]


def test_the_form_offers_the_features_that_one_sees(cast, browse, quarter, feature):
    a_feature(cast.restricted, "Zugvogel", clock.today())
    page = browse(cast.outsider).get(f"/objectives/{quarter.product.pk}/key-results/new/").content.decode()
    assert "Relay: Search" in page
    assert "Zugvogel" not in page
    form = {"title": "Takers", "unit": "number", "target": "9", "counts": f"usage.users/{feature.pk}", "owner": cast.leader.pk}
    assert browse(cast.leader).post(f"/objectives/{quarter.product.pk}/key-results/new/", form).status_code == 302
    assert KeyResult.objects.get(title="Takers").baseline == 3


def test_only_what_is_counted_counts_and_only_who_checks_in_asks_for_it(cast, acting, quarter, counted):
    with pytest.raises(NotPossible, match="Nothing is counted"):
        actions.count_key_result(quarter.churn, actor=JOB)
    with pytest.raises(NotAllowed):
        actions.count_key_result(counted, actor=acting(cast.viewer))
    said = actions.count_key_result(counted, actor=JOB)
    with pytest.raises(NotAllowed, match="Put it right at its source"):
        actions.correct_check_in(said, value=Decimal(1), confidence=1, reason="No", actor=acting(cast.leader))
