"""Objectives: what is worth achieving, for the company, a product line, a product or a team."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from objectives.models.cycles import Cycle
from people.models import Product, ProductLine
from people.visibility import of_seen_products

if TYPE_CHECKING:
    from objectives.models.key_results import KeyResult

ME = settings.AUTH_USER_MODEL


class Level(models.TextChoices):
    """Whose an objective is, from the widest to the narrowest."""

    COMPANY = "company", "Company"
    LINE = "line", "Product line"
    PRODUCT = "product", "Product"
    TEAM = "team", "Team"


LEVELS = {
    Level.COMPANY: Q(team="", product=None, line=None),
    Level.LINE: Q(team="", line__isnull=False),
    Level.PRODUCT: Q(team="", product__isnull=False),
    Level.TEAM: ~Q(team=""),
}


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Questions about objectives."""

    def visible_to(self, actor: Actor) -> Self:
        """The company's objectives, and those of products one may see."""
        return self.filter(of_seen_products(actor))

    def at_level(self, level: str) -> Self:
        """The company's, product lines', products' or teams' objectives."""
        return self.filter(LEVELS[Level(level)])

    def current(self) -> Self:
        """Objectives that are not archived."""
        return self.filter(archived_at=None)


class Objective(Versioned):
    """Something worth achieving in a cycle: a product's or a product line's, or else the whole company's; of one team, if named.

    ``carried_from`` is the objective of an earlier cycle that it goes on with.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="objectives")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives")
    line = models.ForeignKey(
        ProductLine, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives", verbose_name="product line"
    )
    team = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, max_length=5000)
    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="objectives")
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="carried_to"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ObjectiveQuerySet.as_manager()
    page = "objectives:objective"

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="objective_of_a_product_or_a_line",
                condition=Q(product=None) | Q(line=None),
                violation_error_message="Choose a product or a product line, not both.",
            ),
            models.UniqueConstraint(
                fields=("carried_from", "cycle"),
                condition=Q(carried_from__isnull=False, archived_at=None),
                name="objective_carried_over_once",
                violation_error_message="This objective was carried over into that cycle already.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def level(self) -> Level:
        """Whose it is."""
        if self.team:
            return Level.TEAM
        return Level.PRODUCT if self.product_id else Level.LINE if self.line_id else Level.COMPANY

    @property
    def whose(self) -> str:
        """Whose it is, by name: "Crew, Rounds", "Rounds", "Operations", "The whole company"."""
        within = self.product or self.line
        return ", ".join(str(one) for one in (self.team, within) if one) or "The whole company"

    @property
    def progress(self) -> Decimal | None:
        """The mean of how far its key results are; nothing to say without any."""
        shares = [key_result.progress for key_result in self.current_key_results]
        return sum(shares, Decimal(0)) / len(shares) if shares else None

    @property
    def grade(self) -> Decimal | None:
        """The mean of its key results' grades, once each has one; asks for ``with_grade``."""
        grades = [key_result.grade for key_result in self.current_key_results]  # type: ignore[attr-defined]
        return sum(grades, Decimal(0)) / len(grades) if grades and None not in grades else None

    @property
    def current_key_results(self) -> list[KeyResult]:
        """Its key results that are not archived, from what was fetched if it was."""
        return [key_result for key_result in self.key_results.all() if key_result.archived_at is None]
