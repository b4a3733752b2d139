"""A review to hand to a customer: what they told us, what became of it, what is on the roadmap for them, what we promised.

It says only what may be said to that customer: their own words; the roadmap without dates, targets, money or reasons of ours;
nothing of restricted products; and nobody else's name, even where one stands in a title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from customers.models import Company
from feedback.filters import start_of
from feedback.models import Feedback, FeedbackState, SetAside, SetAsideReason
from history.actor import Actor
from roadmap.models import Commitment, CommitmentState, Horizon, Idea, Initiative, InitiativeState, Insight, Stage, Vote

MOST = 200
ANOTHER = "another customer"
ASIDE = {
    SetAsideReason.PRAISE: "Thank you. We changed nothing.",
    SetAsideReason.SOLVED: "This is solved already.",
    SetAsideReason.QUESTION: "We answered your question.",
    SetAsideReason.UNCLEAR: "We did not quite understand. Please tell us more.",
}
NOT_PLANNED, READ, WAITING = "We do not plan this.", "We have read it, and not decided yet.", "We have not got to it yet."
WAYS = {
    Horizon.NOW: "We are working on it: {title}", Horizon.NEXT: "It comes next: {title}",
    Horizon.LATER: "We plan it for later: {title}",
}  # fmt: skip
KEPT_APART = (CommitmentState.WITHDRAWN,)


@dataclass(frozen=True)
class Answer:
    """What became of something they said. The better the news, the higher its rank."""

    rank: int
    words: str
    tone: str = ""


@dataclass
class Review:
    """Everything on the page."""

    company: Company
    since: date
    until: date
    told: list[tuple[Feedback, Answer]] = field(default_factory=list)
    shipped: list[str] = field(default_factory=list)
    planned: dict[str, list[str]] = field(default_factory=dict)
    commitments: list[tuple[Commitment, str]] = field(default_factory=list)


class Namer:
    """Takes other customers' names out of our own words."""

    def __init__(self, company: Company) -> None:
        names = Company.objects.exclude(pk=company.pk).exclude(merged_into=company).values_list("name", flat=True)
        known = sorted((re.escape(name) for name in names if len(name) > 2), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)({'|'.join(known)})(?!\w)", re.IGNORECASE) if known else None

    def said(self, words: str) -> str:
        """The words without anybody else's name."""
        return self.pattern.sub(ANOTHER, words) if self.pattern is not None else words


def review_of(company: Company, *, since: date, until: date, actor: Actor) -> Review:
    """The review of a period, its last day included, as far as its author may see."""
    review, namer = Review(company, since, until), Namer(company)
    insights = list(Insight.objects.visible_to(actor).standing().wanted_by([company]).select_related("idea"))
    votes = Vote.objects.visible_to(actor).standing().filter(company=company).select_related("idea")
    wanted = {head_of(one.idea) for one in (*insights, *votes)}
    cards = cards_of(wanted, actor)
    answers = {idea: answer_of(idea, cards[head_of(idea)], namer) for idea in {one.idea for one in insights}}
    ideas_of: dict[int, list[Idea]] = defaultdict(list)
    for insight in insights:
        ideas_of[insight.feedback_id].append(insight.idea)
    rows = told_by(company, since, until, actor)
    for row in rows:
        head = row.merged_into or row
        best = max((answers[idea] for idea in (*ideas_of[row.pk], *ideas_of[head.pk])), key=lambda one: one.rank, default=None)
        if row.aside != SetAsideReason.SPAM:
            review.told.append((row, best or plain_answer(head, row.aside)))
    gather_roadmap(review, {card for some in cards.values() for card in some}, namer)
    gather_commitments(review, actor, namer)
    return review


