"""The verbs of ideas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from doors.fields.values import changed, told
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person, Product
from roadmap import rules
from roadmap.actions.links import relink
from roadmap.actions.merging import refuse_if_merged
from roadmap.circles import hold_links, refuse_circle
from roadmap.events import IdeaEvent
from roadmap.guards import may_enter
from roadmap.models import NEED_A_REASON, PREFILLED, Idea, IdeaField, IdeaState, IdeaTemplate, OwnStage, Stage
from usage.models import Feature

MOST = 50
EDITABLE = frozenset({"title", *PREFILLED, "actual_outcomes", "owner", "custom"})


@transaction.atomic
def create_idea(
    *, product: Product, title: str, actor: Actor, owner: Person | None = None, state: str = IdeaState.UNSORTED,
    revived_from: Idea | None = None, template: IdeaTemplate | None = None, custom: dict[str, Any] | None = None, **sections: str,
) -> Idea:  # fmt: skip
    """Write down a possible change. Coming back to a killed idea is a new one, ``revived_from`` it.

    Sections of the canvas that are not given begin as the ``template`` has them.
    """
    require(rules.may_shape(actor, product))
    if unknown := set(sections) - set(PREFILLED):
        raise TypeError(f"No such section to begin with: {', '.join(sorted(unknown))}.")
    if template is not None and template.product_id not in (None, product.pk):
        raise ValidationError({"template": "This template belongs to another product."})
    begun = (template.sections() if template is not None else {}) | sections
    idea = Idea(
        product=product, title=title.strip(), owner=owner, state=state, revived_from=revived_from, created_by=actor.person,
        custom=changed(IdeaField.objects.current().serving(product), {}, custom) if custom else {},
        own_stage=first_stage(product), **begun,
    )  # fmt: skip
    idea.full_clean()
    idea.save()
    record(IdeaEvent.CREATED, idea, actor=actor, state=idea.state, owner=owner, revived_from=revived_from)
    return idea


@transaction.atomic
def edit_idea(idea: Idea, *, actor: Actor, version: int | None = None, **values: Any) -> Idea:
    """Change an idea's title, owner or sections of its canvas; what is not named stays.

    So it is with its own fields, which are given by key under ``custom``.
    """
    idea = held(idea, actor)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of an idea: {', '.join(sorted(unknown))}.")
    if "title" in values:
        values["title"] = values["title"].strip()
    own = idea.custom
    if "custom" in values:
        values["custom"] = changed(IdeaField.objects.current().serving(idea.product_id), own, values["custom"])
    owner_was = idea.owner_id
    changes = change(idea, values, version=version)
    if changes.pop("custom", None):
        changes |= told(IdeaField.objects.all(), own, idea.custom)
    if changes:
        facts: dict[str, Any] = {"fields": sorted(changes)}
        if "owner" in changes and owner_was:
            facts["owner_was"] = owner_was  # who handed an idea on does not judge it
        record(IdeaEvent.CHANGED, idea, actor=actor, changes=changes, **facts)
    return idea


@transaction.atomic
def sort_idea(idea: Idea, *, actor: Actor) -> Idea:
    """Take an unsorted idea into the backlog: it is worth considering."""
    idea = held(idea, actor)
    if idea.state != IdeaState.UNSORTED:
        raise NotPossible("This idea is in the backlog already.")
    changes = change(idea, {"state": IdeaState.BACKLOG})
    record(IdeaEvent.SORTED, idea, actor=actor, changes=changes)
    return idea


@transaction.atomic
def unsort_idea(idea: Idea, *, actor: Actor) -> Idea:
    """Put an idea back among the unsorted."""
    idea = held(idea, actor)
    if idea.state != IdeaState.BACKLOG:
        raise NotPossible("This idea is unsorted already.")
    changes = change(idea, {"state": IdeaState.UNSORTED})
    record(IdeaEvent.UNSORTED, idea, actor=actor, changes=changes)
    return idea


@transaction.atomic
def archive_idea(idea: Idea, *, actor: Actor, reason: str) -> Idea:
    """Put an idea out of sight, for a reason. Its evidence stays."""
    idea = held(idea, actor)
    require_reason(reason, "Say why, so that nobody wonders later.")
    changes = change(idea, {"state": IdeaState.ARCHIVED, "archived_from": idea.state, "archive_reason": reason.strip()})
    record(IdeaEvent.ARCHIVED, idea, actor=actor, changes={"state": changes["state"]}, reason=reason.strip())
    return idea


@transaction.atomic
def unarchive_idea(idea: Idea, *, actor: Actor) -> Idea:
    """Bring an idea back to where it was before it was archived."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    require(rules.may_shape(actor, idea.product))
    if not idea.is_archived:
        raise NotPossible("This idea is not archived.")
    back = idea.archived_from or IdeaState.BACKLOG
    changes = change(idea, {"state": back, "archived_from": "", "archive_reason": ""})
    record(IdeaEvent.UNARCHIVED, idea, actor=actor, changes={"state": changes["state"]})
    return idea


