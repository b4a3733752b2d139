"""The verbs of ideas."""

from __future__ import annotations

from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import require
from people.models import Person, Product
from roadmap import rules
from roadmap.events import IdeaEvent
from roadmap.models import Idea, IdeaState


@transaction.atomic
def create_idea(
    *, product: Product, title: str, actor: Actor, problem: str = "", value: str = "", hypothesis: str = "",
    target_outcomes: str = "", owner: Person | None = None, state: str = IdeaState.UNSORTED, revived_from: Idea | None = None,
) -> Idea:  # fmt: skip
    """Write down a possible change. Coming back to a killed idea is a new one, ``revived_from`` it."""
    require(rules.may_shape(actor, product))
    idea = Idea(
        product=product, title=title.strip(), problem=problem, value=value, hypothesis=hypothesis,
        target_outcomes=target_outcomes, owner=owner, state=state, revived_from=revived_from, created_by=actor.person,
    )  # fmt: skip
    idea.full_clean()
    idea.save()
    record(IdeaEvent.CREATED, idea, actor=actor, state=idea.state, owner=owner, revived_from=revived_from)
    return idea
