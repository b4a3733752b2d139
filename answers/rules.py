"""Who may answer customers."""

from __future__ import annotations

from answers.models import Answer
from feedback.rules import may_see_product
from history.actor import Actor, Role
from history.refusals import Denied
from roadmap.models import Idea

TELLERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP)


def may_answer(actor: Actor, answer: Answer | None = None) -> bool | Denied:
    """Product managers speak for the product, in those they may see."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers answer for the product.")
    return may_see_product(actor, answer.product if answer is not None else None)


def may_tell(actor: Actor, answer: Answer) -> bool | Denied:
    """Whoever it was handed to says that it was told; product managers may say so for them."""
    if actor.has(Role.PRODUCT) or (actor.is_person(answer.owner) and actor.has(*TELLERS)):
        return may_see_product(actor, answer.product)
    return Denied(f"This answer is {answer.owner or 'nobody'}'s to give.")


def may_word(actor: Actor, idea: Idea) -> bool | Denied:
    """Product managers say what may be said."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers approve what is said of an idea.")
    return may_see_product(actor, idea.product)
