"""The roadmap: initiatives in Now, Next and Later."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from objectives.models import KeyResult
from people.models import Product
from roadmap.models.ideas import Idea

ME = settings.AUTH_USER_MODEL


class Horizon(models.TextChoices):
    """The roadmap's columns. No dates are promised."""

    NOW = "now", "Now"
    NEXT = "next", "Next"
    LATER = "later", "Later"

    @property
    def nearness(self) -> int:
        """How far away it is: 0 is Now."""
        return list(type(self)).index(self)


class InitiativeState(models.TextChoices):
    """How far a roadmap card is."""

    CANDIDATE = "candidate", "Candidate"
    ON_ROADMAP = "on_roadmap", "On the roadmap"
    COMPLETED = "completed", "Completed"
    ARCHIVED = "archived", "Archived"


class Ending(models.TextChoices):
    """How a completed initiative ended. Giving it up, and taking a launch back, are ends as well."""

    MET = "met", "As hoped"
    PARTLY = "partly", "Partly as hoped"
    MISSED = "missed", "Launched, not as hoped"
    KILLED = "killed", "Killed before launch"
    UNDONE = "undone", "Launched and taken back"


NOT_HERE = (Ending.KILLED, Ending.UNDONE)


class Lane(models.Model):
    """One column of the board. Its row is the lock that keeps the order of its cards."""

    horizon = models.CharField(max_length=10, choices=Horizon.choices, primary_key=True)

    def __str__(self) -> str:
        return self.get_horizon_display()


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Questions about initiatives."""

    def visible_to(self, actor: Actor) -> Self:
        """Initiatives of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def here(self) -> Self:
        """What was completed and is in customers' hands: not what was killed, nor what was taken back."""
        return self.filter(state=InitiativeState.COMPLETED).exclude(ending__in=NOT_HERE)

    def on_roadmap(self) -> Self:
        """The cards on the board, in the order of their lanes."""
        return self.filter(state=InitiativeState.ON_ROADMAP).order_by("position", "id")


class Initiative(Versioned):
    """A roadmap card: a problem to solve, its target outcomes, the ideas in it and the key results it serves.

    ``position`` orders the cards of a lane over all products, in whole numbers with gaps.
    """

    page = "roadmap:initiative"

    MOVES = {
        InitiativeState.CANDIDATE: {InitiativeState.ON_ROADMAP, InitiativeState.ARCHIVED},
        InitiativeState.ON_ROADMAP: {InitiativeState.CANDIDATE, InitiativeState.COMPLETED, InitiativeState.ARCHIVED},
        InitiativeState.COMPLETED: {InitiativeState.ON_ROADMAP},
        InitiativeState.ARCHIVED: {InitiativeState.CANDIDATE},
    }

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="initiatives")
    title = models.CharField(max_length=200)
    problem = models.TextField(max_length=10_000, blank=True)
    target_outcomes = models.TextField(max_length=10_000, blank=True)
    actual_outcomes = models.TextField(max_length=10_000, blank=True)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives")
    state = models.CharField(max_length=20, choices=InitiativeState.choices, default=InitiativeState.CANDIDATE)
    horizon = models.CharField(max_length=10, choices=Horizon.choices, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True, help_text="How it ended, once completed.")
    position = models.BigIntegerField(null=True, blank=True, editable=False)
    ideas = models.ManyToManyField(Idea, blank=True, related_name="initiatives")
    key_results = models.ManyToManyField(KeyResult, blank=True, related_name="initiatives")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("horizon", "position"), condition=Q(state="on_roadmap"), name="initiative_place_once"
            ),
            models.CheckConstraint(
                name="initiative_completed_says_what_came_of_it",
                condition=~Q(state="completed") | (~Q(actual_outcomes="") & Q(completed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="initiative_on_roadmap_has_a_place",
                condition=~Q(state="on_roadmap") | (~Q(horizon="") & Q(position__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def goes_back(self, horizon: str) -> bool:
        """Whether a move to this lane (to the candidates, when empty) takes back what the roadmap says today."""
        if self.state != InitiativeState.ON_ROADMAP:
            return False
        return not horizon or Horizon(horizon).nearness > Horizon(self.horizon).nearness

    @property
    def key(self) -> str:
        """The short name that people use: INIT-12."""
        return f"INIT-{self.pk}"
