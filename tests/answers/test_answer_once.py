"""Nobody is forgotten for having asked late, and nobody is told the same twice because two ideas became one."""

from __future__ import annotations

import pytest

from answers.actions import draft_to_late_askers, draft_to_late_voter, draft_to_voter, drop_answer, send_answer
from answers.models import Answer, AnswerState, Occasion
from answers.owing import owed_votes
from customers.actions import add_contact
from feedback.actions import give_feedback, merge_duplicate
from jobs.models import Job
from portal import actions as portal
from roadmap.actions import (
    complete_initiative,
    create_idea,
    create_initiative,
    link_insight,
    merge_idea,
    move_stage,
    place_initiative,
    restore_insight,
    undo_idea_merge,
    vote,
    withdraw_insight,
    withdraw_vote,
)
from roadmap.actions.insights import link_whole
from tests.answers.stage import make_stage, to_ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, run_jobs):
    """Words behind an idea, and beside Ann, who spoke, Gil of Globex, who said nothing yet."""
    made = make_stage(cast)
    made.gil = add_contact(name="Gil Gates", company=cast.globex, email="gil@globex.example", actor=made.pm)
    run_jobs()
    return made


def answers(**wanted):
    return Answer.objects.exclude(state=AnswerState.DROPPED).filter(**wanted)


def shipped(stage):
    return complete_initiative(
        place_initiative(stage.initiative, horizon="now", actor=stage.pm), actual_outcomes="Done.", actor=stage.pm
    )


def killed(stage):
    card = place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    return complete_initiative(card, actual_outcomes="None.", ending="killed", actor=stage.pm)


NEWS = {
    Occasion.PLANNED: lambda stage: place_initiative(stage.initiative, horizon="next", actor=stage.pm),
    Occasion.STARTED: lambda stage: place_initiative(stage.initiative, horizon="now", actor=stage.pm),
    Occasion.SHIPPED: shipped,
    Occasion.NOT_DOING: lambda stage: move_stage(stage.idea, stage="not_doing", reason="Too dear.", actor=stage.pm),
    Occasion.FAILED: lambda stage: move_stage(stage.idea, stage="failed_experiment", reason="It failed.", actor=stage.pm),
}


@pytest.mark.parametrize("occasion", NEWS)
def test_who_votes_late_is_answered_as_the_others_were_and_once(cast, stage, run_jobs, occasion):
    NEWS[occasion](stage)
    run_jobs()
    send_answer(to_ann(stage), actor=stage.pm)
    given = vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.pm)
    by_ann = vote(stage.idea, company=cast.acme, contact=stage.ann, actor=stage.pm)
    run_jobs()
    late = answers(contact=stage.gil).get()
    assert (late.occasion, late.state, list(late.votes.all())) == (occasion, AnswerState.WAITING, [given])
    assert "we noted that you wish for this" in late.text
    assert answers(contact=stage.ann).count() == 1  # she was told: her vote is answered with it
    assert not owed_votes(stage.pm).filter(pk__in=[given.pk, by_ann.pk]).exists()
    assert draft_to_late_voter(given, actor=stage.pm) == []
    drop_answer(late, reason="He knows.", actor=stage.pm)
    assert draft_to_late_voter(given, actor=stage.pm) == []


@pytest.mark.parametrize("before", [lambda stage: None, killed], ids=["nothing", "killed"])
def test_a_vote_for_what_nothing_came_of_waits_for_news(cast, stage, run_jobs, before):
    before(stage)
    run_jobs()
    Answer.objects.update(state=AnswerState.DROPPED)
    vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).exists()
    assert owed_votes(stage.pm).filter(contact=stage.gil).exists()


