"""Who may do what with a gate meeting."""

from __future__ import annotations

from gates.models.meetings import GateMeeting
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Person

Answer = bool | Denied


def may_plan(actor: Actor) -> Answer:
    """Leadership calls meetings of gates."""
    return True if actor.person is not None and actor.has(Role.LEADERSHIP) else Denied("Leadership plans gate meetings.")


def may_chair(person: Person) -> bool:
    """A leader who still works here."""
    return person.is_active and Role.LEADERSHIP in person.role_set


def may_keep_meeting(actor: Actor, meeting: GateMeeting) -> Answer:
    """Whoever chairs it or planned it, as long as they are in leadership."""
    mine = actor.person is not None and actor.person.pk in (meeting.chair_id, meeting.made_by_id)
    if mine and actor.has(Role.LEADERSHIP):
        return True
    return Denied(f"Only {meeting.chair}, who chairs it, or whoever planned it changes this meeting.")
