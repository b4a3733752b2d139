"""Deals are kept through every door, and the requests that hang on one follow it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers import actions
from customers.models import Deal
from feedback import actions as feedback
from feedback.models import Request
from history.models import Event
from history.refusals import NotAllowed, Stale

pytestmark = pytest.mark.django_db


def by_call(cast, acting, **_):
    return actions.add_deal(company=cast.acme, name="Renewal", amount=Decimal(900), actor=acting(cast.salesperson))


def on_the_web(cast, browse, **_):
    form = {"name": "Renewal", "amount": "900", "status": "open"}
    assert browse(cast.salesperson).post(f"/customers/{cast.acme.pk}/deals/new/", form).status_code == 302
    return Deal.objects.get()


def by_api(cast, call, **_):
    body = {"company": cast.acme.pk, "name": "Renewal", "amount": "900"}
    answer = call(cast.salesperson).post("/api/v1/deals/", body, format="json")
    assert answer.status_code == 201, answer.content
    return Deal.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_deal_is_added(cast, acting, browse, call, door):
    deal = door(cast=cast, acting=acting, browse=browse, call=call)
    assert (deal.company, deal.amount, deal.status) == (cast.acme, 900, "open")
    assert Event.objects.filter(kind="deal.added", actor=cast.salesperson, about_id=cast.acme.pk).count() == 1
    assert "Renewal" in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/?tab=deals").content.decode()
    assert browse(cast.viewer).get(f"/customers/deals/{deal.pk}/").status_code == 200


def test_a_viewer_keeps_no_deals(cast, acting, browse, call):
    deal = by_call(cast, acting)
    with pytest.raises(NotAllowed):
        actions.change_deal(deal, amount=Decimal(1), actor=acting(cast.viewer))
    assert browse(cast.viewer).get(f"/customers/deals/{deal.pk}/edit/").status_code == 403
    assert call(cast.viewer).patch(f"/api/v1/deals/{deal.pk}/", {"amount": "1"}, format="json").status_code == 403


def test_two_who_change_a_deal_at_once_never_overwrite_each_other(cast, acting, call):
    deal = by_call(cast, acting)
    actions.change_deal(deal, version=1, stage="Proposal", actor=acting(cast.salesperson))
    with pytest.raises(Stale):
        actions.change_deal(deal, version=1, stage="Legal", actor=acting(cast.salesperson))
    assert call(cast.salesperson).patch(
        f"/api/v1/deals/{deal.pk}/", {"stage": "Legal"}, format="json", headers={"If-Match": '"1"'}
    ).status_code == 409  # fmt: skip


@pytest.mark.parametrize("values", [{"amount": Decimal(-1)}, {"probability": 101}, {"status": "maybe"}, {"name": " "}])
def test_what_cannot_be_is_refused(cast, acting, values):
    deal = by_call(cast, acting)
    with pytest.raises(ValidationError):
        actions.change_deal(deal, actor=acting(cast.salesperson), **values)
    assert Deal.objects.get(pk=deal.pk).version == 1


def submit(cast, acting, opportunity="Renewal"):
    return feedback.submit_request(
        company=cast.acme,
        text="No SSO, no deal",
        need="SSO",
        opportunity=opportunity,
        amount=Decimal(5),
        actor=acting(cast.salesperson),
    )


@pytest.mark.parametrize("request_first", [True, False])
def test_a_request_follows_the_deal_of_its_name(cast, acting, request_first):
    if request_first:
        request, deal = submit(cast, acting, "renewal "), by_call(cast, acting)
    else:
        deal, request = by_call(cast, acting), submit(cast, acting, "renewal")
    actions.change_deal(deal, amount=Decimal(1200), status="won", actor=acting(cast.success))
    request = Request.objects.get(pk=request.pk)
    assert (request.deal, request.amount, request.stage) == (deal, 1200, "won")
    actions.change_deal(deal, status="open", actor=acting(cast.success))
    assert Request.objects.get(pk=request.pk).stage == "negotiating"
    assert Event.objects.filter(kind="request.changed", actor=cast.success).count() == 2


def test_a_request_of_another_company_follows_nothing(cast, acting):
    deal = actions.add_deal(company=cast.globex, name="Renewal", actor=acting(cast.salesperson))
    assert submit(cast, acting).deal is None
    assert deal.requests.count() == 0
