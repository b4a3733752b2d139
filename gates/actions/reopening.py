"""The verbs of what comes after a decision: noting that something it rested on changed, and saying whether it stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held
from gates.events import GateEvent
from gates.models.decisions import Decision
from gates.models.reopenings import Cause, Reopening
from gates.models.scores import Outcome
from gates.rules.decisions import may_revalidate
from gates.scope import SCOPE, label_of
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from roadmap.models import Idea, Stage

GOING_ON = (Outcome.GO, Outcome.CONDITIONAL_GO)


def reopen(decision: Decision, *, cause: str, what: str, actor: Actor) -> Reopening | None:
    """Note that something which a decision rested on is otherwise. What waits for its answer already is not noted twice.

    Called in the transaction of what made it so.
    """
    if decision.outcome not in GOING_ON or Decision.objects.filter(supersedes=decision).exists():
        return None
    open_one = decision.reopenings.filter(cause=cause, answered_at=None).first()
    if open_one is not None:
        open_one.what = joined(open_one.what, what)
        open_one.save(update_fields=["what"])
        return None
    made = Reopening(decision=decision, cause=cause, what=what[:300])
    made.full_clean()
    made.save()
    review = decision.review
    record(GateEvent.REOPENED, review, actor=actor, about=review.idea, decision=decision, cause=cause, reopening=made)
    return made


def joined(first: str, second: str) -> str:
    """Both lists as one, each thing once."""
    return ", ".join(dict.fromkeys([*first.split(", "), *second.split(", ")]))[:300]


def reopen_for_scope(idea: Idea, fields: Iterable[str], *, actor: Actor) -> None:
    """The idea's scope changed: each gate that let it go on says whether it still would."""
    changed = [label_of(name) for name in SCOPE if name in set(fields)]
    if not changed or idea.stage == Stage.DONE:
        return
    for decision in Decision.objects.standing().filter(review__idea=idea, outcome__in=GOING_ON).select_related("review__idea"):
        reopen(decision, cause=Cause.SCOPE, what=", ".join(changed), actor=actor)


@transaction.atomic
def answer_reopening(reopening: Reopening, *, actor: Actor, still_stands: bool, answer: str) -> Reopening:
    """Say whether a decision stands although something it rested on changed. If not, its gate is passed no more."""
    held(reopening.decision.review)
    rows = Reopening.objects.select_related("decision__review__idea__product", "decision__review__idea__owner")
    reopening = rows.get(pk=reopening.pk)
    decision = reopening.decision
    require(may_revalidate(actor, decision))
    if reopening.answered_at is not None:
        raise NotPossible("This was answered already.")
    if Decision.objects.filter(supersedes=decision).exists():
        raise NotPossible("A later record stands in the place of this decision.")
    if decision.review.idea.gate_reviews.filter(gate=decision.review.gate, attempt__gt=decision.review.attempt).exists():
        raise NotPossible("A new attempt looks at it already.")
    if not answer.strip():
        raise ValidationError({"answer": "Say why."})
    reopening.still_stands, reopening.answer = still_stands, answer.strip()
    reopening.answered_by, reopening.answered_at = actor.person, clock.now()
    reopening.full_clean(validate_unique=False)
    reopening.save()
    kind = GateEvent.CONFIRMED if still_stands else GateEvent.WITHDRAWN
    record(
        kind,
        decision.review,
        actor=actor,
        about=decision.review.idea,
        reason=answer.strip(),
        decision=decision,
        reopening=reopening,
    )
    return reopening
