"""Putting right what we wrote; the customer's words stay."""

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from history.models import Event
from history.refusals import NotAllowed, Stale
from tests.feedback.doors import api_of, browser_of


def test_the_words_are_never_rewritten(pm, say):
    with pytest.raises(ValidationError, match="cannot be edited"):
        actions.edit_feedback(say(), actor=pm, text="Other words")


def test_the_api_has_no_such_field(cast, say):
    answer = api_of(cast.product_manager).patch(f"/api/v1/feedback/{say().pk}/", {"text": "Other"}, format="json")
    assert answer.status_code == 400


def test_before_and_after_are_kept(cast, pm, say):
    feedback = actions.edit_feedback(say(), actor=pm, title="  Slow   export ", company=cast.globex, tags=["Export"])
    assert (feedback.title, feedback.company) == ("Slow export", cast.globex)
    changes = Event.objects.get(kind="feedback.edited").words.body["changes"]
    assert changes == {"title": ["", "Slow export"], "company": ["Acme", "Globex"]}
    assert Event.objects.get(kind="feedback.tagged").words.body["changes"] == {"tags": ["", "export"]}


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_who_saw_an_older_version_is_told_what_it_holds_now(door, cast, pm, say):
    feedback = say()
    actions.edit_feedback(feedback, actor=pm, title="First")
    if door == "call":
        with pytest.raises(Stale):
            actions.edit_feedback(feedback, actor=pm, title="Second", version=1)
    elif door == "page":
        body = {"title": "Second", "version": 1, "channel": "call"}
        answer = browser_of(cast.product_manager).post(f"/feedback/{feedback.pk}/edit/", body)
        assert answer.status_code == 422
        assert "First" in answer.content.decode()
        assert "Second" in answer.content.decode()
    else:
        api = api_of(cast.product_manager)
        answer = api.patch(f"/api/v1/feedback/{feedback.pk}/", {"title": "Second"}, format="json", headers={"If-Match": '"1"'})
        assert answer.status_code == 409
        assert answer.json()["current"]["title"] == "First"
    feedback.refresh_from_db()
    assert feedback.title == "First"


def test_who_brought_it_in_may_edit_it_and_another_salesperson_may_not(cast, say, acting):
    feedback = say()
    assert actions.edit_feedback(feedback, actor=acting(cast.salesperson), title="Mine").title == "Mine"
    with pytest.raises(NotAllowed):
        actions.edit_feedback(feedback, actor=acting(cast.second_salesperson), title="Not mine")


def test_it_is_not_moved_into_a_product_that_one_may_not_see(cast, say, acting):
    with pytest.raises(NotAllowed):
        actions.edit_feedback(say(), actor=acting(cast.outsider), product=cast.restricted)


def test_the_name_that_one_reads_is_what_counts(cast, say):
    feedback = say()
    body = {"title": "", "channel": "call", "company": cast.acme.pk, "company_name": "Globex"}
    browser_of(cast.product_manager).post(f"/feedback/{feedback.pk}/edit/", body)
    feedback.refresh_from_db()
    assert feedback.company == cast.globex


def test_a_contact_of_another_company_is_refused(cast, pm, say):
    contact = actions.give_feedback(text="x", actor=pm, company=cast.globex, contact_name="Gus").contact
    with pytest.raises(ValidationError, match="at Globex"):
        actions.edit_feedback(say(), actor=pm, contact=contact)
