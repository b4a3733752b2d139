"""A rule looks at usage and hands over whom it finds: once, with the reason and numbers that stay."""

from datetime import timedelta
from decimal import Decimal

import pytest

from customers import actions as customers
from customers.models import Company, Contact
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from pqls import actions, tasks
from pqls.models import Pql
from tests.evidence import a_feature
from tests.pqls.conftest import WATCHER

pytestmark = pytest.mark.django_db


def by_call(rule, petra, **_):
    actions.evaluate_rule(rule, actor=petra)


def on_the_web(rule, cast, browse, **_):
    assert browse(cast.product_manager).post(f"/pqls/rules/{rule.pk}/evaluation/").status_code == 302


def by_api(rule, cast, call, **_):
    answer = call(cast.leader).post(f"/api/v1/pql-rules/{rule.pk}/evaluate/", format="json")
    assert answer.json()["handed"] == 1


def by_the_clock(rule, **_):
    assert tasks.evaluate() == 1


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api, by_the_clock])
def test_who_meets_it_is_handed_over_once(cast, active, uses, petra, browse, call, door):
    Company.objects.filter(pk=cast.acme.pk).update(owner=cast.salesperson, motion="self_serve")
    uses(cast.acme, times=12, people=3)
    uses(cast.globex, times=9, people=3)
    rule = active()
    door(rule=rule, petra=petra, cast=cast, browse=browse, call=call)
    pql = Pql.objects.get()
    assert (pql.company, pql.owner, pql.state, pql.motion) == (cast.acme, cast.salesperson, "open", "self_serve")
    assert "12 uses of “Export” by 3 people in the 14 days to" in pql.reason
    assert pql.evidence["facts"]["arr"] == "120000.00"
    assert sum(pql.evidence["weeks"]) == 12
    assert tasks.evaluate() == 0
    assert Pql.objects.count() == 1
    told = Event.objects.get(kind="pql.handed_over")
    assert told.about_id == cast.acme.pk
    assert told.facts["rule_version"] == rule.version


def test_the_numbers_stay_whatever_is_used_later(cast, lead, uses):
    pql = lead()
    uses(cast.acme, times=50, days_ago=1, prefix="late")
    pql.refresh_from_db()
    assert sum(pql.evidence["weeks"]) == 12
    assert "12 uses" in pql.reason


def test_a_company_rests_for_the_cool_down_and_then_comes_again(cast, lead, uses, sam):
    pql = lead(cool_down_days=30)
    actions.reject_pql(pql, rejection="timing", actor=sam)
    with clock.at(clock.now() + timedelta(days=29)):
        uses(cast.acme, prefix="b")
        assert actions.evaluate_rule(pql.rule, actor=WATCHER) == []
    with clock.at(clock.now() + timedelta(days=31)):
        uses(cast.acme, prefix="c")
        assert [one.company for one in actions.evaluate_rule(pql.rule, actor=WATCHER)] == [cast.acme]


def test_another_rule_of_the_product_does_not_hand_it_over_beside(cast, lead, active, feature):
    lead()
    other = active(name="Anybody", conditions=[{"kind": "active", "people": 1, "days": 30}])
    assert actions.evaluate_rule(other, actor=WATCHER) == []


def test_what_nobody_owns_goes_to_the_one_named_else_to_nobody(cast, lead, active, uses):
    assert lead(owner=None).owner is None
    Company.objects.filter(pk=cast.globex.pk).update(owner=cast.viewer)
    uses(cast.globex)
    other = active(name="With a fallback", fallback=cast.second_salesperson)
    (pql,) = actions.evaluate_rule(other, actor=WATCHER)
    assert (pql.company, pql.owner) == (cast.globex, cast.second_salesperson)


def test_all_conditions_and_one_of_any_must_hold(cast, active, uses, petra):
    uses(cast.acme)
    uses(cast.globex)
    customers.change_company(cast.globex, plan="Team", actor=petra)
    on_team = active(name="Team", conditions=[
        {"kind": "active", "people": 2, "days": 14}, {"kind": "arr", "low": "1000", "high": None},
    ], any_of=[{"kind": "plan", "plans": ["team"]}, {"kind": "lifecycle", "values": ["trial"]}])  # fmt: skip
    assert [one.company for one in actions.evaluate_rule(on_team, actor=WATCHER)] == [cast.globex]


