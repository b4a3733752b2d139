"""What ideas at the gates are worth, what their waiting costs, and in which order to decide; the balance of the portfolio."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Subquery

from gates.evidence.viability import pooled_accounts
from gates.figures.reports import Delay, delay
from gates.models.accounts import NamedAccount
from gates.models.decisions import Decision
from gates.models.projections import Projection
from gates.models.scores import Outcome
from gates.models.viability import ViabilityRound
from gates.reports.flow import Flow
from gates.reports.passages import Passage, Passages
from roadmap.tally import tally_ideas

WEEK = 7
NOBODY: tuple[float | None, str] = (None, "")
SHORTEST = 1 / 7
"""No decision takes less than a day."""


@dataclass(frozen=True)
class Queued:
    """One open review, what its idea may bring a year, and what waiting costs; ``why`` says why nobody knows."""

    passage: Passage
    delay: Delay | None
    why: str = ""


@dataclass(frozen=True)
class Placed:
    """One idea in the portfolio: how likely it succeeds, the ARR behind it, and what it may bring."""

    passage: Passage
    arr: float
    probability: float | None
    said_by: str
    expected: float | None


class Worth:
    """The figures of what ideas are worth."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages

    @cached_property
    def expected(self) -> dict[int, float]:
        """What each idea's latest revealed assessments expect of its named accounts, a year."""
        ideas = {one.review.idea_id for one in self.passages.all}
        revealed = ViabilityRound.objects.filter(idea=OuterRef("assessment__round__idea"), revealed_at__isnull=False)
        rows = NamedAccount.objects.filter(
            assessment__round__idea__in=ideas, assessment__round=Subquery(revealed.order_by("-id").values("pk")[:1])
        )
        accounts: dict[int, list[NamedAccount]] = defaultdict(list)
        for one in rows.select_related("company", "assessment__round").order_by("id"):
            accounts[one.assessment.round.idea_id].append(one)
        return {idea: sum(one.expected for one in pooled_accounts(some)) for idea, some in accounts.items()}

    @cached_property
    def weeks(self) -> dict[int, float | None]:
        """How many weeks each gate usually takes from submitted to decided: the median."""
        flow = Flow(self.passages)
        whole = flow.cycle.median if flow.cycle else None
        days = {step.gate: found.median if found else whole for step, found in flow.cycles}
        return {gate: None if value is None else max(value / WEEK, SHORTEST) for gate, value in days.items()}

    @cached_property
    def queue(self) -> list[Queued]:
        """The reviews that wait, the dearest to leave waiting first; those of which nothing is known last."""
        rows = [self.queued(one) for one in self.passages.open]
        return sorted(rows, key=lambda one: (one.delay is None, -(one.delay.cd3 or one.delay.weekly) if one.delay else 0))

    def queued(self, one: Passage) -> Queued:
        """One of them."""
        value = self.expected.get(one.review.idea_id)
        if value is None:
            return Queued(one, None, "No salesperson has assessed it yet, so nobody can say what waiting costs.")
        return Queued(one, delay(value, one.days_waiting, self.weeks[one.review.gate]))

    @cached_property
    def cost(self) -> float | None:
        """What all that wait have cost so far; None where nothing is known of any."""
        costs = [one.delay.cost for one in self.queue if one.delay]
        return sum(costs) if costs else None

    @cached_property
    def places(self) -> list[Placed]:
        """The ideas on their way: at a gate or past it, neither ended nor launched and reviewed."""
        by_idea: dict[int, Passage] = {}
        for (idea, _), one in sorted(self.passages.latest.items(), key=lambda pair: pair[0][1]):
            by_idea[idea] = one
        on_the_way = {idea: one for idea, one in by_idea.items() if not one.is_killed and idea not in self.passages.came}
        ideas = [row.review.idea for row in on_the_way.values()]
        arr = {one.pk: float(one.arr) for one in tally_ideas(ideas, self.passages.scope.actor, with_deals=False)}  # type: ignore[attr-defined]
        said = self.probabilities(on_the_way)
        return [
            Placed(one, arr[idea], said.get(idea, NOBODY)[0], said.get(idea, NOBODY)[1], self.expected.get(idea))
            for idea, one in on_the_way.items()
        ]

    def probabilities(self, passages: dict[int, Passage]) -> dict[int, tuple[float, str]]:
        """How likely each succeeds: as its last decision said, else as its last projection did."""
        found: dict[int, tuple[float, str]] = {}
        made = Projection.objects.filter(idea__in=passages).with_numbers().order_by("id").values_list("idea", "probability")
        for idea, probability in made:
            if probability is not None:
                found[idea] = (probability, "projection")
        decisions = Decision.objects.standing().filter(review__idea__in=passages).exclude(outcome=Outcome.KILL).order_by("id")
        for idea, said in decisions.values_list("review__idea", "probability"):
            found[idea] = (float(said), "panel")
        return found
