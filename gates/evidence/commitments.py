"""How far named accounts have committed themselves, and what became of it: the ladder beside the CRM and the launch review."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from customers.models import Company, Deal, DealStatus
from gates.evidence.viability import Results, results
from gates.models.accounts import NamedAccount, Rung
from gates.models.launches import LaunchReview, SalesForecast
from gates.models.viability import ViabilityRound
from people.models import Segment

LADDER = list(Rung.values)
BOUGHT, NOT_BOUGHT, OPEN = "Bought", "Did not buy", "Still open"


@dataclass(frozen=True)
class Commitment:
    """One account: the highest rung that somebody named, with the evidence, its deal, and what became of it."""

    company: Company
    rung: Rung
    said: tuple[NamedAccount, ...]
    deal: Deal | None
    result: str
    source: str

    @property
    def evidence(self) -> list[str]:
        """What was brought for it, in words."""
        return [row.evidence for row in self.said if row.evidence]

    @property
    def is_off(self) -> bool:
        """Whether what happened is not what the commitment promised: signed and not bought, or bought with no commitment."""
        strong = LADDER.index(self.rung) >= LADDER.index(Rung.LETTER)
        return (strong and self.result == NOT_BOUGHT) or (self.rung == Rung.NONE and self.result == BOUGHT)


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: how many accounts stand on it, and how many of those that are settled bought."""

    rung: Rung
    accounts: int
    bought: int
    settled: int


@dataclass(frozen=True)
class Commitments:
    """Every named account on the ladder, the firmest first, and rung by rung what became of them."""

    rows: tuple[Commitment, ...]
    steps: tuple[Step, ...]


def commitments(came: Results) -> Commitments:
    """The ladder of a revealed round, reconciled with the CRM's deals and with the launch review."""
    by_company: dict[int, list[NamedAccount]] = defaultdict(list)
    for one in came.assessments:
        for account in one.accounts.all():
            by_company[account.company_id].append(account)
    reviewed = LaunchReview.objects.standing().filter(idea=came.round.idea_id)
    scored = SalesForecast.objects.filter(launch_review__in=reviewed, account__assessment__round=came.round)
    happened = dict(scored.values_list("account__company", "happened"))
    rows = [commitment(said, happened) for said in by_company.values()]
    rows.sort(key=lambda row: (-LADDER.index(row.rung), row.company.name))
    steps = []
    for rung in reversed(Rung):
        on_it = [row for row in rows if row.rung == rung]
        settled = [row for row in on_it if row.result != OPEN]
        if on_it:
            steps.append(Step(rung, len(on_it), sum(row.result == BOUGHT for row in settled), len(settled)))
    return Commitments(tuple(rows), tuple(steps))


def commitment(said: list[NamedAccount], happened: dict[int, bool]) -> Commitment:
    """One account. What the launch review counted goes before what the CRM says of the deal."""
    firmest = max(said, key=lambda row: (LADDER.index(row.rung), row.deal_id or 0))
    deal = next((row.deal for row in said if row.deal is not None), None)
    company = said[0].company
    if company.pk in happened:
        result, source = (BOUGHT if happened[company.pk] else NOT_BOUGHT), "the launch review"
    elif deal is not None and deal.status != DealStatus.OPEN:
        result, source = (BOUGHT if deal.status == DealStatus.WON else NOT_BOUGHT), "the CRM"
    else:
        result, source = OPEN, "the CRM" if deal is not None else ""
    return Commitment(company, Rung(firmest.rung), tuple(said), deal, result, source)


@dataclass(frozen=True)
class OfSegment:
    """What the assessors of one segment say: their median score and probability, and what the accounts there may bring."""

    name: str
    assessors: int
    score: float | None
    probability: float | None
    accounts: int
    expected: float


def by_segment(came: Results) -> list[OfSegment]:
    """Segment by segment: by what assessors sell to, and by where the named accounts are."""
    found = []
    names = {**dict(Segment.choices), "": "Not known"}
    for segment, name in names.items():
        theirs = [number for number, one in enumerate(came.assessments) if came.segment_of.get(one.assessor_id, "") == segment]
        accounts = [one for one in came.accounts if one.company.segment == segment]
        if not theirs and not accounts:
            continue
        found.append(
            OfSegment(
                name=str(name), assessors=len(theirs),
                score=median(came.totals[number] for number in theirs) if theirs else None,
                probability=float(median(came.assessments[number].probability for number in theirs)) if theirs else None,
                accounts=len(accounts), expected=sum(one.expected for one in accounts),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Changes:
    """What a second round changed: each figure before and after, and whether they still lie far apart."""

    before: ViabilityRound
    rows: tuple[tuple[str, float | None, float | None, str], ...]
    was_apart: bool
    is_apart: bool


def changes(came: Results) -> Changes | None:
    """This round beside the one before it; None for a first round."""
    before = came.round.again_after
    was = results(before) if before is not None else None
    if before is None or was is None:
        return None
    return Changes(
        before=before,
        rows=(
            ("Median score", score_of(was), score_of(came), "number"),
            ("Spread of scores", spread_of(was), spread_of(came), "number"),
            ("They believe in the target", belief_of(was), belief_of(came), "percent"),
            ("Named accounts reach it", was.target_probability, came.target_probability, "percent"),
        ),
        was_apart=bool(was.disagreement and was.disagreement.flagged),
        is_apart=bool(came.disagreement and came.disagreement.flagged),
    )  # fmt: skip


def score_of(found: Results) -> float | None:
    """The median of the totals."""
    return found.spread.median if found.spread else None


def spread_of(found: Results) -> float | None:
    """How far the totals spread."""
    return found.spread.deviation if found.spread else None


def belief_of(found: Results) -> float | None:
    """The median of what they say of the target."""
    return found.opinion.median if found.opinion else None