@transaction.atomic
def move_stage(
    idea: Idea, *, actor: Actor, stage: str = "", own: OwnStage | None = None, reason: str = "", version: int | None = None,
    is_old: bool = False,
) -> Idea:  # fmt: skip
    """Move an idea to another stage of work, if the gates let it. Not doing it asks for a reason.

    Where its product has stages of its own, ``own`` says which; a kind of ``stage`` alone means the first one of that kind.
    ``is_old`` is what was decided elsewhere, before the idea came here: it is noted, and no news to anybody.
    """
    idea = held(idea, actor)
    refuse_if_merged(idea)
    stage, own = destination(idea, stage, own)
    if stage == Stage.DUPLICATE:
        raise NotPossible("Say which idea it duplicates: mark it as a duplicate instead.")
    if stage == idea.stage and own == idea.own_stage:
        raise NotPossible(f"This idea is in {idea.get_stage_display().lower()} already.")
    if stage in NEED_A_REASON:
        require_reason(reason, "Say why: whoever asked for it is owed an answer.")
    if stage != idea.stage and not (answer := may_enter(idea, stage)):
        raise NotPossible(str(answer))
    if own is not None and own.holds and own.ideas.count() >= (own.limit or 0):
        raise NotPossible(f"{own} is meant for {own.limit} at most, and {idea.product} holds to it. Move an idea on first.")
    was, called = idea.stage, idea.get_stage_display()
    since = {"stage_since": clock.now(), "stage_reason": reason.strip(), "duplicate_of": None}
    changes = change(idea, {"stage": stage, "own_stage": own, **since}, version=version)
    told = {"stage": [called, own.name]} if own is not None else {"stage": changes["stage"]}
    facts: dict[str, Any] = {"to": str(stage), "was": str(was)} | ({"is_old": True} if is_old else {})
    record(IdeaEvent.MOVED, idea, actor=actor, changes=told, reason=reason.strip(), **facts)
    return idea


@transaction.atomic
def move_ideas(ideas: Iterable[Idea], *, actor: Actor, stage: str, reason: str = "") -> list[Idea]:
    """Move several ideas to a stage, all or none of them. Those that are in one of that kind already stay."""
    rows = list(Idea.objects.filter(pk__in={idea.pk for idea in ideas}).order_by("pk"))
    if not rows or len(rows) > MOST:
        raise ValidationError({"ideas": f"Choose between one and {MOST} ideas."})
    moved = []
    for idea in (one for one in rows if one.stage != stage):
        try:
            moved.append(move_stage(idea, actor=actor, stage=stage, reason=reason))
        except NotPossible as refusal:
            raise NotPossible(f"{idea.key} was not moved, and so none was: {refusal}") from refusal
    return moved


def destination(idea: Idea, stage: str, own: OwnStage | None) -> tuple[Stage, OwnStage | None]:
    """The kind of stage that is meant, and the product's own stage where it has some."""
    if own is not None:
        own = OwnStage.objects.select_for_update().get(pk=own.pk)  # a stage that holds to its limit is counted by one at a time
        if own.product_id != idea.product_id or own.dropped_at is not None:
            raise ValidationError({"own": f"{own} is no stage of {idea.product}."})
        return Stage(own.kind), own
    if not stage:
        raise ValidationError({"stage": "Say to which stage."})
    kind = Stage(stage)
    there = list(OwnStage.objects.select_for_update().standing().filter(product=idea.product_id))
    found = next((one for one in there if one.kind == kind), None)
    if there and found is None and kind != Stage.DUPLICATE:
        raise NotPossible(
            f"{idea.product} has no stage of the kind “{kind.label}”. It has: {', '.join(one.name for one in there)}."
        )
    return kind, found


