"""Several that say the same become one: which one stays, that it may be among those picked, and the way back."""

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.models import BulkOutcome, BulkRun, Feedback, FeedbackState
from history.refusals import NotPossible
from tests.feedback.doors import api_of, browser_of


def merged_into(feedback: Feedback) -> set[int]:
    return set(Feedback.objects.filter(merged_into=feedback).values_list("pk", flat=True))


def test_the_dialog_offers_each_and_what_was_said_first_stays(cast, say):
    first, second, third = (say(f"Export is slow {n}") for n in range(3))
    page = browser_of(cast.product_manager).get("/feedback/bulk/merge/", {"id": [third.pk, second.pk, first.pk]})
    assert page.context["form"]["into"].value() == first.pk
    text = page.content.decode()
    assert all(f'value="{row.pk}"' in text for row in (first, second, third))
    assert f'value="{first.pk}" required checked' in text


def test_the_one_into_which_others_are_merged_already_stays(cast, pm, say):
    first, second = say("Export is slow"), say("Exporting takes hours")
    actions.merge_duplicate(say("Export, hours"), actor=pm, into=second)
    page = browser_of(cast.product_manager).get("/feedback/bulk/merge/", {"id": [first.pk, second.pk]})
    assert page.context["form"]["into"].value() == second.pk


def test_one_alone_is_merged_into_another_and_never_into_itself(cast, pm, say):
    alone, other = say("Export is slow"), say("Exporting takes hours")
    browser = browser_of(cast.product_manager)
    assert "combobox" in browser.get("/feedback/bulk/merge/", {"id": [alone.pk]}).content.decode()
    answer = browser.post("/feedback/bulk/merge/", {"id": [alone.pk], "into": alone.pk})
    assert (answer.status_code, "into itself" in answer.content.decode()) == (422, True)
    with pytest.raises(ValidationError):
        actions.do_to_all("merge", [alone], into=alone, actor=pm)
    actions.do_to_all("merge", [alone], into=other, actor=pm)
    assert merged_into(other) == {alone.pk}


def test_without_a_choice_it_is_said_at_the_field(cast, say):
    rows = [say(), say()]
    answer = browser_of(cast.product_manager).post("/feedback/bulk/merge/", {"id": [row.pk for row in rows]})
    assert (answer.status_code, "Choose the feedback that stays." in answer.content.decode()) == (422, True)


def test_where_one_cannot_be_merged_none_is(pm, say):
    stays, fine, gone = say(), say(), actions.archive(say(), actor=pm)
    with pytest.raises(NotPossible, match="Bring it back first"):
        actions.do_to_all("merge", [stays, fine, gone], into=stays, actor=pm)
    assert merged_into(stays) == set()


def test_very_many_are_merged_in_a_run_and_taken_back(cast, pm, say, run_jobs):
    stays, *others = (say(f"Export is slow {n}") for n in range(60))
    body = {"verb": "merge", "filter": {"state": "inbox"}, "values": {"into": stays.pk}}
    answer = api_of(cast.product_manager).post("/api/v1/feedback/bulk/", body, format="json")
    assert answer.status_code == 202, answer.content
    run_jobs()
    run = BulkRun.objects.get()
    assert merged_into(stays) == {row.pk for row in others}
    assert set(run.rows.values_list("outcome", flat=True)) == {BulkOutcome.DONE}
    actions.undo_run(run, actor=pm)
    run_jobs()
    assert merged_into(stays) == set()
    assert Feedback.objects.filter(state=FeedbackState.INBOX).count() == 60
