"""A segment drawn from conditions is counted anew whenever somebody looks, and chosen wherever a segment is."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers import actions, segments
from customers.models import SavedSegment
from feedback import actions as feedback
from feedback.actions.revisiting import what_came
from feedback.models import SetAside
from history.models import Event
from history.refusals import NotAllowed
from line.finding.asking import Question
from line.finding.kinds import faults_of
from surveys.mailing import of_company
from surveys.models import Survey

pytestmark = pytest.mark.django_db

BIG = [{"field": "arr", "is": "from", "value": 100_000}, {"field": "lifecycle", "is": "is", "value": "customer"}]


@pytest.fixture
def seller(cast, acting):
    return acting(cast.salesperson)


def draw_by_call(cast, acting, **_):
    actions.save_segment(name="Big", conditions=BIG, actor=acting(cast.salesperson))


def draw_on_the_web(cast, browse, **_):
    form = {"name": "Big", "match": "all"}
    form |= {"field_0": "arr", "is_0": "from", "value_0": "100,000", "field_1": "lifecycle", "is_1": "is", "value_1": "customer"}
    answer = browse(cast.salesperson).post("/customers/segments/new/", form)
    assert answer.status_code == 302, answer.content.decode()


def draw_by_api(cast, call, **_):
    answer = call(cast.salesperson).post("/api/v1/segments/", {"name": "Big", "conditions": BIG}, format="json")
    assert (answer.status_code, answer.json()["companies"]) == (201, 1), answer.content


@pytest.mark.parametrize("door", [draw_by_call, draw_on_the_web, draw_by_api])
def test_a_salesperson_draws_a_segment(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    segment = SavedSegment.objects.get()
    assert segment.conditions == BIG
    assert list(segments.companies_of(segment.match, segment.conditions)) == [cast.acme]
    told = Event.objects.get(kind="saved_segment.saved").words.body["conditions"]
    assert told == ["ARR is at least 100,000", "Lifecycle is Customer"]
    assert "ARR is at least 100,000" in browse(cast.viewer).get("/customers/segments/").content.decode()


def test_a_viewer_draws_none(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        actions.save_segment(name="Big", conditions=BIG, actor=acting(cast.viewer))
    assert browse(cast.viewer).get("/customers/segments/new/").status_code == 403
    assert call(cast.viewer).post("/api/v1/segments/", {"name": "B", "conditions": BIG}, format="json").status_code == 403


def test_each_comparison_means_what_it_says(cast, seller, acting):
    admin = acting(cast.admin)
    for name, kind in (("Industry", "text"), ("Sites", "number"), ("Renewal", "date"), ("Reference", "yes_no")):
        actions.add_field(name=name, kind=kind, actor=admin)
    actions.add_field(name="Tier", kind="choice", choices=["A", "B"], actor=admin)
    values = {"industry": "Retail", "sites": 12, "renewal": "2026-03-31", "reference": True, "tier": "A"}
    actions.change_company(cast.acme, plan="Gold", custom=values, actor=seller)
    actions.change_company(cast.globex, plan="", arr=Decimal(10), custom={"tier": "B", "sites": 3}, actor=seller)
    for amount in (5, 7):
        actions.add_deal(company=cast.globex, name=f"Deal {amount}", amount=amount, actor=seller)
    acme, globex = [cast.acme], [cast.globex]
    expected = [
        ("plan", "is", "gold", acme), ("plan", "holds", "OL", acme), ("plan", "known", None, acme), ("plan", "unknown", None, globex),
        ("arr", "to", 10, globex), ("arr", "from", 11, acme), ("open_deals", "from", 2, globex), ("open_deals", "to", 1, acme),
        ("open_deals", "to", 0, acme), ("open_amount", "from", 12, globex), ("open_amount", "from", 13, []),
        ("custom_industry", "holds", "ret", acme), ("custom_industry", "unknown", None, globex), ("custom_sites", "from", 4, acme),
        ("custom_sites", "to", 3, globex), ("custom_renewal", "from", "2026-03-31", acme), ("custom_renewal", "to", "2026-03-30", []),
        ("custom_reference", "is", "yes", acme), ("custom_tier", "is", "b", globex), ("custom_tier", "is_not", "A", globex),
    ]  # fmt: skip
    for field, comparison, value, companies in expected:
        conditions = segments.checked([{"field": field, "is": comparison, "value": value}])
        assert list(segments.companies_of("all", conditions)) == companies, (field, comparison, value)
    either = segments.checked([{"field": "plan", "is": "is", "value": "Gold"}, {"field": "open_deals", "is": "from", "value": 1}])
    assert set(segments.companies_of("any", either)) == {cast.acme, cast.globex}
    assert list(segments.companies_of("all", either)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "shoe_size", "is": "is", "value": 1}, {"field": "arr", "is": "holds", "value": 1}, {"field": "arr", "is": "from", "value": "x"},
        {"field": "arr", "is": "from", "value": ""}, {"field": "lifecycle", "is": "is", "value": "dead"}, {"field": "arr"}, "x",
        {"field": "arr", "is": "from", "value": 1, "more": 2}, {"field": "open_deals", "is": "known"},
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_refused_with_its_number(cast, call, seller, condition):
    with pytest.raises(ValidationError, match="Condition 2"):
        actions.save_segment(name="Odd", conditions=[BIG[0], condition], actor=seller)
    answer = call(cast.salesperson).post("/api/v1/segments/", {"name": "Odd", "conditions": [BIG[0], condition]}, format="json")
    assert answer.status_code == 400
    assert not SavedSegment.objects.exists()


def test_the_form_counts_while_one_chooses_and_keeps_what_was_typed(cast, browse):
    browser = browse(cast.salesperson)
    rows = {
        "name": "",
        "match": "all",
        "field_0": "lifecycle",
        "is_0": "",
        "value_0": "customer",
        "field_1": "arr",
        "is_1": "from",
    }
    shown = browser.post("/customers/segments/preview/", rows | {"value_1": "100000"}).content.decode()
    assert '<b class="num">1</b> company fits now.' in shown
    assert '<option value="customer" selected>Customer</option>' in shown
    assert "is no number" in browser.post("/customers/segments/preview/", rows | {"value_1": "x"}).content.decode()
    answer = browser.post("/customers/segments/new/", rows | {"name": "Odd", "value_1": "lots"})
    assert answer.status_code == 422
    assert 'value="lots"' in answer.content.decode()


def test_it_is_chosen_wherever_a_segment_is(cast, acting, browse, call, seller):
    segment = actions.save_segment(name="Big fish", conditions=BIG, actor=seller)
    said = feedback.give_feedback(text="Slow search", company=cast.acme, product=cast.product, actor=seller)
    feedback.give_feedback(text="Slow export", company=cast.globex, product=cast.product, actor=seller)
    pages = {
        f"/customers/?segment={segment.value}": (f"/customers/{cast.acme.pk}/", f"/customers/{cast.globex.pk}/"),
        f"/feedback/inbox/?segment={segment.value}": ("Slow search", "Slow export"),
    }
    browser = browse(cast.product_manager)
    for address, (there, missing) in pages.items():
        page = browser.get(address, follow=True).content.decode()
        assert (there in page, missing in page, "Big fish" in page) == (True, False, True), address
    api = call(cast.product_manager)
    assert [row["id"] for row in api.get(f"/api/v1/feedback/?segment={segment.value}").json()["results"]] == [said.pk]
    assert [row["name"] for row in api.get(f"/api/v1/companies/?segment={segment.value}").json()["results"]] == ["Acme"]
    assert api.get("/api/v1/companies/?segment=saved-99").status_code == 400
    found = browser.get("/search/?q=segment:big-fish+kind:company").content.decode()
    assert f"/customers/{cast.acme.pk}/" in found
    assert faults_of(Question(filters={"segment": "nonsense"}))[0].startswith("There is no segment “nonsense”")


def test_what_was_set_aside_comes_back_when_one_of_the_segment_says_so(cast, acting, call, seller):
    segment = actions.save_segment(name="Big fish", conditions=BIG, actor=seller)
    pm = acting(cast.product_manager)
    said = feedback.give_feedback(text="Dark mode please", product=cast.product, actor=pm)
    body = {"reason": "unclear", "revisit_segment": segment.value, "revisit_words": "dark mode"}
    answer = call(cast.product_manager).post(
        f"/api/v1/feedback/{said.pk}/set-aside/", body | {"revisit_segment": "saved-99"}, format="json"
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["revisit_segment"])
    answer = call(cast.product_manager).post(f"/api/v1/feedback/{said.pk}/set-aside/", body, format="json")
    assert answer.status_code == 200, answer.content
    aside = SetAside.objects.get()
    assert aside.triggers == ["when one saying “dark mode” comes from Big fish"]
    feedback.give_feedback(text="Dark mode too", company=cast.globex, product=cast.product, actor=pm)
    assert what_came(aside) == ""
    feedback.give_feedback(text="Dark mode here too", company=cast.acme, product=cast.product, actor=pm)
    assert what_came(aside).startswith("Acme (Big fish) said the same")


def test_a_survey_asks_those_in_it(cast, acting, seller):
    segment = actions.save_segment(name="Big fish", conditions=BIG, actor=seller)
    ann = actions.add_contact(name="Ann", email="ann@acme.example", company=cast.acme, actor=seller)
    bob = actions.add_contact(name="Bob", email="bob@globex.example", company=cast.globex, actor=seller)
    survey = Survey(product=cast.product, name="x", kind="nps", question="x", segments=[segment.value])
    survey.clean()
    assert list(type(ann).objects.filter(of_company(survey))) == [ann]
    survey.segments = ["saved-99"]
    with pytest.raises(ValidationError):
        survey.clean()
    assert bob.company == cast.globex


def test_it_is_changed_and_put_away_and_means_what_it_meant_where_it_was_chosen(cast, browse, seller):
    segment = actions.save_segment(name="Big", conditions=BIG, actor=seller)
    browser, address = browse(cast.salesperson), f"/customers/segments/{segment.pk}/"
    form = {"name": "Small", "match": "all", "version": "1", "field_0": "arr", "is_0": "to", "value_0": "10"}
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form | {"name": "Late"}).status_code == 422, "somebody was faster"
    assert "ARR is at most 10" in Event.objects.get(kind="saved_segment.changed").words.body["changes"]["conditions"][1]
    assert browser.post(f"/customers/segments/{segment.pk}/archival/").status_code == 302
    assert segment.value not in dict(segments.choices())
    assert segments.label(segment.value) == "Small"
    assert browser.post(f"/customers/segments/{segment.pk}/archival/?undo=1").status_code == 302
    assert segment.value in dict(segments.choices())
