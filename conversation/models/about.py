"""A row about a record of any kind."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models

from conversation.topics import Topic, topic_of_kind
from history.telling import address_of


class AboutQuerySet(models.QuerySet[Any]):
    """Questions about rows that name a record."""

    def on(self, record: models.Model) -> Self:
        """Those about one record."""
        return self.filter(subject_type=record._meta.label_lower, subject_id=record.pk)


class About(models.Model):
    """A row that names its record by kind and id."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def topic(self) -> Topic | None:
        """The kind of record."""
        return topic_of_kind(self.subject_type)

    @property
    def record(self) -> Any:
        """The record itself, whoever asks."""
        return apps.get_model(self.subject_type)._default_manager.get(pk=self.subject_id)

    @property
    def place(self) -> str:
        """The address of the record's page."""
        return address_of(self.subject_type, self.subject_id)
