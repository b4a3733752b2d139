"""The verbs of a product's own stages. The first of them makes the usual ones its own, and each idea is in one from then on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from roadmap import rules
from roadmap.actions.ideas import move_stage
from roadmap.events import StageEvent
from roadmap.guards import may_enter
from roadmap.models import NEED_A_REASON, NEEDED, Idea, OwnStage, Stage, usual_stages

SETTINGS = frozenset({"name", "limit", "holds", "days"})
MOST = 20


@transaction.atomic
def own_stages(product: Product, *, actor: Actor) -> list[OwnStage]:
    """A product's own stages; made of the usual ones where it has none yet, each idea in the one of its kind."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_shape(actor, product))
    there = OwnStage.objects.of(product.pk)
    if not there:
        there = OwnStage.objects.bulk_create(usual_stages(product))
        for stage in there:
            Idea.objects.filter(product=product, stage=stage.kind).update(own_stage=stage)
        record(StageEvent.MADE_OWN, there[0], actor=actor, about=product, stages=[stage.pk for stage in there])
    return there


@transaction.atomic
def add_stage(product: Product, *, actor: Actor, name: str, kind: str, **settings: Any) -> OwnStage:
    """Add a stage, after the last one of its kind or of the kinds before it."""
    there = own_stages(product, actor=actor)
    known(settings)
    refuse_one_more(product, there)
    kinds = Stage.values
    if kind not in kinds or kind == Stage.DUPLICATE:
        raise ValidationError({"kind": "Choose what kind of stage it is."})
    place = max((one.place + 1 for one in there if kinds.index(one.kind) <= kinds.index(kind)), default=0)
    OwnStage.objects.standing().filter(product=product, place__gte=place).update(place=F("place") + 1)
    stage = OwnStage(product=product, kind=kind, name=tidy(name), place=place, **settings)
    stage.full_clean()
    stage.save()
    record(StageEvent.ADDED, stage, actor=actor, about=product, stage_kind=str(kind))
    return stage


@transaction.atomic
def change_stage(stage: OwnStage, *, actor: Actor, version: int | None = None, **values: Any) -> OwnStage:
    """Rename a stage, or say how many ideas it holds and for how long; what is not named stays. Its kind never changes."""
    stage = held(stage, actor)
    known(values)
    if "name" in values:
        values["name"] = tidy(values["name"])
    if changes := change(stage, values, version=version):
        record(StageEvent.CHANGED, stage, actor=actor, about=stage.product, changes=changes)
    return stage


@transaction.atomic
def place_stage(stage: OwnStage, *, actor: Actor, by: int) -> OwnStage:
    """Put a stage so many places later, or, below nought, earlier."""
    stage = held(stage, actor)
    order = OwnStage.objects.of(stage.product_id)
    before = order.index(stage)
    after = min(max(before + by, 0), len(order) - 1)
    order.insert(after, order.pop(before))
    for place, one in enumerate(order):
        if one.place != place:
            OwnStage.objects.filter(pk=one.pk).update(place=place)
    stage.refresh_from_db()
    if before != after:
        record(StageEvent.PLACED, stage, actor=actor, about=stage.product, changes={"place": [before + 1, after + 1]})
    return stage


@transaction.atomic
def drop_stage(stage: OwnStage, *, actor: Actor, into: OwnStage | None = None, reason: str = "") -> OwnStage:
    """Drop a stage; the ideas in it go to another, as far as the gates let them."""
    stage = held(stage, actor)
    others = [one for one in OwnStage.objects.of(stage.product_id) if one != stage]
    if stage.kind in NEEDED and all(one.kind != stage.kind for one in others):
        raise NotPossible(
            f"{stage} is the only stage of the kind “{stage.get_kind_display()}”, which every product needs. Rename it."
        )
    inside = list(Idea.objects.filter(own_stage=stage).order_by("pk"))
    if inside and into is None:
        raise ValidationError(
            {"into": f"{len(inside)} idea{'s are' if len(inside) > 1 else ' is'} in {stage}. Say where they go."}
        )
    if into is not None and into not in others:
        raise ValidationError({"into": f"Choose another stage of {stage.product}."})
    if into is not None and into.kind in NEED_A_REASON and stage.kind != into.kind and not reason.strip():
        raise ValidationError({"reason": "Say why: whoever asked for these ideas is owed an answer."})
    for idea in inside:
        carry(idea, into, stage, reason or f"{stage} was dropped.", actor)  # type: ignore[arg-type]
    stage.dropped_at, stage.version = clock.now(), stage.version + 1
    stage.save(update_fields=["dropped_at", "version"])
    record(StageEvent.DROPPED, stage, actor=actor, about=stage.product, ideas=len(inside), into=into, reason=reason.strip())
    return stage


@transaction.atomic
def restore_stage(stage: OwnStage, *, actor: Actor) -> OwnStage:
    """Bring a stage back that was dropped, to where it was among the others. Ideas that went elsewhere stay there."""
    Product.objects.select_for_update().get(pk=stage.product_id)
    stage = OwnStage.objects.select_related("product").get(pk=stage.pk)
    require(rules.may_shape(actor, stage.product))
    if stage.dropped_at is None:
        raise NotPossible(f"{stage} was not dropped.")
    there = OwnStage.objects.of(stage.product_id)
    refuse_one_more(stage.product, there)
    if any(one.name.casefold() == stage.name.casefold() for one in there):
        raise NotPossible(f"{stage.product} has another stage of the name {stage} by now. Rename that one first.")
    place = next((one.place for one in there if one.place >= stage.place), there[-1].place + 1)
    OwnStage.objects.standing().filter(product=stage.product, place__gte=place).update(place=F("place") + 1)
    stage.place, stage.dropped_at, stage.version = place, None, stage.version + 1
    stage.save(update_fields=["place", "dropped_at", "version"])
    record(StageEvent.RESTORED, stage, actor=actor, about=stage.product)
    return stage


def refuse_one_more(product: Product, there: list[OwnStage]) -> None:
    """So many stages and no more."""
    if len(there) >= MOST:
        raise NotPossible(f"{product} has {MOST} stages, which is the most.")


def carry(idea: Idea, into: OwnStage, stage: OwnStage, reason: str, actor: Actor) -> None:
    """Take one idea along. One that is archived, or stays in a stage of the same kind, is only put there."""
    if not (answer := into.kind == stage.kind or may_enter(idea, into.kind)):
        raise NotPossible(f"{idea.key} cannot go to {into}: {answer}")
    if idea.is_archived or into.kind == stage.kind:
        Idea.objects.filter(pk=idea.pk).update(own_stage=into, stage=into.kind, version=F("version") + 1)
    else:
        move_stage(idea, actor=actor, stage=into.kind, own=into, reason=reason)


def held(stage: OwnStage, actor: Actor) -> OwnStage:
    """The stage, with its product locked, if the actor may and it was not dropped."""
    Product.objects.select_for_update().get(pk=stage.product_id)
    stage = OwnStage.objects.select_related("product").get(pk=stage.pk)
    require(rules.may_shape(actor, stage.product))
    if stage.dropped_at is not None:
        raise NotPossible(f"{stage} was dropped. Bring it back first.")
    return stage


def known(values: dict[str, Any]) -> None:
    """Only settings that a stage has."""
    if unknown := set(values) - SETTINGS:
        raise TypeError(f"No such setting of a stage: {', '.join(sorted(unknown))}.")


def tidy(name: str) -> str:
    """A name without spaces that nobody sees."""
    return " ".join(name.split())
