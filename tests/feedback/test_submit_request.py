"""A salesperson submits what a customer needs for a deal, and follows what becomes of it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers.models import Company, Contact
from feedback import actions
from feedback.models import Feedback, Request
from feedback.standing import standings
from history.models import Event
from history.refusals import NotAllowed

pytestmark = pytest.mark.django_db

DEAL = {
    "opportunity": "Acme renewal",
    "amount": "86000",
    "stage": "proposal",
    "firmness": "tied",
    "need": "240 seats wait for it.",
}
WORDS = "We can't onboard 240 seats until single sign-on works."


def by_call(cast, acting, **_):
    values = DEAL | {"amount": Decimal(86000)}
    return actions.submit_request(company=cast.acme, text=WORDS, product=cast.product, actor=acting(cast.salesperson), **values)


def on_the_web(cast, browse, **_):
    form = DEAL | {"company_name": "Acme", "company": cast.acme.pk, "text": WORDS, "product": cast.product.pk}
    answer = browse(cast.salesperson).post("/feedback/requests/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    return Request.objects.get()


def by_api(cast, call, **_):
    body = DEAL | {"company": cast.acme.pk, "text": WORDS, "product": cast.product.pk}
    answer = call(cast.salesperson).post("/api/v1/requests/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["standing"] == "Waiting for a product manager to read it"
    return Request.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_request_brings_feedback_into_the_inbox(cast, acting, browse, call, door):
    request = door(cast=cast, acting=acting, browse=browse, call=call)
    assert request.feedback.text == WORDS
    assert request.feedback.channel == "sales"
    assert request.feedback in Feedback.objects.waiting()
    assert (request.amount, request.submitted_by) == (Decimal(86000), cast.salesperson)
    assert Event.objects.filter(kind="request.submitted", about_id=request.feedback_id).count() == 1


def test_a_new_company_and_contact_are_made_on_the_spot(cast, browse):
    form = DEAL | {"company_name": "Initech", "contact_name": "Bill", "contact_email": "bill@initech.example", "text": WORDS}
    assert browse(cast.salesperson).post("/feedback/requests/new/", form).status_code == 302
    assert Request.objects.get().feedback.company == Company.objects.get(name="Initech")
    assert Contact.objects.get(email="bill@initech.example").company.name == "Initech"


def test_a_company_typed_anew_beats_the_one_picked_before(cast, browse):
    form = DEAL | {"company_name": "Globex", "company": cast.acme.pk, "text": WORDS}
    browse(cast.salesperson).post("/feedback/requests/new/", form)
    assert Request.objects.get().feedback.company == cast.globex


@pytest.mark.parametrize("gap", ["opportunity", "amount", "need", "text", "company_name"])
def test_a_gap_is_said_at_its_field_and_nothing_is_half_written(cast, browse, gap):
    form = DEAL | {"company_name": "Initech", "text": WORDS} | {gap: ""}
    answer = browse(cast.salesperson).post("/feedback/requests/new/", form)
    assert answer.status_code == 422
    assert (
        f'id="id_{gap}_error"' in answer.content.decode()
        or "errorlist" in answer.content.decode()
        or "field-error" in answer.content.decode()
    )
    assert not Company.objects.filter(name="Initech").exists()
    assert not Feedback.objects.exists()


def test_a_refused_deal_leaves_no_company_behind(cast, browse):
    form = DEAL | {"company_name": "Initech", "text": WORDS, "amount": "99999999999999999"}
    assert browse(cast.salesperson).post("/feedback/requests/new/", form).status_code == 422
    assert not Company.objects.filter(name="Initech").exists()


def test_a_viewer_submits_nothing(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        by_call(cast, lambda _: acting(cast.viewer))
    assert browse(cast.viewer).get("/feedback/requests/new/").status_code == 403
    assert (
        call(cast.viewer).post("/api/v1/requests/", DEAL | {"company": cast.acme.pk, "text": WORDS}, format="json").status_code
        == 403
    )


def test_a_deal_needs_a_company(cast, acting):
    with pytest.raises(ValidationError, match="deal is with a company"):
        actions.submit_request(company=None, text=WORDS, actor=acting(cast.salesperson), **DEAL)


def test_my_requests_say_in_plain_words_where_each_stands(cast, acting, browse):
    request = by_call(cast, acting)
    page = browse(cast.salesperson).get("/feedback/requests/").content.decode()
    assert "Waiting for a product manager to read it" in page
    assert "onboard 240 seats" in page
    assert "Acme renewal" not in browse(cast.second_salesperson).get("/feedback/requests/").content.decode()
    assert "Acme renewal" in browse(cast.second_salesperson).get("/feedback/requests/?whose=all").content.decode()
    actions.set_aside(request.feedback, reason="solved", words="Shipped in May.", actor=acting(cast.product_manager))
    assert "Set aside. Already solved: Shipped in May" in browse(cast.salesperson).get("/feedback/requests/").content.decode()


def test_a_merged_request_stands_where_the_other_stands(cast, acting):
    request = by_call(cast, acting)
    other = actions.give_feedback(text="SSO please", product=cast.product, actor=acting(cast.product_manager))
    actions.merge_duplicate(request.feedback, into=other, actor=acting(cast.product_manager))
    request.feedback.refresh_from_db()
    told = standings([request.feedback], acting(cast.salesperson))
    assert told[request.feedback_id].words == "Waiting for a product manager to read it"


def test_a_request_of_a_restricted_product_is_hidden_from_outsiders(cast, acting, browse, call):
    request = actions.submit_request(
        company=cast.acme, text=WORDS, product=cast.restricted, actor=acting(cast.salesperson), **DEAL | {"amount": Decimal(1)}
    )
    assert browse(cast.outsider).get(f"/feedback/requests/{request.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/requests/{request.pk}/").status_code == 404
    assert "Acme renewal" not in browse(cast.outsider).get("/feedback/requests/?whose=all").content.decode()


def test_the_deal_is_kept_up_to_date_and_two_edits_do_not_overwrite(cast, acting, browse, call):
    request = by_call(cast, acting)
    address = f"/feedback/requests/{request.pk}/"
    form = DEAL | {"stage": "won", "version": "1"}
    assert browse(cast.salesperson).post(address, form).status_code == 302
    assert browse(cast.salesperson).post(address, form | {"stage": "lost"}).status_code == 422
    request.refresh_from_db()
    assert request.stage == "won"
    patch = {"stage": "lost"}
    assert (
        call(cast.salesperson).patch(f"/api/v1/requests/{request.pk}/", patch, format="json", HTTP_IF_MATCH='"1"').status_code
        == 409
    )
    assert call(cast.viewer).patch(f"/api/v1/requests/{request.pk}/", patch, format="json").status_code == 403


def test_thirty_requests_cost_as_many_queries_as_three(cast, acting, browse, call, django_assert_max_num_queries):
    for _ in range(30):
        by_call(cast, acting)
    browser, api = browse(cast.salesperson), call(cast.salesperson)
    with django_assert_max_num_queries(15):
        browser.get("/feedback/requests/")
    with django_assert_max_num_queries(12):
        api.get("/api/v1/requests/")
