"""Who may do what with a decision that stands."""

from __future__ import annotations

from gates.conflicts import has_owned
from gates.models import Condition, Decision
from history.actor import Actor, Role
from history.refusals import Denied
from roadmap.rules import may_shape, sees


def may_verify(actor: Actor, condition: Condition) -> bool | Denied:
    """A condition is verified by somebody other than the idea's owner, and other than who had to meet it."""
    idea = condition.decision.review.idea
    if actor.is_person(idea.owner):
        return Denied("This is your own idea: somebody else must verify its conditions.")
    if has_owned(actor.person, idea):
        return Denied("You owned this idea before: somebody else must verify its conditions.")
    if actor.is_person(condition.owner):
        return Denied("You own this condition. Somebody else must verify that it is met.")
    if actor.person is None or not actor.has(Role.LEADERSHIP, Role.PRODUCT, Role.SUCCESS):
        return Denied("Leadership, product managers and customer success verify conditions.")
    return sees(actor, idea.product)


def may_correct(actor: Actor, decision: Decision) -> bool | Denied:
    """A gatekeeper of that review corrects its record."""
    review = decision.review
    if actor.is_person(review.idea.owner):
        return Denied("This is your own idea: others keep its record.")
    if has_owned(actor.person, review.idea):
        return Denied("You owned this idea before: others keep its record.")
    sat = actor.person is not None and review.seats.filter(person=actor.person, kind="gatekeeper", recused_at=None).exists()
    if sat and actor.has(Role.LEADERSHIP):
        return sees(actor, review.idea.product)
    return Denied("Only a gatekeeper of that review corrects its record.")


def may_revalidate(actor: Actor, decision: Decision) -> bool | Denied:
    """Whoever ran that review, or judged in it, says whether its decision stands; never the idea's owner."""
    review = decision.review
    if actor.is_person(review.idea.owner):
        return Denied("This is your own idea: others say whether its decision stands.")
    if has_owned(actor.person, review.idea):
        return Denied("You owned this idea before: others say whether its decision stands.")
    person = actor.person
    sat = person is not None and review.seats.filter(person=person, kind="gatekeeper", recused_at=None).exists()
    if person is not None and actor.has(Role.LEADERSHIP) and (sat or review.owner_id == person.pk):
        return sees(actor, review.idea.product)
    return Denied("Only the gate owner, or a gatekeeper of that review, says whether its decision stands.")


def may_revive(actor: Actor, decision: Decision) -> bool | Denied:
    """Product managers write the new idea that comes back."""
    return may_shape(actor, decision.review.idea.product)
