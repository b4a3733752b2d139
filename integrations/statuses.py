"""What the statuses of other tools mean here: an idea's state and stage, as far as our gates let it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import models

from integrations.columns import plain_name


class Meaning(models.TextChoices):
    """Where an idea goes that comes in with a status."""

    UNSORTED = "unsorted", "Unsorted"
    BACKLOG = "backlog", "Backlog"
    DISCOVERY = "discovery", "Backlog, in discovery"
    NOT_DOING = "not_doing", "Not doing"
    ARCHIVED = "archived", "Archived"


# Work under way goes to discovery: delivery and launch are our own gates' to grant. What was shipped elsewhere is archived.
KNOWN = {
    Meaning.UNSORTED: (
        "", "open", "new", "active", "none", "inbox", "new idea", "published", "triage", "to do", "todo", "reopened",
    ),
    Meaning.BACKLOG: ("under review", "under consideration", "considering", "backlog", "candidate", "pending", "later"),
    Meaning.DISCOVERY: (
        "planned", "accepted", "approved", "scheduled", "started", "in progress", "in review", "in development", "building",
        "beta", "next", "now", "on the roadmap",
    ),
    Meaning.NOT_DOING: (
        "declined", "rejected", "closed", "not planned", "wont do", "wontfix", "canceled", "cancelled", "not now", "not doing",
    ),
    Meaning.ARCHIVED: (
        "complete", "completed", "done", "shipped", "released", "live", "resolved", "implemented", "launched",
        "archived", "duplicate", "deleted", "spam", "already exists", "already available",
    ),
}  # fmt: skip
BY_WORDS = {word: meaning for meaning, words in KNOWN.items() for word in words}


def meaning_of(status: str, chosen: Mapping[str, str] | None = None, own: Mapping[str, str] | None = None) -> Meaning:
    """What a status means: as somebody chose for this file, else as the tool itself uses the word (``own``), else by its words;
    unsorted when we don't know it.
    """
    if chosen and status in chosen:
        return Meaning(chosen[status])
    plain = re.sub(r"[^\w ]", "", plain_name(status)).strip()
    return Meaning((own or {}).get(plain) or BY_WORDS.get(plain, Meaning.UNSORTED))
