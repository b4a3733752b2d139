"""What can happen to ideas, insights, votes and initiatives."""

from django.db.models import TextChoices

from history.kinds import register


class IdeaEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    CREATED = "idea.created", "{actor} wrote down the idea {subject}"
    CHANGED = "idea.changed", "{actor} changed {subject}"
    SORTED = "idea.sorted", "{actor} took {subject} into the backlog"
    UNSORTED = "idea.unsorted", "{actor} put {subject} back among the unsorted"
    MOVED = "idea.moved", "{actor} moved {subject} to another stage"
    ARCHIVED = "idea.archived", "{actor} archived {subject}"
    UNARCHIVED = "idea.unarchived", "{actor} brought {subject} back from the archive"
    DUPLICATE_MARKED = "idea.duplicate_marked", "{actor} marked {subject} as a duplicate of {about}"
    DUPLICATE_CLEARED = "idea.duplicate_cleared", "{actor} no longer holds {subject} for a duplicate"
    FEATURES_LINKED = "idea.features_linked", "{actor} changed the features of {subject}"
    VOTE_GIVEN = "vote.given", "{actor} gave the vote of {subject}"
    VOTE_WITHDRAWN = "vote.withdrawn", "{actor} withdrew the vote of {subject}"


class InitiativeEvent(TextChoices):
    """What can happen to a roadmap card."""

    CREATED = "initiative.created", "{actor} made the candidate {subject}"
    CHANGED = "initiative.changed", "{actor} changed {subject}"
    PLACED = "initiative.placed", "{actor} put {subject} on the roadmap"
    MOVED = "initiative.moved", "{actor} moved {subject} on the roadmap"
    TAKEN_OFF = "initiative.taken_off", "{actor} put {subject} back among the candidates"
    COMPLETED = "initiative.completed", "{actor} completed {subject}"
    REOPENED = "initiative.reopened", "{actor} reopened {subject}"
    ARCHIVED = "initiative.archived", "{actor} archived {subject}"
    UNARCHIVED = "initiative.unarchived", "{actor} brought {subject} back from the archive"


class InsightEvent(TextChoices):
    """What can happen to an insight."""

    MADE = "insight.made", "{actor} linked words of {subject} to {about}"
    CHANGED = "insight.changed", "{actor} changed how much words of {subject} matter to {about}"
    WITHDRAWN = "insight.withdrawn", "{actor} took words of {subject} away from {about}"
    RESTORED = "insight.restored", "{actor} linked words of {subject} to {about} again"


register(IdeaEvent, group="Ideas")
register(InitiativeEvent, group="Roadmap")
register(InsightEvent, group="Insights")
