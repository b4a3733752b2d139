"""What the doors remember: the answers already given under an idempotency key."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from history import clock


class GivenAnswer(models.Model):
    """The answer to a write that came with an ``Idempotency-Key``: the same key and body gets it again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    route = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="answer_once_per_key"),)

    def __str__(self) -> str:
        return self.key
