"""The archive: out of sight, never away, and back to where it was."""

from datetime import timedelta

import pytest

from feedback import actions
from feedback.models import FeedbackState
from history import clock
from history.refusals import NotPossible
from tests.feedback.doors import DOORS, through


@pytest.mark.parametrize("door", DOORS)
def test_it_is_archived_and_brought_back(door, cast, say):
    feedback = say()
    through(door, "archive", feedback, cast.product_manager)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.ARCHIVED
    through(door, "unarchive", feedback, cast.product_manager)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.INBOX


def test_reviewed_it_comes_back_reviewed(pm, say):
    feedback = actions.set_aside(say(), actor=pm, reason="spam")
    actions.archive(feedback, actor=pm)
    assert actions.unarchive(feedback, actor=pm).state == FeedbackState.REVIEWED


def test_asleep_it_comes_back_asleep(pm, say):
    feedback = actions.snooze(say(), actor=pm, until=clock.today() + timedelta(days=2))
    actions.archive(feedback, actor=pm)
    assert actions.unarchive(feedback, actor=pm).is_snoozed


def test_once_is_enough(pm, say):
    feedback = actions.archive(say(), actor=pm)
    with pytest.raises(NotPossible, match="archived already"):
        actions.archive(feedback, actor=pm)


@pytest.mark.parametrize("door", DOORS)
def test_a_decided_one_is_reopened_without_its_set_aside(door, cast, pm, say):
    feedback = actions.set_aside(say(), actor=pm, reason="spam")
    through(door, "reopen_feedback", feedback, cast.product_manager)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.INBOX
    assert not feedback.set_asides.filter(undone_at=None).exists()


def test_what_waits_is_not_reopened(pm, say):
    with pytest.raises(NotPossible, match="in the inbox already"):
        actions.reopen_feedback(say(), actor=pm)
