"""Dependencies of ideas never go round in a circle: how one finds the way that would close it."""

from __future__ import annotations

from history.actor import Actor
from history.refusals import NotPossible
from people.models import Organisation, Product
from roadmap.models import Idea, IdeaLink


def hold_links() -> None:
    """Let nobody else change which ideas are linked, or are one, until this is done: two who do that at once could close a
    circle that neither sees."""
    Organisation.objects.select_for_update().first()


def refuse_circle(gone: Idea, stays: Idea, actor: Actor) -> None:
    """Two ideas that become one wait for each other over no third."""
    for start, goal in ((gone, stays), (stays, gone)):
        if path := way(start.pk, goal.pk, is_roundabout=True):
            told = " → ".join(keys_of(path, actor))
            raise NotPossible(f"As one they would close a circle of dependencies: {told}. Take one of these links away first.")


def way(start: int, goal: int, *, is_roundabout: bool = False) -> list[int]:
    """The way from one idea to another along dependencies, nearest first; empty if there is none. ``is_roundabout``: over
    others, for what links the two themselves is no way any more once they are one."""
    came_from, border = {start: 0}, [start]
    while border and goal not in came_from:
        steps = IdeaLink.objects.dependencies().standing().filter(one__in=border).order_by("id").values_list("one", "another")
        new = {
            another: one
            for one, another in steps
            if another not in came_from and not (is_roundabout and (one, another) == (start, goal))
        }
        came_from |= new
        border = list(new)
    if goal not in came_from:
        return []
    path = [goal]
    while came_from[path[-1]]:
        path.append(came_from[path[-1]])
    return path[::-1]


def keys_of(ids: list[int], actor: Actor) -> list[str]:
    """Ideas by their keys; one that the actor may not see has no name."""
    seen = Product.objects.visible_to(actor)
    known = set(Idea.objects.filter(pk__in=ids, product__in=seen).values_list("pk", flat=True))
    return [f"IDEA-{pk}" if pk in known else "an idea that you may not see" for pk in ids]
