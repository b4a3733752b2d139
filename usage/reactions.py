"""What follows by itself: another time zone makes other days, by which usage is counted; users go with the contact they are."""

from __future__ import annotations

from collections.abc import Collection

from customers.erasure import forgets
from customers.models import Contact
from history.actor import Actor
from history.models import Event
from history.reactions import on
from people.events import PeopleEvent
from people.models import Organisation
from usage.actions.erasing import forgotten
from usage.models import ProductUser
from usage.order import keep_order
from usage.recounting import recount_in_new_zone


@on(PeopleEvent.ORGANISATION_CHANGED)
def count_in_new_zone(event: Event, subject: Organisation, actor: Actor) -> None:
    """The organisation lives by another clock."""
    changes = (event.words.body or {}).get("changes", {})
    if "time_zone" in changes:
        recount_in_new_zone(changes["time_zone"][0], subject)


@forgets("product_users")
def forget_users_of(contact: Contact, emails: Collection[str], actor: Actor) -> int:
    """With a contact go the users who have one of their e-mail addresses, of every product, whoever may see it."""
    known = ProductUser.objects.filter(email__in=emails, erased_at=None)
    for product in known.order_by("product").values_list("product", flat=True).distinct():
        keep_order(product, alone=True)  # what is being taken of theirs just now is there to be forgotten, then
    users = list(known.select_for_update(of=("self",)).select_related("product").order_by("pk"))
    for user in users:
        forgotten(user, actor)
    return len(users)
