"""The words of product-qualified leads: whom a rule finds, what it asks for, and what became of what it found."""

from django.db.models import TextChoices


class Level(TextChoices):
    """Whom a rule hands over."""

    COMPANY = "company", "A company"
    CONTACT = "contact", "A contact"


class RuleState(TextChoices):
    """Whether a rule hands over."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"


class PqlState(TextChoices):
    """What became of a lead."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    OPPORTUNITY = "opportunity", "Opportunity"
    WON = "won", "Won"
    LOST = "lost", "Lost"


UNFINISHED = (PqlState.OPEN, PqlState.ACCEPTED, PqlState.OPPORTUNITY)
"""What somebody still works on."""


class ConditionKind(TextChoices):
    """What a condition asks of a company or contact."""

    USED = "used", "Used so many times"
    FIRST_USE = "first_use", "Used for the first time"
    GROWTH = "growth", "Used more than before"
    ACTIVE = "active", "So many active people"
    PLAN = "plan", "Plan"
    SEGMENT = "segment", "Segment"
    LIFECYCLE = "lifecycle", "Lifecycle"
    MOTION = "motion", "Growth motion"
    ARR = "arr", "ARR"


OVER_USAGE = (ConditionKind.USED, ConditionKind.FIRST_USE, ConditionKind.GROWTH, ConditionKind.ACTIVE)
"""Conditions that usage meets; the others narrow down which companies."""


class Rejection(TextChoices):
    """Why sales does not take a lead up."""

    NO_BUYER = "no_buyer", "Nobody there who could buy"
    IN_TALKS = "in_talks", "We are in talks already"
    TOO_SMALL = "too_small", "Too small to be worth a call"
    TIMING = "timing", "Not the right time"
    MISREAD = "misread", "The usage means something else"
    OTHER = "other", "Something else"


class Loss(TextChoices):
    """Why a lead that was taken up came to nothing."""

    NO_NEED = "no_need", "No need after all"
    PRICE = "price", "Price"
    COMPETITOR = "competitor", "Chose somebody else"
    MISSING = "missing", "Something is missing in the product"
    NO_ANSWER = "no_answer", "No answer from them"
    OTHER = "other", "Something else"


class Run(TextChoices):
    """How far a try-out is."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
