"""Whoever has a lead answers it: takes it up or not, puts it off, gives it on, takes a step back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from pqls import actions
from pqls.models import Pql

pytestmark = pytest.mark.django_db


def accepted_by_call(pql, sam, **_):
    actions.accept_pql(pql, actor=sam, words="I will ring them.")


def accepted_on_the_web(pql, cast, browse, **_):
    answer = browse(cast.salesperson).post(f"/pqls/{pql.pk}/acceptance/", {"words": "I will ring them."})
    assert answer.status_code == 302


def accepted_by_api(pql, cast, call, **_):
    answer = call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/accept/", {"words": "I will ring them."}, format="json")
    assert answer.json()["state"] == "accepted", answer.json()


@pytest.mark.parametrize("door", [accepted_by_call, accepted_on_the_web, accepted_by_api])
def test_it_is_accepted(cast, lead, sam, browse, call, door):
    pql = lead()
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call)
    pql.refresh_from_db()
    assert (pql.state, pql.answered_by, pql.words) == ("accepted", cast.salesperson, "I will ring them.")
    told = Event.objects.get(kind="pql.accepted")
    assert (told.actor, told.about_id, told.words.body["reason"]) == (cast.salesperson, cast.acme.pk, "I will ring them.")
    with pytest.raises(NotPossible, match="is accepted"):
        actions.accept_pql(pql, actor=sam)


def test_what_nobody_has_becomes_the_takers(cast, lead, acting):
    pql = actions.accept_pql(lead(owner=None), actor=acting(cast.second_salesperson))
    assert pql.owner == cast.second_salesperson


def rejected_by_call(pql, sam, **_):
    actions.reject_pql(pql, rejection="misread", words="A test account.", actor=sam)


def rejected_on_the_web(pql, cast, browse, **_):
    form = {"rejection": "misread", "words": "A test account.", "version": pql.version}
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/rejection/", form).status_code == 302


def rejected_by_api(pql, cast, call, **_):
    body = {"rejection": "misread", "words": "A test account."}
    assert call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/reject/", body, format="json").json()["rejection"] == "misread"


@pytest.mark.parametrize("door", [rejected_by_call, rejected_on_the_web, rejected_by_api])
def test_it_is_rejected_for_a_reason(cast, lead, sam, browse, call, door):
    pql = lead()
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call)
    pql.refresh_from_db()
    assert (pql.state, pql.rejection, pql.words) == ("rejected", "misread", "A test account.")
    assert Event.objects.get(kind="pql.rejected").facts["rejection"] == "misread"


def test_something_else_needs_words_and_a_rejection_a_reason(lead, sam, cast, browse):
    pql = lead()
    with pytest.raises(ValidationError, match="Say it in words"):
        actions.reject_pql(pql, rejection="other", actor=sam)
    with pytest.raises(ValidationError, match="why it is no lead"):
        actions.reject_pql(pql, rejection="", actor=sam)
    answer = browse(cast.salesperson).post(f"/pqls/{pql.pk}/rejection/", {"rejection": "other", "version": pql.version})
    assert answer.status_code == 422
    assert "words" in answer.context["form"].errors
    pql.refresh_from_db()
    assert pql.state == "open"


def test_it_is_the_owners_to_answer(cast, lead, acting, call, browse):
    pql = lead()
    with pytest.raises(NotAllowed, match="Leadership can give it to you"):
        actions.accept_pql(pql, actor=acting(cast.second_salesperson))
    assert call(cast.viewer).post(f"/api/v1/pqls/{pql.pk}/accept/", {}, format="json").status_code == 403
    assert call(cast.product_manager).post(f"/api/v1/pqls/{pql.pk}/accept/", {}, format="json").status_code == 403
    assert "Leadership can give it to you" in browse(cast.second_salesperson).get(f"/pqls/{pql.pk}/").content.decode()


def test_who_looked_at_an_older_version_is_told(cast, lead, sam, browse):
    pql = lead()
    actions.snooze_pql(pql, until=clock.today() + timedelta(days=2), actor=sam)
    answer = browse(cast.salesperson).post(f"/pqls/{pql.pk}/rejection/", {"rejection": "timing", "version": 1})
    assert answer.status_code == 422
    assert "Somebody changed this" in answer.content.decode()


def snoozed_by_call(pql, sam, until, **_):
    actions.snooze_pql(pql, until=until, words="After the fair.", actor=sam)


def snoozed_on_the_web(pql, cast, browse, until, **_):
    form = {"until": until.isoformat(), "words": "After the fair.", "version": pql.version}
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/snooze/", form).status_code == 302


def snoozed_by_api(pql, cast, call, until, **_):
    body = {"until": until.isoformat(), "words": "After the fair."}
    assert call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/snooze/", body, format="json").status_code == 200


@pytest.mark.parametrize("door", [snoozed_by_call, snoozed_on_the_web, snoozed_by_api])
def test_it_is_put_off_and_waits_again_on_its_day(cast, lead, sam, browse, call, door):
    pql, until = lead(), clock.today() + timedelta(days=5)
    door(pql=pql, sam=sam, cast=cast, browse=browse, call=call, until=until)
    pql.refresh_from_db()
    assert (pql.snoozed_until, pql.is_snoozed, Pql.objects.waiting().count()) == (until, True, 0)
    with clock.at(clock.now() + timedelta(days=6)):
        assert Pql.objects.waiting().get() == pql
    woken = call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/wake/", {}, format="json")
    assert woken.json()["snoozed_until"] is None
    with pytest.raises(NotPossible, match="not snoozed"):
        actions.wake_pql(pql, actor=sam)


def test_a_day_that_is_past_or_far_is_none(lead, sam):
    pql = lead()
    for days in (0, -3, 900):
        with pytest.raises(ValidationError, match="A day after today"):
            actions.snooze_pql(pql, until=clock.today() + timedelta(days=days), actor=sam)


def given_by_call(pql, cast, acting, **_):
    actions.assign_pql(pql, to=cast.second_salesperson, actor=acting(cast.leader))


def given_on_the_web(pql, cast, browse, **_):
    form = {"to": cast.second_salesperson.pk, "version": pql.version}
    assert browse(cast.leader).post(f"/pqls/{pql.pk}/assignment/", form).status_code == 302


def given_by_api(pql, cast, call, **_):
    body = {"to": cast.second_salesperson.pk}
    assert call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/assign/", body, format="json").status_code == 200


@pytest.mark.parametrize("door", [given_by_call, given_on_the_web, given_by_api])
def test_it_is_given_to_somebody_else(cast, lead, acting, browse, call, door):
    pql = lead()
    door(pql=pql, cast=cast, acting=acting, browse=browse, call=call)
    pql.refresh_from_db()
    assert pql.owner == cast.second_salesperson
    changes = Event.objects.get(kind="pql.assigned").words.body["changes"]
    assert changes["owner"] == [str(cast.salesperson), str(cast.second_salesperson)]
    with pytest.raises(ValidationError, match="works no leads"):
        actions.assign_pql(pql, to=cast.viewer, actor=acting(cast.leader))
    with pytest.raises(NotAllowed):
        actions.assign_pql(pql, to=cast.third_salesperson, actor=acting(cast.third_salesperson))


def test_what_nobody_has_is_taken(cast, lead, browse):
    pql = lead(owner=None)
    assert browse(cast.second_salesperson).post(f"/pqls/{pql.pk}/taking/").status_code == 302
    pql.refresh_from_db()
    assert (pql.owner, pql.state) == (cast.second_salesperson, "open")


def test_steps_are_taken_back_one_by_one(cast, lead, sam, browse, call):
    pql = actions.accept_pql(lead(), actor=sam)
    assert browse(cast.salesperson).post(f"/pqls/{pql.pk}/step-back/").status_code == 302
    pql.refresh_from_db()
    assert (pql.state, pql.answered_at, pql.answered_by) == ("open", None, None)
    with pytest.raises(NotPossible, match="Nothing was done"):
        actions.step_back(pql, actor=sam)
    pql = actions.reject_pql(pql, rejection="timing", actor=sam)
    body = {"reason": "They rang."}
    back = call(cast.salesperson).post(f"/api/v1/pqls/{pql.pk}/step-back/", body, format="json").json()
    assert (back["state"], back["rejection"]) == ("open", "")
    assert Event.objects.filter(kind="pql.stepped_back").first().facts == {"before": "rejected", "after": "open"}


def test_a_rejected_one_does_not_come_back_beside_another(cast, lead, sam, uses):
    pql = actions.reject_pql(lead(cool_down_days=1), rejection="timing", actor=sam)
    with clock.at(clock.now() + timedelta(days=2)):
        from_now = Pql.objects.create(
            rule=pql.rule, rule_version=1, product=pql.product, company=pql.company, reason="Again.",
            evidence=pql.evidence, owner=cast.salesperson,
        )  # fmt: skip
        with pytest.raises(NotPossible, match="Another lead of Acme"):
            actions.step_back(pql, actor=sam)
    assert from_now.state == "open"


def test_several_at_once_and_what_may_not_be_is_said(cast, lead, uses, browse, sam):
    mine = lead()
    other = Pql.objects.create(
        rule=mine.rule, rule_version=1, product=cast.product, company=cast.globex, reason="So.", evidence=mine.evidence,
        owner=cast.second_salesperson,
    )  # fmt: skip
    browser = browse(cast.salesperson)
    answer = browser.post("/pqls/many/acceptance/", {"id": [mine.pk, other.pk]}, follow=True)
    assert "Done with 1 of 2." in answer.content.decode()
    assert set(Pql.objects.values_list("state", flat=True)) == {"accepted", "open"}
    assert browser.get(f"/pqls/many/snooze/?id={mine.pk}").status_code == 200
    until = clock.today() + timedelta(days=3)
    assert browser.post("/pqls/many/snooze/", {"id": [mine.pk], "until": until.isoformat()}).status_code == 302
    mine.refresh_from_db()
    assert mine.snoozed_until == until
    assert browser.post("/pqls/many/acceptance/", {"id": [999_999]}).status_code == 404
