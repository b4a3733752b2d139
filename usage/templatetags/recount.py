"""``{% recount_notice %}``: says on pages with figures of usage that they are being counted anew."""

from __future__ import annotations

from typing import Any

from django import template

from usage.recounting import recount_under_way

register = template.Library()


@register.inclusion_tag("usage/_recount.html")
def recount_notice() -> dict[str, Any]:
    """How far it is; nothing where nothing is counted anew."""
    return {"job": recount_under_way()}
