"""One verb on many: all or nothing, and it says which one refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from feedback.actions import merging, sorting, triage
from feedback.actions.moving import REFUSALS, OneOrMany
from feedback.models import Feedback
from history.actor import Actor
from history.refusals import NotAllowed, NotPossible, Stale
from people.models import Person, Product

AT_ONCE = 50


@dataclass(frozen=True)
class BulkVerb:
    """A verb that may be done to many: the call, its words, and which of its values are rows or days.

    ``prepare`` is done once for all of them, before the first: it turns what was asked into what the call takes.
    """

    run: Callable[..., Any]
    words: str
    rows: dict[str, type[Model]] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    prepare: Callable[..., dict[str, Any]] | None = None

    def prepared(self, values: dict[str, Any], *, actor: Actor, count: int) -> dict[str, Any]:
        """What the call takes for each."""
        return self.prepare(actor=actor, count=count, **values) if self.prepare else values

    def packed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as JSON keeps them."""
        return {name: as_json(value) for name, value in values.items()}

    def unpacked(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the verb takes them. A row that is gone since is a refusal, never a silent nothing."""
        return {name: self.one_unpacked(name, value) for name, value in values.items()}

    def one_unpacked(self, name: str, value: Any) -> Any:
        """One value."""
        if value is None:
            return None
        if name in self.days:
            return date.fromisoformat(value)
        if name not in self.rows:
            return value
        found = self.rows[name]._default_manager.filter(pk=value).first()
        if found is None:
            raise NotPossible(f"The {name} that was chosen is no longer there.")
        return found


def as_json(value: Any) -> Any:
    """Rows by id, days by their name."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


VERBS: dict[str, BulkVerb] = {
    "set-aside": BulkVerb(triage.set_aside, "Set aside", days=("revisit_on",)),
    "undo-set-aside": BulkVerb(triage.undo_set_aside, "No longer set aside"),
    "snooze": BulkVerb(triage.snooze, "Snooze", days=("until",)),
    "wake": BulkVerb(triage.wake, "Wake"),
    "archive": BulkVerb(triage.archive, "Archive"),
    "unarchive": BulkVerb(triage.unarchive, "Bring back"),
    "reopen": BulkVerb(triage.reopen_feedback, "Back to the inbox"),
    "merge": BulkVerb(merging.merge_among, "Merge", rows={"into": Feedback}, prepare=merging.into_for_many),
    "assign": BulkVerb(sorting.assign, "Assign", rows={"assignee": Person}),
    "tag": BulkVerb(sorting.tag, "Tag"),
    "move": BulkVerb(sorting.move_to, "Move", rows={"product": Product}),
}


def offer_verb(name: str, verb: BulkVerb) -> None:
    """Let an upper floor's verb be done to many too."""
    VERBS[name] = verb


@transaction.atomic
def do_to_all(verb: str, feedback: Iterable[Feedback], *, actor: Actor, **values: Any) -> list[Feedback]:
    """Do one verb to each. Where one refuses nothing is changed at all, and the refusal names every one that did."""
    rows = sorted(feedback, key=lambda row: row.pk)
    if not rows or len(rows) > AT_ONCE:
        raise NotPossible(f"Pick between 1 and {AT_ONCE}.")
    values = VERBS[verb].prepared(values, actor=actor, count=len(rows))
    refused = each_done(VERBS[verb].run, rows, actor=actor, **values)
    if isinstance(refused.get(rows[0].pk), ValidationError):
        raise refused[rows[0].pk]  # mostly what was asked is at fault: said at its field
    if refused:
        kind = NotAllowed if isinstance(list(refused.values())[-1], NotAllowed) else NotPossible
        raise kind(f"Nothing was changed. {why_not({f'F-{pk}': sentence_of(why) for pk, why in refused.items()}, len(rows))}")
    return list(Feedback.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def each_done(run: Callable[..., Any], rows: list[Feedback], *, actor: Actor, **values: Any) -> dict[int, Exception]:
    """Do a verb to each, together where it can be. Returns what refused, and why."""
    if isinstance(run, OneOrMany):
        with suppress(Stale, IntegrityError), transaction.atomic():
            return run.together(rows, actor=actor, **values).refused
    refused: dict[int, Exception] = {}
    for row in rows:
        try:
            with transaction.atomic():
                run(row, actor=actor, **values)
        except REFUSALS as error:
            refused[row.pk] = error
    return refused


def sentence_of(error: Exception) -> str:
    """A refusal as a report says it."""
    return (" ".join(error.messages) if isinstance(error, ValidationError) else str(error))[:500]


def why_not(refused: dict[str, str], of: int) -> str:
    """Which ones refused, in a sentence or two."""
    said = " ".join(list(dict.fromkeys(refused.values()))[:3])
    names = ", ".join(list(refused)[:8]) + (" and more" if len(refused) > 8 else "")
    return said if len(refused) == 1 else f"{len(refused)} of {of} refused ({names}). {said}"
