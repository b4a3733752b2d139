"""What a schedule is: a task that comes round, and the slots that its rounds fall into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Schedule:
    """A task run once in every slot of ``every`` seconds. A slot that nobody was awake for is not made up for."""

    name: str
    task: str
    every: int
    title: str = ""

    def slot_at(self, moment: datetime) -> str:
        """The name of the slot that the moment falls into: the same for every process that asks."""
        return f"{self.name}@{int(moment.timestamp()) // self.every * self.every}"
