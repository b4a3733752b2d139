"""Who may do what among objectives."""

from __future__ import annotations

from history import clock
from history.actor import Actor, Role
from history.refusals import Denied
from objectives.models import CheckIn, KeyResult, Objective
from people.models import Product

EDITORS = (Role.PRODUCT, Role.LEADERSHIP)


def may_run_cycles(actor: Actor) -> bool | Denied:
    """Product managers and leadership set the rhythm."""
    return True if actor.has(*EDITORS) else Denied("Only product managers and leadership do this.")


def may_set_objectives(actor: Actor, product: Product | None) -> bool | Denied:
    """Product managers and leadership; for a restricted product, those who are members of it."""
    if not actor.has(*EDITORS):
        return Denied("Only product managers and leadership edit objectives.")
    if product is None or actor.is_system or Product.objects.visible_to(actor).filter(pk=product.pk).exists():
        return True
    return Denied("You are no member of this product.")


def may_edit(actor: Actor, objective: Objective) -> bool | Denied:
    """As with setting it."""
    return may_set_objectives(actor, objective.product)


def may_check_in(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """Its owner, whatever their role, and whoever may edit objectives; as long as they see it."""
    seen = may_see(actor, key_result)
    return may_check_in_seen(actor, key_result) if seen else seen


def may_see(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """Members of a restricted product; everybody else's key results are open."""
    product = key_result.objective.product
    if product is None or actor.is_system or Product.objects.visible_to(actor).filter(pk=product.pk).exists():
        return True
    return Denied("You are no member of this product.")


def may_check_in_seen(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """The same for a key result that the actor is known to see, without asking the database."""
    if actor.has(*EDITORS) or (actor.roles and actor.is_person(key_result.owner)):
        return True
    return Denied("Its owner checks in, or somebody from product or leadership.")


def may_count(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """The job that counts, and whoever may check in."""
    return True if actor.is_system else may_check_in(actor, key_result)


def may_correct(actor: Actor, key_result: KeyResult, check_in: CheckIn) -> bool | Denied:
    """Who wrote it, and whoever may edit objectives. What was counted is put right at its source."""
    if check_in.is_counted:
        return Denied("This was counted. Put it right at its source; the next count follows.")
    if actor.has(*EDITORS) or (actor.roles and actor.is_person(check_in.by)):
        return may_see(actor, key_result)
    return Denied("Who checked in puts it right, or somebody from product or leadership.")


def may_grade(actor: Actor, key_result: KeyResult) -> bool | Denied:
    """As with checking in: its owner, product and leadership."""
    return may_check_in(actor, key_result)


def may_undo(actor: Actor, check_in: CheckIn) -> bool | Denied:
    """Who checked in, within a day."""
    if check_in.is_counted or not actor.roles or not actor.is_person(check_in.by):
        return Denied("Only who checked in takes it back.")
    if (clock.now() - check_in.made_at).days >= 1:
        return Denied("A check-in is taken back within a day. After that, check in again.")
    return True
