"""A roadmap for one audience: which cards, which fields, in which words."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product, ProductLine
from people.visibility import of_seen_products
from portal.codes import new_code
from roadmap.models import LANES, Initiative, plain_name

ME = settings.AUTH_USER_MODEL


class Audience(models.TextChoices):
    """For whom a roadmap is made."""

    INTERNAL = "internal", "Everybody here"
    LEADERSHIP = "leadership", "Leadership"
    SALES = "sales", "Sales"
    CUSTOMERS = "customers", "Customers"


class Field(models.TextChoices):
    """What a card of a view can show beside its title."""

    WORDS = "words", "Words written for this view"
    PROBLEM = "problem", "Problem"
    TARGET = "target_outcomes", "Target outcomes"
    ACTUAL = "actual_outcomes", "Actual outcomes, once completed"
    OBJECTIVE = "objective", "Objective and key result"
    OWNER = "owner", "Owner"
    GATES = "gates", "Gates passed"
    COMPANIES = "companies", "How many companies stand behind it"
    ARR = "arr", "ARR behind it"
    MAY_SAY = "may_say", "What we may say of it"


# What each audience reads unless somebody chooses otherwise. Customers read words that were written for them, and nothing else.
FIELDS: dict[str, tuple[str, ...]] = {
    Audience.INTERNAL: (Field.WORDS, Field.PROBLEM, Field.TARGET, Field.ACTUAL, Field.OBJECTIVE, Field.OWNER, Field.GATES),
    Audience.LEADERSHIP: (Field.TARGET, Field.ACTUAL, Field.OBJECTIVE, Field.GATES, Field.COMPANIES, Field.ARR),
    Audience.SALES: (Field.WORDS, Field.PROBLEM, Field.COMPANIES, Field.MAY_SAY),
    Audience.CUSTOMERS: (Field.WORDS,),
}


class RoadmapViewQuerySet(models.QuerySet["RoadmapView"]):
    """Questions about views of the roadmap."""

    def visible_to(self, actor: Actor) -> Self:
        """Views of the products one may see, and those of no product: their cards are narrowed to what one may see."""
        return self.filter(of_seen_products(actor))

    def current(self) -> Self:
        """Views that are not archived."""
        return self.filter(archived_at=None)


class RoadmapView(Versioned):
    """A roadmap as one audience reads it. One for customers shows only the cards that were put on it, in words of their own."""

    page = "publishing:view"

    name = models.CharField(max_length=80, unique=True, error_messages={"unique": "Another view has this name."})
    audience = models.CharField(max_length=12, choices=Audience.choices)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="roadmap_views")
    line = models.ForeignKey(ProductLine, null=True, blank=True, on_delete=models.PROTECT, related_name="roadmap_views")
    title = models.CharField(max_length=120)
    intro = models.TextField("introduction", max_length=2000, blank=True)
    fields = models.JSONField(default=list, blank=True)
    now_name = models.CharField("name of Now", max_length=40, blank=True)
    next_name = models.CharField("name of Next", max_length=40, blank=True)
    later_name = models.CharField("name of Later", max_length=40, blank=True)
    completed_name = models.CharField("name of Completed", max_length=40, blank=True)
    takes_reactions = models.BooleanField("readers may say a few words about a card", default=True)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RoadmapViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_customers(self) -> bool:
        """Whether strangers may come to read it."""
        return self.audience == Audience.CUSTOMERS

    def clean(self) -> None:
        """Fields are some of those that there are; customers read nothing but the words written for them."""
        if not isinstance(self.fields, list) or set(self.fields) - set(Field.values):
            raise ValidationError({"fields": "Choose among the fields that there are."})
        if self.is_for_customers:
            self.fields = [Field.WORDS]
        self.fields = [name for name in Field.values if name in self.fields]
        if self.product is not None and self.line is not None:
            raise ValidationError({"line": "Choose a product or a product line, not both."})

    def name_of(self, lane: str) -> str:
        """What this audience reads above a lane."""
        return str(getattr(self, f"{lane}_name", "")) or plain_name(lane)

    def lanes(self) -> list[tuple[str, str]]:
        """The lanes with their names."""
        return [(lane, self.name_of(lane)) for lane in LANES]


class Card(Versioned):
    """An initiative in the words of one view."""

    view = models.ForeignKey(RoadmapView, on_delete=models.CASCADE, related_name="cards")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="public_cards")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    title = models.CharField(max_length=160)
    text = models.TextField("words", max_length=3000, blank=True)
    worded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("view", "initiative"), name="card_on_a_view_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def product_id(self) -> int:
        """The product of its initiative."""
        return self.initiative.product_id
