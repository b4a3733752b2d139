"""What can happen to feedback."""

from django.db.models import TextChoices

from history.kinds import register


class FeedbackEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    GIVEN = "feedback.given", "{actor} brought in {subject}"
    EDITED = "feedback.edited", "{actor} edited {subject}"
    REVIEWED = "feedback.reviewed", "{actor} moved {subject} to reviewed"
    REOPENED = "feedback.reopened", "{actor} put {subject} back into the inbox"
    SET_ASIDE = "feedback.set_aside", "{actor} set {subject} aside"
    SET_ASIDE_UNDONE = "feedback.set_aside_undone", "{actor} no longer sets {subject} aside"
    RETURNED = "feedback.returned", "{actor} brought {subject} back to the inbox"
    SNOOZED = "feedback.snoozed", "{actor} snoozed {subject}"
    WOKE = "feedback.woke", "{actor} woke {subject}"
    ARCHIVED = "feedback.archived", "{actor} archived {subject}"
    UNARCHIVED = "feedback.unarchived", "{actor} brought {subject} back from the archive"
    MERGED = "feedback.merged", "{actor} merged {subject} into {about}"
    UNMERGED = "feedback.unmerged", "{actor} separated {subject} from {about}"
    ASSIGNED = "feedback.assigned", "{actor} assigned {subject}"
    TAGGED = "feedback.tagged", "{actor} changed the tags of {subject}"
    FOLLOWED = "feedback.followed", "{actor} follows {subject}"  # as it was told before all records had followers
    UNFOLLOWED = "feedback.unfollowed", "{actor} no longer follows {subject}"
    ATTACHED = "feedback.attached", "{actor} attached a file to {subject}"
    DETACHED = "feedback.detached", "{actor} took a file off {subject}"


class RequestEvent(TextChoices):
    """What can happen to a request."""

    SUBMITTED = "request.submitted", "{actor} submitted the request {subject}"
    CHANGED = "request.changed", "{actor} changed the deal of {subject}"


class InterviewEvent(TextChoices):
    """What can happen to an interview."""

    RECORDED = "interview.recorded", "{actor} recorded the interview {subject}"
    EDITED = "interview.edited", "{actor} edited the interview {subject}"
    CONSENT = "interview.consent", "{actor} changed whether {subject} may be quoted"


class BulkEvent(TextChoices):
    """What can happen to a bulk run."""

    STARTED = "bulk.started", "{actor} started {subject}"
    DONE = "bulk.done", "{actor} finished {subject}"
    CANCELLED = "bulk.cancelled", "{actor} stopped {subject}"
    UNDO_STARTED = "bulk.undo_started", "{actor} began to undo {subject}"
    UNDONE = "bulk.undone", "{actor} undid {subject}"


class RuleEvent(TextChoices):
    """What can happen to a triage rule."""

    ADDED = "triage_rule.added", "{actor} wrote the rule {subject}"
    CHANGED = "triage_rule.changed", "{actor} changed the rule {subject}"
    SWITCHED_ON = "triage_rule.switched_on", "{actor} switched the rule {subject} on"
    SWITCHED_OFF = "triage_rule.switched_off", "{actor} switched the rule {subject} off"
    MOVED = "triage_rule.moved", "{actor} moved the rule {subject}"
    REMOVED = "triage_rule.removed", "{actor} took the rule {subject} away"


class ImportEvent(TextChoices):
    """What can happen to an import."""

    UPLOADED = "import.uploaded", "{actor} uploaded {subject} to import feedback"
    TRIED = "import.tried", "{actor} tried the import of {subject} without making anything"
    STARTED = "import.started", "{actor} started the import of {subject}"
    DONE = "import.done", "{actor} finished the import of {subject}"
    FAILED = "import.failed", "{actor} could not finish the import of {subject}"
    CANCELLED = "import.cancelled", "{actor} cancelled the import of {subject}"
    UNDO_STARTED = "import.undo_started", "{actor} began to undo the import of {subject}"
    UNDONE = "import.undone", "{actor} undid the import of {subject}"


class SavedViewEvent(TextChoices):
    """What can happen to a saved view."""

    SAVED = "saved_view.saved", "{actor} saved the view {subject}"
    CHANGED = "saved_view.changed", "{actor} changed the view {subject}"
    DELETED = "saved_view.deleted", "{actor} deleted the view {subject}"
    RESTORED = "saved_view.restored", "{actor} restored the view {subject}"


register(FeedbackEvent, group="Feedback")
register(ImportEvent, group="Imports")
register(BulkEvent, group="Bulk runs")
register(InterviewEvent, group="Interviews")
register(RequestEvent, group="Requests")
register(RuleEvent, group="Triage rules")
register(SavedViewEvent, group="Saved views")
