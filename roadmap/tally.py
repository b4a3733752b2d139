"""The figures of ``roadmap.figures`` for the records of a page, counted together in three queries however many they are.

A database counts one figure of many records well, to order by it; seven figures of each it counts one record at a time.
What counts, and how, is the same: each figure's meaning stands in ``roadmap.figures`` and ``roadmap.weights``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from feedback.models import CLOSED_DEALS, Request
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, Importance, Initiative, Insight, Vote
from roadmap.weights import STEPS

NOTHING = Decimal(0)
OF_DEALS = ("deal_count", "deal_amount", "weight")


class Said(NamedTuple):
    """A standing insight, with the feedback that it quotes."""

    pk: int
    idea: int
    original: int | None
    feedback: int
    importance: int
    merged_into: int | None
    company: int | None
    arr: Decimal | None
    is_seen: bool


class Again(NamedTuple):
    """A feedback that was merged into another."""

    pk: int
    company: int | None
    arr: Decimal | None
    is_seen: bool


class Deal(NamedTuple):
    """A request's deal."""

    pk: int
    feedback: int
    amount: Decimal
    stage: str
    opportunity: str
    deal: int | None
    company: int | None
    opportunity_there: str | None
    is_seen: bool


@dataclass
class Found:
    """Everything that lies behind some ideas; what speaks for a duplicate lies with its original too."""

    said: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    again: dict[int, set[Again]] = field(default_factory=lambda: defaultdict(set))
    votes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    deals: dict[int, list[Deal]] = field(default_factory=lambda: defaultdict(list))
    arr: dict[int, Decimal] = field(default_factory=dict)


def tally_ideas(ideas: Iterable[Idea], actor: Actor, *, with_deals: bool = True) -> list[Idea]:
    """The ideas, each with its figures as attributes. ``with_deals=False`` leaves out deals, and what is made of them."""
    rows = list(ideas)
    return put({row.pk: [row.pk] for row in rows}, rows, actor, with_deals)


def tally_initiatives(initiatives: Iterable[Initiative], actor: Actor, *, with_deals: bool = True) -> list[Initiative]:
    """The initiatives, each with the figures of all its ideas together. Prefetch their ideas.

    Cards show no deals: ``with_deals=False`` asks for none, and leaves out what is made of them.
    """
    rows = list(initiatives)
    return put({row.pk: [idea.pk for idea in row.ideas.all()] for row in rows}, rows, actor, with_deals)


def put(members: dict[int, list[int]], rows: list[Any], actor: Actor, with_deals: bool = True) -> list[Any]:
    """Give each row its figures, from the ideas that it stands for."""
    found = gathered({pk for ideas in members.values() for pk in ideas}, actor, with_deals)
    for row in rows:
        for name, value in figures_of(members[row.pk], found).items():
            if with_deals or name not in OF_DEALS:
                setattr(row, name, value)
    return rows


def gathered(ideas: set[int] | QuerySet[Any], actor: Actor, with_deals: bool, with_votes: bool = True) -> Found:
    """Ask for everything behind these ideas."""
    found = Found()
    if isinstance(ideas, set) and not ideas:
        return found
    family = Q(idea__in=ideas) | Q(idea__duplicate_of__in=ideas)
    insights = Insight.objects.standing().filter(family).order_by()
    insights = insights.annotate(is_seen=seen("feedback__", actor), is_twin_seen=seen("feedback__duplicates__", actor))
    told = ("pk", "idea", "idea__duplicate_of", "feedback", "importance", "feedback__merged_into", "feedback__company")
    said = (*told, "feedback__company__arr", "is_seen")
    twin = "feedback__duplicates__"
    again = (f"{twin}pk", f"{twin}company", f"{twin}company__arr", "is_twin_seen")
    known: set[int] = set()
    for row in insights.values_list(*said, *again):
        one, two = Said(*row[: len(said)]), Again(*row[len(said) :])
        if one.pk not in known:
            known.add(one.pk)
            for idea in with_original(one.idea, one.original):
                found.said[idea].append(one)
        if two.pk is not None:
            found.again[one.feedback].add(two)
        found.arr |= {side.company: side.arr for side in (one, two) if side.company is not None and side.arr is not None}
    votes = Vote.objects.standing().filter(family) if with_votes else Vote.objects.none()
    for idea, original, company, arr in votes.values_list("idea", "idea__duplicate_of", "company", "company__arr"):
        for pk in with_original(idea, original):
            found.votes[pk].append(company)
        found.arr[company] = arr
    if not with_deals:
        return found
    quoted = insights.values("feedback")
    deals = Request.objects.filter(Q(feedback__in=quoted) | Q(feedback__merged_into__in=quoted)).order_by("pk")
    promised = (
        "pk", "feedback", "amount", "stage", "opportunity", "deal", "feedback__company",
        "feedback__merged_into__request__opportunity", "is_seen",
    )  # fmt: skip
    for three in deals.annotate(is_seen=seen("feedback__", actor)).values_list(*promised):
        found.deals[three[1]].append(Deal(*three))
    return found


