"""Outcomes and standings as the templates of the gates say them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from doors.templatetags.throughline import pill
from gates.measures import Standing
from gates.models.scores import Outcome
from gates.words import OUTCOME_ICONS, OUTCOME_TONES

register = template.Library()
STANDING_TONES = {Standing.STALE: "warn", Standing.INCONCLUSIVE: "warn"}


@register.simple_tag
def outcome(code: str) -> SafeString:
    """An outcome as a pill: "Go", "Hold"."""
    one = Outcome(str(code))
    return pill(one.label, OUTCOME_TONES[one], OUTCOME_ICONS[one])


@register.simple_tag
def standing(measured: Any) -> SafeString:
    """How far a measured value can be relied on; nothing where it is simply known."""
    one = Standing(str(measured.standing))
    return SafeString("") if one == Standing.KNOWN else pill(one.label, STANDING_TONES.get(one, "outline"))


@register.filter
def outcome_label(code: str) -> str:
    """An outcome in words."""
    return Outcome(str(code)).label


@register.filter
def outcome_tone(code: str) -> str:
    """The tone of an outcome."""
    return OUTCOME_TONES[Outcome(str(code))]


@register.filter
def outcome_icon(code: str) -> str:
    """The icon of an outcome."""
    return OUTCOME_ICONS[Outcome(str(code))]


@register.filter
def at(values: dict[str, Any], key: Any) -> Any:
    """A value of a mapping by its key."""
    return values.get(str(key), "")
