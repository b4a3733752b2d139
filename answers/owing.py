"""Whom nobody answered yet: words and votes of people we could reach, with no answer given and none on its way."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

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


def standing() -> AnswerQuerySet:
    """Answers given, on their way, or declined by a person with a reason: all but those that the house took away."""
    return Answer.objects.exclude(state=AnswerState.DROPPED, settled_by=None)


def owed(actor: Actor) -> FeedbackQuerySet:
    """The feedback that nobody answered within two weeks, the oldest first. A merged one counts through the one that stays;
    spam, and what was answered, waits, or was declined with a reason, is not owed."""
    settled = standing().filter(feedback=OuterRef("pk"))
    spam = SetAside.objects.filter(feedback=OuterRef("pk"), undone_at=None, reason__in=UNANSWERED_REASONS)
    rows = Feedback.objects.visible_to(actor).filter(Q(contact__isnull=False) | Q(company__isnull=False), merged_into=None)
    rows = rows.exclude(state=FeedbackState.ARCHIVED).filter(said_at__lt=clock.now() - OWED_AFTER)
    return rows.exclude(Exists(settled)).exclude(Exists(spam)).order_by("said_at", "pk")


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
