"""The shape of an endpoint's form."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField
from history.kinds import kinds_by_group, sentence


def known_kinds() -> list[tuple[str, str]]:
    """Every kind of event with what it means, in words."""
    kinds = sorted(kind for group in kinds_by_group().values() for kind in group)
    named = {"actor": "somebody", "subject": "…", "about": "…"}
    return [(kind, f"{kind}: {sentence(kind).format(**named)}") for kind in kinds]


class EndpointForm(ActorForm):
    """Where another system listens, and for what."""

    name = forms.CharField(max_length=80, help_text="Such as “Data warehouse”.")
    url = forms.CharField(
        max_length=500, label="Address", widget=forms.URLInput(attrs={"placeholder": "https://example.com/hooks/throughline"})
    )
    kinds = forms.MultipleChoiceField(
        required=False, choices=known_kinds, widget=forms.CheckboxSelectMultiple, label="Only these events",
        help_text="Everything that happens where none is chosen.",
    )  # fmt: skip


class ChangeEndpointForm(EndpointForm):
    """The same, of one that is there."""

    version = VersionField()


def initial_of(endpoint: Any) -> dict[str, Any]:
    """What its form holds."""
    return {name: getattr(endpoint, name) for name in ("name", "url", "kinds", "version")}
