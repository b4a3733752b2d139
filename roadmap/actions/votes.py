"""The verbs of votes: a company says through a person that it wants an idea."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company, Contact
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from roadmap import rules
from roadmap.events import IdeaEvent
from roadmap.models import Idea, Vote


@transaction.atomic
def vote(idea: Idea, *, actor: Actor, company: Company, contact: Contact | None = None, words: str = "") -> Vote:
    """Give a company's vote for an idea, through somebody there if one names them. One a company.

    A customer who votes themselves acts as the named system, and is the ``contact``.
    """
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    require(rules.may_vote(actor, idea))
    if actor.person is None and contact is None:
        raise NotAllowed("A vote is given by a person: a colleague, or somebody at the company.")
    if idea.is_archived or idea.duplicate_of_id:
        raise NotPossible("This idea takes no votes: it is archived, or a duplicate of another.")
    if idea.votes.standing().filter(company=company).exists():
        raise NotPossible(f"{company} has voted for this idea already.")
    if contact is not None and contact.company_id != company.pk:
        raise ValidationError({"contact": f"{contact} does not work at {company}."})
    given = Vote(idea=idea, company=company, contact=contact, given_by=actor.person, words=words.strip())
    given.full_clean(exclude=["idea", "company", "contact", "given_by"])  # rows in our hands; one a company: looked at above
    given.save()
    record(IdeaEvent.VOTE_GIVEN, given, actor=actor, about=idea, company=company, contact=contact)
    return given


@transaction.atomic
def withdraw_vote(given: Vote, *, actor: Actor) -> Vote:
    """Take a vote back: whoever gave it may, and the product managers."""
    given = Vote.objects.select_for_update(of=("self",)).select_related("idea__product").get(pk=given.pk)
    require(rules.may_withdraw(actor, given))
    if given.withdrawn_at is not None:
        raise NotPossible("This vote was withdrawn already.")
    given.withdrawn_at = clock.now()
    given.save(update_fields=["withdrawn_at"])
    record(IdeaEvent.VOTE_WITHDRAWN, given, actor=actor, about=given.idea, company=given.company)
    return given


@transaction.atomic
def withdraw_vote_of(idea: Idea, *, actor: Actor, company: Company) -> Vote:
    """Take back the standing vote of a company."""
    given = idea.votes.standing().filter(company=company).first()
    if given is None:
        raise NotPossible(f"{company} has no vote for this idea.")
    return withdraw_vote(given, actor=actor)
