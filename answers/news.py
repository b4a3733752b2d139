"""What can be told of an idea today: the furthest that came of it, as the roadmap and its stage say."""

from __future__ import annotations

from answers.models import Occasion
from roadmap.models import NOT_HERE, Horizon, Idea, Initiative, InitiativeState, Stage

ENDS = {Stage.NOT_DOING: Occasion.NOT_DOING, Stage.FAILED_EXPERIMENT: Occasion.FAILED}
NEARNESS = {Occasion.SHIPPED: 0, Occasion.STARTED: 1, Occasion.PLANNED: 2}


def news_of(idea: Idea) -> tuple[Occasion | None, Initiative | None]:
    """The occasion that those who ask for it today are answered with, and the initiative that it came by; nothing where
    nothing came of it yet. What is here is here, whatever else is planned."""
    told = [(occasion_by(one), one) for one in idea.initiatives.order_by("pk")]
    found = sorted(((occasion, one) for occasion, one in told if occasion is not None), key=lambda pair: NEARNESS[pair[0]])
    if idea.stage in ENDS and not (found and found[0][0] == Occasion.SHIPPED):
        return ENDS[Stage(idea.stage)], None
    return found[0] if found else (None, None)


def occasion_by(initiative: Initiative) -> Occasion | None:
    """What an initiative as it stands means to those who ask for its ideas."""
    if initiative.state == InitiativeState.COMPLETED:
        return None if initiative.ending in NOT_HERE else Occasion.SHIPPED
    if initiative.state != InitiativeState.ON_ROADMAP:
        return None
    return Occasion.STARTED if initiative.horizon == Horizon.NOW else Occasion.PLANNED
