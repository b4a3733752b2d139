"""What the roadmap tells of a feedback: which idea it supports, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from feedback.models import Feedback
from feedback.standing import Standing, tells_standing
from history.actor import Actor
from roadmap.models import Horizon, Idea, Initiative, InitiativeState, Stage
from roadmap.reading import insights_of

ENDED = {
    Stage.NOT_DOING: "We decided against {idea}",
    Stage.FAILED_EXPERIMENT: "We tried {idea}, and it did not work",
}
WAYS = {Horizon.NOW: "being worked on now", Horizon.NEXT: "up next", Horizon.LATER: "planned for later"}


@tells_standing
def by_idea(rows: Sequence[Feedback], actor: Actor) -> dict[int, Standing]:
    """The best that can be said of each feedback that supports an idea: shipped before planned before considered."""
    insights = sorted(insights_of(rows, actor), key=lambda one: (-one.importance, -one.pk))
    ideas = {insight.idea_id: insight.idea for insight in insights}
    told = {pk: tell(idea, cards) for pk, (idea, cards) in cards_of(ideas, actor).items()}
    best: dict[int, tuple[int, Standing]] = {}
    for insight in insights:
        rank, standing = told[insight.idea_id]
        if rank > best.get(insight.feedback_id, (-1, standing))[0]:
            best[insight.feedback_id] = rank, standing
    return {pk: standing for pk, (_, standing) in best.items()}


def cards_of(ideas: dict[int, Idea], actor: Actor) -> dict[int, tuple[Idea, list[Initiative]]]:
    """Each idea with the initiatives that it is in, of those that the actor may see."""
    found: dict[int, tuple[Idea, list[Initiative]]] = {pk: (idea, []) for pk, idea in ideas.items()}
    links = Initiative.ideas.through.objects.filter(idea__in=ideas, initiative__in=Initiative.objects.visible_to(actor))
    for link in links.select_related("initiative"):
        found[link.idea_id][1].append(link.initiative)
    return found


def tell(idea: Idea, cards: Sequence[Initiative]) -> tuple[int, Standing]:
    """How far an idea is, with its rank among the answers."""
    url = reverse("roadmap:idea", args=[idea.pk])
    for card in cards:
        if card.state == InitiativeState.COMPLETED:
            return 9, Standing(f"Shipped with {card.key}: {card.title}", "good", url, is_answered=True)
    if idea.stage in ENDED:
        because = f": {idea.stage_reason.rstrip(' .')}" if idea.stage_reason else ""
        return 1, Standing(
            ENDED[Stage(idea.stage)].format(idea=f"{idea.key} {idea.title}") + because, "warn", url, is_answered=True
        )
    planned = {card.horizon for card in cards if card.state == InitiativeState.ON_ROADMAP}
    for rank, horizon in ((7, Horizon.NOW), (6, Horizon.NEXT), (5, Horizon.LATER)):
        if horizon in planned:
            return rank, Standing(f"Supports {idea.key} {idea.title}, {WAYS[horizon]}", "", url, is_answered=True)
    return 3, Standing(f"Supports {idea.key} {idea.title}, in {idea.get_stage_display().lower()}", "", url)
