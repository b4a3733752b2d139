"""One verb on many: all or nothing, and it says which one refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from feedback.actions import sorting, triage
from feedback.actions.intake import edit_feedback
from feedback.models import Feedback
from history.actor import Actor
from history.refusals import NotAllowed, NotPossible

MOST = 200
Verb = Callable[..., Any]

VERBS: dict[str, Verb] = {
    "set-aside": triage.set_aside,
    "undo-set-aside": triage.undo_set_aside,
    "snooze": triage.snooze,
    "wake": triage.wake,
    "archive": triage.archive,
    "unarchive": triage.unarchive,
    "reopen": triage.reopen_feedback,
    "assign": sorting.assign,
    "tag": sorting.tag,
    "move": edit_feedback,
}


@transaction.atomic
def do_to_all(verb: str, feedback: Iterable[Feedback], *, actor: Actor, **values: Any) -> list[Feedback]:
    """Do one verb to each. Where one refuses nothing is changed at all, and the refusal names every one that did."""
    run, done, refused = VERBS[verb], [], {}
    rows = sorted(feedback, key=lambda row: row.pk)
    if not rows or len(rows) > MOST:
        raise NotPossible(f"Pick between 1 and {MOST}.")
    for row in rows:
        try:
            with transaction.atomic():
                done.append(run(row, actor=actor, **values))
        except (NotPossible, NotAllowed) as error:
            refused[row.key] = str(error)
            kind = type(error) if isinstance(error, NotAllowed) else NotPossible
    if refused:
        raise kind(f"Nothing was changed. {why_not(refused, len(rows))}")
    return done


def why_not(refused: dict[str, str], of: int) -> str:
    """Which ones refused, in a sentence or two."""
    said = " ".join(list(dict.fromkeys(refused.values()))[:3])
    names = ", ".join(list(refused)[:8]) + (" and more" if len(refused) > 8 else "")
    return said if len(refused) == 1 else f"{len(refused)} of {of} refused ({names}). {said}"


def check_verb(name: str) -> str:
    """The verb's name, if there is one."""
    if name not in VERBS:
        raise ValidationError({"verb": f"Known are: {', '.join(VERBS)}."})
    return name
