"""The verbs by which a customer says what they wish for: a vote for their company, and following."""

from __future__ import annotations

from django.db import transaction

from customers.models import Contact
from history.recording import record
from history.refusals import NotPossible
from portal import rules
from portal.events import PORTAL, PublicationEvent
from portal.models import Follower, Publication
from roadmap import actions as roadmap
from roadmap.models import Idea, Vote


def vote_here(publication: Publication, *, contact: Contact) -> Vote:
    """Give the vote of a customer's company, through them. One a company, as everywhere."""
    if not (answer := rules.may_vote_here(contact, publication)):
        raise NotPossible(str(answer))
    assert contact.company is not None  # noqa: S101 (the rule just said so)
    return roadmap.vote(voted_for(publication), actor=PORTAL, company=contact.company, contact=contact)


def withdraw_vote_here(publication: Publication, *, contact: Contact) -> Vote:
    """Take back the vote that this very customer gave; a colleague's or ours is not theirs to take."""
    given = Vote.objects.standing().filter(idea=voted_for(publication), contact=contact, given_by=None).first()
    if given is None:
        raise NotPossible("You have no vote here to take back.")
    return roadmap.withdraw_vote(given, actor=PORTAL)


def voted_for(publication: Publication) -> Idea:
    """The idea that takes the vote: a duplicate hands it on."""
    return publication.idea.duplicate_of or publication.idea


@transaction.atomic
def follow(publication: Publication, *, contact: Contact) -> Follower:
    """Hear by mail when the status changes. Asked twice, it stays as it is."""
    follower, is_new = Follower.objects.get_or_create(publication=publication, contact=contact)
    if is_new:
        record(PublicationEvent.FOLLOWED, follower, actor=PORTAL, about=publication.idea, contact=contact)
    return follower


@transaction.atomic
def unfollow(publication: Publication, *, contact: Contact) -> bool:
    """Hear no more. Whoever does not follow stays so: the link in an old mail must not frighten anybody."""
    follower = Follower.objects.select_for_update().filter(publication=publication, contact=contact).first()
    if follower is None:
        return False
    record(PublicationEvent.UNFOLLOWED, follower, actor=PORTAL, about=publication.idea, contact=contact)
    follower.delete()
    return True
