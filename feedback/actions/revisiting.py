"""Looking again at what was set aside, when what one waited for has come."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from customers.segments import in_segment
from customers.segments import label as segment_label
from feedback import rules
from feedback.actions.moving import Step, locked, write
from feedback.alike import alike_since
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState, SetAside
from history import clock
from history.actor import Actor
from history.refusals import require

AT_ONCE = 300


def look_at_some() -> Iterator[tuple[SetAside, str]]:
    """The set-asides whose turn it is, the longest unchecked first: those for which something has come, and what."""
    rows = SetAside.objects.watching().filter(triggered_at=None).select_related("feedback__product")
    for aside in list(rows.order_by("checked_at", "id")[:AT_ONCE]):
        why = what_came(aside)
        SetAside.objects.filter(pk=aside.pk).update(checked_at=clock.now())
        if why:
            yield aside, why


def what_came(aside: SetAside) -> str:
    """What of that which was waited for has come, in words; nothing where nothing has."""
    if aside.revisit_on is not None and aside.revisit_on <= clock.today():
        return f"It was set aside until {aside.revisit_on:%-d %B %Y}."
    if not (aside.revisit_count or aside.revisit_segment):
        return ""
    rows = alike_since(aside)
    count = rows.count() if aside.revisit_count else 0
    if aside.revisit_count and count >= aside.revisit_count:
        return f"{count} more said the same since, {aside.revisit_count} were waited for."
    if aside.revisit_segment:
        asks = (
            rows.filter(in_segment(aside.revisit_segment, at="company"))
            .select_related("company")
            .order_by("created_at", "pk")
            .first()
        )
        if asks is not None:
            return f"{asks.company} ({segment_label(aside.revisit_segment)}) said the same: {asks.key}."
    return ""


@transaction.atomic
def look_again(aside: SetAside, *, actor: Actor, why: str) -> bool:
    """Bring a feedback back that was set aside until something came. Once only; False where somebody was faster."""
    feedback: Feedback = locked(aside.feedback)
    require(rules.may_triage(actor, feedback))
    aside = SetAside.objects.select_for_update().get(pk=aside.pk)
    if aside.undone_at is not None or aside.triggered_at is not None:
        return False
    aside.triggered_at, aside.triggered_why, aside.undone_at = clock.now(), why[:300], clock.now()
    aside.save(update_fields=["triggered_at", "triggered_why", "undone_at"])
    stays = feedback.state != FeedbackState.REVIEWED or feedback.merged_into_id is not None
    values = {} if stays else {"state": FeedbackState.INBOX}
    write([Step(FeedbackEvent.RETURNED, feedback, values, {"set_aside": aside}, why)], actor=actor)
    return True
