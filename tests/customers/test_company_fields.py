"""An organisation's own fields of companies: an admin defines them, everybody who keeps customers fills them in."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from customers import actions
from customers.models import Company, CompanyField
from history.models import Event
from history.refusals import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db

INDUSTRY = {"name": "Industry", "kind": "choice", "choices": ["Retail", "Energy"]}


@pytest.fixture
def admin(cast, acting):
    return acting(cast.admin)


@pytest.fixture
def fields(admin):
    """One of each kind."""
    made = [actions.add_field(actor=admin, **INDUSTRY)]
    made += [
        actions.add_field(name=name, kind=kind, actor=admin)
        for name, kind in (("Region", "text"), ("Sites", "number"), ("Renewal", "date"), ("Reference", "yes_no"))
    ]
    return made


VALUES = {"industry": "Retail", "region": "North", "sites": 12, "renewal": "2026-03-31", "reference": True}


def define_by_call(cast, acting, **_):
    actions.add_field(actor=acting(cast.admin), **INDUSTRY)


def define_on_the_web(cast, browse, **_):
    answer = browse(cast.admin).post("/customers/fields/new/", INDUSTRY | {"choices": "Retail\nEnergy\n"})
    assert answer.status_code == 302, answer.content.decode()


def define_by_api(cast, call, **_):
    assert call(cast.admin).post("/api/v1/company-fields/", INDUSTRY, format="json").status_code == 201


@pytest.mark.parametrize("door", [define_by_call, define_on_the_web, define_by_api])
def test_an_admin_defines_a_field(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    field = CompanyField.objects.get()
    assert (field.key, field.kind, field.choices) == ("industry", "choice", ["Retail", "Energy"])
    assert Event.objects.get(kind="company_field.added").actor == cast.admin


def test_only_an_admin_defines_fields(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        actions.add_field(name="X", kind="text", actor=acting(cast.product_manager))
    assert browse(cast.product_manager).get("/customers/fields/").status_code == 403
    assert call(cast.product_manager).post("/api/v1/company-fields/", INDUSTRY, format="json").status_code == 403


def fill_by_call(cast, acting, **_):
    actions.change_company(cast.acme, custom=VALUES, actor=acting(cast.salesperson))


def fill_on_the_web(cast, browse, **_):
    form = {"name": "Acme", "lifecycle": "customer", "arr": "120000", "version": "1"}
    own = {f"custom_{key}": "yes" if value is True else value for key, value in VALUES.items()}
    answer = browse(cast.salesperson).post(f"/customers/{cast.acme.pk}/edit/", form | own)
    assert answer.status_code == 302, answer.content.decode()


def fill_by_api(cast, call, **_):
    answer = call(cast.salesperson).patch(f"/api/v1/companies/{cast.acme.pk}/", {"custom": VALUES}, format="json")
    assert (answer.status_code, answer.json()["custom"]) == (200, VALUES)


def fill_by_upsert(cast, call, **_):
    body = {"rows": [{"name": "Acme", "custom": VALUES}]}
    answer = call(cast.salesperson).post("/api/v1/companies/upsert/", body, format="json").json()["results"][0]
    assert answer["changes"]["custom_sites"] == [None, 12]


@pytest.mark.parametrize("door", [fill_by_call, fill_on_the_web, fill_by_api, fill_by_upsert])
def test_a_salesperson_fills_them_in(cast, acting, browse, call, fields, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    assert Company.objects.get(pk=cast.acme.pk).custom == VALUES
    changes = Event.objects.get(kind="company.changed").words.body["changes"]
    assert changes["Sites"] == ["", "12"]
    assert changes["Reference"] == ["", "Yes"]
    page = browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content.decode()
    assert "<dt>Industry</dt><dd>Retail</dd>" in page


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("industry", "Mining"), ("sites", "many"), ("sites", "1e30"), ("sites", "nan"), ("renewal", "soon"), ("renewal", "2026-02-31"),
        ("reference", "maybe"), ("region", "x" * 501), ("nonsense", "x"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_at_its_field(cast, acting, browse, call, fields, key, value):
    with pytest.raises(ValidationError) as refusal:
        actions.change_company(cast.acme, custom={key: value}, actor=acting(cast.salesperson))
    assert list(refusal.value.message_dict) == [f"custom_{key}"]
    answer = call(cast.salesperson).patch(f"/api/v1/companies/{cast.acme.pk}/", {"custom": {key: value}}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [f"custom_{key}"])
    if key != "nonsense":
        form = {"name": "Acme", "lifecycle": "customer", "arr": "1", "plan": "Typed", "version": "1", f"custom_{key}": value}
        answer = browse(cast.salesperson).post(f"/customers/{cast.acme.pk}/edit/", form)
        assert answer.status_code == 422
        assert "Typed" in answer.content.decode()
    assert Company.objects.get(pk=cast.acme.pk).custom == {}


def test_they_narrow_the_list_and_go_out_and_come_in_by_file(cast, acting, browse, call, run_jobs, fields):
    seller = acting(cast.salesperson)
    actions.change_company(cast.acme, custom=VALUES, actor=seller)
    actions.change_company(cast.globex, custom={"industry": "Energy", "sites": 3}, actor=seller)
    browser = browse(cast.viewer)
    for query in (
        "custom_industry=Retail",
        "custom_region=nor",
        "custom_sites=10",
        "custom_renewal=2026-01-01",
        "custom_reference=yes",
    ):
        page = browser.get(f"/customers/?{query}").content.decode()
        assert (f"/customers/{cast.acme.pk}/" in page, f"/customers/{cast.globex.pk}/" in page) == (True, False), query
        assert browser.get("/customers/?custom_sites=x&custom_renewal=x").status_code == 200
    names = [row["name"] for row in call(cast.viewer).get("/api/v1/companies/?custom=sites:12").json()["results"]]
    assert names == ["Acme"]
    assert call(cast.viewer).get("/api/v1/companies/?custom=nonsense:12").status_code == 400

    text = b"".join(browser.get("/customers/export.csv").streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].endswith("Industry,Region,Sites,Renewal,Reference")
    Company.objects.update(custom={})
    file = ContentFile(text.encode(), name="companies.csv")
    batch = actions.start_import(kind="companies", file=file, file_name="companies.csv", actor=seller)
    assert batch.mapping["custom_sites"] == "Sites"
    assert "Industry" in browse(cast.salesperson).get(f"/customers/imports/{batch.pk}/mapping/").content.decode()
    actions.try_out(batch, actor=seller)
    run_jobs()
    batch.refresh_from_db()
    actions.run_import(batch, actor=seller)
    run_jobs()
    assert Company.objects.get(pk=cast.acme.pk).custom == VALUES


def test_an_archived_field_keeps_its_values(cast, acting, browse, fields, admin):
    actions.change_company(cast.acme, custom=VALUES, actor=acting(cast.salesperson))
    browser = browse(cast.admin)
    assert browser.post(f"/customers/fields/{fields[0].pk}/archival/").status_code == 302
    assert "Industry" not in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content.decode()
    actions.change_company(cast.acme, custom={"region": None}, actor=acting(cast.salesperson))
    assert browser.post(f"/customers/fields/{fields[0].pk}/archival/?undo=1").status_code == 302
    assert "Retail" in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content.decode()
    assert "region" not in Company.objects.get(pk=cast.acme.pk).custom


def test_what_is_used_stays_and_the_order_is_ours(cast, acting, call, fields, admin):
    actions.change_company(cast.acme, custom={"industry": "Retail"}, actor=acting(cast.salesperson))
    with pytest.raises(ValidationError, match="1 companies have “Retail”"):
        actions.change_field(fields[0], choices=["Energy", "Mining"], actor=admin)
    actions.change_field(fields[0], name="Sector", choices=["Retail", "Mining"], actor=admin)
    actions.move_field(fields[1], up=True, actor=admin)
    assert [str(field) for field in CompanyField.objects.all()][:2] == ["Region", "Sector"]
    with pytest.raises(NotPossible, match="cannot go further"):
        actions.move_field(fields[1], up=True, actor=admin)
    with pytest.raises(ValidationError, match="field of this name"):
        actions.add_field(name="region", kind="text", actor=admin)
    with pytest.raises(ValidationError, match="at least two"):
        actions.add_field(name="Colour", kind="choice", choices=["Red"], actor=admin)
