"""The status that customers read keeps step with the roadmap, and whoever follows is told, once, by a mail that can be stopped."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from history import clock
from history.models import Event
from portal import actions
from portal.mailing import unfollow_token
from portal.models import Follower, Publication
from roadmap import actions as roadmap

LATER = timedelta(minutes=11)


@pytest.fixture
def status(published):
    """What customers read now."""
    return lambda: Publication.objects.get(pk=published.pk).status


@pytest.fixture
def card(cast, idea, petra):
    return roadmap.create_initiative(product=cast.product, title="Reports that travel", ideas=[idea], actor=petra)


def test_it_follows_the_board(published, idea, card, petra, status):
    assert status() == "under_consideration"
    card = roadmap.place_initiative(card, horizon="later", actor=petra)
    assert status() == "planned"
    card = roadmap.place_initiative(card, horizon="now", actor=petra)
    assert status() == "in_progress"
    roadmap.remove_idea(card, idea=idea, actor=petra)
    assert status() == "under_consideration"
    card = roadmap.add_idea(card, idea=idea, actor=petra)
    assert status() == "in_progress"
    card = roadmap.complete_initiative(card, actual_outcomes="They stopped retyping.", actor=petra)
    assert status() == "shipped"
    card = roadmap.reopen_initiative(card, actor=petra)
    assert status() == "in_progress"
    roadmap.take_off_roadmap(card, reason="Not now.", actor=petra)
    assert status() == "under_consideration"


def test_it_follows_the_idea(cast, published, idea, petra, status):
    for stage, said in (("discovery", "under_consideration"), ("not_doing", "not_planned")):
        idea = roadmap.move_stage(idea, actor=petra, stage=stage, reason="Because")
        assert status() == said
    idea = roadmap.move_stage(idea, actor=petra, stage="discovery")
    roadmap.archive_idea(idea, actor=petra, reason="Old")
    assert status() == "not_planned"
    idea = roadmap.unarchive_idea(idea, actor=petra)
    assert status() == "under_consideration"
    original = roadmap.create_idea(product=cast.product, title="The original", actor=petra)
    card = roadmap.create_initiative(product=cast.product, title="Card", ideas=[original], actor=petra)
    roadmap.place_initiative(card, horizon="next", actor=petra)
    idea = roadmap.mark_duplicate(idea, actor=petra, of=original)
    assert status() == "planned", "a duplicate stands where its original does"
    roadmap.clear_duplicate(idea, actor=petra)
    assert status() == "under_consideration"


def test_overruled_it_stays_as_it_was_said_to_be(published, card, petra, status):
    actions.edit_publication(published, actor=petra, overruled="planned")
    roadmap.place_initiative(card, horizon="now", actor=petra)
    assert status() == "planned"
    actions.edit_publication(published, actor=petra, overruled="")
    assert status() == "in_progress"


def test_whoever_moved_the_card_changed_the_status(published, card, petra):
    roadmap.place_initiative(card, horizon="now", actor=petra)
    event = Event.objects.get(kind="publication.status_changed")
    assert (event.actor, event.facts["status"]) == (petra.person, "in_progress")


def test_a_product_without_anything_published_costs_one_question_and_its_savepoint(
    cast, petra, idea, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        assert actions.refresh_statuses(cast.product.pk, actor=petra) == []


def test_followers_are_told_by_a_mail_that_can_be_stopped(portal, published, card, petra, ann, run_jobs, settings):
    actions.follow(published, contact=ann)
    roadmap.place_initiative(card, horizon="now", actor=petra)
    run_jobs()
    assert mail.outbox == [], "there is time for second thoughts"
    with clock.at(clock.now() + LATER):
        run_jobs()
    letter = mail.outbox[0]
    assert letter.to == ["ann@acme.example"]
    assert letter.subject == "In progress: Send numbers to a spreadsheet"
    assert published.address_on(portal) in letter.body
    assert "Geheim" not in letter.body
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.PUBLIC_URL)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.get(stop).status_code == 200
    assert Follower.objects.exists(), "a mail filter that looks at the link stops nothing"
    assert guarded.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert guarded.post(stop).status_code == 200
    assert guarded.get(stop[:-2] + "x/").status_code == 404
    assert Event.objects.filter(kind="publication.unfollowed").count() == 1


def test_a_second_thought_tells_nobody(published, card, petra, ann, run_jobs):
    actions.follow(published, contact=ann)
    card = roadmap.place_initiative(card, horizon="now", actor=petra)
    roadmap.take_off_roadmap(card, reason="Not now.", actor=petra)
    with clock.at(clock.now() + LATER):
        run_jobs()
    assert mail.outbox == []


def test_told_twice_it_is_mailed_once(published, card, petra, ann, run_jobs):
    actions.follow(published, contact=ann)
    roadmap.place_initiative(card, horizon="now", actor=petra)
    assert actions.tell_followers(published, status="in_progress") == 1
    assert actions.tell_followers(published, status="in_progress") == 0
    with clock.at(clock.now() + LATER):
        run_jobs()
    assert len(mail.outbox) == 1


def test_whoever_follows_since_knows_already(published, card, petra, ann, run_jobs):
    roadmap.place_initiative(card, horizon="now", actor=petra)
    actions.follow(published, contact=ann)
    with clock.at(clock.now() + LATER):
        run_jobs()
    assert mail.outbox == []


def close(portal, published, petra):
    actions.change_portal(portal, actor=petra, audience="off")


def withdraw(portal, published, petra):
    actions.withdraw_publication(published, actor=petra)


def hide(portal, published, petra):
    actions.change_portal(portal, actor=petra, shown=["shipped"])


def leave(portal, published, petra):
    actions.unfollow(published, contact=Follower.objects.get().contact)


@pytest.mark.parametrize("end", [close, withdraw, hide, leave])
def test_what_does_not_show_is_not_mailed(portal, published, card, petra, ann, run_jobs, end):
    actions.follow(published, contact=ann)
    roadmap.place_initiative(card, horizon="now", actor=petra)
    end(portal, published, petra)
    with clock.at(clock.now() + LATER):
        run_jobs()
    assert mail.outbox == []


def test_the_link_to_stop_is_nobody_elses(published, ann, bob):
    mine, other = (actions.follow(published, contact=contact) for contact in (ann, bob))
    token = unfollow_token(mine).replace(mine.code, other.code)
    assert Client().post(reverse("portal:unfollow", args=[token])).status_code == 404
    assert Follower.objects.count() == 2