def test_a_late_vote_that_is_taken_back_is_not_answered_and_one_on_the_portal_is(cast, stage, run_jobs):
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    given = vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.pm)
    withdraw_vote(given, actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).exists()
    portal.make_portal(cast.product, actor=stage.pm, audience="public", title="Relay ideas")
    portal.vote_here(portal.publish_idea(stage.idea, actor=stage.pm, title="One true calendar", text=""), contact=stage.gil)
    run_jobs()
    assert "you voted for this: One true calendar." in answers(contact=stage.gil).get().text


def test_a_late_vote_of_a_company_that_names_nobody_goes_through_whoever_spoke(cast, stage, run_jobs):
    shipped(stage)
    run_jobs()
    given = vote(stage.idea, company=cast.acme, actor=stage.pm)
    run_jobs()
    assert list(to_ann(stage).votes.all()) == [given]  # her draft waits: it answers the vote too
    assert not answers(company=cast.acme, contact=None).exists()


@pytest.fixture
def by_gil(cast, stage):
    """Gil's words, not linked to anything yet."""
    return give_feedback(
        text="Globex has two calendars too.", product=cast.product, company=cast.globex, contact=stage.gil, actor=stage.pm
    )


def link(row, stage):
    return link_insight(row, idea=stage.idea, start=0, end=5, importance=2, actor=stage.pm)


@pytest.mark.parametrize("occasion", NEWS)
def test_who_speaks_late_is_answered_as_the_others_were_and_once(stage, by_gil, run_jobs, occasion):
    NEWS[occasion](stage)
    run_jobs()
    link(by_gil, stage)
    run_jobs()
    late = answers(contact=stage.gil).get()
    assert (late.occasion, late.state, list(late.feedback.all())) == (occasion, AnswerState.WAITING, [by_gil])
    assert "Globex has two calendars too." in late.text
    assert answers(contact=stage.ann).count() == 1
    assert draft_to_late_askers(stage.idea, [by_gil.pk], actor=stage.pm) == []
    drop_answer(late, reason="He knows.", actor=stage.pm)
    assert draft_to_late_askers(stage.idea, [by_gil.pk], actor=stage.pm) == []


def test_words_linked_to_what_nothing_came_of_wait_for_news(stage, by_gil, run_jobs):
    killed(stage)
    run_jobs()
    link(by_gil, stage)
    run_jobs()
    assert not answers(contact=stage.gil).exists()


def test_words_that_were_linked_by_mistake_are_not_answered_and_linked_again_they_are(cast, stage, by_gil, run_jobs):
    shipped(stage)
    run_jobs()
    insight = link(by_gil, stage)
    run_jobs()
    withdraw_insight(insight, actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).exists()
    assert Answer.objects.get(contact=stage.gil).note == "Their words support it no more."
    restore_insight(insight, actor=stage.pm)
    run_jobs()
    assert answers(contact=stage.gil).get().state == AnswerState.WAITING
    vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.pm)
    run_jobs()
    withdraw_insight(insight, actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).get().feedback.exists()  # it waits for his vote's sake


def test_words_merged_into_what_was_told_are_answered_too(stage, by_gil, run_jobs):
    shipped(stage)
    run_jobs()
    merge_duplicate(by_gil, into=stage.said[0], actor=stage.pm)
    run_jobs()
    assert list(answers(contact=stage.gil).get().feedback.all()) == [by_gil]


def test_many_that_are_linked_at_once_are_drafted_to_by_one_job(cast, stage, run_jobs):
    shipped(stage)
    run_jobs()
    said = [
        give_feedback(text=f"Calendar {number}", product=cast.product, company=cast.globex, contact=stage.gil, actor=stage.pm)
        for number in range(5)
    ]
    link_whole.together(said, idea=stage.idea, actor=stage.pm)
    assert Job.objects.filter(task="answers.draft_to_late_askers").count() == 1
    run_jobs()
    assert set(answers(contact=stage.gil).get().feedback.all()) == set(said)


