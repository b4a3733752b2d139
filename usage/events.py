"""What can happen around usage. The usage events themselves are no history: they are what customers do, not we."""

from django.db.models import TextChoices

from history.kinds import register


class UsageHistory(TextChoices):
    """Each value's label is the sentence that history shows."""

    SOURCE_MADE = "source.made", "{actor} made the usage source {subject}"
    SOURCE_ROTATED = "source.rotated", "{actor} gave the usage source {subject} a new key"
    SOURCE_REVOKED = "source.revoked", "{actor} revoked the key of the usage source {subject}"
    IMPORT_STARTED = "usage_import.started", "{actor} brought in usage events from {subject}"
    IMPORT_FINISHED = "usage_import.finished", "The usage events of {subject} were taken in"
    USER_ERASED = "product_user.erased", "{actor} erased what was known of {subject}"
    DEFINED = "feature.defined", "{actor} defined the feature {subject}"
    EDITED = "feature.edited", "{actor} edited the feature {subject}"
    ARCHIVED = "feature.archived", "{actor} archived the feature {subject}"
    RESTORED = "feature.restored", "{actor} brought the feature {subject} back"
    FUNNEL_MADE = "funnel.made", "{actor} made the funnel {subject}"
    FUNNEL_EDITED = "funnel.edited", "{actor} edited the funnel {subject}"
    FUNNEL_ARCHIVED = "funnel.archived", "{actor} archived the funnel {subject}"
    FUNNEL_RESTORED = "funnel.restored", "{actor} brought the funnel {subject} back"


register(UsageHistory, group="Usage")
