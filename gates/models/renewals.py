"""Which projections are made anew each week, and who said so last. The projections themselves are never changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models

from history import clock
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea
from usage.models import Feature


class RenewalQuerySet(models.QuerySet["Renewal"]):
    """Questions about what is made anew."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))


class Renewal(models.Model):
    """Whether what is projected of an idea and a feature is made anew each week, and who is likely is learned with it."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="projection_renewals")
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="projection_renewals")
    is_on = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("idea", "feature"), name="renewal_once"),)

    def __str__(self) -> str:
        return f"{self.feature} of {self.idea}: {'each week' if self.is_on else 'not by itself'}"


def next_run_of(projection: Any) -> date | None:
    """The day on which a projection that carries its schedule is made anew; None where it is not."""
    if projection.is_superseded or not projection.is_weekly or not projection.has_open_review or has_run_out(projection):
        return None
    return following(projection.origin)


def has_run_out(projection: Any) -> bool:
    """Whether its weeks since the release will have passed by the next run: then there is nothing left to project."""
    return projection.probe_kind == "released" and projection.due_on <= following(projection.origin)


def following(origin: date) -> date:
    """A week after an origin; today, where that was missed."""
    return max(clock.today(), origin + timedelta(weeks=1))
