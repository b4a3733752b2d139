"""What a CRM's file brought in is taken back: values as before, new records put away, save what was changed since."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from customers import actions
from customers.models import Company, Deal
from history.models import Event
from history.refusals import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db

COMPANIES = """Id,Name,Domain,ARR,Plan,Owner,Industry
001A,Acme,acme.example,5000,Gold,callum.reid@larkspan.example,Retail
001B,Initech,initech.example,10,,,Energy
001C,Umbrella,,20,,,
001B,Initech,,30,,,
"""
DEALS = "Id,Deal Name,Amount,Account\nD1,Renewal,9000,Acme\nD2,First,50,Globex\n"


@pytest.fixture
def seller(cast, acting):
    return acting(cast.salesperson)


def brought_in(text, run_jobs, actor, kind="companies"):
    batch = actions.start_import(kind=kind, file=ContentFile(text.encode(), name="crm.csv"), file_name="crm.csv", actor=actor)
    actions.try_out(batch, actor=actor)
    run_jobs()
    actions.run_import(batch, actor=actor)
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == "done"
    return batch


def undo_by_call(cast, batch, acting, **_):
    actions.undo_import(batch, actor=acting(cast.salesperson))


def undo_on_the_web(cast, batch, browse, **_):
    browser = browse(cast.salesperson)
    assert "Take it back" in browser.get(f"/customers/imports/{batch.pk}/").content.decode()
    assert browser.post(f"/customers/imports/{batch.pk}/undoing/").status_code == 302


def undo_by_api(cast, batch, call, **_):
    assert call(cast.salesperson).post(f"/api/v1/customer-imports/{batch.pk}/undo/").status_code == 200


@pytest.mark.parametrize("door", [undo_by_call, undo_on_the_web, undo_by_api])
def test_a_file_is_taken_back_whole(cast, acting, browse, call, run_jobs, seller, door):
    actions.add_field(name="Industry", kind="text", actor=acting(cast.admin))
    before = Company.objects.filter(pk=cast.acme.pk).values("name", "arr", "plan", "owner", "crm_id", "custom").get()
    batch = brought_in(COMPANIES, run_jobs, seller)
    assert Company.objects.get(pk=cast.acme.pk).custom == {"industry": "Retail"}
    door(cast=cast, batch=batch, acting=acting, browse=browse, call=call)
    run_jobs()
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert Company.objects.filter(pk=cast.acme.pk).values("name", "arr", "plan", "owner", "crm_id", "custom").get() == before
    assert not cast.acme.domains.exists()
    assert Company.objects.filter(name__in=["Initech", "Umbrella"], archived_at=None).count() == 0
    event = Event.objects.get(kind="customer_import.undone")
    assert (event.facts["undone"], event.facts["kept"]) == (4, 0)
    assert "It was taken back" in browse(cast.salesperson).get(f"/customers/imports/{batch.pk}/").content.decode()
    with pytest.raises(NotPossible):
        actions.undo_import(batch, actor=seller)


def test_what_was_changed_since_stays_and_says_so(cast, run_jobs, seller, browse):
    batch = brought_in(COMPANIES.replace(",Industry", ",Nothing"), run_jobs, seller)
    actions.change_company(cast.acme, arr=Decimal(7), actor=seller)
    initech, umbrella = Company.objects.get(name="Initech"), Company.objects.get(name="Umbrella")
    actions.add_contact(name="Ann", company=initech, actor=seller)
    actions.merge_company(umbrella, into=cast.globex, actor=seller)
    actions.undo_import(batch, actor=seller)
    run_jobs()
    acme = Company.objects.get(pk=cast.acme.pk)
    assert (acme.arr, acme.plan, acme.crm_id) == (7, cast.acme.plan, None)
    stays = dict(batch.rows.values_list("number", "stays"))
    assert stays == {
        2: "Changed since, and left: ARR.", 3: "Something hangs on it by now: contacts.", 4: "It was merged into Globex since.", 5: "",
    }  # fmt: skip
    assert Company.objects.get(name="Initech").arr == 10, "the second row's value is taken back, the company stays"
    page = browse(cast.salesperson).get(f"/customers/imports/{batch.pk}/").content.decode()
    assert "Something hangs on it by now: contacts." in page


def test_deals_are_taken_back_too_and_return_with_the_next_file(cast, run_jobs, seller, browse):
    known = actions.add_deal(company=cast.globex, name="First", amount=40, external_id="D2", actor=seller)
    batch = brought_in(DEALS, run_jobs, seller, "deals")
    actions.undo_import(batch, actor=seller)
    run_jobs()
    known.refresh_from_db()
    made = Deal.objects.get(name="Renewal")
    assert (known.amount, known.archived_at) == (40, None)
    assert (made.archived_at is not None, list(Deal.objects.open())) == (True, [known])
    assert "Renewal" not in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/?tab=deals").content.decode()
    brought_in(DEALS, run_jobs, seller, "deals")
    made.refresh_from_db()
    assert (made.archived_at, made.taken_back) == (None, False)


def test_a_company_that_was_taken_back_returns_with_the_next_file(cast, run_jobs, seller):
    text = "Id,Name\n001B,Initech\n"
    batch = brought_in(text, run_jobs, seller)
    actions.undo_import(batch, actor=seller)
    run_jobs()
    assert Company.objects.get(name="Initech").archived_at is not None
    brought_in(text, run_jobs, seller)
    assert Company.objects.get(name="Initech").archived_at is None


def test_only_whoever_brought_it_in_takes_it_back_and_a_try_out_left_nothing_to(cast, acting, call, run_jobs, seller):
    file = ContentFile(b"Name\nInitech\n", name="crm.csv")
    batch = actions.start_import(kind="companies", file=file, file_name="crm.csv", actor=seller)
    actions.try_out(batch, actor=seller)
    run_jobs()
    with pytest.raises(NotPossible, match="nothing in"):
        actions.undo_import(batch, actor=seller)
    with pytest.raises(NotAllowed):
        actions.undo_import(batch, actor=acting(cast.success))
    assert call(cast.success).post(f"/api/v1/customer-imports/{batch.pk}/undo/").status_code == 404


def test_a_deal_is_put_away_and_brought_back(cast, seller, browse, call):
    deal = actions.add_deal(company=cast.acme, name="Ghost", actor=seller)
    assert browse(cast.salesperson).post(f"/customers/deals/{deal.pk}/archival/").status_code == 302
    assert not Deal.objects.open().exists()
    assert call(cast.salesperson).post(f"/api/v1/deals/{deal.pk}/restore/").status_code == 200
    assert call(cast.viewer).post(f"/api/v1/deals/{deal.pk}/archive/").status_code == 403
    assert Deal.objects.open().count() == 1
