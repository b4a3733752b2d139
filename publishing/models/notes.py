"""Release notes: what came to customers in a stretch of time, in words that a person read and mended."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models import Initiative

ME = settings.AUTH_USER_MODEL


class ReleaseNotesQuerySet(models.QuerySet["ReleaseNotes"]):
    """Questions about release notes."""

    def visible_to(self, actor: Actor) -> Self:
        """Notes of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def published(self) -> Self:
        """Those that readers may read."""
        return self.exclude(published_at=None)


class ReleaseNotes(Versioned):
    """What was completed for a product from one day to another, as readers read it. A draft until somebody publishes it."""

    page = "publishing:notes"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="release_notes")
    title = models.CharField(max_length=160)
    text = models.TextField("words", max_length=20_000)
    since = models.DateField()
    until = models.DateField()
    initiatives = models.ManyToManyField(Initiative, related_name="release_notes")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReleaseNotesQuerySet.as_manager()

    class Meta:
        ordering = ("-until", "-id")
        verbose_name_plural = "release notes"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The later day comes last."""
        if self.since and self.until and self.since > self.until:
            raise ValidationError({"until": "Choose a day after the first one."})
