"""Who may keep the list of companies and contacts."""

from __future__ import annotations

from customers.models import CustomerImport
from history.actor import Actor, Role
from history.refusals import Denied

KEEPERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


def may_keep_customers(actor: Actor) -> bool | Denied:
    """Everybody who gives feedback for customers also keeps their data; a viewer only reads."""
    return True if actor.has(*KEEPERS) else Denied("Viewers read; they do not change companies or contacts.")


def may_erase_contact(actor: Actor) -> bool | Denied:
    """What is known of a person is erased by an admin, as with the users of products."""
    return True if actor.has(Role.ADMIN) else Denied("Only an admin erases what is known of a person.")


def may_run_import(actor: Actor, batch: CustomerImport) -> bool | Denied:
    """Whoever uploaded the file."""
    if actor.is_person(batch.started_by):
        return may_keep_customers(actor)
    return Denied(f"This file was uploaded by {batch.started_by}.")


def may_define_fields(actor: Actor) -> bool | Denied:
    """What is asked of every company is an admin's to say."""
    return True if actor.has(Role.ADMIN) else Denied("Only an admin defines fields.")
