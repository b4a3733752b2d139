"""Who may do what with feedback."""

from __future__ import annotations

from customers.models import Deal
from feedback.models import BulkRun, Feedback, Interview, Request, SavedView
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product

CONTRIBUTORS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)
INTERVIEWERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT)


def may_see_product(actor: Actor, product: Product | None) -> bool | Denied:
    """A restricted product is its members' affair; what has no product is everybody's."""
    if product is None or actor.is_system or not product.is_restricted:
        return True
    members = {one.person_id for one in product.memberships.all()}  # asked so, it is read once for very many
    is_member = actor.person is not None and actor.person.pk in members
    return True if is_member else Denied("You are not a member of this product.")


def may_give(actor: Actor, product: Product | None = None) -> bool | Denied:
    """Everybody who deals with customers or products brings in what they heard; a viewer reads."""
    if not actor.has(*CONTRIBUTORS):
        return Denied("Viewers read feedback. To bring some in, ask an admin for another role.")
    return may_see_product(actor, product)


def may_triage(actor: Actor, feedback: Feedback | None = None) -> bool | Denied:
    """Product managers triage, in the products they may see."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers triage feedback.")
    return may_see_product(actor, feedback.product if feedback is not None else None)


def may_edit(actor: Actor, feedback: Feedback) -> bool | Denied:
    """Product managers, and whoever brought it in."""
    if actor.is_person(feedback.submitted_by) and actor.has(*CONTRIBUTORS):
        return may_see_product(actor, feedback.product)
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers and whoever brought it in may edit this.")
    return may_see_product(actor, feedback.product)


def may_save_view(actor: Actor) -> bool | Denied:
    """Views of the inbox belong to people who may read it."""
    return True if actor.person is not None and actor.roles else Denied("Sign in to save a view.")


def may_change_view(actor: Actor, view: SavedView) -> bool | Denied:
    """A view is its owner's, shared or not."""
    return True if actor.is_person(view.owner) else Denied(f"This view is {view.owner}'s. Save one of your own.")


def may_submit(actor: Actor) -> bool | Denied:
    """Everybody who deals with customers submits requests; a request belongs to a person."""
    if actor.person is None or not actor.has(*CONTRIBUTORS):
        return Denied("Viewers cannot submit requests. Ask an admin for another role.")
    return True


def may_change_request(actor: Actor, request: Request) -> bool | Denied:
    """Whoever submitted it, and other salespeople while that person is away."""
    if actor.is_person(request.submitted_by) or actor.has(Role.SALES):
        return may_see_product(actor, request.feedback.product)
    return Denied("Only whoever submitted it, or another salesperson, may change a deal.")


def may_interview(actor: Actor, product: Product | None = None) -> bool | Denied:
    """Those who talk with customers note down what was said."""
    if actor.person is None or not actor.has(*INTERVIEWERS):
        return Denied("Sales, customer success and product record interviews.")
    return may_see_product(actor, product)


def may_edit_interview(actor: Actor, interview: Interview) -> bool | Denied:
    """Product managers, whoever held it, and whoever recorded it."""
    feedback = interview.feedback
    is_own = actor.is_person(interview.interviewer) or actor.is_person(feedback.submitted_by)
    if not actor.has(Role.PRODUCT) and not (is_own and actor.has(*INTERVIEWERS)):
        return Denied("Only product managers, and whoever held or recorded it, may edit an interview.")
    return may_see_product(actor, feedback.product)


def may_keep_run(actor: Actor, run: BulkRun) -> bool | Denied:
    """A bulk run is stopped and undone by whoever started it, as long as they triage."""
    if not actor.is_person(run.started_by):
        return Denied(f"{run.started_by} started this.")
    return may_triage(actor)


def may_tie_to_deal(actor: Actor, request: Request, deal: Deal) -> bool | Denied:
    """Whoever keeps the customers' deals up to date keeps the requests that hang on them."""
    if deal.company_id != request.feedback.company_id:
        return Denied("This deal is with another company.")
    return True if actor.has(*CONTRIBUTORS) else Denied("Viewers cannot change deals.")
