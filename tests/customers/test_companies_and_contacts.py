"""Companies and contacts are kept by everybody but viewers, through every door."""

import pytest
from django.core.exceptions import ValidationError

from customers import actions
from customers.models import Company, Contact
from history.models import Event
from history.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def add_by_call(cast, acting, **_):
    return actions.add_company(name="Initech", domains=["initech.example"], actor=acting(cast.salesperson))


def add_on_the_web(cast, browse, **_):
    form = {"name": "Initech", "lifecycle": "prospect", "arr": "0", "domains": "initech.example"}
    assert browse(cast.salesperson).post("/customers/new/", form).status_code == 302
    return Company.objects.get(name="Initech")


def add_by_api(cast, call, **_):
    answer = call(cast.salesperson).post("/api/v1/companies/", {"name": "Initech", "domains": ["initech.example"]}, format="json")
    assert answer.status_code == 201, answer.content
    return Company.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [add_by_call, add_on_the_web, add_by_api])
def test_a_salesperson_adds_a_company(cast, acting, browse, call, door):
    company = door(cast=cast, acting=acting, browse=browse, call=call)
    assert [str(row) for row in company.domains.all()] == ["initech.example"]
    assert Event.objects.filter(kind="company.added", subject_id=company.pk, actor=cast.salesperson).count() == 1


def test_a_viewer_reads_and_changes_nothing(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        actions.add_company(name="Initech", actor=acting(cast.viewer))
    assert browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").status_code == 200
    assert browse(cast.viewer).get(f"/customers/{cast.acme.pk}/edit/").status_code == 403
    assert call(cast.viewer).patch(f"/api/v1/companies/{cast.acme.pk}/", {"name": "X"}, format="json").status_code == 403


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "ACME"}, "name"), ({"name": ""}, "name"), ({"domains": ["no domain"]}, "domains"),
        ({"arr": "-1"}, "arr"), ({"arr": "many"}, "arr"), ({"lifecycle": "dead"}, "lifecycle"), ({"owner": 999999}, "owner"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast, call, values, field):
    answer = call(cast.salesperson).post("/api/v1/companies/", {"name": "Initech"} | values, format="json")
    assert answer.status_code == 400
    assert (
        field in answer.json()["errors"] or "non_field_errors" in answer.json()["errors"] or "__all__" in answer.json()["errors"]
    )
    assert not Company.objects.filter(name="Initech").exists()


def test_a_domain_belongs_to_one_company(cast, acting):
    actions.change_company(cast.acme, domains=["acme.example"], actor=acting(cast.salesperson))
    with pytest.raises(ValidationError, match="belongs to Acme"):
        actions.change_company(cast.globex, domains=["acme.example"], actor=acting(cast.salesperson))
    contact = actions.add_contact(name="Ann", email="Ann@acme.example", actor=acting(cast.salesperson))
    assert contact.company == cast.acme
    assert contact.email == "ann@acme.example"


def test_two_who_edit_at_once_never_overwrite_each_other(cast, browse):
    browser, address = browse(cast.salesperson), f"/customers/{cast.acme.pk}/edit/"
    form = {"name": "Acme", "lifecycle": "customer", "arr": "120000", "version": "1"}
    assert browser.post(address, form | {"plan": "Gold"}).status_code == 302
    answer = browser.post(address, form | {"plan": "Silver"})
    assert answer.status_code == 422
    assert "Gold" in answer.content.decode()
    assert "Silver" in answer.content.decode(), "what was typed stays"
    assert Company.objects.get(pk=cast.acme.pk).plan == "Gold"


def test_an_archived_company_leaves_the_list_and_comes_back_by_undo(cast, browse):
    browser = browse(cast.salesperson)
    browser.post(f"/customers/{cast.acme.pk}/archival/")
    assert "Acme" not in browser.get("/customers/?q=acm").content.decode().split("</form>")[-1].split("data-toasts")[0].replace(
        "Archived Acme", ""
    )
    browser.post(f"/customers/{cast.acme.pk}/archival/?undo=1")
    assert Company.objects.get(pk=cast.acme.pk).archived_at is None


def test_a_contact_is_found_before_another_is_made(cast, acting):
    actor = acting(cast.salesperson)
    first = actions.contact_known_as(name="Ann", email="", company=cast.acme, actor=actor)
    assert actions.contact_known_as(name="ann", email="", company=cast.acme, actor=actor) == first
    assert actions.contact_known_as(name="Ann", email="", company=cast.globex, actor=actor) != first
    assert actions.contact_known_as(name="", email="", company=cast.acme, actor=actor) is None
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    "query", ["?segment=nonsense", "?owner=99999999999999999999", "?sort=password", "?page=-1", "?page=x", "?q=%F0%9F%98%80"]
)
def test_an_odd_filter_is_no_fault_of_ours(cast, browse, query):
    assert browse(cast.viewer).get(f"/customers/{query}").status_code == 200


def test_the_list_asks_the_database_as_often_for_thirty_as_for_three(cast, browse, acting, django_assert_max_num_queries):
    browser = browse(cast.viewer)
    for number in range(30):
        actions.add_company(name=f"Company {number}", owner=cast.salesperson, actor=acting(cast.salesperson))
    with django_assert_max_num_queries(12):
        browser.get("/customers/")
    with django_assert_max_num_queries(15):
        browser.get(f"/customers/{cast.acme.pk}/")


def test_companies_are_found_as_one_types(cast, browse):
    assert "Acme" in browse(cast.viewer).get("/customers/options/?q=ac").content.decode()
    actions_made = browse(cast.salesperson).post("/customers/contacts/new/", {"name": "Ann", "company": cast.acme.pk})
    assert actions_made.status_code == 302
    assert "Ann" in browse(cast.viewer).get(f"/customers/contacts/options/?q=an&company={cast.acme.pk}").content.decode()
