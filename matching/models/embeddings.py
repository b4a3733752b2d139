"""Texts as vectors, and which texts have yet to be read."""

from __future__ import annotations

from typing import Self

from django.db import models

from history import clock


class Kind(models.TextChoices):
    """What has a vector."""

    FEEDBACK = "feedback", "Feedback"
    IDEA = "idea", "Idea"
    INSIGHT = "insight", "Insight"


class EmbeddingQuerySet(models.QuerySet["Embedding"]):
    """Questions about vectors."""

    def of_model(self, model_id: str) -> Self:
        """Those that one model made: vectors of different models cannot be compared."""
        return self.filter(model_id=model_id)


class Embedding(models.Model):
    """The vector of a text, in half precision. It is derived: losing the table costs time only."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    model_id = models.CharField(max_length=80)
    content_hash = models.CharField(max_length=64, blank=True, help_text="Of the text; empty while another vector stands in.")
    vector = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)

    objects = EmbeddingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "object_id", "model_id"), name="embedding_once"),)
        indexes = (
            models.Index(fields=("model_id", "kind", "made_at"), name="embedding_fresh"),
            models.Index(fields=("model_id", "content_hash"), name="embedding_content"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} by {self.model_id}"


class Unread(models.Model):
    """A text that is new or changed. ``mark`` tells whether it changed again while it was being read."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField()
    mark = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "object_id"), name="unread_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