def first_stage(product: Product) -> OwnStage | None:
    """Where a product's ideas begin, if it has stages of its own."""
    return OwnStage.objects.standing().filter(product=product, kind=Stage.ASSESSMENT).first()


@transaction.atomic
def mark_duplicate(idea: Idea, *, actor: Actor, of: Idea) -> Idea:
    """Say that an idea is another one in other words. Its evidence counts for the other from now on, and so do its links."""
    hold_links()
    locked = {row.pk: row for row in Idea.objects.select_for_update().filter(pk__in=[idea.pk, of.pk]).order_by("pk")}
    idea, of = locked[idea.pk], locked[of.pk]
    require(rules.may_shape(actor, idea.product))
    refuse_as_duplicate(idea, of)
    refuse_circle(idea, of, actor)
    to = {"duplicate_of": of, "stage": Stage.DUPLICATE, "own_stage": None, "stage_since": clock.now(), "stage_reason": ""}
    changes = change(idea, to)
    record(IdeaEvent.DUPLICATE_MARKED, idea, actor=actor, about=of, changes={"stage": changes["stage"]})
    return idea


def refuse_as_duplicate(idea: Idea, of: Idea) -> None:
    """Duplicates lie flat: one idea that counts, and others that point at it."""
    if idea.pk == of.pk:
        raise NotPossible("An idea is no duplicate of itself.")
    if idea.is_archived or of.is_archived:
        raise NotPossible("One of the two is archived. Bring it back first.")
    if idea.product_id != of.product_id:
        raise NotPossible("Both ideas must belong to the same product.")
    if of.duplicate_of_id:
        raise NotPossible(f"{of.key} is a duplicate of IDEA-{of.duplicate_of_id}. Choose that one.")
    if idea.duplicate_of_id:
        raise NotPossible(f"This idea is a duplicate of IDEA-{idea.duplicate_of_id} already.")
    if idea.duplicates.exists():
        raise NotPossible("Other ideas are duplicates of this one. Mark the other way round.")


@transaction.atomic
def clear_duplicate(idea: Idea, *, actor: Actor) -> Idea:
    """Say that an idea stands on its own after all; it goes back to assessment."""
    idea = held(idea, actor)
    of = idea.duplicate_of
    if of is None:
        raise NotPossible("This idea is not marked as a duplicate.")
    refuse_if_merged(idea)
    own = first_stage(idea.product)
    changes = change(idea, {"duplicate_of": None, "stage": Stage.ASSESSMENT, "own_stage": own, "stage_since": clock.now()})
    record(IdeaEvent.DUPLICATE_CLEARED, idea, actor=actor, about=of, changes={"stage": changes["stage"]})
    return idea


@transaction.atomic
def link_features(idea: Idea, *, actor: Actor, features: Iterable[Feature], version: int | None = None) -> Idea:
    """Say in which features of the product the idea shows: their usage is its evidence."""
    idea = held(idea, actor)
    features = list(features)
    if any(feature.product_id != idea.product_id for feature in features):
        raise ValidationError({"features": "Choose features of the idea's own product."})
    if changes := relink(idea, {"features": features}, version=version):
        record(IdeaEvent.FEATURES_LINKED, idea, actor=actor, changes=changes, features=sorted(one.pk for one in features))
    return idea


def held(idea: Idea, actor: Actor) -> Idea:
    """The idea, locked, if the actor may work on it and it is not archived."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    require(rules.may_shape(actor, idea.product))
    if idea.is_archived:
        raise NotPossible("This idea is archived. Bring it back first.")
    return idea


def require_reason(reason: str, why: str) -> None:
    """An empty reason is none."""
    if not reason.strip():
        raise ValidationError({"reason": why})
    if len(reason) > 2000:
        raise ValidationError({"reason": "At most 2,000 characters."})