def seen(path: str, actor: Actor) -> ExpressionWrapper:
    """Whether the feedback at ``path`` is the actor's to see."""
    condition = Q(pk__isnull=False)
    if not actor.is_system:
        condition = Q(**{f"{path}product": None}) | Q(**{f"{path}product__in": Product.objects.visible_to(actor).values("pk")})
    return ExpressionWrapper(condition, output_field=BooleanField())


def with_original(idea: int, original: int | None) -> list[int]:
    """An idea, and the one that it duplicates: what speaks for it speaks for both."""
    return [idea] if original is None else [idea, original]


def figures_of(ideas: list[int], found: Found) -> dict[str, Any]:
    """All figures of one record."""
    standing = list({one.pk: one for idea in ideas for one in found.said.get(idea, ())}.values())
    said = [one for one in standing if one.is_seen]
    again = {one.feedback: [two for two in found.again.get(one.feedback, ()) if two.is_seen] for one in said}
    importance: dict[int, int] = defaultdict(int)
    for one in said:
        for company in (one.company, *(two.company for two in again[one.feedback])):
            if company is not None:
                importance[company] = max(importance[company], one.importance)
    spoke = set(importance)
    voted = {company for idea in ideas for company in found.votes.get(idea, ())}
    for company in voted:
        importance[company] = max(importance[company], int(Importance.NICE_TO_HAVE))
    quoted = {one.feedback for one in said}
    heard = quoted | {two.pk for some in again.values() for two in some}
    open_deals = deals_of(heard, {one.feedback for one in standing}, found)
    companies = spoke | voted
    return {
        "insight_count": len(said),
        "feedback_count": len({one.merged_into or one.feedback for one in said}),
        "vote_count": len(voted),
        "company_ids": companies,
        "company_count": len(companies),
        "spoke_count": len(spoke),
        "arr": sum((found.arr[pk] for pk in companies), NOTHING),
        "deal_count": len(open_deals),
        "deal_amount": sum((deal.amount for deal in open_deals), NOTHING),
        "weight": sum(importance[pk] * size_of(found.arr[pk] + stake_of(pk, quoted, found)) for pk in companies),
    }


def deals_of(heard: set[int], quoted: set[int], found: Found) -> list[Deal]:
    """The open deals of requests that speak, each once: not that of a request merged into one with the same deal, nor a
    CRM's deal that an earlier request, quoted here too, names already."""
    named: dict[int, int] = {}
    for pk in quoted:
        for deal in found.deals.get(pk, ()):
            if deal.deal is not None:
                named[deal.deal] = min(named.get(deal.deal, deal.pk), deal.pk)
    return [
        deal
        for pk in heard
        for deal in found.deals.get(pk, ())
        if deal.stage not in CLOSED_DEALS
        and deal.opportunity != deal.opportunity_there
        and (deal.deal is None or named.get(deal.deal, deal.pk) >= deal.pk)
    ]


def stake_of(company: int, quoted: set[int], found: Found) -> Decimal:
    """The largest open deal of a company that hangs on what is quoted."""
    near = quoted | {two.pk for pk in quoted for two in found.again.get(pk, ())}
    amounts = [
        deal.amount
        for pk in near
        for deal in found.deals.get(pk, ())
        if deal.company == company and deal.stage not in CLOSED_DEALS and deal.is_seen
    ]
    return max(amounts, default=NOTHING)


def size_of(worth: Decimal) -> int:
    """How large a company is to us, in steps."""
    return next((size for least, size in STEPS if worth >= least), 1)
