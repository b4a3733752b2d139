"""Merging: one stays, the other's insights and followers count there, and they can be separated."""

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.models import Feedback, FeedbackState
from history.refusals import NotAllowed, NotPossible
from tests.feedback.doors import api_of, browser_of


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_a_duplicate_leaves_the_inbox_and_stays_tied(door, cast, pm, say):
    twin, stays = say("Export is slow"), say("Exporting is slow")
    if door == "call":
        actions.merge_duplicate(twin, actor=pm, into=stays)
    elif door == "page":
        browser_of(cast.product_manager).post(f"/feedback/{twin.pk}/merge/", {"into": stays.pk})
    else:
        api_of(cast.product_manager).post(f"/api/v1/feedback/{twin.pk}/merge/", {"into": stays.pk}, format="json")
    twin.refresh_from_db()
    assert (twin.merged_into, twin.state) == (stays, FeedbackState.REVIEWED)
    assert list(Feedback.objects.waiting()) == [stays]


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_separated_it_waits_again(door, cast, pm, say):
    twin = actions.merge_duplicate(say(), actor=pm, into=say())
    if door == "call":
        actions.unmerge(twin, actor=pm)
    elif door == "page":
        browser_of(cast.product_manager).post(f"/feedback/{twin.pk}/unmerge/")
    else:
        api_of(cast.product_manager).post(f"/api/v1/feedback/{twin.pk}/unmerge/")
    twin.refresh_from_db()
    assert (twin.merged_into, twin.state) == (None, FeedbackState.INBOX)


def test_not_into_itself(pm, say):
    feedback = say()
    with pytest.raises(ValidationError):
        actions.merge_duplicate(feedback, actor=pm, into=feedback)


def test_no_chains(pm, say):
    first, second, third = say(), say(), say()
    actions.merge_duplicate(first, actor=pm, into=second)
    with pytest.raises(NotPossible, match="Others are merged"):
        actions.merge_duplicate(second, actor=pm, into=third)
    with pytest.raises(NotPossible, match="is merged into"):
        actions.merge_duplicate(third, actor=pm, into=first)


@pytest.mark.parametrize("verb", ["archive", "reopen_feedback"])
def test_a_duplicate_is_decided_with_the_one_that_stays(verb, pm, say):
    twin = actions.merge_duplicate(say(), actor=pm, into=say())
    with pytest.raises(NotPossible, match="merged into"):
        getattr(actions, verb)(twin, actor=pm)


def test_nothing_of_a_restricted_product_is_tied_to_something_outside(cast, pm, say):
    inside, outside = say(product=cast.restricted, by=cast.product_manager), say()
    with pytest.raises(NotPossible, match="restricted"):
        actions.merge_duplicate(inside, actor=pm, into=outside)


def test_what_one_may_not_see_is_no_target(cast, say):
    hidden, open_one = say(product=cast.restricted, by=cast.product_manager), say()
    page = browser_of(cast.outsider).post(f"/feedback/{open_one.pk}/merge/", {"into": hidden.pk})
    answer = api_of(cast.outsider).post(f"/api/v1/feedback/{open_one.pk}/merge/", {"into": hidden.pk}, format="json")
    missing = api_of(cast.outsider).post(f"/api/v1/feedback/{open_one.pk}/merge/", {"into": 10**9}, format="json")
    assert (page.status_code, answer.status_code) == (422, 400)
    assert str(answer.json()["errors"]["into"]).replace(str(hidden.pk), "N") == str(missing.json()["errors"]["into"]).replace(
        str(10**9), "N"
    )


def test_sales_may_not(cast, say, acting):
    with pytest.raises(NotAllowed):
        actions.merge_duplicate(say(), actor=acting(cast.salesperson), into=say())
