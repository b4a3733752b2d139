"""A product's portal: whether it is open, to whom, and what it says."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.urls import reverse

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product


class Audience(models.TextChoices):
    """Who may read a portal."""

    OFF = "off", "Off: nobody"
    PUBLIC = "public", "Public: everybody reads, customers sign in to take part"
    LINK = "link", "By link: only who signs in by an e-mailed link"


class PublicStatus(models.TextChoices):
    """How far an idea is, as customers are told."""

    UNDER_CONSIDERATION = "under_consideration", "Under consideration"
    PLANNED = "planned", "Planned"
    IN_PROGRESS = "in_progress", "In progress"
    SHIPPED = "shipped", "Shipped"
    NOT_PLANNED = "not_planned", "Not planned"


def every_status() -> list[str]:
    """Nothing is held back unless somebody says so."""
    return [str(status) for status in PublicStatus]


class PortalQuerySet(models.QuerySet["Portal"]):
    """Questions about portals."""

    def visible_to(self, actor: Actor) -> Self:
        """Portals of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def open(self) -> Self:
        """Portals that customers may enter."""
        return self.exclude(audience=Audience.OFF).filter(product__archived_at=None)


class Portal(Versioned):
    """Where a product's customers say what they need, and see what becomes of it."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="portal")
    slug = models.SlugField(
        "address", max_length=40, unique=True, validators=[MinLengthValidator(2)],
        error_messages={"unique": "Another portal has this address."},
    )  # fmt: skip
    title = models.CharField(max_length=120)
    greeting = models.TextField(max_length=2000, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.OFF)
    shown = models.JSONField("states shown", default=every_status)
    is_moderated = models.BooleanField("moderated", default=False)
    is_indexed = models.BooleanField("found by search engines", default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether customers may enter."""
        return self.audience != Audience.OFF

    @property
    def is_public(self) -> bool:
        """Whether one reads without signing in."""
        return self.audience == Audience.PUBLIC

    def clean(self) -> None:
        """The states shown are some of those that there are."""
        if not isinstance(self.shown, list) or not self.shown or set(self.shown) - set(every_status()):
            raise ValidationError({"shown": "Show at least one of the states that there are."})
        self.shown = [status for status in every_status() if status in self.shown]

    def get_absolute_url(self) -> str:
        """Its front page."""
        return reverse("portal:home", args=[self.slug])
