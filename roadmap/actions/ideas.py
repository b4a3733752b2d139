"""The verbs of ideas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person, Product
from roadmap import rules
from roadmap.actions.links import relink
from roadmap.events import IdeaEvent
from roadmap.guards import may_enter
from roadmap.models import NEED_A_REASON, Idea, IdeaState, Stage
from usage.models import Feature

EDITABLE = frozenset({"title", "problem", "value", "hypothesis", "target_outcomes", "actual_outcomes", "owner"})


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


@transaction.atomic
def edit_idea(idea: Idea, *, actor: Actor, version: int | None = None, **values: Any) -> Idea:
    """Change an idea's title, owner or sections of its canvas; what is not named stays."""
    idea = held(idea, actor)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of an idea: {', '.join(sorted(unknown))}.")
    if "title" in values:
        values["title"] = values["title"].strip()
    if changes := change(idea, values, version=version):
        record(IdeaEvent.CHANGED, idea, actor=actor, changes=changes, fields=sorted(changes))
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
def move_stage(idea: Idea, *, actor: Actor, stage: str, reason: str = "", version: int | None = None) -> Idea:
    """Move an idea to another stage of work, if the gates let it. Not doing it asks for a reason."""
    idea = held(idea, actor)
    stage = Stage(stage)
    if stage == Stage.DUPLICATE:
        raise NotPossible("Say which idea it duplicates: mark it as a duplicate instead.")
    if stage == idea.stage:
        raise NotPossible(f"This idea is in {stage.label.lower()} already.")
    if stage in NEED_A_REASON:
        require_reason(reason, "Say why: whoever asked for it is owed an answer.")
    if not (answer := may_enter(idea, stage)):
        raise NotPossible(str(answer))
    to = {"stage": stage, "stage_since": clock.now(), "stage_reason": reason.strip(), "duplicate_of": None}
    changes = change(idea, to, version=version)
    record(
        IdeaEvent.MOVED, idea, actor=actor, changes={"stage": changes["stage"]}, reason=reason.strip(), to=str(stage),
        was=changes["stage"][0],
    )  # fmt: skip
    return idea


@transaction.atomic
def mark_duplicate(idea: Idea, *, actor: Actor, of: Idea) -> Idea:
    """Say that an idea is another one in other words. Its evidence counts for the other from now on."""
    locked = {row.pk: row for row in Idea.objects.select_for_update().filter(pk__in=[idea.pk, of.pk]).order_by("pk")}
    idea, of = locked[idea.pk], locked[of.pk]
    require(rules.may_shape(actor, idea.product))
    refuse_as_duplicate(idea, of)
    to = {"duplicate_of": of, "stage": Stage.DUPLICATE, "stage_since": clock.now(), "stage_reason": ""}
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
    changes = change(idea, {"duplicate_of": None, "stage": Stage.ASSESSMENT, "stage_since": clock.now()})
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
