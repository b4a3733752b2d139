"""Finding anything by its words or its short name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from customers.models import Company, Contact
from doors.search import search
from feedback.models import Feedback
from history.actor import Actor
from history.telling import address_of
from objectives.models import Objective
from roadmap.models import Idea, Initiative
from usage.models import Feature

SHORT_NAME = re.compile(r"^(F|IDEA|INIT)-?(\d{1,12})$", re.IGNORECASE)
BY_PREFIX: dict[str, type[Any]] = {"F": Feedback, "IDEA": Idea, "INIT": Initiative}


@dataclass(frozen=True)
class Found:
    """One record that fits, with the words that tell it apart."""

    kind: str
    icon: str
    title: str
    sub: str
    url: str
    pk: int


def named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Rows of a small table whose name holds what was typed."""
    field = "title" if hasattr(rows.model, "title") else "name"
    return rows.filter(**{f"{field}__icontains": words}).order_by(field)


@dataclass(frozen=True)
class Kind:
    """A kind of record that can be found."""

    word: str
    icon: str
    model: type[Model]
    by: Callable[[QuerySet[Any], str], QuerySet[Any]]
    sub: Callable[[Any], str]
    joined: tuple[str, ...] = ()


def of_idea(row: Idea) -> str:
    """What tells an idea apart."""
    return f"{row.key} · {row.get_stage_display()}"


def of_initiative(row: Initiative) -> str:
    """What tells an initiative apart."""
    return f"{row.key} · {row.get_horizon_display() or row.get_state_display()}"


def of_feedback(row: Feedback) -> str:
    """What tells a feedback apart."""
    return f"{row.key} · {row.company or row.get_channel_display()}"


def of_company(row: Company) -> str:
    """What tells a company apart."""
    return str(row.get_segment_display() or row.get_lifecycle_display())


def of_contact(row: Contact) -> str:
    """What tells a contact apart."""
    return str(row.company or row.email)


KINDS = (
    Kind("Idea", "lightbulb", Idea, search, of_idea),
    Kind("Initiative", "square-kanban", Initiative, named, of_initiative),
    Kind("Feedback", "quote", Feedback, search, of_feedback, ("company",)),
    Kind("Company", "building-2", Company, named, of_company),
    Kind("Contact", "contact", Contact, named, of_contact, ("company",)),
    Kind("Objective", "target", Objective, named, lambda row: str(row.cycle), ("cycle",)),
    Kind("Feature", "mouse-pointer-click", Feature, named, lambda row: str(row.product), ("product",)),
)  # fmt: skip


def find_all(words: str, *, actor: Actor, each: int = 5) -> list[Found]:
    """What fits the words, at most ``each`` of a kind; a short name such as IDEA-41 finds that very record first."""
    words = " ".join(words.split())[:200]
    if len(words) < 2:
        return []
    found = list(by_short_name(words, actor))
    for kind in KINDS:
        rows = kind.model._default_manager.visible_to(actor).select_related(*kind.joined)  # type: ignore[attr-defined]
        found += [as_found(kind, row) for row in kind.by(rows, words)[:each]]
    return list({(one.kind, one.pk): one for one in found}.values())


def by_short_name(words: str, actor: Actor) -> Iterable[Found]:
    """The record of a short name."""
    match = SHORT_NAME.match(words)
    if match is None:
        return
    model = BY_PREFIX[match[1].upper()]
    kind = next(kind for kind in KINDS if kind.model is model)
    for row in model.objects.visible_to(actor).select_related(*kind.joined).filter(pk=int(match[2])):
        yield as_found(kind, row)


def as_found(kind: Kind, row: Any) -> Found:
    """A row as it is listed."""
    return Found(kind.word, kind.icon, str(row), kind.sub(row), address_of(row._meta.label_lower, row.pk), row.pk)
