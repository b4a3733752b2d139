"""When the roadmap moves, what customers read of it moves along."""

from __future__ import annotations

from history.actor import Actor
from history.models import Event
from history.reactions import on
from portal.actions.statuses import refresh_statuses
from roadmap.events import IdeaEvent, InitiativeEvent
from roadmap.models import Idea, Initiative

MOVES = (
    IdeaEvent.MOVED, IdeaEvent.ARCHIVED, IdeaEvent.UNARCHIVED, IdeaEvent.DUPLICATE_MARKED, IdeaEvent.DUPLICATE_CLEARED,
    IdeaEvent.MERGED, IdeaEvent.SEPARATED,
    InitiativeEvent.CREATED, InitiativeEvent.CHANGED, InitiativeEvent.PLACED, InitiativeEvent.MOVED, InitiativeEvent.TAKEN_OFF,
    InitiativeEvent.COMPLETED, InitiativeEvent.REOPENED, InitiativeEvent.ARCHIVED, InitiativeEvent.UNARCHIVED,
)  # fmt: skip


@on(*MOVES)
def follow_the_roadmap(event: Event, subject: Idea | Initiative, actor: Actor) -> None:
    """Bring the statuses of the product's publications up to date, in the same transaction."""
    refresh_statuses(subject.product_id, actor=actor)
