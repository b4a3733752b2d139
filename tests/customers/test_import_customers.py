"""A CRM's file is tried out, brought in, and brought in again; so are rows by API."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from customers import actions
from customers.importing.columns import guess
from customers.importing.reading import day, money, probability, status_of
from customers.models import Company, CustomerImport, Deal
from history.models import Event

pytestmark = pytest.mark.django_db

SALESFORCE = """Account ID,Account Name,Website,Type,Account Owner,Annual Revenue,ARR
001A,Acme,https://www.acme.example/de,Customer - Direct,callum.reid@larkspan.example,99000000,"125,000.00"
001B,Initech,initech.example,Prospect,Nobody Known,5,0
001C,,broken.example,Prospect,,1,1
001D,Umbrella,umbrella.example,Sunshine,,1,1
"""
HUBSPOT_DEALS = """Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal Probability,Associated Company
900,Acme renewal,Closed Won,"12.500,50",2026-03-31 14:02,1.0,Acme
901,Globex first,Contract sent,8000,15/04/2026,0.6,Globex
902,Ghost deal,Contract sent,8000,,,Nowhere Inc
"""


def upload(cast, acting, text, kind="companies"):
    file = ContentFile(text.encode(), name="export.csv")
    return actions.start_import(kind=kind, file=file, file_name="export.csv", actor=acting(cast.salesperson))


def tried(cast, acting, run_jobs, text, kind="companies", **values):
    batch = actions.try_out(upload(cast, acting, text, kind), actor=acting(cast.salesperson), **values)
    run_jobs()
    batch.refresh_from_db()
    return batch


def counts(batch):
    return (batch.created_count, batch.changed_count, batch.unchanged_count, batch.failed_count)


def test_a_file_is_tried_out_and_nothing_changes(cast, acting, run_jobs):
    before = Event.objects.exclude(kind__startswith="customer_import").count()
    batch = tried(cast, acting, run_jobs, SALESFORCE)
    assert (batch.state, batch.rows_read, counts(batch)) == ("checked", 5, (1, 1, 0, 2))
    rows = {row.number: row for row in batch.rows.all()}
    assert rows[2].changes["arr"] == ["120000.00", "125000.00"]
    assert rows[2].changes["domains"] == ["", "acme.example"]
    assert rows[3].notes.startswith("No colleague “Nobody Known” is here")
    assert "A new company needs a name" in rows[4].notes
    assert "“Sunshine” is none of: Prospect, Trial" in rows[5].notes
    assert Company.objects.count() == 2
    assert Company.objects.get(name="Acme").arr == 120_000
    assert Event.objects.exclude(kind__startswith="customer_import").count() == before


def test_a_file_is_brought_in_and_again_without_change(cast, acting, run_jobs):
    batch = tried(cast, acting, run_jobs, SALESFORCE)
    for expected in ((1, 1, 0, 2), (0, 0, 2, 2)):
        actions.run_import(batch, actor=acting(cast.salesperson))
        run_jobs()
        batch.refresh_from_db()
        assert (batch.state, counts(batch)) == ("done", expected)
        batch = actions.try_out(batch, actor=acting(cast.salesperson))
        run_jobs()
        batch.refresh_from_db()
    acme = Company.objects.get(name="Acme")
    assert (acme.crm_id, acme.arr, acme.owner, acme.lifecycle) == ("001A", 125_000, cast.salesperson, "customer")
    assert Event.objects.filter(kind="company.changed", subject_id=acme.pk).count() == 1


def test_a_company_is_known_again_by_its_crm_id_whatever_it_is_called_now(cast, acting, run_jobs):
    Company.objects.filter(pk=cast.acme.pk).update(crm_id="001A")
    batch = tried(cast, acting, run_jobs, "Id,Name\n001A,Acme International\n")
    actions.run_import(batch, actor=acting(cast.salesperson))
    run_jobs()
    assert Company.objects.get(pk=cast.acme.pk).name == "Acme International"


def test_a_company_with_another_crm_id_is_another_company(cast, acting, run_jobs):
    Company.objects.filter(pk=cast.acme.pk).update(crm_id="001A")
    batch = tried(cast, acting, run_jobs, "Id,Name\n777,Acme\n")
    assert counts(batch) == (0, 0, 0, 1)
    assert "A company of this name is here already" in batch.rows.get().notes


def test_a_second_row_of_a_new_company_is_told_as_one(cast, acting, run_jobs):
    batch = tried(cast, acting, run_jobs, "Id,Name\n5,Initech\n5,Initech\n")
    assert counts(batch) == (1, 1, 0, 0)
    assert batch.rows.get(number=3).notes == "The same as row 2, which makes it."


def test_deals_come_in_as_hubspot_exports_them(cast, acting, run_jobs):
    batch = tried(cast, acting, run_jobs, HUBSPOT_DEALS, "deals")
    actions.run_import(batch, actor=acting(cast.salesperson))
    run_jobs()
    batch.refresh_from_db()
    assert counts(batch) == (2, 0, 0, 1)
    won, open_deal = Deal.objects.order_by("external_id")
    assert (won.company, won.status, won.amount, won.probability) == (cast.acme, "won", Decimal("12500.50"), 100)
    assert (open_deal.status, str(open_deal.close_date), open_deal.probability) == ("open", "2026-04-15", 60)
    assert "There is no company “Nowhere Inc”" in batch.rows.get(outcome="failed").notes


def test_a_killed_import_goes_on_behind_what_was_committed(cast, acting, run_jobs):
    batch = tried(cast, acting, run_jobs, SALESFORCE)
    actions.run_import(batch, actor=acting(cast.salesperson))
    assert actions.imports.take_rows(batch, [(2, ["001A", "Acme"])], actor=acting(cast.salesperson), made={})
    run_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), batch.rows_read) == ("done", 4, 5)


def test_on_the_web_from_upload_to_report(cast, browse, run_jobs):
    browser = browse(cast.salesperson)
    answer = browser.post("/customers/imports/", {"kind": "companies", "file": SimpleUploadedFile("a.csv", SALESFORCE.encode())})
    batch = CustomerImport.objects.get()
    assert answer.headers["Location"] == f"/customers/imports/{batch.pk}/mapping/"
    form = browser.get(answer.headers["Location"]).context["form"]
    chosen = {f"map_{name}": column for name, column in batch.mapping.items()}
    assert browser.post(f"/customers/imports/{batch.pk}/mapping/", chosen | {"map_name": ""}).status_code == 422
    assert browser.post(f"/customers/imports/{batch.pk}/mapping/", chosen).status_code == 302
    assert "hx-trigger" in browser.get(f"/customers/imports/{batch.pk}/").content.decode()
    run_jobs()
    shown = browser.get(f"/customers/imports/{batch.pk}/?outcome=changed").content.decode()
    assert "Nothing is changed yet" in shown
    assert "125000.00" in shown
    assert browser.post(f"/customers/imports/{batch.pk}/run/").status_code == 302
    run_jobs()
    assert Company.objects.get(name="Acme").arr == 125_000
    assert "Initech" in browser.get(f"/customers/imports/{batch.pk}/rows.csv").getvalue().decode()
    assert len(form.fields) > 5
    assert browse(cast.success).get(f"/customers/imports/{batch.pk}/").status_code == 404, "another one's file"


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "empty"), (b"\n\n", "empty"), (b"Name,Name\na,b", "Two columns"), (b"\xff\xfe\x00", "UTF-8"), (b"Name\n\xff\xfe", "UTF-8"),
     (b'Name\n"' + b"x" * 140_000, "cannot be read")],
)  # fmt: skip
def test_a_file_that_is_none_says_so_at_its_field(cast, browse, run_jobs, content, word):
    browser = browse(cast.salesperson)
    answer = browser.post("/customers/imports/", {"kind": "deals", "file": SimpleUploadedFile("a.csv", content)})
    if answer.status_code == 302:  # a fault further down is found by the job
        batch = CustomerImport.objects.get()
        browser.post(f"/customers/imports/{batch.pk}/mapping/", {"map_name": "Name", "map_company": "Name"})
        run_jobs()
        answer = browser.get(f"/customers/imports/{batch.pk}/")
    else:
        assert answer.status_code in (200, 422)
    assert word in answer.content.decode()


def test_by_api_a_file(cast, call, run_jobs):
    api = call(cast.salesperson)
    body = {"kind": "companies", "file_name": "a.csv", "content": SALESFORCE}
    made = api.post("/api/v1/customer-imports/", body, format="json").json()
    path = f"/api/v1/customer-imports/{made['id']}/"
    assert api.post(f"{path}run/", {}, format="json").status_code == 409, "not before it was tried out"
    assert api.post(f"{path}try-out/", {"mapping": {"name": "Nothing"}}, format="json").status_code == 400
    assert api.post(f"{path}try-out/", {}, format="json").json()["state"] == "checking"
    run_jobs()
    assert [row["outcome"] for row in api.get(f"{path}rows/").json()["results"]] == ["failed", "failed", "created", "changed"]
    api.post(f"{path}run/", {}, format="json")
    run_jobs()
    assert api.get(path).json()["state"] == "done"


def test_by_api_rows(cast, call):
    api = call(cast.salesperson)
    rows = [
        {"crm_id": "1", "name": "Acme", "arr": "5"},
        {"name": "Globex"},
        {"name": "New", "arr": "x"},
        {"name": "Fresh"},
        {"odd": 1},
    ]
    for dry_run, made in ((True, 0), (False, 1)):
        answer = api.post("/api/v1/companies/upsert/", {"rows": rows, "dry_run": dry_run}, format="json")
        results = answer.json()["results"]
        assert [row["outcome"] for row in results] == ["changed", "unchanged", "failed", "created", "failed"]
        assert results[0]["changes"]["arr"] == ["120000.00", "5.00"]
        assert "arr" in results[2]["errors"]
        assert Company.objects.filter(name="Fresh").count() == made
    deals = [{"external_id": "d1", "name": "Renewal", "company": "Acme", "amount": "7"}, {"name": "X", "company": "Nowhere"}]
    results = api.post("/api/v1/deals/upsert/", {"rows": deals}, format="json").json()["results"]
    assert [row["outcome"] for row in results] == ["created", "failed"]
    assert Deal.objects.get().external_id == "d1"
    assert call(cast.viewer).post("/api/v1/deals/upsert/", {"rows": deals}, format="json").status_code == 403
    assert api.post("/api/v1/deals/upsert/", {"rows": []}, format="json").status_code == 400


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("€ 12.000", "12000"),
        ("12,5", "12.5"),
        ("1,234,567", "1234567"),
        ("0.6", "0.6"),
    ],
)
def test_an_amount_is_read_as_people_write_it(words, amount):
    assert money(words, "arr") == Decimal(amount)


@pytest.mark.parametrize("words", ["", "-", "abc", "1.2.3,4,5-"])
def test_what_is_no_amount_is_refused(words):
    with pytest.raises(ValidationError):
        money(words, "arr")


def test_days_results_and_probabilities_are_read(cast):
    assert str(day("31.12.2026")) == str(day("2026-12-31T09:00:00Z")) == str(day("Dec 31, 2026")) == "2026-12-31"
    assert [probability(one) for one in ("60", "60%", "0.6", "1")] == [60, 60, 60, 1]
    assert status_of({"stage": "closedlost"}) == status_of({"is_closed": "true", "is_won": "false"}) == "lost"
    assert status_of({"stage": "Negotiation/Review"}) == "open"
    assert status_of({}) == ""
    for odd in (lambda: day("soon"), lambda: probability("140"), lambda: status_of({"status": "perhaps"})):
        with pytest.raises(ValidationError):
            odd()


def test_the_columns_of_both_crms_are_recognised():
    assert guess("companies", ["hs_object_id", "name", "domain", "lifecyclestage"]) == {
        "crm_id": "hs_object_id", "name": "name", "domains": "domain", "lifecycle": "lifecyclestage",
    }  # fmt: skip
    found = guess("deals", ["Id", "Name", "AccountId", "StageName", "CloseDate", "IsWon", "IsClosed", "Probability", "Amount"])
    assert set(found) == {
        "external_id", "name", "company_crm_id", "stage", "close_date", "is_won", "is_closed", "probability", "amount",
    }  # fmt: skip
    assert "arr" not in guess("companies", ["AnnualRevenue", "Annual Revenue"])
