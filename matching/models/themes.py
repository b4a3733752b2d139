"""Groups of feedback that say the same."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from feedback.models import Feedback
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from people.visibility import of_seen_products
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL


class ThemeState(models.TextChoices):
    """What people made of a proposal."""

    PROPOSED = "proposed", "Proposed"
    KEPT = "kept", "Kept"
    DISMISSED = "dismissed", "Dismissed"
    MERGED = "merged", "Merged"
    FADED = "faded", "No longer found"


STANDING = (ThemeState.PROPOSED, ThemeState.KEPT)


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Questions about themes."""

    def visible_to(self, actor: Actor) -> Self:
        """Themes of what everybody may read, and of the restricted products one is a member of."""
        return self.filter(of_seen_products(actor))

    def standing(self) -> Self:
        """Those proposed or kept."""
        return self.filter(state__in=STANDING)


class Theme(Versioned):
    """A group of feedback that says the same: proposed by the system, named and kept by a person.

    What a restricted product heard has themes of its own; ``product`` is that product, and empty for all that is open.
    """

    page = "matching:theme"

    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=120)
    words: Any = models.JSONField(default=list, blank=True)
    central = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ThemeState.choices, default=ThemeState.PROPOSED)
    state_before = models.CharField(max_length=10, choices=ThemeState.choices, blank=True, editable=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="themes")
    feedback = models.ManyToManyField(Feedback, through="ThemeMember", related_name="themes")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "-id"), name="theme_state"),)
        constraints = (models.CheckConstraint(name="theme_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))),)

    def __str__(self) -> str:
        return self.name or self.label

    @property
    def key(self) -> str:
        """The short name that people use: THEME-7."""
        return f"THEME-{self.pk}"

    @property
    def telling(self) -> Feedback | None:
        """The most central feedback, unless it has gone behind a wall since."""
        product = self.central.product if self.central is not None else None
        is_walled = product is not None and product.is_restricted and product.pk != self.product_id
        return None if is_walled else self.central

    @property
    def is_standing(self) -> bool:
        """Whether it is proposed or kept."""
        return self.state in STANDING


class ThemeMember(models.Model):
    """A feedback in a theme. What a person put there or took out (``is_out``), no later proposal undoes."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="members")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="theme_members")
    by_hand = models.BooleanField(default=False)
    is_out = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("theme", "feedback"), name="theme_member_once"),)

    def __str__(self) -> str:
        return f"{self.feedback} in {self.theme}"


class ThemeSearch(models.Model):
    """One look for themes: over which days, how near texts must lie, and what came of it."""

    distance = models.FloatField(default=0.5, validators=[MinValueValidator(0.4), MaxValueValidator(0.6)])
    days = models.PositiveIntegerField(default=180, validators=[MinValueValidator(7), MaxValueValidator(3660)])
    by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"themes of {self.days} days"