def test_growth_is_against_as_many_days_before_and_undefined_after_none(cast, active, uses, feature):
    grows = [{"kind": "growth", "feature": feature.pk, "percent": 50, "days": 7, "times": 3}]
    uses(cast.acme, times=6, days_ago=2)
    uses(cast.acme, times=4, days_ago=9)
    uses(cast.globex, times=9, days_ago=2)
    (pql,) = actions.evaluate_rule(active(conditions=grows), actor=WATCHER)
    assert pql.company == cast.acme
    assert "6 uses of “Export”" in pql.reason
    assert "after 4 before" in pql.reason


def test_a_first_use_counts_only_where_there_was_none_before(cast, active, uses, feature):
    first = [{"kind": "first_use", "feature": feature.pk, "days": 7}]
    uses(cast.acme, days_ago=2)
    uses(cast.acme, times=1, days_ago=90)
    uses(cast.globex, days_ago=2)
    assert [one.company for one in actions.evaluate_rule(active(conditions=first), actor=WATCHER)] == [cast.globex]


def test_a_rule_can_hand_over_a_contact_by_their_address(cast, active, uses, feature):
    ann = Contact.objects.create(name="Ann", email="U0@Acme.example", company=cast.acme)
    uses(cast.acme, times=40, people=2)
    asks = [{"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 1}]
    (pql,) = actions.evaluate_rule(active(level="contact", conditions=asks), actor=WATCHER)
    assert (pql.contact, pql.company) == (ann, cast.acme)
    assert "20 uses" in pql.reason


def test_no_more_a_day_than_the_rule_says_those_who_use_most_first(cast, active, uses):
    uses(cast.acme, times=12)
    uses(cast.globex, times=30)
    rule = active(most_a_day=1)
    assert [one.company for one in actions.evaluate_rule(rule, actor=WATCHER)] == [cast.globex]
    assert actions.evaluate_rule(rule, actor=WATCHER) == []
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        assert [one.company for one in actions.evaluate_rule(rule, actor=WATCHER)] == [cast.acme]


def test_archived_companies_and_features_are_met_by_nobody(cast, active, uses, petra, feature):
    uses(cast.acme)
    rule = active()
    customers.archive_company(cast.acme, actor=petra)
    assert actions.evaluate_rule(rule, actor=WATCHER) == []
    uses(cast.globex)
    feature.archived_at = clock.now()
    feature.save()
    assert actions.evaluate_rule(rule, actor=WATCHER) == []


def test_only_an_active_rule_and_only_who_writes_rules(cast, rule, active, petra, sam, call):
    with pytest.raises(NotPossible, match="Only an active rule"):
        actions.evaluate_rule(rule(), actor=petra)
    on = active(name="Another")
    with pytest.raises(NotAllowed):
        actions.evaluate_rule(on, actor=sam)
    assert call(cast.salesperson).post(f"/api/v1/pql-rules/{on.pk}/evaluate/", format="json").status_code == 403


def test_usage_of_another_product_counts_nowhere(cast, active, uses):
    other = a_feature(cast.restricted, "Export elsewhere", None)
    uses(cast.acme, of=other)
    rule = active(conditions=[{"kind": "active", "people": 1, "days": 30}])
    assert actions.evaluate_rule(rule, actor=WATCHER) == []


def test_the_owner_is_mailed_once_with_the_reason(cast, lead, run_jobs, mailoutbox):
    pql = lead()
    run_jobs()
    letters = [one for one in mailoutbox if one.to == [cast.salesperson.email]]
    assert len(letters) == 1
    assert letters[0].subject == "Acme: a new lead"
    assert pql.reason in letters[0].body
    assert f"/pqls/{pql.pk}/" in letters[0].body
    assert Decimal(pql.evidence["facts"]["arr"]) == 120_000