def told_by(company: Company, since: date, until: date, actor: Actor) -> list[Feedback]:
    """What they said in the period, of products that anybody may know of, and may be quoted."""
    rows = (
        Feedback.objects.visible_to(actor)
        .quotable()
        .filter(company=company, said_at__gte=start_of(since), said_at__lt=start_of_next(until))
    )
    open_to_all = rows.exclude(product__is_restricted=True).exclude(state=FeedbackState.ARCHIVED, merged_into=None)
    reasons = SetAside.objects.filter(feedback=Coalesce(OuterRef("merged_into"), OuterRef("pk")), undone_at=None)
    told = open_to_all.annotate(aside=Subquery(reasons.values("reason")[:1])).select_related("contact", "merged_into")
    return list(told.order_by("-said_at", "-id")[:MOST])


def start_of_next(day: date) -> object:
    """The first moment after a day."""
    return start_of(date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())))


def head_of(idea: Idea) -> int:
    """The idea, or the one that it is a duplicate of."""
    return idea.duplicate_of_id or idea.pk


def cards_of(ideas: set[int], actor: Actor) -> dict[int, list[Initiative]]:
    """The cards that each of these ideas is in, of products that anybody may know of."""
    cards = Initiative.objects.visible_to(actor).filter(ideas__in=ideas, product__is_restricted=False).distinct()
    found: dict[int, list[Initiative]] = defaultdict(list)
    in_these = Prefetch("ideas", Idea.objects.filter(pk__in=ideas).only("pk"))
    for card in cards.order_by("position", "id").prefetch_related(in_these):
        for idea in card.ideas.all():
            found[idea.pk].append(card)
    return found


def answer_of(idea: Idea, cards: list[Initiative], namer: Namer) -> Answer:
    """How far what they said is, in words for them."""
    for card in cards:
        if card.state == InitiativeState.COMPLETED:
            return Answer(9, f"It is out: {namer.said(card.title)}", "good")
    for rank, horizon in ((8, Horizon.NOW), (7, Horizon.NEXT), (6, Horizon.LATER)):
        for card in cards:
            if card.state == InitiativeState.ON_ROADMAP and card.horizon == horizon:
                return Answer(rank, WAYS[horizon].format(title=namer.said(card.title)), "accent")
    if idea.stage in (Stage.NOT_DOING, Stage.FAILED_EXPERIMENT):
        return Answer(3, "We looked into it, and do not plan it.")
    return Answer(5, "We are looking into it.")


def plain_answer(feedback: Feedback, aside: str | None) -> Answer:
    """What to say of words that support nothing of ours."""
    if aside is not None:
        return Answer(2, ASIDE.get(SetAsideReason(aside), NOT_PLANNED))
    return Answer(1, READ if feedback.state == FeedbackState.REVIEWED else WAITING)


def gather_roadmap(review: Review, cards: set[Initiative], namer: Namer) -> None:
    """What came out in the period, and what is on the roadmap, of what they asked for or voted for."""
    for card in sorted(cards, key=lambda one: (one.position or 0, one.pk)):
        title = namer.said(card.title)
        if card.state == InitiativeState.COMPLETED and card.completed_at is not None:
            if start_of(review.since) <= card.completed_at < start_of_next(review.until):  # type: ignore[operator]
                review.shipped.append(title)
        elif card.state == InitiativeState.ON_ROADMAP:
            review.planned.setdefault(Horizon(card.horizon).label, []).append(title)
    review.planned = {label: review.planned[label] for label in Horizon.labels if label in review.planned}


def gather_commitments(review: Review, actor: Actor, namer: Namer) -> None:
    """What we promised them: what still binds us, and what was kept or not in the period."""
    rows = Commitment.objects.visible_to(actor).filter(company=review.company).exclude(state__in=KEPT_APART)
    rows = rows.exclude(idea__product__is_restricted=True).exclude(feedback__product__is_restricted=True)
    said_lately = Q(resolved_at__gte=start_of(review.since), resolved_at__lt=start_of_next(review.until))
    for row in rows.filter(Q(state=CommitmentState.OPEN) | said_lately).order_by("promised_on", "id")[:MOST]:
        review.commitments.append((row, namer.said(row.words)))
