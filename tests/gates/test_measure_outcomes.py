"""Values come by hand, by file, by a program, or from usage; mistakes are taken back; silent customers are reminded."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from customers import actions as customers
from customers.models import CustomerImport
from gates.actions import measuring, outcomes, pilots
from gates.evidence.pilots import scorecard
from gates.models import OutcomeValue, Pilot, PilotOutcome
from gates.tasks import measure_outcomes, remind_customers
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.evidence import a_feature, a_running_pilot, an_idea, came_to, companies, noon, outcome_of, thirty_hours, used
from usage.models import ProductUser


def in_days(days):
    return clock.at(noon(clock.today() + timedelta(days=days)))


@pytest.fixture
def success(cast, acting):
    return acting(cast.success)


@pytest.fixture
def usage_pilot(cast, acting):
    """One company whose outcome is that five of its users use the feature within a week."""
    manager, feature = acting(cast.product_manager), a_feature(cast.product, "Approvals", None)
    pilot = pilots.design_pilot(an_idea(cast), name="By usage", actor=manager)
    place = pilots.enrol(pilot, companies(1), actor=manager)[0]
    how = {"feature": feature, "usage": "users", "usage_days": 7, "direction": "up", "baseline": Decimal(0), "target": Decimal(5)}
    pilots.fix_outcome(place, actor=manager, **thirty_hours(metric="Users a week", unit="users", **how))
    pilots.lock_pilot(pilot, actor=manager)
    pilots.expose(place, actor=manager)
    people = [
        ProductUser(product=cast.product, user_key=f"k{n}", company=place.company, first_seen_at=clock.now()) for n in range(8)
    ]
    return pilot, feature, ProductUser.objects.bulk_create(people)


def test_an_outcome_of_usage_needs_both_a_feature_and_what_counts(cast, acting):
    manager = acting(cast.product_manager)
    place = pilots.enrol(
        pilots.design_pilot(an_idea(cast), name="By usage", actor=manager), companies(1), actor=manager
    )[0]  # fmt: skip
    feature, elsewhere = a_feature(cast.product, "Approvals", None), a_feature(cast.restricted, "Elsewhere", None)
    with pytest.raises(ValidationError, match="needs both"):
        pilots.fix_outcome(place, actor=manager, **thirty_hours(feature=feature))
    with pytest.raises(ValidationError, match="of the product"):
        pilots.fix_outcome(place, actor=manager, **thirty_hours(feature=elsewhere, usage="uses"))


def test_it_measures_itself_once_it_is_met_over_whole_days(cast, usage_pilot):
    pilot, feature, people = usage_pilot
    assert measure_outcomes() == 0, "it has the feature since today"
    with in_days(9):
        used(feature, people[:4], noon(clock.today() - timedelta(days=2)))
        assert measure_outcomes() == 0, "four of five"
    with in_days(10):
        used(feature, people[:6], noon(clock.today() - timedelta(days=1)))
        assert measure_outcomes() == 1
        assert measure_outcomes() == 0, "once"
        value = OutcomeValue.objects.get()
        assert (value.value, value.entered_by, value.measured_on) == (6, None, clock.today() - timedelta(days=1))
        assert value.note == "Counted from usage: users who use it, Approvals, 7 days."
        assert scorecard(Pilot.objects.get(pk=pilot.pk)).rows[0].words == "Met, waiting for the customer's word"


def test_past_its_due_date_it_writes_down_what_it_came_to(cast, usage_pilot):
    pilot, feature, people = usage_pilot
    with in_days(61):
        used(feature, people[:2], noon(clock.today() - timedelta(days=3)))
        assert measure_outcomes() == 1
        row = scorecard(Pilot.objects.get(pk=pilot.pk)).rows[0]
        assert (row.value.value, row.value.measured_on, row.words) == (2, row.outcome.due_on, "Did not reach its target")


def test_success_counts_it_now_through_page_and_api(cast, acting, browse, call, usage_pilot):
    pilot, feature, people = usage_pilot
    with in_days(3):
        used(feature, people[:3], noon(clock.today() - timedelta(days=1)))
        outcome = outcome_of(pilot)
        with pytest.raises(NotAllowed):
            measuring.measure_outcome(outcome, actor=acting(cast.product_manager))
        browser = browse(cast.success)
        assert "Count from usage" in browser.get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
        assert browser.post(reverse("gates:outcome_measurement", args=[outcome.pk])).status_code == 302
        assert OutcomeValue.objects.get().value == 3
        told = call(cast.success).post(f"/api/v1/pilot-outcomes/{outcome.pk}/measure/", {}, format="json").json()
        assert (told["usage"], len(told["values"])) == ("users", 2)


def test_without_a_feature_there_is_nothing_to_count(cast, success):
    with pytest.raises(NotPossible, match="enter it by hand"):
        measuring.measure_outcome(outcome_of(a_running_pilot(cast, 1)), actor=success)


def test_a_share_of_nobody_is_no_value(cast, success, usage_pilot):
    pilot, _, _ = usage_pilot
    PilotOutcome.objects.update(usage="share")
    with in_days(3), pytest.raises(NotPossible, match="Nobody at Customer 0 was active"):
        measuring.measure_outcome(outcome_of(pilot), actor=success)


def test_a_mistake_is_taken_back_and_stays_readable(cast, acting, success, browse, call):
    pilot = a_running_pilot(cast, 1)
    outcome = outcome_of(pilot)
    first = outcomes.enter_outcome(outcome, value=Decimal(33), actor=success)
    second = outcomes.enter_outcome(outcome, value=Decimal(3), actor=success)
    with pytest.raises(NotAllowed):
        measuring.take_back_value(second, actor=acting(cast.product_manager), reason="Typed wrongly")
    page = browse(cast.success)
    address = reverse("gates:outcome_taking_back", args=[outcome.pk])
    assert page.post(address, {"reason": " "}).status_code == 422
    assert page.post(address, {"reason": "Typed wrongly"}).status_code == 302
    assert scorecard(Pilot.objects.get(pk=pilot.pk)).rows[0].value == first
    with pytest.raises(NotPossible, match="already"):
        measuring.take_back_value(second, actor=success, reason="Again")
    api = call(cast.success)
    told = api.get(f"/api/v1/pilot-outcomes/{outcome.pk}/").json()["values"]
    assert [bool(one["taken_back_at"]) for one in told] == [True, False]
    assert api.post(f"/api/v1/pilot-outcomes/{outcome.pk}/take-back/", {"reason": "Both"}, format="json").status_code == 200
    assert scorecard(Pilot.objects.get(pk=pilot.pk)).rows[0].value is None
    assert PilotOutcome.objects.open().count() == 1
    assert api.post(f"/api/v1/pilot-outcomes/{outcome.pk}/take-back/", {"reason": "Both"}, format="json").status_code == 409


def test_what_the_customer_answered_about_stays(cast, success):
    pilot = a_running_pilot(cast, 1)
    came_to(cast, outcome_of(pilot), 29)
    with pytest.raises(NotPossible, match="it stays"):
        measuring.take_back_value(OutcomeValue.objects.get(), actor=success, reason="Oh no")


FILE = """Account name,Pilot,Value,Date,Notes
Customer 0,Approvals pilot,"29,5",,Their own report
Customer 1,,28,,
Customer 2,Another pilot,28,,
Nobody Ltd,,28,,
Customer 3,,many,,
"""


def brought_in(cast, acting, run_jobs, text=FILE):
    file = ContentFile(text.encode(), name="values.csv")
    batch = customers.start_import(kind="outcomes", file=file, file_name="values.csv", actor=acting(cast.success))
    customers.try_out(batch, actor=acting(cast.success))
    run_jobs()
    assert not OutcomeValue.objects.filter(note="Their own report").exists() or CustomerImport.objects.count() > 1
    batch.refresh_from_db()
    customers.run_import(batch, actor=acting(cast.success))
    run_jobs()
    batch.refresh_from_db()
    return batch


def test_a_file_of_values_is_tried_brought_in_and_taken_back(cast, acting, run_jobs, browse):
    a_running_pilot(cast, 4)
    batch = brought_in(cast, acting, run_jobs)
    assert (batch.created_count, batch.unchanged_count, batch.failed_count) == (2, 0, 3)
    said = {row.number: row.notes for row in batch.rows.all()}
    assert "no outcome in a running pilot “Another pilot”" in said[4]
    assert "There is no company “Nobody Ltd”" in said[5]
    assert "no amount" in said[6]
    assert list(OutcomeValue.objects.order_by("pk").values_list("value", "note")) == [
        (Decimal("29.5"), "Their own report"),
        (28, ""),
    ]
    assert browse(cast.success).get(reverse("customers:import", args=[batch.pk])).status_code == 200
    again = brought_in(cast, acting, run_jobs)
    assert (again.created_count, again.unchanged_count) == (0, 2)
    customers.undo_import(batch, actor=acting(cast.success))
    run_jobs()
    assert not OutcomeValue.objects.standing().exists()
    assert OutcomeValue.objects.count() == 2


def test_only_customer_success_brings_values(cast, acting):
    file = ContentFile(FILE.encode(), name="values.csv")
    with pytest.raises(NotAllowed, match="Customer success"):
        customers.start_import(kind="outcomes", file=file, file_name="values.csv", actor=acting(cast.salesperson))


def test_a_silent_customer_is_reminded_twice_and_no_more(cast, success, run_jobs):
    pilot = a_running_pilot(cast, 1)
    came_to(cast, outcome_of(pilot), 29, agrees=None)
    link = outcomes.ask_confirmation(outcome_of(pilot), actor=success)
    run_jobs()
    mail.outbox.clear()
    assert remind_customers() == 0, "it was mailed today"
    for days, sent in ((6, 1), (7, 1), (12, 2), (20, 2)):
        with in_days(days):
            remind_customers()
            run_jobs()
            assert len(mail.outbox) == sent, days
    assert "a reminder to confirm" in mail.outbox[0].subject
    assert "/confirm/" in mail.outbox[0].body
    assert Event.objects.filter(kind="pilot_outcome.confirmation_reminded").count() == 2
    with pytest.raises(NotPossible, match="reminded 2 times"):
        measuring.remind_customer(link, actor=success)


def test_who_answered_is_not_reminded(cast, success, call, browse, run_jobs):
    pilot = a_running_pilot(cast, 2)
    came_to(cast, outcome_of(pilot), 29)
    with in_days(6):
        assert remind_customers() == 0
    outcome = outcome_of(pilot, 1)
    came_to(cast, outcome, 29, agrees=None)
    api = call(cast.success)
    assert api.post(f"/api/v1/pilot-outcomes/{outcome.pk}/remind/", {}, format="json").status_code == 409
    link = outcomes.ask_confirmation(outcome, actor=success)
    assert api.post(f"/api/v1/pilot-outcomes/{outcome.pk}/remind/", {}, format="json").status_code == 200
    assert browse(cast.success).post(reverse("gates:link_reminder", args=[link.pk])).status_code == 302
    link.refresh_from_db()
    assert link.reminders == 2
    bare = outcomes.ask_confirmation(outcome, actor=success, email="")
    type(bare).objects.filter(pk=bare.pk).update(email="")
    with pytest.raises(NotPossible, match="no address"):
        measuring.remind_customer(bare, actor=success)
