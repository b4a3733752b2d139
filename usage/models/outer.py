"""Where an outer store of events stands: what it has still to be told, and when it was last told of anything."""

from __future__ import annotations

from django.db import models

from history import clock


class StoreChange(models.Model):
    """Something that an outer store has still to be told: that the events kept under a user's id are another's, or are emptied.

    Written in the transaction that merges or erases the user, and dropped when it is carried out. A merged user is gone by then:
    these are bare ids.
    """

    user = models.BigIntegerField()
    to_user = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user} → {self.to_user}" if self.to_user else f"{self.user}: emptied"


class Carriage(models.Model):
    """The one row that whoever carries events over to an outer store holds, and when that was last done."""

    carried_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"carried over at {self.carried_at}"
