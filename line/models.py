"""What the search box remembers: the words that are in use, so that a slip of the finger still finds."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Word(models.Model):
    """A word that stands in our records, and how many of them it was read in."""

    text = models.CharField(max_length=30, unique=True)
    length = models.PositiveSmallIntegerField(db_index=True)
    seen = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Reading(models.Model):
    """How far the words of a table were read: up to which row."""

    table = models.CharField(max_length=60, unique=True)
    read_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.table} to {self.read_to}"


class Visit(models.Model):
    """When somebody was last on Home, and up to when they had seen things when they came this time."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} at {self.seen_at}"
