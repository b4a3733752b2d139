"""What can happen to schemes, estimates and rating rounds."""

from django.db.models import TextChoices

from history.kinds import register


class PriorityEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    METHOD_CHOSEN = "priority.method_chosen", "{actor} chose how ideas are put in order: {subject}"
    FACTOR_CHANGED = "priority.factor_changed", "{actor} changed the factor {about} of {subject}"
    FACTOR_ADDED = "priority.factor_added", "{actor} added the factor {about} to {subject}"
    FACTOR_REMOVED = "priority.factor_removed", "{actor} took the factor {about} out of {subject}"
    ESTIMATED = "idea.estimated", "{actor} estimated {subject}"


class RoundEvent(TextChoices):
    """What can happen to a rating round. Who rated is told, what they rated is not."""

    OPENED = "round.opened", "{actor} asked for ratings: {subject}"
    RATED = "round.rated", "{actor} rated in {subject}"
    REVEALED = "round.revealed", "{actor} revealed the ratings of {subject}"
    AGAIN = "round.again", "{actor} asked to rate again: {subject}"
    CLOSED = "round.closed", "{actor} closed {subject}"
    CANCELLED = "round.cancelled", "{actor} called off {subject}"


register(PriorityEvent, group="Priorities")
register(RoundEvent, group="Priorities")
