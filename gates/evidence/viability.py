"""What a revealed round of assessments comes to, beside what customers and deals say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet, Sum

from customers.models import Company, Lifecycle
from feedback.models import DealStage, Request
from figures.rates import Rate, shrunk_rate, wilson
from gates.figures.viability.expansion import Expansion, expansion
from gates.figures.viability.pipeline import Bar, Bars, Pooled, Risk, arr_at_risk, coverage, must_meets, pooled
from gates.figures.viability.scores import Agreement, Disagreement, Spread, agreement, disagreement, spread, total
from gates.models.accounts import AccountAtRisk, NamedAccount
from gates.models.viability import ViabilityAssessment, ViabilityRound
from people.models import Segment
from roadmap.models import Idea

WIN_RATE_WEIGHT = 10
"""As many deals as the organisation's own win rate counts beside an idea's few."""


@dataclass(frozen=True)
class PooledAccount:
    """A company that one or more assessors named: the mean of what they said."""

    company: Company
    probability: float
    amount: float
    named_by: int
    replaces: float = 0.0

    @property
    def net(self) -> float:
        """What it would bring more than it takes away."""
        return self.amount - self.replaces

    @property
    def expected(self) -> float:
        """What it may bring, on average, less what it replaces."""
        return self.probability * self.net


def pooled_accounts(accounts: Iterable[NamedAccount]) -> list[PooledAccount]:
    """Each company once, the most promising first, however many named it."""
    by_company: dict[int, list[NamedAccount]] = defaultdict(list)
    for account in accounts:
        by_company[account.company_id].append(account)
    found = [
        PooledAccount(
            rows[0].company, sum(float(row.probability) for row in rows) / len(rows),
            sum(float(row.amount) for row in rows) / len(rows), len(rows), sum(float(row.replaces) for row in rows) / len(rows),
        )
        for rows in by_company.values()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.expected, one.company.name))


@dataclass(frozen=True)
class WinRate:
    """Won of the closed deals that hang on the idea, drawn towards the organisation's own rate."""

    won: int
    closed: int
    usual: float
    share: float | None
    rate: Rate | None


