"""Who may keep the list of companies and contacts."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied

KEEPERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


def may_keep_customers(actor: Actor) -> bool | Denied:
    """Everybody who gives feedback for customers also keeps their data; a viewer only reads."""
    return True if actor.has(*KEEPERS) else Denied("Viewers read; they do not change companies or contacts.")
