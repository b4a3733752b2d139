"""``{% activity record %}``: what happened to a record, newest first."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from history.models import Event
from history.telling import address_of, tell_all

register = template.Library()


@register.inclusion_tag("history/_activity.html", takes_context=True)
def activity(context: template.Context, record: Model, limit: int = 20, family: Any = None) -> dict[str, Any]:
    """The last events of a record that the reader may see, and of those that are one with it; with the address of all."""
    reader = context["request"].actor
    events = Event.objects.visible_to(reader).of(record, family).select_related("actor", "words")[: limit + 1]
    tellings = tell_all(events, reader)
    return {"tellings": tellings[:limit], "has_more": len(tellings) > limit, "of": f"{record._meta.label_lower}:{record.pk}"}


@register.simple_tag
def page_of(record: Model) -> str:
    """The address of a record's page; empty where it has none."""
    return address_of(record._meta.label_lower, record.pk)
