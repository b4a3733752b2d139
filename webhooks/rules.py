"""Who may do what with endpoints."""

from __future__ import annotations

from history.actor import Actor, Role
from history.refusals import Denied


def may_keep_endpoints(actor: Actor) -> bool | Denied:
    """Admins decide where what happens here is told."""
    return actor.has(Role.ADMIN) or Denied("Only an admin keeps webhooks.")


def may_send(actor: Actor) -> bool | Denied:
    """The house itself brings messages."""
    return actor.is_system or Denied("Messages are brought by the house.")
