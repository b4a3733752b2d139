"""A rule on history: whom it would have found week by week, and how many of them converted in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from customers import actions as customers
from customers.models import Company
from history import clock
from history.models import EventWords
from history.refusals import NotAllowed
from pqls import actions
from pqls.models import TryOut
from tests.evidence import companies
from tests.reading import tells

pytestmark = pytest.mark.django_db


@pytest.fixture
def known_for_long(db):
    """Every company was here a year ago."""

    def make():
        Company.objects.update(created_at=clock.now() - timedelta(days=400))

    return make


@pytest.fixture
def tried(rule, petra, run_jobs):
    """Try a rule out, and read what it found."""

    def make(weeks=8, window_days=30, **values):
        asked = actions.try_out_rule(rule(**values), weeks=weeks, window_days=window_days, actor=petra)
        run_jobs()
        asked.refresh_from_db()
        return asked.result

    return make


def asked_by_call(made, petra, **_):
    actions.try_out_rule(made, weeks=8, actor=petra)


def asked_on_the_web(made, cast, browse, **_):
    answer = browse(cast.product_manager).post(f"/pqls/rules/{made.pk}/try-out/", {"weeks": "8", "window_days": "30"})
    assert answer.status_code == 302


def asked_by_api(made, cast, call, **_):
    answer = call(cast.leader).post(f"/api/v1/pql-rules/{made.pk}/try-out/", {"weeks": 8}, format="json")
    assert (answer.status_code, answer.json()["result"]) == (202, None)


@pytest.mark.parametrize("door", [asked_by_call, asked_on_the_web, asked_by_api])
def test_it_finds_whom_it_would_have_handed_over(
    cast, rule, uses, petra, browse, call, run_jobs, known_for_long, door
):  # fmt: skip
    known_for_long()
    uses(cast.acme, days_ago=40)
    uses(cast.globex, days_ago=3)
    door(made=rule(), petra=petra, cast=cast, browse=browse, call=call)
    page = browse(cast.product_manager).get(f"/pqls/try-outs/{TryOut.objects.get().pk}/")
    assert "It waits for a worker" in page.content.decode()
    run_jobs()
    result = TryOut.objects.get().result
    assert (result["handed"], result["closed"], result["converted"]) == (2, 1, 0)
    assert {row["company"] for row in result["rows"]} == {cast.acme.pk, cast.globex.pk}
    text = browse(cast.viewer).get(f"/pqls/try-outs/{TryOut.objects.get().pk}/").content.decode()
    assert "Acme" in text
    assert "Nothing in time" in text
    shown = call(cast.viewer).get(f"/api/v1/pql-try-outs/{TryOut.objects.get().pk}/").json()
    assert shown["result"]["handed"] == 2


def test_who_paid_more_in_time_converted_and_who_was_late_did_not(cast, uses, tried, petra, known_for_long):
    known_for_long()
    uses(cast.acme, days_ago=50)
    uses(cast.globex, days_ago=50)
    with clock.at(clock.now() - timedelta(days=30)):
        customers.change_company(cast.acme, arr=200_000, plan="Business", actor=petra)
    with clock.at(clock.now() - timedelta(days=2)):
        customers.change_company(cast.globex, arr=90_000, actor=petra)
    result = tried()
    assert (result["closed"], result["converted"]) == (2, 1)
    (row,) = [one for one in result["rows"] if one["company"] == cast.acme.pk]
    assert row["how"] == "moved to a larger plan"


def test_a_deal_won_is_a_conversion(cast, uses, tried, petra, known_for_long):
    known_for_long()
    uses(cast.acme, days_ago=50)
    deal = customers.add_deal(company=cast.acme, name="More seats", actor=petra)
    with clock.at(clock.now() - timedelta(days=35)):
        customers.change_deal(deal, status="won", actor=petra)
    assert tried()["converted"] == 1


def test_plan_and_lifecycle_are_those_of_that_time(cast, uses, tried, petra, known_for_long, feature):
    known_for_long()
    uses(cast.acme, days_ago=50)
    Company.objects.filter(pk=cast.acme.pk).update(lifecycle="trial")
    with clock.at(clock.now() - timedelta(days=30)):
        customers.change_company(cast.acme, lifecycle="customer", actor=petra)
    asks = [
        {"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2}, {"kind": "lifecycle", "values": ["trial"]},
    ]  # fmt: skip
    result = tried(conditions=asks)
    assert (result["handed"], result["converted"]) == (1, 1)


def test_what_history_does_not_know_matches_nothing_and_is_said(cast, uses, tried, petra, feature, browse):
    uses(cast.acme, days_ago=20)
    asks = [
        {"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2},
        {"kind": "lifecycle", "values": ["customer"]},
    ]  # fmt: skip
    result = tried(conditions=asks)
    assert (result["handed"], result["unknown"]) == (0, 1)
    text = browse(cast.viewer).get(f"/pqls/try-outs/{TryOut.objects.get().pk}/").content.decode()
    assert "Not enough data" in text


def test_erased_words_leave_what_was_before_them_unknown(cast, uses, tried, petra, known_for_long, feature):
    known_for_long()
    uses(cast.acme, days_ago=40)
    with clock.at(clock.now() - timedelta(days=10)):
        customers.change_company(cast.acme, plan="Business", actor=petra)
    EventWords.objects.filter(event__kind="company.changed").update(body=None)
    asks = [
        {"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2}, {"kind": "arr", "low": "1", "high": None},
    ]  # fmt: skip
    assert tried(conditions=asks)["unknown"] == 1


def test_the_cool_down_holds_there_too_and_the_intervals_are_of_eight(cast, uses, tried, known_for_long):
    for company in companies(8):
        uses(company, days_ago=40)
        uses(company, days_ago=20, prefix="v")
    known_for_long()
    result = tried(cool_down_days=90)
    assert (result["handed"], result["closed"]) == (8, 8)
    assert sum(week["matched"] for week in result["weeks"]) > 8
    assert TryOut.objects.get().state == "done"


def test_weeks_and_windows_have_bounds_and_only_writers_ask(cast, rule, petra, sam, browse):
    made = rule()
    with pytest.raises(ValidationError) as refused:
        actions.try_out_rule(made, weeks=1, window_days=900, actor=petra)
    assert set(refused.value.message_dict) == {"weeks", "window_days"}
    with pytest.raises(NotAllowed):
        actions.try_out_rule(made, actor=sam)
    answer = browse(cast.product_manager).post(f"/pqls/rules/{made.pk}/try-out/", {"weeks": "99", "window_days": "30"})
    assert answer.status_code == 422
    assert not TryOut.objects.exists()


def test_the_list_of_a_rule_says_what_came_of_it(cast, uses, tried, browse, known_for_long):
    known_for_long()
    uses(cast.acme, days_ago=40)
    tried()
    text = browse(cast.viewer).get(f"/pqls/rules/{TryOut.objects.get().rule_id}/").content.decode()
    assert "1 found, 0 of 1 converted within 30 days" in text
    assert not tells(text, "0 found")
