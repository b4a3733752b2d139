"""The dry run: what a file would make, counted by the same way that its rows go in the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError

from feedback.models import Becomes, ImportBatch, RowOutcome
from history.actor import Actor
from integrations.actions.imports import MOST_STATUSES, drafts_of, reader_of
from integrations.drafts import Draft
from integrations.exports import own_statuses
from integrations.files import MOST_ROWS, Row, opened
from integrations.hands import TryingHands
from integrations.statuses import Meaning, meaning_of
from integrations.taking import UNFIT, sentence_of, take

CHUNK = 200
AT_ONCE = 2_000
SHOWN = 6
FAULTS = 20


def rows_under_header(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows under the header."""
    return islice(rows, 1, None)


def forecast(batch: ImportBatch, actor: Actor, *, most: int = AT_ONCE) -> dict[str, Any]:
    """What the file's first ``most`` rows would make, how the first of them look, and what its statuses would mean."""
    hands, reader = TryingHands(batch, actor), reader_of(batch, actor)
    outcomes: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    told: dict[str, Any] = {"rows": [], "faults": [], "read": 0, "whole": True, "counted_votes": 0}
    with opened(batch.file) as table:
        source = rows_under_header(table.rows)
        while told["read"] < most and (chunk := list(islice(source, min(CHUNK, most - told["read"])))):
            for row, draft in drafts_of(chunk, reader, hands):
                tell(told, row, draft, tried(draft, hands, outcomes))
                if isinstance(draft, Draft):
                    statuses[draft.status] += 1
            told["read"] += len(chunk)
        told["whole"] = next(source, None) is None
    told |= {name: outcomes[name] for name in RowOutcome.values} | {"made": counts(hands, batch, outcomes)}
    told["statuses"] = [
        {"status": status, "rows": rows, "meaning": meaning_of(status, batch.statuses, own_statuses(batch.export))}
        for status, rows in statuses.most_common(MOST_STATUSES)
        if status and batch.becomes == Becomes.IDEAS
    ]
    return told


def tried(draft: Draft | Exception, hands: TryingHands, outcomes: Counter[str]) -> tuple[str, str, bool]:
    """What would become of a row, and why; and whether it would make feedback."""
    try:
        if isinstance(draft, Exception):
            raise draft
        taken = take(draft, hands)
    except UNFIT as error:
        hands.forget_row()
        outcomes[RowOutcome.FAILED] += 1
        return RowOutcome.FAILED, sentence_of(error), False
    outcomes[taken.outcome] += 1
    outcomes["feedback"] += taken.feedback is not None
    return taken.outcome, taken.reason, taken.feedback is not None


def tell(told: dict[str, Any], row: Row, draft: Draft | Exception, became: tuple[str, str, bool]) -> None:
    """Show the first rows, and the first faults wherever they are."""
    outcome, reason, _ = became
    if isinstance(draft, Draft):
        told["counted_votes"] += draft.votes or 0
    if len(told["rows"]) < SHOWN:
        shown = draft if isinstance(draft, Draft) else None
        told["rows"].append({"number": row.number, "draft": shown, "outcome": outcome, "reason": reason})
    elif outcome == RowOutcome.FAILED and len(told["faults"]) < FAULTS:
        told["faults"].append({"number": row.number, "reason": reason})


def counts(hands: TryingHands, batch: ImportBatch, outcomes: Counter[str]) -> dict[str, int]:
    """How many of each kind would be made."""
    kinds = ("votes", "insights", "contacts", "companies")
    made = {"feedback": outcomes["feedback"] + hands.made["comments"]} | {kind: hands.made[kind] for kind in kinds}
    return ({"ideas": hands.made["idea"]} | made) if batch.becomes == Becomes.IDEAS else made


def meanings() -> list[tuple[str, str]]:
    """What a status may mean."""
    return [(str(one.value), str(one.label)) for one in Meaning]


def kept_forecast(batch: ImportBatch, actor: Actor) -> dict[str, Any]:
    """The dry run of the whole file, as it is kept: what of it is plain."""
    try:
        told = forecast(batch, actor, most=MOST_ROWS)
    except ValidationError as error:
        return {"state": "failed", "fault": " ".join(error.messages)}
    return {"state": "counted"} | {name: value for name, value in told.items() if name != "rows"}
