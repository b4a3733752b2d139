"""A customer votes for their company, takes it back, follows and hears of it: one vote a company, and nobody by name."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from portal import actions
from portal.events import PORTAL
from portal.models import Follower
from roadmap import actions as roadmap
from roadmap.models import Vote
from tests.portal.doing import at
from tests.reading import whole


def test_a_vote_is_the_companys_given_by_the_customer(cast, published, ann):
    given = actions.vote_here(published, contact=ann)
    assert (given.company, given.contact, given.given_by) == (cast.acme, ann, None)
    event = Event.objects.get(kind="vote.given")
    assert (event.system, event.facts["contact"]) == ("portal", ann.pk)


def test_somebody_gave_every_vote(cast, idea):
    with pytest.raises(NotAllowed):
        roadmap.vote(idea, actor=PORTAL, company=cast.acme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(idea=idea, company=cast.acme)


def test_one_vote_a_company_whoever_gives_it(cast, published, idea, ann, petra):
    roadmap.vote(idea, actor=petra, company=cast.acme)
    with pytest.raises(NotPossible, match="already"):
        actions.vote_here(published, contact=ann)
    with pytest.raises(NotPossible, match="no vote"):
        actions.withdraw_vote_here(published, contact=ann)
    assert Vote.objects.standing().count() == 1


def test_one_takes_back_ones_own_vote_and_no_colleagues(cast, published, ann, portal):
    second = actions.sign_in(actions.ask_link(portal, email="second@acme.example"))[0].contact
    actions.vote_here(published, contact=ann)
    with pytest.raises(NotPossible):
        actions.withdraw_vote_here(published, contact=second)
    actions.withdraw_vote_here(published, contact=ann)
    assert not Vote.objects.standing().exists()
    actions.vote_here(published, contact=second)


def test_without_a_known_company_there_is_no_vote(published, stray):
    with pytest.raises(NotPossible, match="we do not know yours"):
        actions.vote_here(published, contact=stray)


def test_what_is_settled_takes_no_votes(published, ann, petra):
    actions.edit_publication(published, actor=petra, overruled="shipped")
    published.refresh_from_db()
    with pytest.raises(NotPossible, match="no more votes"):
        actions.vote_here(published, contact=ann)


def test_the_vote_for_a_duplicate_is_its_originals(cast, published, idea, ann, petra):
    original = roadmap.create_idea(product=cast.product, title="The original", actor=petra)
    roadmap.mark_duplicate(idea, actor=petra, of=original)
    published.refresh_from_db()
    assert actions.vote_here(published, contact=ann).idea == original
    actions.withdraw_vote_here(published, contact=ann)


def test_the_web_votes_and_takes_back(portal, published, ann, bob, visit):
    browser, page, vote = visit(ann), published.address_on(portal), at(portal, "vote", published.code)
    assert "Vote for Acme" in browser.get(page).content.decode()
    assert (
        browser.post(vote, {"back": portal.get_absolute_url()}).headers["Location"] == portal.get_absolute_url() + "?done=voted"
    )
    assert "You voted for Acme" in browser.get(page).content.decode()
    assert browser.post(vote).status_code == 409
    assert "1 company asked for this" in Client().get(page).content.decode()
    other = visit(bob)
    other.post(vote)
    assert "2 companies asked for this" in Client().get(page).content.decode()
    assert browser.post(vote, {"undo": "1"}).status_code == 302
    assert browser.post(vote, {"undo": "1"}).status_code == 409
    assert browser.get(vote).status_code == 405
    assert browser.post(at(portal, "vote", "nothing")).status_code == 404


def test_a_vote_from_a_narrowed_list_leaves_it_narrowed(portal, published, ann, visit):
    browser, looked = visit(ann), portal.get_absolute_url() + "?sort=new&q=spreadsheet"
    assert "sort=new&amp;q=spreadsheet" in browser.get(looked + "&done=unvoted").content.decode()
    answer = browser.post(at(portal, "vote", published.code), {"back": looked + "&done=unvoted"})
    assert answer.headers["Location"] == looked + "&done=voted"


def test_back_leads_nowhere_else(portal, published, ann, visit):
    answer = visit(ann).post(at(portal, "vote", published.code), {"back": "https://evil.example/"})
    assert answer.headers["Location"].startswith(portal.get_absolute_url())


def test_a_stray_customer_is_told_what_they_can_do(portal, published, stray, visit):
    browser = visit(stray)
    assert "we do not know yours yet" in browser.get(published.address_on(portal)).content.decode()
    answer = browser.post(at(portal, "vote", published.code))
    assert answer.status_code == 409
    assert "we do not know yours yet" in answer.content.decode()


def test_no_name_of_a_customer_ever_shows_to_another(cast, portal, published, ann, bob, visit):
    actions.vote_here(published, contact=ann)
    actions.follow(published, contact=ann)
    actions.submit(portal, contact=ann, text="For the night shift", publication=published)
    browser = visit(bob)
    for page in (portal.get_absolute_url(), published.address_on(portal), at(portal, "mine")):
        shown = browser.get(page).content.decode()
        assert not [name for name in ("Acme", "Ann", "ann@acme.example", "night shift") if name in shown]


def test_votes_given_here_show_to_colleagues(cast, browse, idea, published, ann):
    actions.vote_here(published, contact=ann)
    shown = whole(browse(cast.product_manager), reverse("roadmap:idea", args=[idea.pk]))
    assert "given on the portal" in shown
    assert "1 vote given there" in shown


def test_following_is_asked_once(portal, published, ann, visit):
    actions.follow(published, contact=ann)
    actions.follow(published, contact=ann)
    assert Follower.objects.count() == 1
    assert Event.objects.filter(kind="publication.followed").count() == 1
    assert actions.unfollow(published, contact=ann)
    assert not actions.unfollow(published, contact=ann)
    browser = visit(ann)
    following = at(portal, "following", published.code)
    assert browser.post(following).status_code == 302
    assert "Following" in browser.get(published.address_on(portal)).content.decode()
    assert published.title in browser.get(at(portal, "mine")).content.decode()
    assert browser.post(following, {"undo": "1"}).status_code == 302
    assert not Follower.objects.exists()
    assert mail.outbox == []
