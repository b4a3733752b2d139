"""Whom nobody answered yet: words and votes of people we could reach, with no answer given and none on its way."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from answers.drafting import UNANSWERED_REASONS
from answers.models import Answer, AnswerQuerySet, AnswerState
from feedback.models import Feedback, FeedbackState
from feedback.models.feedback import FeedbackQuerySet
from feedback.models.set_asides import SetAside
from history import clock
from history.actor import Actor
from roadmap.models import Vote
from roadmap.models.votes import VoteQuerySet

OWED_AFTER = timedelta(days=14)
IS_OWN = Case(
    When(merged_into=None, then=Value(True)),
    When(contact__isnull=False, contact=F("merged_into__contact"), then=Value(False)),
    When(contact=None, merged_into__contact=None, company=F("merged_into__company"), then=Value(False)),
    default=Value(True),
)
"""Whether somebody else said it than the one that it was merged into, or nobody did so: then they are owed for themselves."""


def standing() -> AnswerQuerySet:
    """Answers given, on their way, or declined by a person with a reason: all but those that the house took away."""
    return Answer.objects.exclude(state=AnswerState.DROPPED, settled_by=None)


def owed(actor: Actor) -> FeedbackQuerySet:
    """The feedback that nobody answered within two weeks, the oldest first. What was merged counts through the one that stays
    where the same said both; spam, and what was answered, waits, or was declined with a reason, is not owed."""
    settled = standing().filter(feedback=OuterRef("pk"))
    spam = SetAside.objects.filter(undone_at=None, reason__in=UNANSWERED_REASONS)
    rows = Feedback.objects.visible_to(actor).filter(Q(contact__isnull=False) | Q(company__isnull=False))
    rows = rows.exclude(state=FeedbackState.ARCHIVED).filter(said_at__lt=clock.now() - OWED_AFTER)
    rows = rows.annotate(is_own=IS_OWN).filter(is_own=True).exclude(Exists(settled))
    rows = rows.exclude(Exists(spam.filter(feedback=OuterRef("pk")))).exclude(
        Exists(spam.filter(feedback=OuterRef("merged_into")))
    )
    return rows.order_by("said_at", "pk")


def owed_votes(actor: Actor) -> VoteQuerySet:
    """The standing votes of whom nobody told anything about the idea, the oldest first.

    A vote that names nobody, or somebody who was erased, is answered by whatever somebody at its company was told about the idea.
    """
    about_it = standing().filter(Q(idea=OuterRef("idea")) | Q(idea=OuterRef("idea__duplicate_of")))
    rows = Vote.objects.visible_to(actor).standing().exclude(Exists(standing().filter(votes=OuterRef("pk"))))
    rows = rows.exclude(Exists(about_it.filter(contact=OuterRef("contact"))))
    nobody = Q(contact=None) | Q(contact__erased_at__isnull=False)
    return rows.exclude(nobody & Exists(about_it.filter(company=OuterRef("company")))).order_by("at", "pk")


def overdue_votes(actor: Actor) -> VoteQuerySet:
    """Those of them that were given more than two weeks ago."""
    return owed_votes(actor).filter(at__lt=clock.now() - OWED_AFTER)
