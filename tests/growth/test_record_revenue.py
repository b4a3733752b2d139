"""A month of revenue is recorded, corrected and taken away, through every door, and stands in history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers import actions as customers
from growth import actions
from growth.models import RevenueSnapshot
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from people.models import Organisation
from tests.growth.stage import FEBRUARY, JANUARY, MARCH

pytestmark = pytest.mark.django_db


def by_call(cast, acting, **_):
    return actions.record_revenue(
        company=cast.acme, month=date(2026, 2, 17), mrr=Decimal(800), plan="Team", actor=acting(cast.success)
    )


def on_the_web(cast, browse, **_):
    form = {"company": cast.acme.pk, "month": "2026-02", "mrr": "800", "plan": "Team", "motion": ""}
    answer = browse(cast.success).post("/growth/revenue/new/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    return RevenueSnapshot.objects.get()


def by_api(cast, call, **_):
    body = {"company": cast.acme.pk, "month": "2026-02-17", "mrr": "800", "plan": "Team"}
    answer = call(cast.success).post("/api/v1/revenue-snapshots/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["arr"], answer.json()["mrr"], answer.json()["month"]) == ("9600.00", "800.00", "2026-02-01")
    return RevenueSnapshot.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_month_is_recorded(cast, acting, browse, call, door):
    made = door(cast=cast, acting=acting, browse=browse, call=call)
    assert (made.company, made.month, made.arr, made.plan, made.currency) == (cast.acme, FEBRUARY, 9600, "Team", "EUR")
    assert made.recorded_by == cast.success
    assert Event.objects.filter(kind="revenue.recorded", actor=cast.success, about_id=cast.acme.pk).count() == 1
    page = browse(cast.viewer).get(f"/growth/revenue/companies/{cast.acme.pk}/").content.decode()
    assert "February 2026" in page
    assert "€9,600" in page
    assert browse(cast.viewer).get(f"/growth/revenue/{made.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"mrr": Decimal(5), "arr": Decimal(60)}, "arr"),
        ({}, "arr"),
        ({"mrr": Decimal("-1")}, "arr"),
        ({"arr": Decimal("NaN")}, "arr"),
        ({"arr": Decimal(5), "currency": "USD"}, "currency"),
        ({"arr": Decimal(5), "motion": "by_carrier_pigeon"}, "motion"),
        ({"arr": Decimal(5), "colour": "red"}, "colour"),
        ({"arr": Decimal(10) ** 14}, "arr"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, acting, values, field):
    with pytest.raises(ValidationError) as refused:
        actions.record_revenue(company=cast.acme, month=JANUARY, actor=acting(cast.success), **values)
    assert field in refused.value.message_dict
    assert not RevenueSnapshot.objects.exists()


def test_a_month_that_has_not_begun_or_is_of_another_century_is_refused(cast, acting):
    for month in (clock.today() + timedelta(days=40), date(1999, 12, 1)):
        with pytest.raises(ValidationError) as refused:
            actions.record_revenue(company=cast.acme, month=month, arr=Decimal(1), actor=acting(cast.success))
        assert "month" in refused.value.message_dict


def test_a_month_is_there_once(cast, acting, browse, call):
    by_call(cast, acting)
    with pytest.raises(ValidationError):
        by_call(cast, acting)
    body = {"company": cast.acme.pk, "month": "2026-02-01", "arr": "1"}
    assert call(cast.success).post("/api/v1/revenue-snapshots/", body, format="json").status_code == 400
    form = {"company": cast.acme.pk, "month": "2026-02", "mrr": "1"}
    answer = browse(cast.success).post("/growth/revenue/new/", form)
    assert answer.status_code == 422
    assert "Correct it instead" in answer.content.decode()
    assert RevenueSnapshot.objects.count() == 1


def test_who_may_not_record_is_told_so(cast, acting, browse, call):
    made = by_call(cast, acting)
    for person in (cast.viewer, cast.salesperson, cast.leader):
        with pytest.raises(NotAllowed):
            actions.record_revenue(company=cast.acme, month=MARCH, arr=Decimal(1), actor=acting(person))
        with pytest.raises(NotAllowed):
            actions.correct_revenue(made, arr=Decimal(1), actor=acting(person))
        assert browse(person).get("/growth/revenue/new/").status_code == 403
        assert call(person).patch(f"/api/v1/revenue-snapshots/{made.pk}/", {"arr": "1"}, format="json").status_code == 403
        assert browse(person).post(f"/growth/revenue/{made.pk}/", {"arr": "1", "version": 1}).status_code == 403
    made.refresh_from_db()
    assert made.arr == 9600


def test_a_month_is_corrected_and_history_keeps_what_it_was(cast, acting, browse, call):
    made = by_call(cast, acting)
    form = {"arr": "12000", "plan": "Business", "motion": "", "reason": "Seats were left out", "version": made.version}
    assert browse(cast.success).post(f"/growth/revenue/{made.pk}/", form).status_code == 302
    event = Event.objects.get(kind="revenue.corrected")
    assert event.words.body["changes"]["arr"] == ["9600.00", "12000.00"]
    assert event.words.body["reason"] == "Seats were left out"
    answer = call(cast.admin).patch(
        f"/api/v1/revenue-snapshots/{made.pk}/", {"mrr": "1500"}, format="json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 409
    answer = call(cast.admin).patch(f"/api/v1/revenue-snapshots/{made.pk}/", {"mrr": "1500"}, format="json")
    assert answer.json()["arr"] == "18000.00"
    with pytest.raises(Stale):
        actions.correct_revenue(made, arr=Decimal(1), version=1, actor=acting(cast.success))


def test_a_month_is_taken_away_and_may_be_recorded_anew(cast, acting, browse, call):
    made = by_call(cast, acting)
    assert browse(cast.success).post(f"/growth/revenue/{made.pk}/removal/", {"reason": "Twice"}).status_code == 302
    made.refresh_from_db()
    assert made.removed_at is not None
    assert Event.objects.filter(kind="revenue.removed").count() == 1
    with pytest.raises(NotPossible):
        actions.correct_revenue(made, arr=Decimal(1), actor=acting(cast.success))
    again = by_call(cast, acting)
    assert call(cast.success).post(f"/api/v1/revenue-snapshots/{again.pk}/remove/", {}, format="json").status_code == 200
    assert RevenueSnapshot.objects.standing().count() == 0


def test_a_course_of_months_is_recorded_as_one(cast, acting):
    months = [{"month": date(2025, number, 1), "mrr": Decimal(number * 10)} for number in range(1, 13)]
    made = actions.record_course(cast.acme, months, actor=acting(cast.success))
    assert [row.arr for row in made] == [number * 120 for number in range(1, 13)]
    assert Event.objects.filter(kind="revenue.course_recorded").count() == 1
    for again in (months[:1], [{"month": JANUARY, "mrr": Decimal(1)}, {"month": JANUARY, "mrr": Decimal(2)}], []):
        with pytest.raises(ValidationError):
            actions.record_course(cast.acme, again, actor=acting(cast.success))
    with pytest.raises(NotAllowed):
        actions.record_course(cast.globex, months, actor=acting(cast.viewer))
    assert RevenueSnapshot.objects.count() == 12


def test_what_a_merged_company_paid_moves_along_once_a_month(cast, acting):
    actor = acting(cast.product_manager)
    twin = customers.add_company(name="Acme twin", actor=actor)
    actions.record_revenue(company=cast.acme, month=JANUARY, arr=Decimal(10), actor=actor)
    actions.record_revenue(company=twin, month=JANUARY, arr=Decimal(20), actor=actor)
    actions.record_revenue(company=twin, month=FEBRUARY, arr=Decimal(30), actor=actor)
    merge = customers.merge_company(twin, into=cast.acme, actor=actor)
    theirs = RevenueSnapshot.objects.filter(company=cast.acme).order_by("month")
    assert [(row.month, row.arr) for row in theirs] == [(JANUARY, 10), (FEBRUARY, 30)]
    with pytest.raises(NotPossible):
        actions.record_revenue(company=twin, month=MARCH, arr=Decimal(1), actor=actor)
    customers.undo_merge(merge, actor=actor)
    assert RevenueSnapshot.objects.filter(company=twin).count() == 2


def test_amounts_of_another_currency_are_left_out_and_said_so(cast, acting, browse):
    by_call(cast, acting)
    Organisation.objects.update(currency="USD")
    page = browse(cast.viewer).get("/growth/revenue/").content.decode()
    assert "No revenue yet" in page
    actions.record_revenue(company=cast.globex, month=FEBRUARY, arr=Decimal(600), actor=acting(cast.success))
    page = browse(cast.viewer).get("/growth/revenue/").content.decode()
    assert "Some months are in another currency" in page
