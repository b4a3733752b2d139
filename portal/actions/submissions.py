"""The verbs of what customers write: taken in at once, or held until somebody has read it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from customers.models import Contact
from feedback.actions import archive, give_feedback, unarchive
from feedback.actions.intake import plain_lines
from feedback.actions.moving import locked
from feedback.models import Channel, Feedback, FeedbackState
from history import clock
from history.actor import Actor
from history.models import Event
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from portal import rules
from portal.events import PORTAL, SubmissionEvent
from portal.models import Portal, Publication, Submission, SubmissionState
from portal.models.submissions import HeldBecause

AN_HOUR = 10
AT_ONCE = 100
LINK = re.compile(r"https?:|www\.|<a\s|\[url|\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|io|xyz|top|shop|link)\b/", re.IGNORECASE)


@transaction.atomic
def submit(
    portal: Portal, *, contact: Contact, text: str, title: str = "", publication: Publication | None = None
) -> Submission:  # fmt: skip
    """Take in what a customer wrote. It is feedback at once, unless it has to be read first; said twice, it is there once."""
    require(rules.may_take_part(portal))
    submission = Submission(
        portal=portal, contact=contact, publication=publication, text=plain_lines(text), title=" ".join(title.split())
    )  # fmt: skip
    submission.digest = digest_of(submission)
    submission.full_clean(exclude=["portal", "contact", "publication", "feedback"], validate_constraints=False)
    said = Submission.objects.filter(portal=portal, contact=contact)
    if there := said.filter(digest=submission.digest).first():
        return there
    if said.filter(created_at__gt=clock.now() - timedelta(hours=1)).count() >= AN_HOUR:
        raise NotPossible("That is a lot for one hour, and we want to read it well. Come back a little later.")
    try:
        with transaction.atomic():
            return keep(submission)
    except IntegrityError:  # the same words were sent twice at the same moment
        return said.get(digest=submission.digest)


def keep(submission: Submission) -> Submission:
    """Save it, and pass it on unless there is a reason to read it first."""
    submission.held_because = why_held(submission)
    if not submission.held_because:
        pass_on(submission)
    submission.save()
    kind = SubmissionEvent.HELD if submission.held_because else SubmissionEvent.SENT
    record(kind, submission, actor=PORTAL, about=submission.publication and submission.publication.idea)
    return submission


def why_held(submission: Submission) -> str:
    """Why it has to be read first; empty when it need not."""
    if submission.portal.is_moderated:
        return HeldBecause.MODERATED
    return HeldBecause.LINKS if LINK.search(f"{submission.title} {submission.text}") else ""


def pass_on(submission: Submission) -> None:
    """Make it feedback, in the customer's words and on the day that they wrote them; or bring back what was made before."""
    contact = submission.contact
    if submission.feedback is None:
        submission.feedback = give_feedback(
            text=submission.text, title=submission.title, product=submission.portal.product, channel=Channel.PORTAL,
            contact=contact, company=contact.company, said_at=submission.created_at, actor=PORTAL,
        )  # fmt: skip
    elif submission.feedback.state == FeedbackState.ARCHIVED:
        submission.feedback = unarchive(submission.feedback, actor=PORTAL)
    submission.state = SubmissionState.PASSED


def digest_of(submission: Submission) -> str:
    """By what the same words are known again, whatever their blanks and capitals."""
    about = submission.publication.code if submission.publication else ""
    words = " ".join(f"{submission.title} {submission.text}".casefold().split())
    return hashlib.sha256(f"{about}\n{words}".encode(errors="replace")).hexdigest()


@transaction.atomic
def approve_submission(submission: Submission, *, actor: Actor) -> Submission:
    """Let what was held through to the inbox; what was refused by mistake, too."""
    submission = held(submission, actor)
    pass_on(submission)
    submission.reason = ""
    decided(submission, actor)
    record(SubmissionEvent.APPROVED, submission, actor=actor, about=submission.feedback)
    return submission


