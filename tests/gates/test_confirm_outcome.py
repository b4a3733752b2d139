"""What came of it: entered by customer success, confirmed by the customer through a link."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gates.actions import outcomes, pilots
from gates.evidence.pilots import scorecard
from gates.links import address_of, token_for
from gates.models import Confirmation, ConfirmationLink, OutcomeValue, PilotOutcome
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from jobs.runner import run
from tests.evidence import a_pilot, a_running_pilot, an_idea, came_to, noon, outcome_of


@pytest.fixture
def outcome(cast):
    return outcome_of(a_running_pilot(cast, 1))


@pytest.fixture
def success(cast, acting):
    return acting(cast.success)


@pytest.fixture
def link(outcome, success):
    outcomes.enter_outcome(outcome, value=Decimal(29), actor=success)
    return outcomes.ask_confirmation(outcome, actor=success)


def page_of(link):
    return reverse("gates:confirmation", args=[token_for(link.nonce)])


def test_only_customer_success_enters(cast, acting, outcome):
    for person in (cast.product_manager, cast.salesperson, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed, match="Customer success"):
            outcomes.enter_outcome(outcome, value=Decimal(29), actor=acting(person))


def test_nobody_enters_on_their_own_idea(cast, acting, outcome):
    idea = outcome.place.pilot.idea
    idea.owner = cast.success
    idea.save()
    with pytest.raises(NotAllowed, match="your own idea"):
        outcomes.enter_outcome(outcome, value=Decimal(29), actor=acting(cast.success))


def test_a_value_needs_a_running_pilot_and_an_exposed_company(cast, success):
    with pytest.raises(NotPossible, match="while the pilot runs"):
        outcomes.enter_outcome(outcome_of(a_pilot(cast, 1)), value=Decimal(29), actor=success)


def test_a_day_ahead_or_before_exposure_is_refused(outcome, success):
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(ValidationError) as refusal:
            outcomes.enter_outcome(outcome, value=Decimal(29), measured_on=day, actor=success)
        assert "measured_on" in refusal.value.message_dict


def test_met_is_not_achieved_until_the_customer_confirms(outcome, success, link):
    pilot = outcome.place.pilot
    assert (scorecard(pilot).achieved, scorecard(pilot).settled) == (0, 0)
    outcomes.answer_confirmation(link, agrees=True, words="A day a week saved.")
    assert scorecard(pilot).achieved == 1


def test_a_customer_who_disagrees_says_why(link):
    with pytest.raises(ValidationError) as refusal:
        outcomes.answer_confirmation(link, agrees=False)
    assert "words" in refusal.value.message_dict
    outcomes.answer_confirmation(link, agrees=False, words="It was 38, not 29.")
    assert scorecard(link.value.outcome.place.pilot).rows[0].words == "The customer does not agree"


def test_a_correction_ends_the_link_and_keeps_the_first_value(outcome, success, link):
    outcomes.enter_outcome(outcome, value=Decimal(31), actor=success)
    assert [value.value for value in outcome.values.all()] == [31, 29]
    with pytest.raises(NotPossible):
        outcomes.answer_confirmation(link, agrees=True)


def test_a_confirmed_value_does_not_change_any_more(outcome, success, link):
    outcomes.answer_confirmation(link, agrees=True)
    with pytest.raises(NotPossible, match="confirmed"):
        outcomes.enter_outcome(outcome, value=Decimal(20), actor=success)


def test_values_and_answers_are_only_added(outcome, link):
    outcomes.answer_confirmation(link, agrees=True, name="Kim")
    for change in (
        lambda: OutcomeValue.objects.update(value=1),
        lambda: OutcomeValue.objects.all().delete(),
        lambda: Confirmation.objects.update(agrees=False),
        lambda: Confirmation.objects.all().delete(),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()
    Confirmation.objects.update(name=None)  # erasing who answered leaves the answer whole


def test_the_link_is_mailed_through_the_outbox_and_its_secret_is_kept_nowhere(link):
    job = Job.objects.get(task="gates.mail_confirmation_link")
    secret = token_for(link.nonce)
    kept = " ".join(str(list(model.objects.values_list())) for model in (ConfirmationLink, Job, Event))
    assert secret not in kept
    assert run(job.pk)
    assert mail.outbox[0].to == ["kim0@customer.example"]
    assert address_of(link) in mail.outbox[0].body


def test_the_customer_answers_without_an_account(link):
    browser = Client()
    shown = browser.get(page_of(link)).content.decode()
    assert "Hours to approve an expense" in shown
    assert "29" in shown
    assert browser.post(page_of(link), {"agrees": "yes", "words": "Yes!", "name": "Kim"}).status_code == 200
    answer = Confirmation.objects.get()
    assert (answer.agrees, answer.words, answer.name) == (True, "Yes!", "Kim")
    event = Event.objects.get(kind="pilot_outcome.confirmation_given")
    assert (event.system, event.via) == ("a customer", "link")
    assert browser.get(page_of(link)).status_code == 410
    assert browser.post(page_of(link), {"agrees": "no", "words": "No"}).status_code == 410
    assert Confirmation.objects.count() == 1


def test_what_was_typed_stays_when_the_answer_is_not_whole(link):
    answer = Client().post(page_of(link), {"words": "I have to look"})
    assert answer.status_code == 422
    assert "I have to look" in answer.content.decode()
    answer = Client().post(page_of(link), {"agrees": "no", "name": "Kim K."})
    assert answer.status_code == 422
    assert "Kim K." in answer.content.decode()


def test_forged_expired_and_withdrawn_links_look_alike(cast, acting, link):
    forged = Client().get(reverse("gates:confirmation", args=["0" * 64]))
    with clock.at(noon(clock.today() + timedelta(days=31))):
        expired = Client().get(page_of(link))
    outcomes.withdraw_link(link, actor=acting(cast.success))
    withdrawn = Client().get(page_of(link))
    texts = {re.sub(r"[A-Za-z0-9]{32,64}", "", one.content.decode()) for one in (forged, expired, withdrawn)}
    assert {one.status_code for one in (forged, expired, withdrawn)} == {410}
    assert len(texts) == 1


def test_one_address_cannot_try_links_without_end(link):
    browser = Client()
    with clock.at(clock.now()):
        answers = [browser.get(reverse("gates:confirmation", args=[f"{number:064}"])).status_code for number in range(31)]
        assert answers[-1] == 429
        assert Client().get(page_of(link)).status_code == 429, "the same address, whatever the link"


def test_a_link_is_made_anew_when_the_first_got_lost(outcome, success, link):
    second = outcomes.ask_confirmation(outcome, actor=success, email="boss@customer.example")
    assert Client().get(page_of(link)).status_code == 410
    assert Client().get(page_of(second)).status_code == 200
    assert second.email == "boss@customer.example"


def test_the_web_enters_asks_and_shows_the_link_once(cast, browse, outcome):
    browser = browse(cast.success)
    page = reverse("gates:outcome_entry", args=[outcome.pk])
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"value": "", "measured_on": "2026-13-01"}).status_code == 422
    answer = browser.post(page, {"value": "29", "measured_on": clock.today().isoformat(), "note": "Their report"})
    ask = reverse("gates:confirmation_request", args=[outcome.pk])
    assert answer.url == ask
    assert "/confirm/" not in browser.get(ask).content.decode()
    shown = browser.post(ask, {"email": ""}).content.decode()
    link = ConfirmationLink.objects.get()
    assert address_of(link) in shown
    assert address_of(link) not in browser.get(reverse("gates:pilot", args=[outcome.place.pilot_id])).content.decode()


def test_the_web_lets_nobody_else_enter(cast, browse, outcome):
    page = reverse("gates:outcome_entry", args=[outcome.pk])
    for person in (cast.product_manager, cast.salesperson, cast.leader, cast.viewer):
        assert browse(person).get(page).status_code == 403


def test_what_one_may_not_see_is_not_there(cast, acting, browse):
    idea = an_idea(cast, product=cast.restricted)
    pilot = pilots.lock_pilot(a_pilot(cast, 1, idea=idea), actor=acting(cast.product_manager))
    outcome = PilotOutcome.objects.get()
    browser = browse(cast.outsider)
    for name, pk in (("pilot", pilot.pk), ("outcome_entry", outcome.pk), ("confirmation_request", outcome.pk)):
        assert browser.get(reverse(f"gates:{name}", args=[pk])).status_code == 404
    assert "Approvals pilot" not in browser.get(reverse("gates:pilots")).content.decode()


def test_what_customer_success_still_has_to_find_out(cast, browse, outcome):
    page = reverse("gates:my_outcomes")
    assert str(outcome.place.company) in browse(cast.success).get(page).content.decode()
    came_to(cast, outcome, 29)
    assert str(outcome.place.company) not in browse(cast.success).get(page).content.decode()
