"""The verbs of links between ideas, and of coming back to one that ended."""

from __future__ import annotations

from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from roadmap import rules
from roadmap.actions.ideas import create_idea
from roadmap.circles import hold_links, keys_of, way
from roadmap.events import IdeaEvent
from roadmap.models import NEED_A_REASON, Idea, IdeaLink, LinkKind


@transaction.atomic
def link_ideas(idea: Idea, *, to: Idea, kind: str, actor: Actor) -> IdeaLink:
    """Say that an idea depends on another, or is related to it. Dependencies never go round in a circle."""
    hold_links()
    idea, to = both(idea, to, actor)
    kind = LinkKind(kind)
    for one in (idea, to):
        if one.duplicate_of_id:
            raise NotPossible(f"{one.key} is a duplicate of IDEA-{one.duplicate_of_id}. Choose that one.")
    if idea.pk == to.pk:
        raise NotPossible("An idea is not linked to itself.")
    if kind == LinkKind.RELATED and idea.pk > to.pk:
        idea, to = to, idea
    if IdeaLink.objects.filter(idea=idea, other=to, kind=kind).exists():
        raise NotPossible(f"{idea.key} and {to.key} are linked like this already.")
    if kind == LinkKind.DEPENDS_ON and (path := way(to.pk, idea.pk)):
        raise NotPossible(f"That would close a circle: {' → '.join(keys_of([idea.pk, *path], actor))}.")
    link = IdeaLink.objects.create(idea=idea, other=to, kind=kind, made_by=actor.person)
    tell(IdeaEvent.LINKED, link, actor)
    return link


@transaction.atomic
def unlink_ideas(link: IdeaLink, *, actor: Actor) -> IdeaLink:
    """Take a link away."""
    link = IdeaLink.objects.select_for_update(of=("self",)).select_related("idea__product", "other__product").get(pk=link.pk)
    both(link.idea, link.other, actor)
    IdeaLink.objects.filter(pk=link.pk).delete()
    tell(IdeaEvent.UNLINKED, link, actor)
    return link


@transaction.atomic
def revive_idea(idea: Idea, *, actor: Actor, title: str = "") -> Idea:
    """Come back to an idea that ended: a new one, linked to it, that begins with its canvas and those whom it served."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("product").get(pk=idea.pk)
    require(rules.may_shape(actor, idea.product))
    if idea.stage not in NEED_A_REASON and not idea.is_archived:
        raise NotPossible("This idea has not ended: go on with it.")
    revived = create_idea(
        product=idea.product, title=title.strip() or idea.title, problem=idea.problem, value=idea.value,
        hypothesis=idea.hypothesis, target_outcomes=idea.target_outcomes, notes=idea.notes, owner=actor.person,
        revived_from=idea, actor=actor,
    )  # fmt: skip
    revived.personas.set(idea.personas.all())
    revived.jobs.set(idea.jobs.all())
    return revived


def tell(kind: IdeaEvent, link: IdeaLink, actor: Actor) -> None:
    """Write it down. Whoever reads of one idea may not know the other's product: then its key must do."""
    is_near = link.idea.product_id == link.other.product_id
    far = None if is_near else {"about": link.other.key}
    record(kind, link.idea, actor=actor, about=link.other if is_near else None, words=far, link_kind=link.kind)


def both(idea: Idea, other: Idea, actor: Actor) -> tuple[Idea, Idea]:
    """Both ends, for whoever may shape the ideas of either's product."""
    found = {row.pk: row for row in Idea.objects.select_related("product").filter(pk__in=[idea.pk, other.pk])}
    for row in found.values():
        require(rules.may_shape(actor, row.product))
    if any(row.is_archived for row in found.values()):
        raise NotPossible("One of the two is archived. Bring it back first.")
    return found[idea.pk], found[other.pk]
