"""What follows on the roadmap from what happens below: what serves a key result goes on serving it in the next cycle."""

from __future__ import annotations

from typing import Any

from history.actor import Actor
from history.models import Event
from history.reactions import on
from history.recording import record
from objectives.events import ObjectiveEvent
from objectives.models import KeyResult, Objective
from roadmap.actions.links import relink
from roadmap.events import InitiativeEvent
from roadmap.models import Initiative, InitiativeState

STILL_AT_IT = (InitiativeState.CANDIDATE, InitiativeState.ON_ROADMAP)


@on(ObjectiveEvent.CARRIED_OVER)
def go_on_serving(event: Event, subject: Objective, actor: Actor, **_: Any) -> None:
    """An initiative that is not done serves the key result that the carried one goes on with, too."""
    for key_result in subject.key_results.select_related("carried_from"):
        for initiative in at_work_on(key_result.carried_from):
            serve(initiative, {*initiative.key_results.all(), key_result}, subject, actor)


@on(ObjectiveEvent.CARRY_OVER_UNDONE)
def serve_no_more(event: Event, subject: Objective, actor: Actor, **_: Any) -> None:
    """What was only carried over is served no more."""
    serving = Initiative.objects.filter(key_results__objective=subject).values("pk")
    for initiative in Initiative.objects.select_for_update().filter(pk__in=serving).order_by("pk"):
        serve(initiative, initiative.key_results.exclude(objective=subject), subject, actor)


def at_work_on(key_result: KeyResult | None) -> list[Initiative]:
    """The initiatives that serve a key result and are not done."""
    rows = Initiative.objects.select_for_update().filter(key_results=key_result, state__in=STILL_AT_IT)
    return list(rows.order_by("pk")) if key_result is not None else []


def serve(initiative: Initiative, key_results: Any, objective: Objective, actor: Actor) -> None:
    """Let an initiative serve exactly these key results, and write it down."""
    if changes := relink(initiative, {"key_results": key_results}):
        record(InitiativeEvent.CHANGED, initiative, actor=actor, about=objective, changes=changes, fields=["key_results"])