@transaction.atomic
def refuse_submission(submission: Submission, *, actor: Actor, reason: str) -> Submission:
    """Do not take what was held. The customer reads the reason."""
    submission = held(submission, actor)
    if submission.state == SubmissionState.REFUSED:
        raise NotPossible("This was refused already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the customer is owed an answer."})
    submission.state, submission.reason = SubmissionState.REFUSED, reason.strip()
    submission.full_clean(exclude=["portal", "contact", "publication", "feedback", "decided_by"])
    decided(submission, actor)
    record(SubmissionEvent.REFUSED, submission, actor=actor, reason=submission.reason)
    return submission


@transaction.atomic
def hold_again(submission: Submission, *, actor: Actor) -> Submission:
    """Take back what was decided: it waits again. Out of the inbox it comes only where nobody has worked on it since."""
    submission = to_moderate(submission, actor)
    if submission.state == SubmissionState.HELD:
        raise NotPossible("This waits already.")
    if submission.decided_at is None:
        raise NotPossible("Nobody held this back: it went to the inbox by itself.")
    if submission.state == SubmissionState.PASSED and submission.feedback:
        check_untouched(submission, locked(submission.feedback))
        submission.feedback = archive(submission.feedback, actor=actor, reason="Held on the portal again.")
    submission.state, submission.reason = SubmissionState.HELD, ""
    submission.decided_by, submission.decided_at, submission.version = None, None, submission.version + 1
    submission.save()
    record(SubmissionEvent.HELD_AGAIN, submission, actor=actor, about=submission.feedback)
    return submission


def check_untouched(submission: Submission, feedback: Feedback) -> None:
    """What somebody worked on in the inbox is not pulled away from under them."""
    passed = Event.objects.filter(kind=SubmissionEvent.APPROVED, subject_id=submission.pk).order_by("-pk")[:1]
    since = Event.objects.filter(subject_type=feedback._meta.label_lower, subject_id=feedback.pk, pk__gt=passed.get().pk)
    if feedback.state != FeedbackState.INBOX or since.filter(actor__isnull=False).exists():
        raise NotPossible(f"{feedback.key} was worked on in the inbox since.")


DECISIONS: dict[str, Callable[..., Submission]] = {
    "approve": approve_submission,
    "refuse": refuse_submission,
    "hold-again": hold_again,
}


@transaction.atomic
def decide_on_all(verb: str, submissions: Iterable[Submission], *, actor: Actor, **values: str) -> list[Submission]:
    """One decision about many. Where one refuses nothing is changed at all, and the refusal names every one that did."""
    rows = sorted(submissions, key=lambda row: row.pk)
    if not 0 < len(rows) <= AT_ONCE:
        raise NotPossible(f"Pick between 1 and {AT_ONCE}.")
    done, refused = [], {}
    for row in rows:
        try:
            with transaction.atomic():
                done.append(DECISIONS[verb](row, actor=actor, **values))
        except (NotPossible, NotAllowed) as error:
            refused[str(row)], kind = str(error), type(error)
    if refused:
        said = " ".join(list(dict.fromkeys(refused.values()))[:3])
        raise kind(f"Nothing was changed. {len(refused)} of {len(rows)} refused ({'; '.join(list(refused)[:5])}). {said}")
    return done


def to_moderate(submission: Submission, actor: Actor) -> Submission:
    """The submission, locked, if the actor may decide on it."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("portal__product", "contact__company", "feedback")
    submission = rows.get(pk=submission.pk)
    require(rules.may_moderate(actor, submission.portal.product))
    return submission


def held(submission: Submission, actor: Actor) -> Submission:
    """The submission, locked, if the actor may decide on it and it is not in the inbox yet."""
    submission = to_moderate(submission, actor)
    if submission.state == SubmissionState.PASSED:
        raise NotPossible("This is in the inbox already.")
    return submission


def decided(submission: Submission, actor: Actor) -> None:
    """Save who decided, and when."""
    submission.decided_by, submission.decided_at, submission.version = actor.person, clock.now(), submission.version + 1
    submission.save()
