"""Taking a whole import back: what it made, if nobody worked on it since. What stays is told, and why."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from customers.actions import archive_company
from customers.models import Company
from feedback.actions import archive, reopen_feedback
from feedback.events import ImportEvent
from feedback.models import Feedback, FeedbackState, ImportBatch, ImportRow, ImportState, RowOutcome
from history.actor import Actor
from history.models import Event
from history.recording import record
from history.refusals import require
from history.versions import move
from integrations import rules
from integrations.models import ImportedIdea
from jobs.actions import enqueue
from roadmap.actions import archive_idea, withdraw_insight, withdraw_vote
from roadmap.models import Idea, Vote

CHUNK = 50


@transaction.atomic
def undo_import(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """Take a whole batch back, in the background. What people have worked on since stays, and the report says so."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    move(batch, ImportState.UNDOING)
    address = reverse("integrations:import", args=[batch.pk])
    enqueue("integrations.undo_rows", batch.pk, actor=actor, title=f"Undo the import of {batch.file_name}", link=address)
    record(ImportEvent.UNDO_STARTED, batch, actor=actor)
    return batch


@transaction.atomic
def undo_some(batch: ImportBatch, *, actor: Actor) -> bool:
    """Take some rows back, the last first, each marked in the same transaction. Returns whether there is more."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_import(actor, batch.product))
    if batch.state != ImportState.UNDOING:
        return False
    created = ImportRow.objects.filter(batch=batch, outcome=RowOutcome.CREATED)
    waiting = created.exclude(made__has_key="undone").exclude(made__has_key="kept")
    rows = list(waiting.select_related("feedback__product", "feedback__batch").order_by("-number")[:CHUNK])
    for row in rows:
        row.made = row.made | take_back(row, batch, actor)
        row.save(update_fields=["made"])
    if rows:
        return True
    move(batch, ImportState.UNDONE)
    kept = created.filter(made__has_key="kept").count()
    record(ImportEvent.UNDONE, batch, actor=actor, kept=kept, undone=created.filter(made__has_key="undone").count())
    return False


def take_back(row: ImportRow, batch: ImportBatch, actor: Actor) -> dict[str, object]:
    """Take back what one row made, unless somebody worked on it."""
    reason = f"The import of {batch.file_name} was undone."
    if why := worked_on(row, batch):
        return {"kept": why}
    for given in Vote.objects.standing().filter(pk__in=row.made.get("votes", [])):
        withdraw_vote(given, actor=actor)
    ids = [*row.made.get("comments", []), *([row.feedback_id] if row.feedback_id else [])]
    for feedback in Feedback.objects.filter(pk__in=ids, batch=batch).exclude(state=FeedbackState.ARCHIVED):
        put_away(feedback, reason, actor)
    idea = Idea.objects.filter(pk=row.made.get("idea") or 0).select_related("product").first()
    if idea is not None and not idea.is_archived:
        archive_idea(idea, reason=reason, actor=actor)
    stays = [str(one) for one in Company.objects.filter(pk__in=row.made.get("companies", [])) if not left(one, reason, actor)]
    return {"undone": True} | ({"stays": stays} if stays else {})


def put_away(feedback: Feedback, reason: str, actor: Actor) -> None:
    """Withdraw what the import linked, and archive the words; they come back to the inbox if they ever do."""
    for insight in feedback.insights.standing().select_related("idea__product"):
        withdraw_insight(insight, actor=actor)
    feedback.refresh_from_db()
    if feedback.state == FeedbackState.REVIEWED:
        reopen_feedback(feedback, actor=actor)
    archive(feedback, reason=reason, actor=actor)


def left(company: Company, reason: str, actor: Actor) -> bool:
    """Put a company away that came with the import and that nothing else is about."""
    if company.archived_at is not None:
        return True
    used = company.feedback.exclude(state=FeedbackState.ARCHIVED).exists() or company.votes.standing().exists()
    if used or company.version > 1:
        return False
    archive_company(company, reason=reason, actor=actor)
    return True


def worked_on(row: ImportRow, batch: ImportBatch) -> str:
    """Why a row's things stay: who worked on them since would lose their work."""
    feedback = row.feedback
    if feedback is not None:
        if feedback.batch_id != batch.pk or feedback.merged_into_id is not None or feedback.duplicates.exists():
            return f"{feedback.key} was merged with another, or came back with another import."
        if feedback.version != row.made.get("version", 1) and somebody_did(feedback, batch):
            return f"{feedback.key} was worked on since."
        if feedback.insights.standing().exclude(idea__imported_from__batch=batch).exists():
            return f"{feedback.key} supports another idea by now."
    for imported in ImportedIdea.objects.filter(idea__in=ideas_of(row)).select_related("idea"):
        if imported.batch_id == batch.pk and (why := idea_worked_on(imported, batch)):
            return why
    return ""


def somebody_did(feedback: Feedback, batch: ImportBatch) -> bool:
    """Whether a person worked on it since the import ended; what a rule of ours did by itself is no work."""
    ends = (ImportEvent.DONE, ImportEvent.CANCELLED, ImportEvent.FAILED)
    ended = Event.objects.of(batch).filter(kind__in=ends).order_by("-pk").values_list("pk", flat=True).first()
    return Event.objects.of(feedback).filter(pk__gt=ended or 0).exclude(actor=None).exists()


def ideas_of(row: ImportRow) -> list[int]:
    """The idea that the row made, and those that its votes are for."""
    voted = Vote.objects.filter(pk__in=row.made.get("votes", [])).values_list("idea_id", flat=True)
    return [*voted, *([row.made["idea"]] if row.made.get("idea") else [])]


def idea_worked_on(imported: ImportedIdea, batch: ImportBatch) -> str:
    """Why an idea that came with the import stays."""
    idea = imported.idea
    if idea.version != imported.version_made:
        return f"{idea.key} was changed since."
    if idea.insights.standing().exclude(feedback__batch=batch).exists():
        return f"Words were linked to {idea.key} since."
    if idea.votes.standing().exclude(imported__batch=batch).exists():
        return f"Companies voted for {idea.key} since."
    if idea.initiatives.exists() or idea.gate_reviews.exists() or idea.duplicates.exists():
        return f"{idea.key} is on the roadmap, at a gate, or has duplicates by now."
    return ""
