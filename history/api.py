"""The API door of history: read only, like history itself."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from doors.api import Collection, RecordShape
from history.models import Event
from history.telling import tell


class EventShape(RecordShape):
    """One event, with its sentence and what changed."""

    sentence = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields: ClassVar = [
            "id", "at", "kind", "actor", "system", "via", "subject_type", "subject_id", "about_type", "about_id",
            "product", "facts", "sentence", "reason", "changes",
        ]  # fmt: skip

    def get_sentence(self, event: Event) -> str:
        """What happened, in plain words."""
        words = getattr(event, "words", None)
        return f"{tell(event).actor_name}: {event.kind} {(words.body or {}).get('label', '') if words else ''}".strip()

    def get_reason(self, event: Event) -> str:
        """Why, where somebody said so."""
        return tell(event).reason

    def get_changes(self, event: Event) -> dict[str, list[Any]]:
        """Each changed field with its value before and after."""
        return {change.name: [change.before, change.after] for change in tell(event).changes}


class EventFilter(django_filters.FilterSet):
    """By what it was done to, by whom, and when."""

    subject_type = django_filters.CharFilter()
    subject_id = django_filters.NumberFilter()
    about_type = django_filters.CharFilter()
    about_id = django_filters.NumberFilter()
    actor = django_filters.NumberFilter(field_name="actor_id")
    kind = django_filters.CharFilter()
    since = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="lte")

    class Meta:
        model = Event
        fields: ClassVar = []


class EventCollection(Collection):
    """What happened, newest first."""

    model = Event
    shape = EventShape
    orderings = ("at",)
    filterset_class = EventFilter

    def records(self) -> Any:
        return super().records().select_related("actor", "words")


routes: list[tuple[str, type[Collection]]] = [("history", EventCollection)]
