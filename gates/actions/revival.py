"""Coming back after a kill: a new idea, linked to the one that ended."""

from __future__ import annotations

from django.db import transaction

from gates.events import GateEvent
from gates.models.decisions import Decision
from gates.models.scores import Outcome
from gates.rules.decisions import may_revive
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Person
from roadmap.actions import create_idea
from roadmap.models import Idea


@transaction.atomic
def revive_idea(decision: Decision, *, title: str, actor: Actor, owner: Person | None = None) -> Idea:
    """Write the new idea that a killed one comes back as. It passes every gate anew."""
    decision = Decision.objects.select_related("review__idea__product").get(pk=decision.pk)
    killed = Idea.objects.select_for_update(of=("self",)).select_related("product").get(pk=decision.review.idea_id)
    require(may_revive(actor, decision))
    if decision.outcome != Outcome.KILL:
        raise NotPossible("Only an idea that a gate killed is revived.")
    idea = create_idea(
        product=killed.product, title=title, problem=killed.problem, value=killed.value, hypothesis=killed.hypothesis,
        target_outcomes=killed.target_outcomes, owner=owner, revived_from=killed, actor=actor,
    )  # fmt: skip
    record(GateEvent.REVIVED, idea, actor=actor, about=killed, decision=decision)
    return idea
