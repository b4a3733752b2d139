"""Who may do what with portals, what is published there, and what customers wrote."""

from __future__ import annotations

from customers.models import Contact
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product
from portal.models import Portal, Publication
from roadmap.models import Idea
from roadmap.rules import may_shape, sees

KEEPERS = (Role.PRODUCT, Role.ADMIN)


def may_keep_portal(actor: Actor, product: Product) -> bool | Denied:
    """Whether a product has a portal, and for whom, is its product managers' affair, and the admins'."""
    if not actor.has(*KEEPERS):
        return Denied("Only product managers and admins change a portal.")
    return sees(actor, product)


def may_publish(actor: Actor, idea: Idea) -> bool | Denied:
    """Whoever shapes an idea says what customers read of it."""
    return may_shape(actor, idea.product)


def may_moderate(actor: Actor, product: Product) -> bool | Denied:
    """What customers wrote is let through by those who triage it afterwards."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers let customers' words through.")
    return sees(actor, product)


def takes_votes(publication: Publication) -> bool | Denied:
    """Votes are for what is still open."""
    if publication.idea.is_archived or publication.status in ("shipped", "not_planned"):
        return Denied("This takes no more votes.")
    return True


def may_vote_here(contact: Contact, publication: Publication) -> bool | Denied:
    """A vote is a company's, so one must be known to work somewhere."""
    if contact.company_id is None:
        return Denied("Votes are counted by company, and we do not know yours yet. Tell us in your own words instead.")
    return takes_votes(publication)


def may_take_part(portal: Portal) -> bool | Denied:
    """Nothing is taken in where the portal is closed."""
    return True if portal.is_open else Denied("This portal is closed.")
