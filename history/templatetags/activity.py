"""``{% activity record %}``: what happened to a record, newest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from history import clock
from history.models import Event
from history.telling import address_of, tell_all

register = template.Library()
ON_ITS_WAY = timedelta(seconds=10)


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


@register.simple_tag
def watching(kinds: str) -> SafeString:
    """Have a list hear what others do to records of these kinds (``app.model,app.model``) from now on. What was done a moment
    before counts too: it may have been on its way while the page was read."""
    return format_html('data-watch="{}" data-at="{}"', kinds, (clock.now() - ON_ITS_WAY).isoformat())
