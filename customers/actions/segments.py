"""The verbs of saved segments."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from customers import rules, segments
from customers.events import CustomerEvent
from customers.models import SavedSegment, SegmentMatch
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change


@transaction.atomic
def save_segment(*, name: str, conditions: Any, actor: Actor, match: str = SegmentMatch.ALL) -> SavedSegment:
    """Give the companies that fit some conditions a name."""
    require(rules.may_keep_customers(actor))
    segment = SavedSegment(name=name.strip(), match=match, conditions=segments.checked(conditions), made_by=actor.person)
    segment.full_clean()
    segment.save()
    words = {"conditions": segments.in_words(segment)}
    record(CustomerEvent.SEGMENT_SAVED, segment, actor=actor, words=words, match=match)
    return segment


@transaction.atomic
def change_segment(segment: SavedSegment, *, actor: Actor, version: int | None = None, **values: Any) -> SavedSegment:
    """Rename it, or let it mean other companies: wherever it was chosen, it means those from now on."""
    segment = SavedSegment.objects.select_for_update().get(pk=segment.pk)
    require(rules.may_keep_customers(actor))
    if "conditions" in values:
        values["conditions"] = segments.checked(values["conditions"])
    before = segments.in_words(segment)
    changes = change(segment, values, version=version)
    if "conditions" in changes:
        changes["conditions"] = ["; ".join(before), "; ".join(segments.in_words(segment))]
    if changes:
        record(CustomerEvent.SEGMENT_CHANGED, segment, actor=actor, changes=changes)
    return segment


@transaction.atomic
def archive_segment(segment: SavedSegment, *, actor: Actor) -> SavedSegment:
    """Put a segment away: it is offered nowhere any more, and means what it meant where it was chosen."""
    segment = SavedSegment.objects.select_for_update().get(pk=segment.pk)
    require(rules.may_keep_customers(actor))
    if segment.archived_at is not None:
        raise NotPossible(f"{segment} is archived already.")
    segment.archived_at, segment.version = clock.now(), segment.version + 1
    segment.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.SEGMENT_ARCHIVED, segment, actor=actor)
    return segment


@transaction.atomic
def restore_segment(segment: SavedSegment, *, actor: Actor) -> SavedSegment:
    """Bring an archived segment back."""
    segment = SavedSegment.objects.select_for_update().get(pk=segment.pk)
    require(rules.may_keep_customers(actor))
    if segment.archived_at is None:
        raise NotPossible(f"{segment} is not archived.")
    segment.archived_at, segment.version = None, segment.version + 1
    segment.validate_constraints()
    segment.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.SEGMENT_RESTORED, segment, actor=actor)
    return segment
