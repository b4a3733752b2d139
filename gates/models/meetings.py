"""Gate meetings: several reviews in an order, at one time, with minutes for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from gates.models.reviews import GateReview
from history import clock
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


class GateMeetingQuerySet(models.QuerySet["GateMeeting"]):
    """Questions about meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """Meetings that one chairs, and those of which one may see a review."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        seen = AgendaItem.objects.filter(meeting=OuterRef("pk"), review__in=GateReview.objects.visible_to(actor))
        return self.filter(Q(chair=actor.person) | Q(Exists(seen)))

    def ahead(self) -> Self:
        """Meetings that were not cancelled, of today and later."""
        return self.filter(cancelled_at=None, starts_at__gte=clock.now() - timedelta(hours=12))


class GateMeeting(Versioned):
    """A meeting of gates. What is decided is decided in each review: the meeting says when, and in which order."""

    page = "gates:meeting"

    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField("begins")
    place = models.CharField(max_length=200, blank=True, help_text="A room, or the address of a call.")
    chair = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = GateMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def told_product_id(self) -> int | None:
        """Whose history it belongs to: a restricted product's, where one of its reviews is of such; else its first review's."""
        products = self.items.order_by("-review__idea__product__is_restricted", "position")
        return products.values_list("review__idea__product", flat=True).first()


class AgendaItem(models.Model):
    """One review on a meeting's agenda."""

    meeting = models.ForeignKey(GateMeeting, on_delete=models.CASCADE, related_name="items")
    review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=20, validators=[MinValueValidator(5), MaxValueValidator(240)])

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "review"), name="agenda_review_once"),)

    def __str__(self) -> str:
        return f"{self.review} at {self.meeting}"


def starts_of(items: list[AgendaItem], starts_at: datetime) -> list[tuple[AgendaItem, datetime]]:
    """Each item with the minute that it is to begin."""
    timed, at = [], starts_at
    for item in items:
        timed.append((item, at))
        at += timedelta(minutes=item.minutes)
    return timed
