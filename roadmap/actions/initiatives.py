"""The verbs of initiatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, Stale, require
from history.versions import change, stale
from objectives.models import KeyResult
from people.models import Person, Product
from roadmap import rules
from roadmap.actions.lanes import lock_lanes
from roadmap.actions.links import relink
from roadmap.events import InitiativeEvent
from roadmap.models import Idea, Initiative, InitiativeState

EDITABLE = frozenset({"title", "problem", "target_outcomes", "actual_outcomes", "owner"})
LINKS = ("ideas", "key_results")


@transaction.atomic
def create_initiative(
    *, product: Product, title: str, actor: Actor, problem: str = "", target_outcomes: str = "", owner: Person | None = None,
    ideas: Iterable[Idea] = (), key_results: Iterable[KeyResult] = (),
) -> Initiative:  # fmt: skip
    """Make a candidate for the roadmap: a problem to solve, and what shall come of it."""
    require(rules.may_shape(actor, product))
    initiative = Initiative(
        product=product, title=title.strip(), problem=problem, target_outcomes=target_outcomes, owner=owner
    )  # fmt: skip
    ideas, key_results = list(ideas), list(key_results)
    initiative.full_clean()
    require_kin(initiative, ideas=ideas, key_results=key_results)
    initiative.save()
    initiative.ideas.set(ideas)
    initiative.key_results.set(key_results)
    record(
        InitiativeEvent.CREATED, initiative, actor=actor, owner=owner, ideas=sorted(idea.pk for idea in ideas),
        key_results=sorted(one.pk for one in key_results),
    )  # fmt: skip
    return initiative


@transaction.atomic
def edit_initiative(initiative: Initiative, *, actor: Actor, version: int | None = None, **values: Any) -> Initiative:
    """Change an initiative's words, owner, ideas or key results; what is not named stays."""
    initiative = held(initiative, actor)
    links = {name: list(values.pop(name)) for name in LINKS if name in values}
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of an initiative: {', '.join(sorted(unknown))}.")
    if "title" in values:
        values["title"] = values["title"].strip()
    if initiative.state == InitiativeState.COMPLETED and not values.get("actual_outcomes", "-").strip():
        raise ValidationError({"actual_outcomes": "A completed initiative says what came of it."})
    require_kin(initiative, **links)
    changes = change(initiative, values, version=version) | relink(initiative, links)
    if changes:
        record(InitiativeEvent.CHANGED, initiative, actor=actor, changes=changes, fields=sorted(changes))
    return initiative


@transaction.atomic
def complete_initiative(
    initiative: Initiative, *, actor: Actor, actual_outcomes: str, ending: str = "", version: int | None = None
) -> Initiative:  # fmt: skip
    """Take a finished card off the board, saying what really came of it, beside what was hoped for."""
    lock_lanes()
    initiative = held(initiative, actor)
    if initiative.state != InitiativeState.ON_ROADMAP:
        raise NotPossible("Only an initiative on the roadmap can be completed.")
    if not actual_outcomes.strip():
        raise ValidationError({"actual_outcomes": "Say what came of it, even if it is not what you hoped for."})
    to = {
        "state": InitiativeState.COMPLETED, "actual_outcomes": actual_outcomes.strip(), "completed_at": clock.now(),
        "position": None, "ending": ending,
    }  # fmt: skip
    changes = change(initiative, to, version=version)
    record(
        InitiativeEvent.COMPLETED, initiative, actor=actor, was_in=initiative.horizon, ending=ending,
        changes={name: changes[name] for name in ("state", "actual_outcomes", "ending") if name in changes},
    )  # fmt: skip
    return initiative


@transaction.atomic
def archive_initiative(initiative: Initiative, *, actor: Actor, reason: str) -> Initiative:
    """Put an initiative out of sight, for a reason."""
    lock_lanes()
    initiative = held(initiative, actor)
    if InitiativeState.ARCHIVED not in Initiative.MOVES[InitiativeState(initiative.state)]:
        raise NotPossible("A completed initiative stays in the record. Reopen it first.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, so that nobody wonders later."})
    to = {"state": InitiativeState.ARCHIVED, "horizon": "", "position": None}
    changes = change(initiative, to)
    record(InitiativeEvent.ARCHIVED, initiative, actor=actor, changes={"state": changes["state"]}, reason=reason.strip())
    return initiative


@transaction.atomic
def unarchive_initiative(initiative: Initiative, *, actor: Actor) -> Initiative:
    """Bring an archived initiative back, as a candidate."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    require(rules.may_shape(actor, initiative.product))
    if initiative.state != InitiativeState.ARCHIVED:
        raise NotPossible("This initiative is not archived.")
    changes = change(initiative, {"state": InitiativeState.CANDIDATE})
    record(InitiativeEvent.UNARCHIVED, initiative, actor=actor, changes=changes)
    return initiative


@transaction.atomic
def add_idea(initiative: Initiative, *, actor: Actor, idea: Idea) -> Initiative:
    """Put an idea into an initiative."""
    initiative = held(initiative, actor)
    require_kin(initiative, ideas=[idea])
    changes = relink(initiative, {"ideas": {*initiative.ideas.all(), idea}})
    if not changes:
        raise NotPossible(f"{idea.key} is in this initiative already.")
    record(InitiativeEvent.CHANGED, initiative, actor=actor, about=idea, changes=changes, idea=idea)
    return initiative


@transaction.atomic
def remove_idea(initiative: Initiative, *, actor: Actor, idea: Idea) -> Initiative:
    """Take an idea out of an initiative."""
    initiative = held(initiative, actor)
    changes = relink(initiative, {"ideas": set(initiative.ideas.all()) - {idea}})
    if not changes:
        raise NotPossible(f"{idea.key} is not in this initiative.")
    record(InitiativeEvent.CHANGED, initiative, actor=actor, about=idea, changes=changes, idea=idea)
    return initiative


def held(initiative: Initiative, actor: Actor, version: int | None = None) -> Initiative:
    """The initiative, locked, if the actor may work on it and it is not archived."""
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("product").get(pk=initiative.pk)
    require(rules.may_shape(actor, initiative.product))
    if initiative.state == InitiativeState.ARCHIVED:
        raise NotPossible("This initiative is archived. Bring it back first.")
    if version is not None and version != initiative.version:
        where = initiative.get_horizon_display() if initiative.horizon else initiative.get_state_display()
        current = stale(initiative, {"title": "", "state": "", "horizon": "", "position": ""}).current
        raise Stale(f"Somebody changed {initiative.key} in the meantime. It is in {where} now.", current=current)
    return initiative


def require_kin(initiative: Initiative, ideas: Iterable[Idea] = (), key_results: Iterable[KeyResult] = ()) -> None:
    """Ideas of the same product only; key results of the same product, or the whole company's."""
    if any(idea.product_id != initiative.product_id for idea in ideas):
        raise ValidationError({"ideas": "Choose ideas of the initiative's own product."})
    if any(one.product_id not in (None, initiative.product_id) for one in key_results):
        raise ValidationError({"key_results": "Choose key results of the initiative's own product, or of the whole company."})
