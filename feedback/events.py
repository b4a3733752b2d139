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
    SNOOZED = "feedback.snoozed", "{actor} snoozed {subject}"
    WOKE = "feedback.woke", "{actor} woke {subject}"
    ARCHIVED = "feedback.archived", "{actor} archived {subject}"
    UNARCHIVED = "feedback.unarchived", "{actor} brought {subject} back from the archive"
    MERGED = "feedback.merged", "{actor} merged {subject} into {about}"
    UNMERGED = "feedback.unmerged", "{actor} separated {subject} from {about}"
    ASSIGNED = "feedback.assigned", "{actor} assigned {subject}"
    TAGGED = "feedback.tagged", "{actor} changed the tags of {subject}"
    FOLLOWED = "feedback.followed", "{actor} follows {subject}"
    UNFOLLOWED = "feedback.unfollowed", "{actor} no longer follows {subject}"


class RequestEvent(TextChoices):
    """What can happen to a request."""

    SUBMITTED = "request.submitted", "{actor} submitted the request {subject}"
    CHANGED = "request.changed", "{actor} changed the deal of {subject}"


class ImportEvent(TextChoices):
    """What can happen to an import."""

    UPLOADED = "import.uploaded", "{actor} uploaded {subject} to import feedback"
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
register(RequestEvent, group="Requests")
register(SavedViewEvent, group="Saved views")
