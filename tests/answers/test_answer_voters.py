"""Whoever voted for an idea is answered as whoever spoke for it: once, in words of their own, and nobody is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from answers.actions import draft_to_voter, drop_answer, hand_over, send_answer
from answers.models import Answer, AnswerState, Occasion
from answers.owing import overdue_votes, owed_votes
from customers.actions import add_contact, change_company, erase_contact, merge_contact
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from line.waiting import all_waiting
from portal import actions as portal
from roadmap.actions import create_idea, mark_duplicate, merge_idea, move_stage, place_initiative, vote, withdraw_vote
from roadmap.models import Vote
from tests.answers.stage import make_stage, to_ann
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, acting):
    """Words behind an idea, and beside Ann, who spoke, Gil of Globex, who only votes."""
    made = make_stage(cast)
    made.gil = add_contact(name="Gil Gates", company=cast.globex, email="gil@globex.example", actor=made.pm)
    made.seller = acting(cast.salesperson)
    return made


def answers(**wanted):
    return Answer.objects.exclude(state=AnswerState.DROPPED).filter(**wanted)


def test_who_only_voted_is_answered_once_and_knows_why(cast, stage, run_jobs):
    given = vote(stage.idea, company=cast.globex, contact=stage.gil, words="They churn otherwise.", actor=stage.seller)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    answer = answers().get(contact=stage.gil)
    assert (list(answer.votes.all()), list(answer.feedback.all())) == ([given], [])
    assert "we noted that you wish for this: Calendars that agree." in answer.text
    assert "churn" not in answer.text
    assert "Thank you for your vote." in answer.text
    assert answer.subject == "We are working on Calendars that agree"
    send_answer(answer, actor=stage.pm)
    run_jobs()
    assert [letter.to for letter in mail.outbox if letter.subject == answer.subject] == [["gil@globex.example"]]


def test_who_spoke_and_voted_gets_one_answer_to_both(cast, stage, run_jobs):
    given = vote(stage.idea, company=cast.acme, contact=stage.ann, actor=stage.seller)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    answer = to_ann(stage)
    assert set(answer.feedback.all()) == set(stage.said[:2])
    assert list(answer.votes.all()) == [given]
    assert answers().count() == 2  # hers, and that of Globex
    assert "Our calendars disagree." in answer.text
    assert "wish for this" not in answer.text


def test_a_vote_that_names_nobody_is_answered_through_whoever_of_them_asked(cast, stage, run_jobs):
    """Ann of Acme spoke, so Acme hears of it through her; of a company that only voted, the account owner is told."""
    acme = vote(stage.idea, company=cast.acme, actor=stage.seller)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert list(to_ann(stage).votes.all()) == [acme]
    assert not answers(company=cast.acme, contact=None).exists()


def test_a_company_that_only_voted_is_told_through_its_owner(cast, stage, run_jobs):
    other = create_idea(product=cast.product, title="Fewer clicks", actor=stage.pm)
    vote(other, company=cast.acme, actor=stage.seller)
    move_stage(other, stage="not_doing", reason="Too small.", actor=stage.pm)
    run_jobs()
    answer = answers().get(idea=other)
    assert (answer.contact, answer.company, answer.is_sendable) == (None, cast.acme, False)
    assert "we noted that Acme wishes for this: Fewer clicks." in answer.text
    change_company(cast.acme, owner=cast.salesperson, actor=stage.pm)
    hand_over(answer, actor=stage.pm)
    run_jobs()
    assert "what came of their vote" in mail.outbox[-1].body


def test_of_somebody_who_was_erased_the_company_is_told(cast, stage, run_jobs, acting):
    given = vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
    erase_contact(stage.gil, actor=acting(cast.admin))
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    answer = answers().get(votes=given)
    assert (answer.contact, answer.company) == (None, cast.globex)
    assert answer.text.startswith("Hello,")
    assert not owed_votes(stage.pm).exists()


def test_votes_for_a_duplicate_are_answered_with_it(cast, stage, run_jobs):
    other = create_idea(product=cast.product, title="One calendar", actor=stage.pm)
    vote(other, company=cast.globex, contact=stage.gil, actor=stage.seller)
    mark_duplicate(other, of=stage.idea, actor=stage.pm)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert answers(contact=stage.gil).get().idea == stage.idea
    assert not owed_votes(stage.pm).filter(contact=stage.gil).exists()


def test_nobody_is_told_twice_when_things_move_again_or_ideas_and_contacts_are_merged(cast, stage, run_jobs):
    vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
    card = place_initiative(stage.initiative, horizon="next", actor=stage.pm)
    run_jobs()
    send_answer(answers().get(contact=stage.gil), actor=stage.pm)
    twin = add_contact(name="G. Gates", company=cast.globex, actor=stage.pm)
    merge_contact(stage.gil, into=twin, actor=stage.pm)
    card = place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert [one.occasion for one in answers(contact=twin).order_by("pk")] == [Occasion.PLANNED, Occasion.STARTED]
    place_initiative(card, horizon="next", reason="Not yet.", actor=stage.pm)
    place_initiative(card, horizon="now", actor=stage.pm)
    run_jobs()
    assert answers(contact=twin).count() == 2
    other = create_idea(product=cast.product, title="Agreeing calendars", actor=stage.pm)
    merge_idea(stage.idea, into=other, actor=stage.pm)
    assert not owed_votes(stage.pm).filter(contact=twin).exists()


def test_who_takes_their_vote_back_is_not_told(cast, stage, run_jobs):
    by_gil = vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
    by_ann = vote(stage.idea, company=cast.acme, contact=stage.ann, actor=stage.seller)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    for given in (by_gil, by_ann):
        withdraw_vote(given, actor=stage.pm)
    run_jobs()
    assert not answers(contact=stage.gil).exists()
    assert to_ann(stage).state == AnswerState.WAITING  # her words stand


def test_a_voter_on_the_portal_hears_of_the_idea_under_the_title_they_know(cast, stage, run_jobs, browse):
    portal.make_portal(cast.product, actor=stage.pm, audience="public", title="Relay ideas")
    published = portal.publish_idea(stage.idea, actor=stage.pm, title="One true calendar", text="")
    portal.vote_here(published, contact=stage.gil)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    answer = answers().get(contact=stage.gil)
    assert "you voted for this: One true calendar." in answer.text
    assert "We are working on it now: One true calendar." in answer.text
    assert stage.idea.title not in answer.text + answer.subject
    hint = "They follow it on the portal"
    assert hint not in browse(cast.product_manager).get(answer.get_absolute_url()).content.decode()
    portal.follow(published, contact=stage.gil)
    assert hint in browse(cast.product_manager).get(answer.get_absolute_url()).content.decode()


@pytest.fixture
def old_vote(cast, stage):
    """Gil voted three weeks ago, and nobody told him anything."""
    given = vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
    Vote.objects.filter(pk=given.pk).update(at=clock.now() - timedelta(days=21))
    given.refresh_from_db()
    return given


def test_who_voted_and_heard_nothing_is_on_the_list_until_they_are_answered(cast, stage, old_vote, browse):
    fresh = vote(stage.idea, company=cast.acme, contact=stage.ann, actor=stage.seller)
    browser = browse(cast.product_manager)
    assert list(overdue_votes(stage.pm)) == [old_vote]
    assert set(owed_votes(stage.pm)) == {old_vote, fresh}
    assert "Gil Gates" in browser.get("/answers/owed/votes/").content.decode()
    of_idea = browser.get(f"/answers/owed/votes/?idea={stage.idea.pk}").content.decode()
    assert "Ann Archer" in of_idea
    assert "2 who voted for it" in whole(browser, f"/ideas/{stage.idea.pk}/")
    assert "Voted, and heard nothing yet" in whole(browser, f"/customers/{cast.globex.pk}/?tab=owed")
    assert browse(cast.salesperson).post(f"/answers/to-vote/{old_vote.pk}/").status_code == 403
    made = browser.post(f"/answers/to-vote/{old_vote.pk}/")
    answer = answers().get(contact=stage.gil)
    assert made["Location"] == answer.get_absolute_url()
    assert "What they voted for" in browser.get(answer.get_absolute_url()).content.decode()
    assert "Gil Gates" not in browser.get("/answers/owed/votes/").content.decode()
    assert browser.post(f"/answers/to-vote/{old_vote.pk}/").status_code == 409


def test_a_no_of_a_person_settles_it_and_one_of_the_house_does_not(cast, stage, old_vote):
    answer = draft_to_voter(old_vote, actor=stage.pm)
    assert not owed_votes(stage.pm).filter(pk=old_vote.pk).exists()
    drop_answer(answer, reason="He left.", actor=stage.pm)
    assert not owed_votes(stage.pm).filter(pk=old_vote.pk).exists()
    Answer.objects.filter(pk=answer.pk).update(settled_by=None)
    assert owed_votes(stage.pm).filter(pk=old_vote.pk).exists()


def test_the_api_lists_them_and_begins_an_answer(cast, stage, old_vote, call):
    api = call(cast.product_manager)
    (row,) = api.get(f"/api/v1/unanswered-votes/?idea={stage.idea.pk}").json()["results"]
    assert row["id"] == old_vote.pk
    assert api.post("/api/v1/answers/", {}, format="json").status_code == 400
    assert api.post("/api/v1/answers/", {"vote": old_vote.pk, "feedback": stage.said[0].pk}, format="json").status_code == 400
    assert call(cast.salesperson).post("/api/v1/answers/", {"vote": old_vote.pk}, format="json").status_code == 403
    made = api.post("/api/v1/answers/", {"vote": old_vote.pk}, format="json")
    assert (made.status_code, made.json()["votes"], made.json()["feedback"]) == (201, [old_vote.pk], [])
    assert api.get(f"/api/v1/answers/?votes={old_vote.pk}").json()["results"][0]["id"] == made.json()["id"]
    assert api.get("/api/v1/unanswered-votes/").json()["results"] == []
    event = Event.objects.filter(kind="answer.drafted").latest("id")
    assert event.actor == cast.product_manager


def test_what_one_may_not_see_is_neither_listed_nor_begun(cast, stage, call, browse, acting):
    secret = create_idea(product=cast.restricted, title="Zugvogel", actor=stage.pm)
    hidden = vote(secret, company=cast.acme, actor=stage.pm)
    Vote.objects.update(at=clock.now() - timedelta(days=30))
    outsider = acting(cast.outsider)
    assert not owed_votes(outsider).exists()
    assert "Zugvogel" not in browse(cast.outsider).get("/answers/owed/votes/").content.decode()
    assert browse(cast.outsider).get(f"/answers/owed/votes/?idea={secret.pk}").status_code == 404
    assert call(cast.outsider).get("/api/v1/unanswered-votes/").json()["results"] == []
    with pytest.raises((NotAllowed, NotPossible)):
        draft_to_voter(hidden, actor=outsider)


def counted_in_rail(browser):
    """The number beside Answers."""
    (place,) = [one for one in browser.get("/").context["rail"]["places"] if one["name"] == "Answers"]
    return place["count"]


def test_waiting_answers_are_counted_in_the_rail_and_on_home(cast, stage, run_jobs, browse, acting):
    vote(stage.idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
    place_initiative(stage.initiative, horizon="now", actor=stage.pm)
    run_jobs()
    assert counted_in_rail(browse(cast.product_manager)) == 3
    (item,) = [one for one in all_waiting(stage.pm) if one.kind == "answer"]
    assert (item.do, item.text, item.url) == ("Send", "3 answers to customers", "/answers/waiting/")
    assert not [one for one in all_waiting(stage.seller) if one.kind == "answer"]
    handed = hand_over(answers().get(contact=stage.gil), to=cast.salesperson, actor=stage.pm)
    (item,) = [one for one in all_waiting(stage.seller) if one.kind == "answer"]
    assert (item.do, item.url) == ("Tell", handed.get_absolute_url())
    shown = browse(cast.salesperson).get("/").content.decode()
    assert "Gil Gates, Globex" in shown
    assert counted_in_rail(browse(cast.salesperson)) == 1


def test_the_list_of_voters_asks_as_much_for_thirty_as_for_three(cast, stage, browse, django_assert_max_num_queries):
    browser, counts = browse(cast.product_manager), []
    for many in (3, 27):
        for number in range(many):
            idea = create_idea(product=cast.product, title=f"Idea {many} {number}", actor=stage.pm)
            vote(idea, company=cast.globex, contact=stage.gil, actor=stage.seller)
        Vote.objects.update(at=clock.now() - timedelta(days=30))
        with django_assert_max_num_queries(15) as captured:
            assert browser.get("/answers/owed/votes/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
