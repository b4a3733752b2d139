"""The verbs of milestones: define, edit, archive; and mark that a company reached one, where no feature tells of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Company
from growth import rules
from growth.events import GrowthEvent
from growth.models import Milestone, MilestoneMark
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from usage.models import Feature

EDITABLE = ("name", "description", "feature", "uses")


@transaction.atomic
def define_milestone(
    *, product: Product, name: str, actor: Actor, description: str = "", feature: Feature | None = None, uses: int = 1
) -> Milestone:
    """Say at which point companies got value: with the n-th use of a feature, or when somebody marks it."""
    require(rules.may_agree(actor, product))
    milestone = Milestone(product=product, name=" ".join(name.split()), description=description.strip(), uses=uses)
    milestone.feature = feature_of(product, feature)
    milestone.full_clean()
    milestone.save()
    record(GrowthEvent.MILESTONE_DEFINED, milestone, actor=actor, feature=milestone.feature_id, uses=uses)
    return milestone


@transaction.atomic
def edit_milestone(milestone: Milestone, *, actor: Actor, version: int | None = None, **values: Any) -> Milestone:
    """Change what a milestone is. Who reached it by a feature is counted anew; what people marked stays."""
    milestone = locked(milestone)
    require(rules.may_agree(actor, milestone.product))
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    if "feature" in values:
        values["feature"] = feature_of(milestone.product, values["feature"])
    if "name" in values:
        values["name"] = " ".join(values["name"].split())
    if changes := change(milestone, values, version=version):
        record(GrowthEvent.MILESTONE_EDITED, milestone, actor=actor, changes=changes)
    return milestone


@transaction.atomic
def archive_milestone(milestone: Milestone, *, actor: Actor, reason: str = "") -> Milestone:
    """Put a milestone away: it counts for nothing any more."""
    return put(milestone, clock.now(), GrowthEvent.MILESTONE_ARCHIVED, actor, reason)


@transaction.atomic
def restore_milestone(milestone: Milestone, *, actor: Actor) -> Milestone:
    """Bring an archived milestone back."""
    return put(milestone, None, GrowthEvent.MILESTONE_RESTORED, actor, "")


@transaction.atomic
def mark_milestone(
    milestone: Milestone, *, company: Company, actor: Actor, reached_on: date | None = None, note: str = ""
) -> MilestoneMark:
    """Say that a company reached a milestone that no feature tells of."""
    milestone = locked(milestone)
    require(rules.may_tell(actor, milestone.product, company))
    if milestone.archived_at is not None:
        raise NotPossible("This milestone is archived.")
    if milestone.feature_id is not None:
        raise NotPossible(f"This milestone is reached by using {milestone.feature}; nobody marks it.")
    day = reached_on or clock.today()
    if day > clock.today():
        raise ValidationError({"reached_on": "This day has not come yet."})
    mark = MilestoneMark(milestone=milestone, company=company, reached_on=day, note=note.strip(), by=actor.person)
    mark.full_clean()
    mark.save()
    record(GrowthEvent.MILESTONE_MARKED, mark, actor=actor, about=company, reached_on=str(day), milestone=milestone.pk)
    return mark


@transaction.atomic
def unmark_milestone(mark: MilestoneMark, *, actor: Actor, reason: str = "") -> MilestoneMark:
    """Take back that a company reached it."""
    rows = MilestoneMark.objects.select_for_update(of=("self",)).select_related("milestone__product", "company")
    mark = rows.get(pk=mark.pk)
    require(rules.may_tell(actor, mark.milestone.product, mark.company))
    if mark.withdrawn_at is not None:
        raise NotPossible("This was taken back already.")
    mark.withdrawn_at = clock.now()
    mark.save(update_fields=["withdrawn_at"])
    record(GrowthEvent.MILESTONE_UNMARKED, mark, actor=actor, about=mark.company, reason=reason.strip())
    return mark


def put(milestone: Milestone, archived_at: Any, kind: GrowthEvent, actor: Actor, reason: str) -> Milestone:
    """Archive, or bring back."""
    milestone = locked(milestone)
    require(rules.may_agree(actor, milestone.product))
    if (milestone.archived_at is None) == (archived_at is None):
        raise NotPossible(f"This milestone is {'archived already' if archived_at else 'not archived'}.")
    milestone.archived_at, milestone.version = archived_at, milestone.version + 1
    milestone.validate_constraints()
    milestone.save(update_fields=["archived_at", "version"])
    record(kind, milestone, actor=actor, reason=reason)
    return milestone


def locked(milestone: Milestone) -> Milestone:
    """The milestone as it is now, held until the verb is done."""
    rows = Milestone.objects.select_for_update(of=("self",)).select_related("product", "feature")
    return rows.get(pk=milestone.pk)


def feature_of(product: Product, feature: Feature | None) -> Feature | None:
    """The feature. Raises ValidationError at one of another product, or one that is put away."""
    if feature is not None and (feature.product_id != product.pk or feature.archived_at is not None):
        raise ValidationError({"feature": "Choose a current feature of this product."})
    return feature
