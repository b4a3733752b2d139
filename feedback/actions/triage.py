"""The product manager's verbs: what becomes of each feedback in the inbox."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from customers import segments
from feedback import rules
from feedback.actions.moving import Step, Stepping, check_in_inbox, check_not_merged, one_or_many
from feedback.events import FeedbackEvent
from feedback.models import Feedback, FeedbackState, SetAside
from history import clock
from history.actor import Actor
from history.refusals import NotPossible, require

LONGEST_SNOOZE = timedelta(days=731)


@one_or_many()
def review_feedback(*, actor: Actor) -> Stepping:
    """Move a feedback from the inbox to reviewed, because something was made of it. Reviewed already, it stays so."""

    def step(feedback: Feedback) -> Step | None:
        require(rules.may_triage(actor, feedback))
        check_not_merged(feedback)
        if feedback.state != FeedbackState.INBOX:
            return None
        values = {"state": FeedbackState.REVIEWED, "snoozed_until": None}
        return Step(FeedbackEvent.REVIEWED, feedback, values, {"was": FeedbackState.INBOX})

    return step


@one_or_many("set_asides")
def reopen_feedback(*, actor: Actor) -> Stepping:
    """Put a reviewed or archived feedback back into the inbox; a set-aside that stood is undone."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        check_not_merged(feedback)
        if feedback.state == FeedbackState.INBOX and not feedback.is_snoozed:
            raise NotPossible(f"{feedback.key} is in the inbox already.")
        aside = ended(standing_aside(feedback))
        values = {"state": FeedbackState.INBOX, "snoozed_until": None, "state_before": ""}
        return Step(FeedbackEvent.REOPENED, feedback, values, {"was": feedback.state, "set_aside": aside}, also=aside)

    return step


@one_or_many()
def set_aside(
    *, actor: Actor, reason: str, words: str = "", look_again_when: str = "", revisit_on: date | None = None,
    revisit_count: int | None = None, revisit_segment: str = "", revisit_words: str = "",
) -> Stepping:  # fmt: skip
    """End the review of a feedback that supports no idea, with the reason why and what would make one look again."""
    require(rules.may_triage(actor))
    if revisit_on is not None and not timedelta(0) < revisit_on - clock.today() <= LONGEST_SNOOZE:
        raise ValidationError({"revisit_on": "Choose a day after today, within two years."})
    segments.check(revisit_segment, "revisit_segment")
    why = {
        "reason": reason, "words": words.strip(), "look_again_when": look_again_when.strip(), "revisit_on": revisit_on,
        "revisit_count": revisit_count, "revisit_segment": revisit_segment, "revisit_words": revisit_words.strip(),
    }  # fmt: skip
    pattern = SetAside(**why)
    pattern.full_clean(exclude=["feedback", "by"])
    said = ": ".join(part for part in (pattern.get_reason_display(), pattern.words) if part)

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        check_in_inbox(feedback)
        aside = SetAside(feedback=feedback, by=actor.person, at=clock.now(), **why)
        values = {"state": FeedbackState.REVIEWED, "snoozed_until": None}
        return Step(FeedbackEvent.SET_ASIDE, feedback, values, {"code": reason, "set_aside": aside}, said, also=aside)

    return step


@one_or_many("set_asides")
def undo_set_aside(*, actor: Actor) -> Stepping:
    """Take a set-aside back: the feedback waits in the inbox again."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        aside = ended(standing_aside(feedback))
        if aside is None:
            raise NotPossible(f"{feedback.key} is not set aside.")
        values = {"state": FeedbackState.INBOX} if feedback.state == FeedbackState.REVIEWED else {}
        facts = {"was": feedback.state, "set_aside": aside}
        return Step(FeedbackEvent.SET_ASIDE_UNDONE, feedback, values, facts, also=aside)

    return step


def standing_aside(feedback: Feedback) -> SetAside | None:
    """The set-aside that holds."""
    return next((one for one in feedback.set_asides.all() if one.undone_at is None), None)


def ended(aside: SetAside | None) -> SetAside | None:
    """A set-aside, if any, as it is from now on: undone."""
    if aside is not None:
        aside.undone_at = clock.now()
    return aside


@one_or_many()
def snooze(*, actor: Actor, until: date) -> Stepping:
    """Let a feedback sleep until the morning of a later day; then it is back in the inbox by itself."""
    require(rules.may_triage(actor))
    if not timedelta(0) < until - clock.today() <= LONGEST_SNOOZE:
        raise ValidationError({"until": "Choose a day after today, within two years."})
    morning = timezone.make_aware(datetime.combine(until, time.min))

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        check_in_inbox(feedback)
        return Step(FeedbackEvent.SNOOZED, feedback, {"snoozed_until": morning}, {"was": feedback.snoozed_until})

    return step


@one_or_many()
def wake(*, actor: Actor) -> Stepping:
    """Wake a snoozed feedback before its day, or note that its day has come."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        if feedback.state != FeedbackState.INBOX or feedback.snoozed_until is None:
            raise NotPossible(f"{feedback.key} is not snoozed.")
        return Step(FeedbackEvent.WOKE, feedback, {"snoozed_until": None}, {"was": feedback.snoozed_until})

    return step


@one_or_many()
def archive(*, actor: Actor, reason: str = "") -> Stepping:
    """Put a feedback out of sight, but never away: it can be found, and brought back."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        check_not_merged(feedback)
        if feedback.state == FeedbackState.ARCHIVED:
            raise NotPossible(f"{feedback.key} is archived already.")
        values = {"state": FeedbackState.ARCHIVED, "state_before": feedback.state}
        return Step(FeedbackEvent.ARCHIVED, feedback, values, {"was": feedback.state}, reason.strip())

    return step


@one_or_many()
def unarchive(*, actor: Actor) -> Stepping:
    """Bring a feedback back from the archive, to where it was."""

    def step(feedback: Feedback) -> Step:
        require(rules.may_triage(actor, feedback))
        if feedback.state != FeedbackState.ARCHIVED:
            raise NotPossible(f"{feedback.key} is not archived.")
        values = {"state": feedback.state_before or FeedbackState.INBOX, "state_before": ""}
        return Step(FeedbackEvent.UNARCHIVED, feedback, values)

    return step
