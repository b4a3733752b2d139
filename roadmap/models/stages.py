"""A product's own stages of work. Each is of one of the kinds that the code reasons with, whatever the product calls it."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models.ideas import PATH, Idea, Stage

NEEDED = (Stage.ASSESSMENT, Stage.DISCOVERY, Stage.DONE, Stage.NOT_DOING)
"""Kinds that a product always has a stage of: where ideas begin, where work on them begins, and both ends that others rely on."""
OF_WORK = tuple(stage for stage in PATH if stage != Stage.DONE)
KINDS = [choice for choice in Stage.choices if choice[0] != Stage.DUPLICATE]


class OwnStageQuerySet(models.QuerySet["OwnStage"]):
    """Questions about stages."""

    def visible_to(self, actor: Actor) -> Self:
        """Stages of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that were not dropped, in their order."""
        return self.filter(dropped_at=None).order_by("place", "id")

    def of(self, product_id: int) -> list[OwnStage]:
        """A product's stages, in their order; none where it has the usual ones."""
        return list(self.standing().filter(product=product_id))


class OwnStage(Versioned):
    """One stage of a product that has its own. A duplicate is in none: it is where its original is.

    ``days`` is how long an idea is expected to be in it. A ``limit`` is a hint, which warns, unless the product ``holds`` to it.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="own_stages")
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    limit = models.PositiveSmallIntegerField(
        "most ideas", null=True, blank=True, validators=(MinValueValidator(1), MaxValueValidator(999))
    )
    holds = models.BooleanField("hold to it", default=False)
    days = models.PositiveSmallIntegerField(
        "expected days", null=True, blank=True, validators=(MinValueValidator(1), MaxValueValidator(999))
    )
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OwnStageQuerySet.as_manager()

    class Meta:
        ordering = ("product", "place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "name"), condition=Q(dropped_at=None), name="own_stage_named_once",
                violation_error_message="Another stage has this name.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Two stages of one name could not be told apart; and what is ended waits for nothing."""
        others = OwnStage.objects.standing().filter(product=self.product_id, name__iexact=self.name).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"name": "Another stage has this name."})
        if self.kind not in OF_WORK and (self.limit or self.days or self.holds):
            raise ValidationError({"limit": "Only a stage of work has a limit or expected days: nothing waits where it ended."})
        if self.holds and not self.limit:
            raise ValidationError({"limit": "Say how many ideas it holds at most."})

    @property
    def label(self) -> str:
        """What its product calls it."""
        return self.name

    @property
    def ideas(self) -> models.QuerySet[Idea]:
        """The ideas that are in it, archived ones aside."""
        return Idea.objects.current().filter(own_stage=self)


def usual_stages(product: Product) -> list[OwnStage]:
    """The stages of a product that has none of its own, as rows that are not kept yet."""
    return [OwnStage(product=product, kind=kind, name=label, place=place) for place, (kind, label) in enumerate(KINDS)]


def stages_of(product: Product) -> list[OwnStage]:
    """A product's stages: its own, or else the usual ones."""
    return OwnStage.objects.of(product.pk) or usual_stages(product)
