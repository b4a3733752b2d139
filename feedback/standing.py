"""Where a feedback stands, in the plain words that whoever brought it in reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from feedback.models import Feedback, FeedbackState, SetAside
from history.actor import Actor


@dataclass(frozen=True)
class Standing:
    """One sentence on what became of it, its tone, and the page that tells more."""

    words: str
    tone: str = ""
    url: str = ""
    is_answered: bool = False


Teller = Callable[[Sequence[Feedback], Actor], dict[int, Standing]]
_tellers: list[Teller] = []


def tells_standing(teller: Teller) -> Teller:
    """Let an upper floor say more: what it tells of a feedback takes the place of what was told before."""
    _tellers.append(teller)
    return teller


def standings(rows: Sequence[Feedback], actor: Actor) -> dict[int, Standing]:
    """The standing of each feedback by its id, in as many queries for thirty as for one, told of what ``actor`` may see.

    A duplicate stands where the one stands that it was merged into.
    """
    rows = list(rows)
    prefetch_related_objects(rows, "merged_into")
    canonical = {row.pk: row.merged_into or row for row in rows}
    by_pk = {head.pk: head for head in canonical.values()} | {row.pk: row for row in rows if row.merged_into is None}
    heads = [by_pk[pk] for pk in sorted(by_pk)]
    told = plain_standings(heads)
    for teller in _tellers:
        told |= teller(heads, actor)
    return {pk: told[head.pk] for pk, head in canonical.items()}


def plain_standings(rows: Sequence[Feedback]) -> dict[int, Standing]:
    """What feedback itself knows."""
    prefetch_related_objects(rows, "set_asides")
    asides = {row.pk: next((one for one in row.set_asides.all() if one.undone_at is None), None) for row in rows}
    return {row.pk: plain_standing(row, asides[row.pk]) for row in rows}


def plain_standing(row: Feedback, aside: SetAside | None) -> Standing:
    """What feedback itself knows of one."""
    if aside is not None:
        because = f": {aside.words.rstrip(' .')}" if aside.words else ""
        return Standing(f"Set aside. {aside.get_reason_display()}{because}", "warn", is_answered=True)
    if row.state == FeedbackState.ARCHIVED:
        return Standing("Archived", is_answered=True)
    if row.is_snoozed and row.snoozed_until is not None:
        return Standing(f"Put off until {row.snoozed_until:%-d %B}")
    if row.state == FeedbackState.REVIEWED:
        return Standing("Read by a product manager")
    return Standing("Waiting for a product manager to read it")