@pytest.fixture
def twin(cast, stage):
    """Another idea, that Ann asked for as well, and Gil voted for."""
    idea = create_idea(product=cast.product, title="One calendar", actor=stage.pm)
    said = give_feedback(text="One calendar, please.", product=cast.product, company=cast.acme, contact=stage.ann, actor=stage.pm)
    link_insight(said, idea=idea, start=0, end=5, importance=2, actor=stage.pm)
    vote(idea, company=cast.globex, contact=stage.gil, actor=stage.pm)
    stage.twin_card = create_initiative(product=cast.product, title="Again", ideas=[idea], actor=stage.pm)
    stage.twin_said = said
    return idea


def test_what_was_told_of_the_one_is_not_told_again_of_the_other(cast, stage, twin, run_jobs):
    place_initiative(stage.twin_card, horizon="now", actor=stage.pm)
    run_jobs()
    for one in answers(idea=twin):
        if one.is_sendable:
            send_answer(one, actor=stage.pm)
    merge = merge_idea(twin, into=stage.idea, actor=stage.pm)
    run_jobs()
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert [one.state for one in answers(contact=stage.ann)] == [AnswerState.SENT]
    assert [one.state for one in answers(contact=stage.gil)] == [AnswerState.SENT]
    assert answers(contact=None, company=cast.globex, occasion=Occasion.STARTED).count() == 1  # who asked for the other only
    undo_idea_merge(merge, actor=stage.pm)
    run_jobs()
    assert set(answers(idea=twin).values_list("contact", "occasion")) == {
        (stage.ann.pk, Occasion.STARTED), (stage.gil.pk, Occasion.STARTED)
    }  # fmt: skip
    assert Answer.objects.filter(occurrence__startswith=f"idea:{twin.pk} ").count() == 2
    assert to_ann_about(stage, stage.idea).state == AnswerState.WAITING  # of this one she was told nothing


def to_ann_about(stage, idea):
    return answers(contact=stage.ann, idea=idea).get()


def test_what_a_person_began_to_write_survives_the_merge(cast, stage, twin, run_jobs):
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    begun = draft_to_voter(twin.votes.get(), actor=stage.pm)
    merge_idea(twin, into=stage.idea, actor=stage.pm)
    run_jobs()
    begun.refresh_from_db()
    assert (begun.state, begun.idea) == (AnswerState.WAITING, stage.idea)


def test_two_drafts_with_the_same_news_become_one_that_answers_to_both(cast, stage, twin, run_jobs):
    for card in (stage.initiative, stage.twin_card):
        place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert answers(contact=stage.ann).count() == 2
    merge_idea(twin, into=stage.idea, actor=stage.pm)
    run_jobs()
    assert set(to_ann(stage).feedback.all()) == {*stage.said[:2], stage.twin_said}


def test_a_draft_gives_way_to_what_was_sent_of_the_other(cast, stage, twin, run_jobs):
    for card in (stage.initiative, stage.twin_card):
        place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    send_answer(to_ann_about(stage, twin), actor=stage.pm)
    merge_idea(twin, into=stage.idea, actor=stage.pm)
    run_jobs()
    assert to_ann(stage).state == AnswerState.SENT


def test_a_no_to_the_one_is_not_repeated_for_the_other(cast, stage, twin, run_jobs):
    move_stage(twin, stage="not_doing", reason="No.", actor=stage.pm)
    run_jobs()
    send_answer(to_ann_about(stage, twin), actor=stage.pm)
    merge_idea(twin, into=stage.idea, actor=stage.pm)
    move_stage(stage.idea, stage="not_doing", reason="No.", actor=stage.pm)
    run_jobs()
    assert to_ann(stage).idea == twin


def test_who_asked_for_the_other_hears_what_is_true_of_the_one_that_stays(cast, stage, twin, run_jobs):
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).exists()
    merge_idea(twin, into=stage.idea, actor=stage.pm)
    run_jobs()
    assert answers(contact=stage.gil).get().occasion == Occasion.STARTED
    assert stage.twin_said in to_ann(stage).feedback.all()
