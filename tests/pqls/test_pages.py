"""Leads are read on pages: the list, the board, one lead, Home, the company, pipelines, and as a file."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers import actions as customers
from customers.models import Company, Contact
from history import clock
from pqls import actions, tasks
from pqls.models import Pql
from pqls.precision import leads_of, precision_of
from pqls.working_days import working_days_after
from tests.reading import whole

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def several(cast, lead):
    """A lead in every state, some self-serve, some sales-assisted."""
    first = lead()
    now = clock.now()
    shared = {"rule": first.rule, "rule_version": 1, "product": first.product, "reason": "So.", "evidence": first.evidence}
    done = {"answered_at": now, "answered_by": cast.salesperson, "owner": cast.salesperson}
    deal = {"opportunity_at": now, "amount": Decimal(12_000)}
    ended = {"closed_at": now, "closed_by": cast.salesperson, "created_at": now - timedelta(days=45)}
    rows = [
        {"state": "rejected", "rejection": "timing"} | done, {"state": "accepted"} | done, {"state": "opportunity"} | done | deal,
        {"state": "won"} | done | deal | ended, {"state": "lost", "loss": "price"} | done | deal | ended,
    ]  # fmt: skip
    for number, values in enumerate(rows):
        company = Company.objects.create(name=f"Firm {number}", owner=cast.salesperson)
        Pql.objects.create(company=company, motion=("self_serve", "sales_assisted")[number % 2], **shared, **values)
    return first


@pytest.mark.parametrize(
    "address",
    ["/pqls/", "/pqls/?state=all", "/pqls/?view=board", "/pqls/pipelines/", "/pqls/rules/", "/pqls/?owner=nobody&motion=unknown"],
)
def test_pages_ask_the_database_little(cast, several, browse, address):
    browser = browse(cast.salesperson)
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES, [one["sql"][:120] for one in queries]


def test_the_page_shows_why_the_use_and_the_company(cast, several, browse):
    Contact.objects.create(name="Ann Analyst", email="ann@acme.example", company=cast.acme)
    text = browse(cast.viewer).get(f"/pqls/{several.pk}/").content.decode()
    for words in ("12 uses of “Export” by 3 people", "Ann Analyst", "stay as they were", "They will want the big plan."):
        assert words in text
    browser = browse(cast.salesperson)
    assert f'data-url="/pqls/{several.pk}/?pane=1"' in browser.get("/pqls/").content.decode()
    pane = browser.get(f"/pqls/{several.pk}/?pane=1", headers={"HX-Request": "true"}).content.decode()
    assert "Accept" in pane
    assert "<html" not in pane


def test_the_list_is_narrowed_by_owner_pipeline_and_words_and_opens_as_kept(cast, several, browse):
    browser = browse(cast.salesperson)

    def shown(query):
        return {str(one.company) for one in browser.get(f"/pqls/?{query}").context["shown"]}

    assert shown("") == {"Acme"}
    assert shown("state=all&motion=self_serve") == {"Firm 0", "Firm 2", "Firm 4"}
    assert shown("state=won&owner=mine") == {"Firm 3"}
    assert shown("state=all&q=firm%201") == {"Firm 1"}
    assert shown("state=all&owner=nobody") == set()
    kept = "owner=mine&motion=self_serve&state=all"
    assert browser.post("/pqls/filter/", {"query": kept}).url == f"/pqls/?{kept}"
    assert browser.get("/pqls/").url == f"/pqls/?{kept}"
    browser.post("/pqls/filter/", {"query": kept, "undo": "1"})
    assert browser.get("/pqls/").status_code == 200


def test_the_file_holds_what_the_list_shows(cast, several, browse):
    Company.objects.filter(name="Firm 3").update(name="=Firm")
    answer = browse(cast.viewer).get("/pqls/export/?state=won")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(one["company"], one["state"], one["amount"]) for one in rows] == [("'=Firm", "Won", "12000.00")]


def test_home_shows_what_waits_and_what_nobody_has(cast, several, lead, browse):
    assert "Acme: Busy exporters" in whole(browse(cast.salesperson), "/")
    assert "Acme: Busy exporters" not in whole(browse(cast.second_salesperson), "/")
    Pql.objects.filter(pk=several.pk).update(owner=None)
    for person, sees in (
        (cast.second_salesperson, True),
        (cast.leader, True),
        (cast.viewer, False),
        (cast.product_manager, False),
    ):
        assert ("Acme: Busy exporters" in whole(browse(person), "/")) is sees


def test_the_company_and_the_contact_show_their_leads(cast, several, browse):
    text = browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content.decode()
    assert "Product-qualified leads" in text
    assert several.key in text
    assert several.key not in browse(cast.viewer).get(f"/customers/{cast.globex.pk}/").content.decode()


def test_pipelines_stand_apart_and_together(cast, several, browse, call):
    told = {value: one for value, _, one, _ in browse(cast.viewer).get("/pqls/pipelines/").context["pipelines"]}
    assert {value: one.handed for value, one in told.items()} == {"self_serve": 3, "sales_assisted": 2, "": 1, "all": 6}
    together = told["all"]
    assert (together.accepted.successes, together.accepted.n) == (4, 5)
    assert (together.opportunity.successes, together.opportunity.n) == (3, 4)
    assert (together.won.successes, together.won.n) == (1, 2)
    assert together.pipeline.value == pytest.approx(1 * 0.5 * 12_000 / 45)
    figures = call(cast.viewer).get(f"/api/v1/pql-rules/{several.rule_id}/").json()["figures"]
    assert (figures["won"]["successes"], figures["converted"]["n"]) == (1, 6)
    assert figures["pipeline"]["between"] is figures["answer_between"] is None
    assert figures["shrunk_between"]["low"] < figures["shrunk_win"] < figures["shrunk_between"]["high"]
    assert "too few for an interval" in browse(cast.viewer).get("/pqls/pipelines/").content.decode()
    assert "Not enough data" in browse(cast.viewer).get("/pqls/pipelines/?segment=smb").content.decode()


def test_nothing_tells_nothing(db):
    told = precision_of(leads_of(Pql.objects.none()))
    assert (told.accepted, told.won, told.growth, told.pipeline, told.days_to_answer, told.shrunk_win) == (None,) * 6


def test_what_waits_too_long_is_reminded_of_and_again(cast, several, run_jobs, mailoutbox):
    assert tasks.remind() == 0
    due = working_days_after(clock.today(), 2) + timedelta(days=1)
    with clock.at(clock.now() + (due - clock.today())):
        assert tasks.remind() == 1
        assert tasks.remind() == 0
        run_jobs()
    assert [one.subject for one in mailoutbox if "waits" in one.subject] == ["Acme: a lead that waits"]
    later = working_days_after(due, 2) + timedelta(days=1)
    with clock.at(clock.now() + (later - clock.today())):
        assert tasks.remind() == 1


def test_who_wants_no_such_mail_gets_none(cast, several, run_jobs, mailoutbox, browse):
    browse(cast.salesperson)
    from_before = len(mailoutbox)
    Pql.objects.filter(pk=several.pk).update(owner=None)
    run_jobs()
    assert len([one for one in mailoutbox[from_before:] if "lead" in one.subject]) == 0


def test_working_days_pass_over_the_weekend():
    friday = clock.today() - timedelta(days=(clock.today().weekday() - 4) % 7)
    assert working_days_after(friday, 2) == friday + timedelta(days=4)
    assert working_days_after(friday + timedelta(days=1), 1) == friday + timedelta(days=3)


def test_a_restricted_products_leads_are_hidden(cast, several, browse, call):
    Pql.objects.update(product=cast.restricted)
    browser = browse(cast.outsider)
    assert browser.get(f"/pqls/{several.pk}/").status_code == 404
    assert call(cast.outsider).get("/api/v1/pqls/").json()["results"] == []
    assert several.key not in browser.get(f"/customers/{cast.acme.pk}/").content.decode()


def test_leads_move_along_when_companies_are_merged(cast, several, acting):
    twin = customers.add_company(name="Acme again", actor=acting(cast.salesperson))
    Pql.objects.filter(company__name="Firm 0").update(company=twin)
    customers.merge_company(twin, into=cast.acme, actor=acting(cast.salesperson))
    assert Pql.objects.filter(company=cast.acme).count() == 2


def test_the_api_lists_and_narrows(cast, several, call):
    api = call(cast.salesperson)
    assert [one["id"] for one in api.get("/api/v1/pqls/?waiting=true").json()["results"]] == [several.pk]
    assert len(api.get("/api/v1/pqls/?owner=mine").json()["results"]) == 6
    assert len(api.get("/api/v1/pqls/?motion=self_serve&search=firm").json()["results"]) == 3
    shown = api.get(f"/api/v1/pqls/{several.pk}/").json()
    assert shown["key"] == several.key
    assert shown["evidence"]["met"][0]["value"] == 12
    assert actions.accept_pql(several, actor=several_owner(cast)).state == "accepted"


def several_owner(cast):
    """Whoever has the lead, acting."""
    return cast.acting(cast.salesperson)
