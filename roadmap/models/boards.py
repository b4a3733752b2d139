"""A product's own board: what it calls its lanes, and how many cards it means to have in each."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models.initiatives import Horizon

COMPLETED = "completed"
LANES = (*Horizon.values, COMPLETED)
LIMITS = (MinValueValidator(1), MaxValueValidator(999))


class BoardQuerySet(models.QuerySet["Board"]):
    """Questions about boards."""

    def visible_to(self, actor: Actor) -> Self:
        """Boards of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class Board(Versioned):
    """How a product's board is set up. Names are words only: a lane keeps its meaning, whatever it is called.

    A limit is a hint, which warns and never refuses.
    """

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="board")
    now_name = models.CharField("name of Now", max_length=40, blank=True)
    next_name = models.CharField("name of Next", max_length=40, blank=True)
    later_name = models.CharField("name of Later", max_length=40, blank=True)
    completed_name = models.CharField("name of Completed", max_length=40, blank=True)
    now_limit = models.PositiveSmallIntegerField("most cards in Now", null=True, blank=True, validators=LIMITS)
    next_limit = models.PositiveSmallIntegerField("most cards in Next", null=True, blank=True, validators=LIMITS)
    later_limit = models.PositiveSmallIntegerField("most cards in Later", null=True, blank=True, validators=LIMITS)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ("product__name", "id")

    def __str__(self) -> str:
        return f"board of {self.product}"

    def clean(self) -> None:
        """Two lanes of one name could not be told apart."""
        names = [self.name_of(lane).casefold() for lane in LANES]
        for lane, name in zip(LANES, names, strict=True):
            if names.count(name) > 1 and getattr(self, f"{lane}_name"):
                raise ValidationError({f"{lane}_name": "Another lane has this name."})

    def name_of(self, lane: str) -> str:
        """What this board calls a lane."""
        return str(getattr(self, f"{lane}_name", "")) or plain_name(lane)

    def limit_of(self, lane: str) -> int | None:
        """How many cards are meant to be in a lane at most."""
        return getattr(self, f"{lane}_limit", None)


def plain_name(lane: str) -> str:
    """What a lane is called unless a board says otherwise."""
    return "Completed" if lane == COMPLETED else str(Horizon(lane).label)
