"""When something comes of somebody's words, an answer is drafted: once to each, newest news only, and never for nothing."""

from types import SimpleNamespace

import pytest

from answers.actions import draft_by_hand, drop_answer, send_answer
from answers.models import Answer, AnswerState, Occasion
from answers.owing import OWED_AFTER, owed
from answers.tasks import draft_about_initiative
from customers.actions import add_contact
from feedback.actions import give_feedback, merge_duplicate, set_aside, undo_set_aside, unmerge
from feedback.models import Feedback
from history import clock
from roadmap.actions import complete_initiative, link_insight, move_stage, place_initiative, reopen_initiative, take_off_roadmap
from tests.answers.stage import make_stage, to_ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, run_jobs):
    """Two customers behind one idea, nothing waiting."""
    made = make_stage(cast)
    run_jobs()
    assert Answer.objects.count() == 0
    return made


def test_a_card_on_the_roadmap_drafts_one_answer_to_each_who_asked(cast, stage, run_jobs):
    place_initiative(stage.initiative, horizon="next", actor=stage.pm)
    run_jobs()
    to_globex = Answer.objects.get(company=cast.globex)
    assert {answer.occasion for answer in Answer.objects.all()} == {Occasion.PLANNED}
    assert Answer.objects.count() == 2
    assert set(to_ann(stage).feedback.all()) == set(stage.said[:2])
    assert to_globex.contact is None
    assert not to_globex.is_sendable
    assert "Our calendars disagree." in to_ann(stage).text
    assert "Hello Ann Archer," in to_ann(stage).text


def test_moving_to_later_or_within_a_lane_tells_nothing_new(stage, run_jobs):
    card = place_initiative(stage.initiative, horizon="next", actor=stage.pm)
    card = place_initiative(card, horizon="later", reason="Not yet.", actor=stage.pm)
    place_initiative(card, horizon="later", actor=stage.pm)
    run_jobs()
    assert Answer.objects.count() == 2


def test_newer_news_takes_the_place_of_what_was_not_sent(stage, run_jobs):
    card = place_initiative(stage.initiative, horizon="next", actor=stage.pm)
    run_jobs()
    place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert to_ann(stage).occasion == Occasion.STARTED
    assert Answer.objects.filter(occasion=Occasion.PLANNED, state=AnswerState.DROPPED).count() == 2


def test_what_was_sent_stays_and_shipping_is_told_too(stage, run_jobs):
    card = place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    send_answer(to_ann(stage), actor=stage.pm)
    complete_initiative(card, actual_outcomes="They agree.", actor=stage.pm)
    run_jobs()
    assert Answer.objects.filter(contact=stage.ann).values_list("occasion", "state").order_by("id").distinct().count() == 2
    assert Answer.objects.get(contact=stage.ann, state="waiting").occasion == Occasion.SHIPPED


def test_nobody_is_told_the_same_twice(stage, run_jobs):
    card = place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    send_answer(to_ann(stage), actor=stage.pm)
    card = take_off_roadmap(card, reason="Not now.", actor=stage.pm)
    run_jobs()
    place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert [answer.state for answer in Answer.objects.filter(contact=stage.ann)] == ["sent"]


def test_what_did_not_come_to_pass_is_withdrawn_and_comes_back_with_it(stage, run_jobs):
    card = complete_initiative(
        place_initiative(stage.initiative, horizon="now", actor=stage.pm), actual_outcomes="They agree.", actor=stage.pm
    )
    run_jobs()
    assert to_ann(stage).occasion == Occasion.SHIPPED
    card = reopen_initiative(card, actor=stage.pm)
    run_jobs()
    assert not Answer.objects.open().exists()
    complete_initiative(card, actual_outcomes="Now they do.", actor=stage.pm)
    run_jobs()
    assert to_ann(stage).occasion == Occasion.SHIPPED


def test_a_person_s_no_is_not_drafted_again(stage, run_jobs):
    card = place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    drop_answer(to_ann(stage), reason="She left.", actor=stage.pm)
    card = take_off_roadmap(card, reason="Not now.", actor=stage.pm)
    place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert not Answer.objects.filter(contact=stage.ann).exclude(state=AnswerState.DROPPED).exists()


def test_an_idea_that_we_give_up_is_told_without_our_own_reason(stage, run_jobs):
    move_stage(stage.idea, stage="not_doing", reason="Their admin is a pain.", actor=stage.pm)
    run_jobs()
    assert to_ann(stage).occasion == Occasion.NOT_DOING
    assert "pain" not in to_ann(stage).text


