"""Tripwires: the system watches what was named, and says so when it happens."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from gates.actions.reopening import reopen
from gates.events import GateEvent
from gates.findings import Findings
from gates.measures import Measured, Standing
from gates.models.decisions import Tripwire
from gates.models.reopenings import Cause
from gates.words import tripwire_words
from history import clock
from history.actor import Actor
from history.recording import record


def has_tripped(tripwire: Tripwire, measured: Measured) -> bool:
    """Whether a known value lies on the wrong side. What is not known trips nothing."""
    if measured.standing != Standing.KNOWN or measured.value is None:
        return False
    if tripwire.fires == Tripwire.Fires.NO_LONGER:
        return not measured.value
    value, threshold = Decimal(measured.value), tripwire.threshold or Decimal(0)
    return value < threshold if tripwire.fires == Tripwire.Fires.BELOW else value > threshold


@transaction.atomic
def watch_tripwire(tripwire: Tripwire, *, actor: Actor) -> bool:
    """Look at a tripwire's measure and fire it if it tripped: the decision may be reopened. It fires once."""
    tripwire = (
        Tripwire.objects.select_for_update(of=("self",)).select_related("decision__review__idea__product").get(pk=tripwire.pk)
    )
    review = tripwire.decision.review
    measured = Findings(review).measure(tripwire.measure)
    if tripwire.fired_at is not None or not has_tripped(tripwire, measured):
        return False
    tripwire.fired_at, tripwire.fired_value = clock.now(), str(measured.value)
    tripwire.save(update_fields=["fired_at", "fired_value"])
    record(
        GateEvent.TRIPWIRE_FIRED, review, actor=actor, about=review.idea, decision=tripwire.decision_id, measure=tripwire.measure,
        fires=tripwire.fires, threshold=tripwire.threshold, value=tripwire.fired_value, source=measured.source,
    )  # fmt: skip
    reopen(tripwire.decision, cause=Cause.TRIPWIRE, what=tripwire_words(tripwire)[:300], actor=actor)
    return True
