"""Who may project."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied


def may_project(actor: Actor) -> bool | Denied:
    """Product managers project; others read."""
    return True if actor.has(Role.PRODUCT) else Denied("Product managers make projections.")