def test_a_set_aside_is_answered_with_a_reasoned_no_and_spam_is_not(cast, stage, run_jobs):
    rows = [
        give_feedback(
            text=f"Make it purple {reason}.", contact=stage.ann, company=cast.acme, product=cast.product, actor=stage.pm
        )
        for reason in ("not_our_market", "spam")
    ]
    for row, reason in zip(rows, ("not_our_market", "spam"), strict=True):
        set_aside(row, reason=reason, actor=stage.pm)
    run_jobs()
    assert [list(answer.feedback.all()) for answer in Answer.objects.all()] == [[rows[0]]]
    assert "decided not to go this way" in Answer.objects.get().text
    undo_set_aside(rows[0], actor=stage.pm)
    run_jobs()
    assert not Answer.objects.open().exists()


@pytest.fixture
def same(cast, stage):
    """Ann said it, then Bill of Globex did, and Ann again; the first of them stays."""
    bill = add_contact(name="Bill Boon", company=cast.globex, email="bill@globex.example", actor=stage.pm)
    said = [
        give_feedback(text=f"Make it purple, {n}.", contact=who, product=cast.product, actor=stage.pm)
        for n, who in enumerate((stage.ann, bill, stage.ann))
    ]
    return SimpleNamespace(bill=bill, said=said)


def told_of(answers) -> dict[str, set[str]]:
    return {answer.contact.name: {row.text for row in answer.feedback.all()} for answer in answers}


def test_a_no_goes_to_everybody_whose_words_were_merged_into_it_each_once(same, stage, run_jobs):
    first, second, third = same.said
    merge_duplicate(second, into=first, actor=stage.pm)
    merge_duplicate(third, into=first, actor=stage.pm)
    set_aside(first, reason="not_our_market", actor=stage.pm)
    run_jobs()
    assert told_of(Answer.objects.all()) == {"Ann Archer": {first.text, third.text}, "Bill Boon": {second.text}}
    assert all("decided not to go this way" in answer.text for answer in Answer.objects.all())
    undo_set_aside(first, actor=stage.pm)
    run_jobs()
    assert not Answer.objects.open().exists()


def test_who_is_merged_into_a_no_later_hears_it_too_and_who_is_separated_does_not(same, stage, run_jobs):
    first, second, third = same.said
    set_aside(first, reason="other", actor=stage.pm)
    merge_duplicate(second, into=first, actor=stage.pm)
    run_jobs()
    assert told_of(Answer.objects.open()) == {"Ann Archer": {first.text}, "Bill Boon": {second.text}}
    unmerge(second, actor=stage.pm)
    run_jobs()
    assert told_of(Answer.objects.open()) == {"Ann Archer": {first.text}}
    send_answer(Answer.objects.open().get(), actor=stage.pm)
    set_aside(second, reason="other", actor=stage.pm)
    run_jobs()
    merge_duplicate(second, into=first, actor=stage.pm)
    merge_duplicate(third, into=first, actor=stage.pm)
    run_jobs()
    assert [answer.contact for answer in Answer.objects.open()] == [same.bill], "told of it, or about to be: nobody twice"


def test_a_duplicate_of_somebody_else_is_owed_for_itself(same, stage, run_jobs):
    first, second, third = same.said
    for row in (second, third):
        merge_duplicate(row, into=first, actor=stage.pm)
    Feedback.objects.update(said_at=clock.now() - OWED_AFTER * 2)
    mine = set(Feedback.objects.filter(pk__in=[row.pk for row in same.said]) & owed(stage.pm))
    assert mine == {first, second}, "the third counts through the first: Ann said both"
    send_answer(draft_by_hand(first, actor=stage.pm), actor=stage.pm)
    assert set(Feedback.objects.filter(pk__in=[row.pk for row in same.said]) & owed(stage.pm)) == {second}
    set_aside(Feedback.objects.get(pk=first.pk), reason="spam", actor=stage.pm)
    assert second not in owed(stage.pm)


def test_whoever_cannot_be_reached_is_owed_nothing(cast, stage, run_jobs):
    row = give_feedback(text="An unknown voice.", product=cast.product, actor=stage.pm)
    link_insight(row, idea=stage.idea, start=0, end=2, importance=1, actor=stage.pm)
    set_aside(give_feedback(text="Another.", actor=stage.pm), reason="other", actor=stage.pm)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert not Answer.objects.filter(feedback=row).exists()
    assert Answer.objects.count() == 2


def test_a_job_that_runs_twice_drafts_once(stage, run_jobs):
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert draft_about_initiative(stage.initiative.pk, Occasion.STARTED) == 0
    assert Answer.objects.count() == 2
