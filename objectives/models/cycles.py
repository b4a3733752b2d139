"""Cycles: the spans of time in which objectives are pursued."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from history.versions import Versioned


class CycleState(models.TextChoices):
    """How far a cycle is."""

    PLANNING = "planning", "Planning"
    RUNNING = "running", "Running"
    GRADING = "grading", "Grading"
    CLOSED = "closed", "Closed"


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Questions about cycles."""

    def visible_to(self, actor: Actor) -> Self:
        """Cycles are the organisation's: every member sees them."""
        return self if actor.is_system or actor.roles else self.none()


class Cycle(Versioned):
    """A span of time in which objectives are pursued, such as a quarter."""

    MOVES = {
        CycleState.PLANNING: {CycleState.RUNNING},
        CycleState.RUNNING: {CycleState.GRADING, CycleState.PLANNING},
        CycleState.GRADING: {CycleState.CLOSED, CycleState.RUNNING},
        CycleState.CLOSED: {CycleState.GRADING},
    }

    name = models.CharField(max_length=60, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=20, choices=CycleState.choices, default=CycleState.PLANNING)

    objects = CycleQuerySet.as_manager()

    page = "objectives:cycle"

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="cycle_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="A cycle ends after it starts.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def takes_aims(self) -> bool:
        """Whether what it aims at may still be set: before its end is judged, not while it is."""
        return self.state in (CycleState.PLANNING, CycleState.RUNNING)

    @property
    def takes_check_ins(self) -> bool:
        """Whether it runs or is being graded."""
        return self.state in (CycleState.RUNNING, CycleState.GRADING)

    @property
    def is_graded(self) -> bool:
        """Whether it is open for grades."""
        return self.state == CycleState.GRADING

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return clock.today() > self.ends_on

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.state == CycleState.CLOSED

    @property
    def elapsed(self) -> Decimal:
        """The share of its days that have passed, between 0 and 1."""
        days = Decimal((clock.today() - self.starts_on).days) / (self.ends_on - self.starts_on).days
        return max(Decimal(0), min(Decimal(1), days))
