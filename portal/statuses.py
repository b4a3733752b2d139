"""How far an idea is, as customers are told: derived from the roadmap unless a product manager says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from portal.models import PublicStatus
from roadmap.models import NOT_HERE, Horizon, Idea, Initiative, InitiativeState, Stage

ENDED = {Stage.NOT_DOING, Stage.FAILED_EXPERIMENT}
AT_WORK = {Stage.DELIVERY, Stage.VALIDATION}


def derived(ideas: Iterable[Idea]) -> dict[int, PublicStatus]:
    """The status of each idea by its id, in as many queries for thirty as for one. A duplicate stands where its original does."""
    stands_for = {idea.pk: idea.duplicate_of_id or idea.pk for idea in ideas}
    originals = Idea.objects.in_bulk(set(stands_for.values()))
    horizons: dict[int, set[str]] = {pk: set() for pk in originals}
    shipped: set[int] = set()
    links = Initiative.ideas.through.objects.filter(idea__in=originals)
    rows = links.values_list("idea_id", "initiative__state", "initiative__horizon", "initiative__ending")
    for pk, state, horizon, ending in rows:
        if state == InitiativeState.COMPLETED and ending not in NOT_HERE:
            shipped.add(pk)
        elif state == InitiativeState.ON_ROADMAP:
            horizons[pk].add(horizon)
    told = {pk: told_of(idea, horizons[pk], pk in shipped) for pk, idea in originals.items()}
    return {pk: told[original] for pk, original in stands_for.items()}


def told_of(idea: Idea, horizons: set[str], is_shipped: bool) -> PublicStatus:
    """The furthest that can be said of one idea; nothing is promised that the roadmap does not hold."""
    if is_shipped or idea.stage == Stage.DONE:
        return PublicStatus.SHIPPED
    if idea.stage in ENDED or idea.is_archived:
        return PublicStatus.NOT_PLANNED
    if Horizon.NOW in horizons or idea.stage in AT_WORK:
        return PublicStatus.IN_PROGRESS
    if horizons or idea.stage == Stage.PILOT:
        return PublicStatus.PLANNED
    return PublicStatus.UNDER_CONSIDERATION
