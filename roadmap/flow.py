"""How ideas flow through a product's stages: how many are in each, for how long, and which of them wait too long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from people.models import Product
from roadmap.models import OF_WORK, Idea, IdeaState, OwnStage, stages_of

NAMED = 6


@dataclass
class Stay:
    """One stage, with the ideas that are in it now, those that have been longest first."""

    stage: OwnStage
    ideas: list[Idea] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many ideas are in it."""
        return len(self.ideas)

    @property
    def is_over(self) -> bool:
        """Whether more are in it than are meant to be."""
        return self.stage.limit is not None and self.count > self.stage.limit

    @property
    def is_of_work(self) -> bool:
        """Whether something waits there; what ended waits for nothing."""
        return self.stage.kind in OF_WORK

    @property
    def median_days(self) -> int | None:
        """For how many days half of them have been there."""
        return round(median(idea.days_in_stage for idea in self.ideas)) if self.ideas else None

    @property
    def late(self) -> list[Idea]:
        """Those that have been there for longer than expected."""
        return [idea for idea in self.ideas if idea.is_late]

    @property
    def oldest(self) -> list[Idea]:
        """A few that have been there longest."""
        return self.ideas[:NAMED] if self.is_of_work else []


def flow_of(product: Product) -> list[Stay]:
    """Every stage of a product with its ideas, in two queries. Ideas that nobody sorted yet are in no stage of work."""
    stays = [Stay(stage) for stage in stages_of(product)]
    rows = Idea.objects.filter(product=product, state=IdeaState.BACKLOG).exclude(stage="duplicate").select_related("own_stage")
    found: dict[object, list[Idea]] = defaultdict(list)
    for idea in rows.only("title", "product", "stage", "own_stage", "stage_since", "state").order_by("stage_since", "id"):
        found[idea.own_stage_id or idea.stage].append(idea)
    for stay in stays:
        stay.ideas = found[stay.stage.pk or stay.stage.kind]
    return stays


def over_limit(idea: Idea) -> str:
    """The warning where an idea is in a stage that holds more than is meant to be there; empty where it does not."""
    stage = idea.own_stage
    if stage is None or stage.limit is None or (count := stage.ideas.count()) <= stage.limit:
        return ""
    return f"{stage} holds {count} ideas now; {idea.product} means to have {stage.limit} there at most."
