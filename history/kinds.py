"""The sentences of history: each app says in its ``events.py`` what can happen there."""

from __future__ import annotations

from django.db import models

_sentences: dict[str, str] = {}
_groups: dict[str, str] = {}


def register(kinds: type[models.TextChoices], *, group: str) -> type[models.TextChoices]:
    """Make the kinds known: their labels are sentences such as ``"{actor} set aside {subject}"``."""
    for kind in kinds:
        _sentences[kind.value] = str(kind.label)
        _groups[kind.value] = group
    return kinds


def sentence(kind: str) -> str:
    """The sentence of a kind of event, with ``{actor}``, ``{subject}`` and ``{about}`` to be filled in."""
    return _sentences.get(kind, "{actor} changed {subject}")


def kinds_by_group() -> dict[str, list[str]]:
    """Every known kind under the name of its group, for filters."""
    groups: dict[str, list[str]] = {}
    for kind, group in _groups.items():
        groups.setdefault(group, []).append(kind)
    return groups
