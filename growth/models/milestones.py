"""Value milestones of a product, and which company reached which, as a person says."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from customers.models import Company
from growth.models.settings import OfProduct
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from usage.models import Feature

ME = settings.AUTH_USER_MODEL


class MilestoneQuerySet(OfProduct):
    """Questions about milestones."""

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)


class Milestone(Versioned):
    """A point at which a company got value from a product.

    It is reached with the ``uses``-th use of ``feature`` by a company's people; without a feature, somebody marks it.
    """

    page = "growth:milestone"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, max_length=2000)
    feature = models.ForeignKey(Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uses = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(100_000)])
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                "product", Lower("name"), condition=Q(archived_at=None), name="milestone_name_once",
                violation_error_message="This product has a milestone of this name already.",
            ),
            models.CheckConstraint(name="milestone_uses", condition=Q(uses__gte=1)),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class MarkQuerySet(models.QuerySet["MilestoneMark"]):
    """Questions about marks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of milestones one may see."""
        return self if actor.is_system else self.filter(milestone__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class MilestoneMark(models.Model):
    """Somebody's word that a company reached a milestone on a day."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="marks")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="milestone_marks")
    reached_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("milestone", "company"), condition=Q(withdrawn_at=None), name="milestone_marked_once",
                violation_error_message="This company has reached it already.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.company}: {self.milestone}"

    @property
    def product_id(self) -> int:
        """The product of its milestone, which decides who may read about it."""
        return self.milestone.product_id
