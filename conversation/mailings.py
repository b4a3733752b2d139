"""Mail that the floors above send of their own accord, and that a person may do without."""

from __future__ import annotations

from conversation.models import Means, Preference
from people.models import Person

MEANS = (Means.MAIL, Means.OFF)
_labels: dict[str, str] = {}


def may_do_without(kind: str, label: str) -> str:
    """Let people say that they want no more mail of this kind, of ten letters at most. It is sent to whoever has not said so."""
    _labels[kind] = label
    return kind


def known() -> dict[str, str]:
    """Each kind with what it is about."""
    return _labels


def wants(person: Person, kind: str) -> bool:
    """Whether somebody wants such mail."""
    return not Preference.objects.filter(person=person, kind=kind, means=Means.OFF).exists()
