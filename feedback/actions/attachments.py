"""The verbs of attachments: put a file to a feedback, take it off."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction

from doors.attaching import MOST, keep
from feedback import rules
from feedback.actions.moving import locked
from feedback.events import FeedbackEvent
from feedback.models import Attachment, Feedback
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require


@transaction.atomic
def attach(feedback: Feedback, *, file: File, name: str, actor: Actor) -> Attachment:
    """Keep a file with a feedback. What it is told by its content; markup and programs are not taken."""
    feedback = locked(feedback)
    require(rules.may_edit(actor, feedback))
    if feedback.attachments.filter(removed_at=None).count() >= MOST:
        raise NotPossible(f"{feedback.key} has {MOST} files already; more are not kept.")
    attachment = Attachment(feedback=feedback)
    keep(attachment, file, name, actor, beside=feedback.attachments.all())
    record(FeedbackEvent.ATTACHED, feedback, actor=actor, words={"file": attachment.name}, attachment=attachment, size=file.size)
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Take a file off a feedback."""
    feedback = locked(attachment.feedback)
    require(rules.may_edit(actor, feedback))
    if not Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now()):
        raise NotPossible("This file was taken off already.")
    record(FeedbackEvent.DETACHED, feedback, actor=actor, words={"file": attachment.name}, attachment=attachment)
    attachment.refresh_from_db()
    return attachment


@transaction.atomic
def restore_attachment(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Put a file back that was taken off."""
    feedback = locked(attachment.feedback)
    require(rules.may_edit(actor, feedback))
    if feedback.attachments.filter(removed_at=None, digest=attachment.digest).exists():
        raise NotPossible("This file is attached.")
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=None)
    record(FeedbackEvent.ATTACHED, feedback, actor=actor, words={"file": attachment.name}, attachment=attachment)
    attachment.refresh_from_db()
    return attachment
