"""Who may write down what was promised, and who may say what became of it."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied
from roadmap.models import Commitment, Idea
from roadmap.rules.ideas import sees

PROMISERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP)


def may_commit(actor: Actor, idea: Idea | None = None) -> bool | Denied:
    """Whoever talks with customers for the company, about products that they may see."""
    if actor.person is None or not actor.has(*PROMISERS):
        return Denied("Only sales, customer success, product and leadership write down commitments.")
    return sees(actor, idea.product) if idea is not None else True


def may_resolve(actor: Actor, commitment: Commitment) -> bool | Denied:
    """Whoever promised or wrote it down; product and leadership, who have to keep it."""
    if actor.person is not None and actor.has(Role.PRODUCT, Role.LEADERSHIP):
        return True
    is_theirs = actor.is_person(commitment.made_by) or actor.is_person(commitment.promised_by)
    if is_theirs and actor.has(*PROMISERS):
        return True
    return Denied(f"Only {commitment.promised_by}, product and leadership may say what became of it.")
