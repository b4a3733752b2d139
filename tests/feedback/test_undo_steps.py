"""Each step can be taken back, by whoever took it."""

from datetime import timedelta

import pytest

from feedback import actions
from feedback.models import Feedback, FeedbackState
from history import clock
from history.models import Event
from history.refusals import NotPossible
from roadmap.actions import create_idea, link_insight


def last_step(feedback):
    return Event.objects.filter(subject_type="feedback.feedback", subject_id=feedback.pk).first()


def state_of(feedback):
    feedback.refresh_from_db()
    return (
        feedback.state, feedback.snoozed_until, feedback.assignee_id, feedback.merged_into_id, feedback.title,
        feedback.product_id, feedback.company_id, sorted(tag.name for tag in feedback.tags.all()),
        feedback.set_asides.filter(undone_at=None).count(),
    )  # fmt: skip


STEPS = {
    "set aside": lambda f, pm, cast, other: actions.set_aside(f, actor=pm, reason="praise"),
    "snooze": lambda f, pm, cast, other: actions.snooze(f, actor=pm, until=clock.today() + timedelta(days=3)),
    "archive": lambda f, pm, cast, other: actions.archive(f, actor=pm),
    "merge": lambda f, pm, cast, other: actions.merge_duplicate(f, actor=pm, into=other),
    "assign": lambda f, pm, cast, other: actions.assign(f, actor=pm, assignee=cast.second_product_manager),
    "tag": lambda f, pm, cast, other: actions.tag(f, actor=pm, add=["Export", "speed"]),
    "edit": lambda f, pm, cast, other: actions.edit_feedback(f, actor=pm, title="New", product=None, company=cast.globex),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_taken_back_leaves_everything_as_it_was(step, cast, pm, say):
    feedback, other = say(), say("The export is slow.")
    before = state_of(feedback)
    STEPS[step](feedback, pm, cast, other)
    assert state_of(feedback) != before
    actions.undo_steps([last_step(feedback)], actor=pm)
    assert state_of(feedback) == before


@pytest.mark.parametrize("first", ["snooze", "archive", "merge", "set aside"])
def test_undoing_an_undo_brings_the_step_back(first, cast, pm, say):
    feedback, other = say(), say("The export is slow.")
    STEPS[first](feedback, pm, cast, other)
    stood = state_of(feedback)
    undo = {
        "snooze": actions.wake, "archive": actions.unarchive, "merge": actions.unmerge, "set aside": actions.reopen_feedback,
    }[first]  # fmt: skip
    undo(feedback, actor=pm)
    actions.undo_steps([last_step(feedback)], actor=pm)
    assert state_of(feedback) == stood


def test_somebody_elses_step_is_theirs_to_undo(cast, pm, say, acting):
    feedback = say()
    actions.archive(feedback, actor=pm)
    with pytest.raises(NotPossible):
        actions.undo_steps([last_step(feedback)], actor=acting(cast.second_product_manager))


def test_an_assignment_that_went_on_to_a_third_stays(cast, pm, say, acting):
    feedback = say()
    actions.assign(feedback, actor=pm, assignee=cast.product_manager)
    step = last_step(feedback)
    actions.assign(feedback, actor=acting(cast.second_product_manager), assignee=cast.second_product_manager)
    with pytest.raises(NotPossible, match="Nora Lindqvist since"):
        actions.undo_steps([step], actor=pm)


def test_a_bulk_step_is_undone_whole(cast, pm, say):
    rows = [say(f"words {n}") for n in range(3)]
    actions.do_to_all("snooze", rows, actor=pm, until=clock.today() + timedelta(days=7))
    actions.undo_steps([last_step(row) for row in rows], actor=pm)
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.snoozed_until) == (FeedbackState.INBOX, None)


@pytest.mark.parametrize("step", ["archive", "merge", "tag", "link"])
def test_many_steps_that_are_alike_are_taken_back_together_or_not_at_all(step, cast, pm, say, django_assert_max_num_queries):
    rows, other = [say(f"words {n}") for n in range(20)], say("The export is slow.")
    idea = create_idea(product=cast.product, title="Fast export", actor=pm)
    before = [state_of(row) for row in rows]
    for row in rows:
        STEPS[step](row, pm, cast, other) if step != "link" else link_insight(row, idea, actor=pm)
    steps = [last_step(row) for row in rows]
    changed = actions.edit_feedback(rows[7], actor=pm, title="Ours now")
    if step != "tag":
        undone_by_hand = actions.undo_steps([steps[3]], actor=pm)
        with pytest.raises(NotPossible):
            actions.undo_steps(steps, actor=pm)
        assert undone_by_hand == [rows[3]]
        assert [state_of(row) != was for row, was in zip(rows, before, strict=True)].count(False) == 1, "none of the others"
        del steps[3]
    with django_assert_max_num_queries(45):
        assert len(actions.undo_steps(steps, actor=pm)) == len(steps)
    actions.edit_feedback(changed, actor=pm, title="")
    assert [state_of(row) for row in rows] == before


def test_what_was_separated_from_two_of_the_same_words_goes_back_to_its_own(pm, say):
    one, other = say("The export is slow."), say("The export is slow.")
    mine, theirs = say("Mine"), say("Theirs")
    for row, into in ((mine, one), (theirs, other)):
        actions.merge_duplicate(row, actor=pm, into=into)
        actions.unmerge(row, actor=pm)
    actions.undo_steps([last_step(mine), last_step(theirs)], actor=pm)
    assert [Feedback.objects.get(pk=row.pk).merged_into for row in (mine, theirs)] == [one, other]