@dataclass(frozen=True)
class Results:
    """A round's figures. Computed from revealed assessments only."""

    round: ViabilityRound
    assessments: tuple[ViabilityAssessment, ...]
    segment_of: dict[int, str]

    @property
    def assessor_count(self) -> int:
        """How many assessed it."""
        return len(self.assessments)

    @cached_property
    def ratings(self) -> list[dict[str, int]]:
        """Each assessor's six ratings."""
        return [one.ratings for one in self.assessments]

    @cached_property
    def totals(self) -> list[float]:
        """Each assessor's total, from 0 to 100."""
        return [value for ratings in self.ratings if (value := total(ratings)) is not None]

    @cached_property
    def spread(self) -> Spread | None:
        """The totals taken together."""
        return spread(self.totals)

    @cached_property
    def agreement(self) -> Agreement | None:
        """How far they agree; shown, never a test."""
        return agreement(self.ratings)

    @cached_property
    def disagreement(self) -> Disagreement | None:
        """Whether they should talk and score again."""
        return disagreement(self.ratings)

    @cached_property
    def opinion(self) -> Pooled | None:
        """What they say of the target, brought together."""
        return pooled([one.probability for one in self.assessments])

    @cached_property
    def accounts(self) -> list[PooledAccount]:
        """The named accounts, each once."""
        return pooled_accounts(account for one in self.assessments for account in one.accounts.all())

    @cached_property
    def expansion(self) -> Expansion | None:
        """What the named accounts may bring."""
        return expansion([(one.probability, one.net) for one in self.accounts])

    @property
    def cannibalised(self) -> float:
        """Revenue of ours that the expansion is expected to replace: taken off what is expected."""
        return sum(one.probability * one.replaces for one in self.accounts)

    @property
    def target_probability(self) -> float | None:
        """How likely the named accounts together reach the target."""
        return self.expansion.probability_at_least(self.round.target_amount) if self.expansion else None

    @cached_property
    def risk(self) -> Risk | None:
        """Revenue at risk without and with the feature, each customer once; apart from expansion."""
        by_company: dict[int, list] = defaultdict(list)
        for one in self.assessments:
            for row in one.risks.all():
                by_company[row.company_id].append((float(row.arr), float(row.without), float(row.with_feature)))
        return arr_at_risk([tuple(sum(part) / len(rows) for part in zip(*rows, strict=True)) for rows in by_company.values()])

    @cached_property
    def segments(self) -> list[str]:
        """The segments that the assessors sell to."""
        return sorted({segment for one in self.assessments if (segment := self.segment_of.get(one.assessor_id, ""))})

    @property
    def segment_names(self) -> list[str]:
        """Their names."""
        return [Segment(segment).label for segment in self.segments]

    @cached_property
    def market(self) -> tuple[Decimal, Decimal]:
        """ARR of customers in those segments, and of all customers."""
        customers = Company.objects.current().filter(lifecycle=Lifecycle.CUSTOMER)
        sums = customers.aggregate(whole=Sum("arr"), covered=Sum("arr", filter=Q(segment__in=self.segments)))
        return sums["covered"] or Decimal(0), sums["whole"] or Decimal(0)

    @property
    def coverage(self) -> float | None:
        """The share of our customers' ARR in the segments that were heard."""
        return coverage(*self.market)

    @cached_property
    def pipeline(self) -> tuple[Decimal, Decimal]:
        """Open deals that hang on the idea: their amount in the segments that were heard, and altogether."""
        deals = deals_of(self.round.idea).exclude(stage__in=(DealStage.WON, DealStage.LOST))
        covered = Q(feedback__company__segment__in=self.segments) & ~Q(feedback__company__segment="")
        sums = deals.aggregate(whole=Sum("amount"), covered=Sum("amount", filter=covered))
        return sums["covered"] or Decimal(0), sums["whole"] or Decimal(0)

    @property
    def pipeline_coverage(self) -> float | None:
        """The share of the open deals' amount in the segments that were heard."""
        return coverage(*self.pipeline)

    @cached_property
    def win_rate(self) -> WinRate | None:
        """How such deals are won; None where no deal has closed yet."""
        return win_rate_of(self.round.idea)

    @property
    def top_share(self) -> float | None:
        """The largest account's part of the expected value."""
        return self.expansion.top_share if self.expansion else None

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """The usual must-meets of this gate, held against what was found."""
        return must_meets(
            assessors=len(self.assessments), segments=len(self.segments), coverage=self.coverage,
            probability=self.target_probability, top_share=self.top_share, bars=Bars(),
        )  # fmt: skip

    @property
    def as_of(self) -> datetime | None:
        """When the last of them was given."""
        return max((one.given_at for one in self.assessments), default=None)

    @property
    def author_ids(self) -> tuple[int, ...]:
        """Who assessed."""
        return tuple(sorted(one.assessor_id for one in self.assessments))


def deals_of(idea: Idea) -> QuerySet[Request]:
    """The deals whose requests support the idea."""
    return Request.objects.filter(
        pk__in=Request.objects.filter(feedback__insights__idea=idea, feedback__insights__withdrawn_at=None).values("pk")
    )


def win_rate_of(idea: Idea) -> WinRate | None:
    """Won of the closed deals behind an idea, shrunk towards the usual rate of all deals."""
    usual_won = Request.objects.filter(stage=DealStage.WON).count()
    usual_closed = Request.objects.filter(stage__in=(DealStage.WON, DealStage.LOST)).count()
    if not usual_closed:
        return None
    won = deals_of(idea).filter(stage=DealStage.WON).count()
    closed = deals_of(idea).filter(stage__in=(DealStage.WON, DealStage.LOST)).count()
    usual = usual_won / usual_closed
    return WinRate(won, closed, usual, shrunk_rate(won, closed, usual, WIN_RATE_WEIGHT), wilson(won, closed))


def results(round: ViabilityRound) -> Results | None:
    """A round's figures, once it is revealed; None before, whoever asks."""
    if not round.is_revealed:
        return None
    rows = round.assessments.select_related("assessor").prefetch_related(
        Prefetch("accounts", NamedAccount.objects.select_related("company", "deal")),
        Prefetch("risks", AccountAtRisk.objects.select_related("company")),
    )
    segments = dict(round.asked.values_list("person_id", "segment"))
    return Results(round, tuple(rows), segments)
