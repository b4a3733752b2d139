"""A lead that was taken up becomes an opportunity, and is won or lost."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from feedback import actions as feedback
from history.models import Event
from history.refusals import NotPossible
from pqls import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(lead, sam):
    """One that was taken up."""
    return lambda: actions.accept_pql(lead(), actor=sam)


@pytest.fixture
def opportunity(accepted, sam):
    """One that a deal came of."""
    return lambda: actions.make_opportunity(accepted(), amount=Decimal(12_000), crm_deal_id="D-7", actor=sam)


@pytest.fixture
def asked(cast, sam):
    """A request of Acme's."""
    return feedback.submit_request(
        company=cast.acme, text="More seats", need="They grow.", opportunity="Acme, 40 seats", amount=Decimal(12_000),
        product=cast.product, actor=sam,
    )  # fmt: skip


def made_by_call(pql, sam, asked, **_):
    actions.make_opportunity(pql, amount=Decimal(12_000), crm_deal_id="D-7", request=asked, actor=sam)


def made_on_the_web(pql, cast, browse, asked, **_):
    form = {"amount": "12000", "crm_deal_id": "D-7", "request": asked.pk, "version": pql.version}
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/opportunity/", form).status_code == 302


def made_by_api(pql, cast, call, asked, **_):
    body = {"amount": "12000", "crm_deal_id": "D-7", "request": asked.pk}
    answer = call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/make-opportunity/", body, format="json")
    assert answer.json()["amount"] == "12000.00", answer.json()


@pytest.mark.parametrize("door", [made_by_call, made_on_the_web, made_by_api])
def test_a_deal_comes_of_it(cast, accepted, sam, asked, browse, call, door):
    pql = accepted()
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call, asked=asked)
    pql.refresh_from_db()
    assert (pql.state, pql.amount, pql.crm_deal_id, pql.request) == ("opportunity", 12_000, "D-7", asked)
    assert Event.objects.get(kind="pql.opportunity").facts["request"] == asked.pk
    assert "Acme, 40 seats" in browse(cast.salesperson).get(f"/pqls/{pql.pk}/").content.decode()


def test_it_must_be_accepted_and_the_request_theirs(cast, lead, sam, accepted):
    with pytest.raises(NotPossible, match="This lead is open"):
        actions.make_opportunity(lead(), amount=Decimal(1), actor=sam)


def test_a_request_of_somebody_else_and_a_negative_amount_are_refused(cast, accepted, sam):
    other = feedback.submit_request(
        company=cast.globex, text="More", need="More.", opportunity="Globex", amount=Decimal(1), product=cast.product, actor=sam
    )
    pql = accepted()
    with pytest.raises(ValidationError) as refused:
        actions.make_opportunity(pql, amount=Decimal(-1), request=other, actor=sam)
    assert set(refused.value.message_dict) == {"amount", "request"}
    pql.refresh_from_db()
    assert pql.state == "accepted"


def won_by_call(pql, sam, **_):
    actions.win_pql(pql, amount=Decimal(15_000), actor=sam)


def won_on_the_web(pql, cast, browse, **_):
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/win/", {"amount": "15000", "version": pql.version}).status_code == 302


def won_by_api(pql, cast, call, **_):
    assert call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/win/", {"amount": "15000"}, format="json").json()["state"] == "won"


@pytest.mark.parametrize("door", [won_by_call, won_on_the_web, won_by_api])
def test_it_is_won(cast, opportunity, sam, browse, call, door):
    pql = opportunity()
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call)
    pql.refresh_from_db()
    assert (pql.state, pql.amount, pql.closed_by) == ("won", 15_000, cast.salesperson)
    with pytest.raises(NotPossible, match="stays with whoever had it"):
        actions.assign_pql(pql, to=cast.second_salesperson, actor=sam)
    back = actions.step_back(pql, actor=sam)
    assert (back.state, back.closed_at) == ("opportunity", None)
    back = actions.step_back(back, actor=sam)
    assert (back.state, back.amount, back.crm_deal_id, back.opportunity_at) == ("accepted", None, "", None)


def lost_by_call(pql, sam, **_):
    actions.lose_pql(pql, loss="price", words="Twice what they had.", actor=sam)


def lost_on_the_web(pql, cast, browse, **_):
    form = {"loss": "price", "words": "Twice what they had.", "version": pql.version}
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/loss/", form).status_code == 302


def lost_by_api(pql, cast, call, **_):
    body = {"loss": "price", "words": "Twice what they had."}
    assert call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/lose/", body, format="json").json()["loss"] == "price"


@pytest.mark.parametrize("door", [lost_by_call, lost_on_the_web, lost_by_api])
def test_it_is_lost_for_a_reason(cast, opportunity, sam, browse, call, door):
    pql = opportunity()
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call)
    pql.refresh_from_db()
    assert (pql.state, pql.loss, pql.words) == ("lost", "price", "Twice what they had.")
    with pytest.raises(NotPossible, match="This lead is lost"):
        actions.win_pql(pql, actor=sam)


def test_one_that_was_accepted_can_come_to_nothing_without_a_deal(accepted, sam):
    pql = actions.lose_pql(accepted(), loss="no_answer", actor=sam)
    assert (pql.state, pql.opportunity_at) == ("lost", None)
    assert actions.step_back(pql, actor=sam).state == "accepted"
