"""A file of billing is tried out, brought in, again without doubles, and taken back; so are rows by API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from customers import actions as customers
from customers.importing.columns import guess
from customers.models import Company, CustomerImport
from growth import actions
from growth.importing import month_of
from growth.models import RevenueSnapshot
from history.models import Event
from history.refusals import NotAllowed

pytestmark = pytest.mark.django_db

BILLING = """Customer,Period,MRR,Currency,Plan
Acme,2026-01,"1.000,50",EUR,Team
Acme,Feb 2026,1100,EUR,Team
Globex,2026-01-31,200,,
Nowhere Inc,2026-01,5,EUR,
Acme,2026-03,700,USD,
Globex,someday,5,EUR,
Globex,2026-02,-5,EUR,
"""


def upload(cast, acting, text=BILLING, person=None):
    file = ContentFile(text.encode(), name="billing.csv")
    return customers.start_import(kind="revenue", file=file, file_name="billing.csv", actor=acting(person or cast.success))


def tried(cast, acting, run_jobs, batch):
    batch = customers.try_out(batch, actor=acting(cast.success))
    run_jobs()
    return CustomerImport.objects.get(pk=batch.pk)


def brought_in(cast, acting, run_jobs, text=BILLING):
    batch = tried(cast, acting, run_jobs, upload(cast, acting, text))
    customers.run_import(batch, actor=acting(cast.success))
    run_jobs()
    return CustomerImport.objects.get(pk=batch.pk)


def counts(batch):
    return (batch.created_count, batch.changed_count, batch.unchanged_count, batch.failed_count)


def test_columns_are_guessed_by_what_billing_calls_them():
    assert guess("revenue", ["Customer", "Period", "MRR", "Currency", "Plan"]) == {
        "company": "Customer", "month": "Period", "mrr": "MRR", "currency": "Currency", "plan": "Plan",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["2026-03", "2026-03-31", "03/2026", "March 2026", "Mar 2026", "31.03.2026", "2026-03-31T00:00:00Z", "2026-03-31 00:00"],
)
def test_a_month_is_read_however_it_is_written(words):
    assert month_of(words) == date(2026, 3, 1)


def test_no_month_is_made_up():
    for words in ("", "someday", "2026", "13/2026", "2026-3-32"):
        with pytest.raises(ValidationError):
            month_of(words)


def test_a_file_is_tried_out_and_nothing_changes(cast, acting, run_jobs):
    batch = tried(cast, acting, run_jobs, upload(cast, acting))
    assert (batch.state, batch.rows_read, counts(batch)) == ("checked", 8, (3, 0, 0, 4))
    notes = {row.number: row.notes for row in batch.rows.all()}
    assert "There is no company “Nowhere Inc”" in notes[5]
    assert "Amounts are kept in EUR" in notes[6]
    assert "“someday” is no month" in notes[7]
    assert "is negative" in notes[8]
    assert not RevenueSnapshot.objects.exists()


def test_a_file_is_brought_in_and_again_without_doubles(cast, acting, run_jobs, browse):
    batch = brought_in(cast, acting, run_jobs)
    assert (batch.state, counts(batch)) == ("done", (3, 0, 0, 4))
    assert RevenueSnapshot.objects.get(company=cast.acme, month=date(2026, 1, 1)).mrr == Decimal("1000.50")
    assert counts(brought_in(cast, acting, run_jobs)) == (0, 0, 3, 4)
    assert RevenueSnapshot.objects.count() == 3
    page = browse(cast.success).get(f"/customers/imports/{batch.pk}/").content.decode()
    assert "Acme · 2026-01" in page
    assert f"/growth/revenue/{RevenueSnapshot.objects.earliest('pk').pk}/" in page


def test_a_file_that_was_brought_in_is_taken_back(cast, acting, run_jobs):
    actions.record_revenue(company=cast.acme, month=date(2026, 2, 1), mrr=Decimal(900), actor=acting(cast.success))
    batch = brought_in(cast, acting, run_jobs)
    assert counts(batch) == (2, 1, 0, 4)
    globex = RevenueSnapshot.objects.get(company=cast.globex)
    actions.correct_revenue(globex, mrr=Decimal(250), actor=acting(cast.success))
    customers.undo_import(batch, actor=acting(cast.success))
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == "undone"
    left = {(row.company.name, row.month.month): row.mrr for row in RevenueSnapshot.objects.standing().select_related("company")}
    assert left == {("Acme", 2): 900, ("Globex", 1): 250}
    assert "changed since: arr" in batch.rows.get(number=4).stays
    again = brought_in(cast, acting, run_jobs)
    assert counts(again) == (1, 2, 0, 4)


def test_a_row_is_known_again_within_its_file(cast, acting, run_jobs):
    text = "Customer,Month,ARR\nAcme,2026-01,1200\nacme,01/2026,2400\n"
    batch = tried(cast, acting, run_jobs, upload(cast, acting, text))
    assert counts(batch) == (1, 1, 0, 0)
    assert "The same as row 2" in batch.rows.get(number=3).notes


def test_a_mapping_without_company_month_or_amount_is_refused(cast, acting):
    batch = upload(cast, acting, "one,two\n1,2\n")
    with pytest.raises(ValidationError) as refused:
        customers.try_out(batch, actor=acting(cast.success))
    assert set(refused.value.message_dict) == {"company", "month", "arr"}


def test_sales_brings_in_companies_and_no_revenue(cast, acting):
    with pytest.raises(NotAllowed):
        upload(cast, acting, person=cast.salesperson)


def test_rows_by_api_again_and_again(cast, call):
    Company.objects.filter(pk=cast.acme.pk).update(crm_id="C-1")
    rows = [
        {"company_crm_id": "C-1", "month": "2026-01-01", "arr": "1200", "currency": "EUR"},
        {"company": "Globex", "month": "2026-01-01", "mrr": "10"},
        {"company": "Nobody", "month": "2026-01-01", "mrr": "10"},
        {"company": "Globex", "month": "2026-02-01"},
    ]
    api = call(cast.admin)
    for outcome in ("created", "unchanged"):
        answer = api.post("/api/v1/revenue-snapshots/upsert/", {"rows": rows}, format="json")
        assert [row["outcome"] for row in answer.json()["results"]] == [outcome, outcome, "failed", "failed"]
    assert RevenueSnapshot.objects.count() == 2
    rows[0]["arr"] = "2400"
    answer = api.post("/api/v1/revenue-snapshots/upsert/", {"rows": rows[:1], "dry_run": True}, format="json")
    assert answer.json()["results"][0]["changes"] == {"arr": ["1200.00", "2400.00"]}
    assert RevenueSnapshot.objects.get(company=cast.acme).arr == 1200
    assert call(cast.salesperson).post("/api/v1/revenue-snapshots/upsert/", {"rows": rows}, format="json").status_code == 403
    assert Event.objects.filter(kind="revenue.recorded").count() == 2
