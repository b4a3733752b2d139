"""What merges and erasures of users still have to change where an outer store keeps events. Until then readers apply it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Min

from history import clock
from usage.models import StoreChange

SOON, MANY = timedelta(hours=1), 1000


@dataclass(frozen=True)
class Changes:
    """Whose events are another's by now, and whose have to be emptied: those that were theirs, and those moved to them."""

    moved: dict[int, int] = field(default_factory=dict)
    forgotten: frozenset[int] = frozenset()

    def owner(self, user_id: int) -> int:
        """Whose the events kept under a user's id are by now."""
        return self.moved.get(user_id, user_id)

    def ids_of(self, user_id: int) -> list[int]:
        """The ids under which a user's events are kept."""
        return [user_id, *sorted(gone for gone, stays in self.moved.items() if stays == user_id)]


def pending() -> Changes:
    """What is not carried out yet. A merge points to whom the user is by now, however often they were merged."""
    rows = StoreChange.objects.order_by("pk").values_list("user", "to_user")
    moved = {user: to for user, to in rows if to is not None}
    emptied = {user for user, to in rows if to is None}
    return Changes(moved, frozenset(emptied | {gone for gone, stays in moved.items() if stays in emptied}))


def are_due() -> bool:
    """Whether to carry them out now: an erasure at once, merges together, for each rewrites much of what is kept."""
    rows = StoreChange.objects.all()
    if rows.filter(to_user=None).exists() or rows.count() >= MANY:
        return True
    oldest = rows.aggregate(oldest=Min("at"))["oldest"]
    return oldest is not None and clock.now() - oldest >= SOON
