"""The product manager's verbs: what becomes of each feedback in the inbox."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from feedback import rules
from feedback.actions.moving import check_in_inbox, check_not_merged, locked, moved
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState, SetAside
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require

LONGEST_SNOOZE = timedelta(days=731)


@transaction.atomic
def review_feedback(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Move a feedback from the inbox to reviewed, because something was made of it. Reviewed already, it stays so."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    check_not_merged(feedback)
    if feedback.state == FeedbackState.INBOX:
        changes = moved(feedback, state=FeedbackState.REVIEWED, snoozed_until=None)
        record(FeedbackEvent.REVIEWED, feedback, actor=actor, changes=changes, was=FeedbackState.INBOX)
    return feedback


@transaction.atomic
def reopen_feedback(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Put a reviewed or archived feedback back into the inbox; a set-aside that stood is undone."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    check_not_merged(feedback)
    if feedback.state == FeedbackState.INBOX and not feedback.is_snoozed:
        raise NotPossible(f"{feedback.key} is in the inbox already.")
    standing = feedback.set_asides.filter(undone_at=None).first()
    if standing is not None:
        SetAside.objects.filter(pk=standing.pk).update(undone_at=clock.now())
    was = feedback.state
    changes = moved(feedback, state=FeedbackState.INBOX, snoozed_until=None, state_before="")
    record(FeedbackEvent.REOPENED, feedback, actor=actor, changes=changes, was=was, set_aside=standing.pk if standing else None)
    return feedback


@transaction.atomic
def set_aside(feedback: Feedback, *, actor: Actor, reason: str, words: str = "", look_again_when: str = "") -> Feedback:
    """End the review of a feedback that supports no idea, with the reason why and what would make one look again."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    check_in_inbox(feedback)
    aside = SetAside(
        feedback=feedback, reason=reason, words=words.strip(), look_again_when=look_again_when.strip(), by=actor.person
    )
    aside.full_clean(exclude=["feedback", "by"])
    aside.save()
    changes = moved(feedback, state=FeedbackState.REVIEWED, snoozed_until=None)
    said = ": ".join(part for part in (aside.get_reason_display(), aside.words) if part)
    record(FeedbackEvent.SET_ASIDE, feedback, actor=actor, changes=changes, reason=said, code=reason, set_aside=aside.pk)
    return feedback


@transaction.atomic
def undo_set_aside(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Take a set-aside back: the feedback waits in the inbox again."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    aside = feedback.set_asides.filter(undone_at=None).first()
    if aside is None:
        raise NotPossible(f"{feedback.key} is not set aside.")
    aside.undone_at = clock.now()
    aside.save(update_fields=["undone_at"])
    changes = moved(feedback, state=FeedbackState.INBOX) if feedback.state == FeedbackState.REVIEWED else {}
    record(FeedbackEvent.SET_ASIDE_UNDONE, feedback, actor=actor, changes=changes, set_aside=aside.pk)
    return feedback


@transaction.atomic
def snooze(feedback: Feedback, *, actor: Actor, until: date) -> Feedback:
    """Let a feedback sleep until the morning of a later day; then it is back in the inbox by itself."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    check_in_inbox(feedback)
    if not timedelta(0) < until - clock.today() <= LONGEST_SNOOZE:
        raise ValidationError({"until": "Choose a day after today, within two years."})
    was = feedback.snoozed_until
    changes = moved(feedback, snoozed_until=timezone.make_aware(datetime.combine(until, time.min)))
    record(FeedbackEvent.SNOOZED, feedback, actor=actor, changes=changes, was=was)
    return feedback


@transaction.atomic
def wake(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Wake a snoozed feedback before its day, or note that its day has come."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    if feedback.state != FeedbackState.INBOX or feedback.snoozed_until is None:
        raise NotPossible(f"{feedback.key} is not snoozed.")
    record(FeedbackEvent.WOKE, feedback, actor=actor, was=feedback.snoozed_until, changes=moved(feedback, snoozed_until=None))
    return feedback


@transaction.atomic
def archive(feedback: Feedback, *, actor: Actor, reason: str = "") -> Feedback:
    """Put a feedback out of sight, but never away: it can be found, and brought back."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    check_not_merged(feedback)
    if feedback.state == FeedbackState.ARCHIVED:
        raise NotPossible(f"{feedback.key} is archived already.")
    was = feedback.state
    changes = moved(feedback, state=FeedbackState.ARCHIVED, state_before=was)
    record(FeedbackEvent.ARCHIVED, feedback, actor=actor, changes={"state": changes["state"]}, reason=reason.strip(), was=was)
    return feedback


@transaction.atomic
def unarchive(feedback: Feedback, *, actor: Actor) -> Feedback:
    """Bring a feedback back from the archive, to where it was."""
    feedback = locked(feedback)
    require(rules.may_triage(actor, feedback))
    if feedback.state != FeedbackState.ARCHIVED:
        raise NotPossible(f"{feedback.key} is not archived.")
    back = feedback.state_before or FeedbackState.INBOX
    changes = moved(feedback, state=back, state_before="")
    record(FeedbackEvent.UNARCHIVED, feedback, actor=actor, changes={"state": changes["state"]})
    return feedback
