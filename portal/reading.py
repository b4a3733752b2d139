"""What customers read: published ideas with how many companies asked, and where their own words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Value, When

from customers.models import Contact
from doors.search import search
from feedback.models import Feedback, FeedbackState, SetAside, SetAsideReason
from portal.events import PORTAL
from portal.models import Follower, Portal, Publication, PublicStatus, Submission, SubmissionState
from roadmap.figures import Evidence, figure, of_idea
from roadmap.models import Insight, Vote

SORTS = {"top": "Most asked for", "new": "Newest", "status": "How far it is"}
ORDER = (
    PublicStatus.IN_PROGRESS, PublicStatus.PLANNED, PublicStatus.UNDER_CONSIDERATION, PublicStatus.SHIPPED,
    PublicStatus.NOT_PLANNED,
)  # fmt: skip
TONES = {PublicStatus.SHIPPED: "good", PublicStatus.IN_PROGRESS: "accent", PublicStatus.PLANNED: "warn"}
ASIDE = {
    SetAsideReason.PRAISE: "Thank you. We read it with joy",
    SetAsideReason.SOLVED: "This is there already",
    SetAsideReason.QUESTION: "This was a question, and it was answered",
    SetAsideReason.NOT_OUR_MARKET: "We read it, and will not build this",
    SetAsideReason.UNCLEAR: "We read it, and did not quite understand it. Tell us more",
}


def with_companies(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Publications, each with how many companies spoke or voted for it. Every company once, and none by name."""
    asked = Evidence(of_idea, PORTAL).companies(OuterRef(OuterRef(OuterRef("idea_id"))))
    return publications.annotate(companies=figure(asked, Count("pk")))


def ideas_on(portal: Portal, *, words: str = "", status: str = "", sort: str = "top") -> QuerySet[Publication]:
    """What a portal shows, narrowed and in order."""
    found = search(Publication.objects.on(portal), words)
    if status:
        found = found.filter(status=status)
    found = with_companies(found)
    if sort == "new":
        return found.order_by("-published_at", "-pk")
    if sort == "status":
        rank = Case(*[When(status=one, then=Value(place)) for place, one in enumerate(ORDER)], output_field=IntegerField())
        return found.order_by(rank, "-companies", "-published_at", "-pk")
    return found.order_by("-companies", "-published_at", "-pk")


def counts_on(portal: Portal) -> list[tuple[PublicStatus, int]]:
    """How many ideas are in each state that the portal shows."""
    rows = Publication.objects.on(portal).order_by().values("status").annotate(count=Count("pk"))
    counts = {row["status"]: row["count"] for row in rows}
    return [(status, counts.get(status, 0)) for status in ORDER if status in portal.shown]


@dataclass(frozen=True)
class Part:
    """What a customer has to do with a publication: their company's vote, whether it is their own, and following."""

    voted: bool = False
    is_own: bool = False
    follows: bool = False


def parts_of(publications: Iterable[Publication], contact: Contact | None) -> dict[int, Part]:
    """The customer's part in each publication by its id, in two queries."""
    rows = list(publications)
    if contact is None or not rows:
        return {row.pk: Part() for row in rows}
    ideas = {row.pk: {row.idea_id, row.idea.duplicate_of_id} - {None} for row in rows}
    every = {pk for some in ideas.values() for pk in some}
    votes = Vote.objects.standing().filter(idea__in=every, company=contact.company_id) if contact.company_id else []
    given = {vote.idea_id: vote for vote in votes}
    followed = set(Follower.objects.filter(contact=contact, publication__in=rows).values_list("publication_id", flat=True))
    return {row.pk: part_of([given[pk] for pk in ideas[row.pk] if pk in given], contact, row.pk in followed) for row in rows}


def part_of(votes: list[Vote], contact: Contact, follows: bool) -> Part:
    """One publication's part."""
    own = any(vote.contact_id == contact.pk and vote.given_by_id is None for vote in votes)
    return Part(bool(votes), own, follows)


@dataclass(frozen=True)
class Told:
    """Where a customer's words stand, in a sentence; and what on the portal they led to."""

    words: str
    tone: str = ""
    publication: Publication | None = None


def standings_for(submissions: Sequence[Submission], portal: Portal) -> dict[int, Told]:
    """Where each submission stands by its id, in as many queries for thirty as for one.

    Colleagues read ``feedback.standing``, which names ideas, cards and reasons. Customers read of nothing that was not
    published, so the sentences here are of their own.
    """
    rows = [row.feedback for row in submissions if row.state == SubmissionState.PASSED and row.feedback is not None]
    heads = {row.pk: row.merged_into_id or row.pk for row in rows}
    read = Feedback.objects.in_bulk(set(heads.values()))
    aside = dict(SetAside.objects.filter(feedback__in=read, undone_at=None).values_list("feedback_id", "reason"))
    linked = published_for(read, portal)
    told = {pk: told_of(row, aside.get(pk), linked.get(pk)) for pk, row in read.items()}
    return {
        row.pk: before_inbox(row) if row.feedback is None or row.state != SubmissionState.PASSED else told[heads[row.feedback.pk]]
        for row in submissions
    }


def published_for(feedback: Iterable[int], portal: Portal) -> dict[int, Publication | None]:
    """For each feedback that supports an idea, the publication that is furthest; None where nothing is published of it."""
    insights = Insight.objects.standing().filter(feedback__in=feedback).select_related("idea")
    pairs = [(row.feedback_id, row.idea.duplicate_of_id or row.idea_id) for row in insights]
    there = {row.idea_id: row for row in Publication.objects.on(portal).filter(idea__in={idea for _, idea in pairs})}
    best: dict[int, Publication | None] = {}
    for pk, idea in pairs:
        one, other = best.get(pk), there.get(idea)
        best[pk] = min((row for row in (one, other) if row), key=lambda row: ORDER.index(PublicStatus(row.status)), default=None)
    return best


def told_of(row: Feedback, aside: str | None, publication: Publication | None) -> Told:
    """What customers are told of one feedback."""
    if aside is not None:
        return Told(ASIDE.get(SetAsideReason(aside), "We read it, and will do nothing about it for now"))
    if publication is not None:
        tone = TONES.get(PublicStatus(publication.status), "")
        return Told(f"Part of “{publication.title}”: {publication.get_status_display().lower()}", tone, publication)
    if row.state == FeedbackState.ARCHIVED:
        return Told("Closed")
    if row.is_snoozed:
        return Told("Read, and kept for later")
    if row.state == FeedbackState.REVIEWED:
        return Told("Read by a product manager", "accent")
    return Told("With our product managers, waiting to be read")


def before_inbox(row: Submission) -> Told:
    """What customers are told of what is not in the inbox."""
    if row.state == SubmissionState.REFUSED:
        return Told(f"Not taken: {row.reason}", "warn")
    return Told("Received. Somebody looks at it before it goes to the product managers")
