"""What was learned: whether intervals held, whether people agree, which criteria told success; and why to be careful with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from doors import formats
from doors.papers import Table
from figures.rates import Rate, wilson
from gates.calibration import DECIDER, calibrations
from gates.evidence.track import tracks
from gates.figures.learning import (
    FEWEST_FEATURES,
    FEWEST_LAUNCHES,
    QuarterAgreement,
    Separation,
    quarter_agreement,
    separation,
)
from gates.figures.reports import Compared, compare_shares
from gates.models.decisions import Basis, Decision
from gates.models.launches import LaunchReview
from gates.models.reviews import GateReview, ReviewState
from gates.models.scores import Score
from gates.models.viability import ViabilityAssessment, ViabilityRound
from gates.reports.passages import Scope

MOST = 20_000
PANELS, SALES = "Gatekeepers’ scores", "Salespeople’s ratings"


@dataclass(frozen=True)
class Quarter:
    """How far people agreed in a quarter; ``found`` is None below eight features."""

    whose: str
    name: str
    features: int
    found: QuarterAgreement | None


@dataclass(frozen=True)
class Told:
    """What one criterion told of success. A should-meet by its mean score, a must-meet by whether it was met."""

    gate: int
    name: str
    n: int
    scored: Separation | None = None
    met: Compared | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are launches enough to say anything."""
        return self.n >= FEWEST_LAUNCHES and (self.scored is not None or self.met is not None)


class Learning:
    """The figures of what was learned, of what one may see."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def calibrations(self) -> list[Any]:
        """How far people's probabilities can be relied on."""
        return calibrations(self.scope.actor)

    @cached_property
    def models(self) -> Any:
        """How all projections that came due fared together; None before the first."""
        return tracks(self.scope.actor).get("All", [None])[0]

    # --- agreement

    @cached_property
    def quarters(self) -> list[Quarter]:
        """Agreement by quarter, the latest first, gatekeepers and salespeople apart."""
        found = [*self.quarters_of(PANELS, self.panel_ratings()), *self.quarters_of(SALES, self.sales_ratings())]
        return sorted(found, key=lambda one: (one.name, one.whose), reverse=True)

    def quarters_of(self, whose: str, ratings: Iterable[tuple[datetime, int, Any, int, float]]) -> Iterable[Quarter]:
        """Ratings gathered by quarter: when, of which feature, of which of its criteria, by whom, what."""
        units: dict[str, dict[Any, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
        for at, feature, key, rater, value in ratings:
            units[quarter_of(at)][feature, key].append((rater, value))
        for name, rated in units.items():
            shared = {feature for (feature, _), given in rated.items() if len(given) > 1}
            if not shared:
                continue  # nobody scored beside another: there is nothing to agree about
            yield Quarter(whose, name, len(shared), quarter_agreement(list(rated.values()), len(shared)))

    def panel_ratings(self) -> Iterable[tuple[datetime, int, Any, int, float]]:
        """First-round scores of reviews that are decided: given before anybody saw the others'."""
        reviews = GateReview.objects.visible_to(self.scope.actor).filter(state=ReviewState.DECIDED)
        reviews = reviews.filter(idea__product=self.scope.product) if self.scope.product else reviews
        rows = Score.objects.filter(value__isnull=False, scorecard__round=1, scorecard__review__in=reviews).order_by("id")
        names = ("scorecard__review__decided_at", "scorecard__review__idea", "scorecard__review", "criterion__key",
                 "scorecard__person", "value")  # fmt: skip
        latest = {(review, key, rater): (at, idea, (review, key), rater, float(value or 0))
                  for at, idea, review, key, rater, value in rows.values_list(*names)[:MOST] if at}  # fmt: skip
        return latest.values()

    def sales_ratings(self) -> Iterable[tuple[datetime, int, Any, int, float]]:
        """Salespeople's ratings of rounds that are revealed."""
        rounds = ViabilityRound.objects.visible_to(self.scope.actor).filter(revealed_at__isnull=False)
        rounds = rounds.filter(idea__product=self.scope.product) if self.scope.product else rounds
        rows = ViabilityAssessment.objects.filter(round__in=rounds).select_related("round").order_by("id")[:MOST]
        return [
            (one.round.revealed_at, one.round.idea_id, (one.round_id, key), one.assessor_id, float(value))
            for one in rows
            for key, value in one.ratings.items()
            if one.round.revealed_at
        ]

    # --- what told success

    @cached_property
    def came(self) -> dict[int, bool]:
        """Whether each launched idea succeeded."""
        rows = LaunchReview.objects.visible_to(self.scope.actor).standing()
        rows = rows.filter(idea__product=self.scope.product) if self.scope.product else rows
        return dict(rows.values_list("idea", "succeeded"))

    @cached_property
    def success(self) -> Rate | None:
        """The share of launches that succeeded."""
        return wilson(sum(self.came.values()), len(self.came))

    @cached_property
    def told(self) -> list[Told]:
        """Each criterion that was asked of launched ideas, gate by gate, as the last packet of each sealed it."""
        asked: dict[tuple[int, str], list[tuple[Any, bool]]] = defaultdict(list)
        names: dict[tuple[int, str], str] = {}
        for idea, (gate, body) in self.packets():
            criteria = {one["key"]: one for one in body["criteria"][-1]["criteria"]}
            for key, result in body["verdicts"][-1]["results"].items():
                if result is not None and key in criteria:
                    names[gate, key] = criteria[key]["name"]
                    asked[gate, key].append((result, self.came[idea]))
        return [told_by(gate, names[gate, key], given) for (gate, key), given in sorted(asked.items())]

    @property
    def tells(self) -> bool:
        """Whether any criterion was asked of launches enough."""
        return any(one.n >= FEWEST_LAUNCHES for one in self.told)

    def packets(self) -> Iterable[tuple[int, tuple[int, dict[str, Any]]]]:
        """What was sealed of each launched idea at each gate when it was decided last."""
        rows = Decision.objects.visible_to(self.scope.actor).filter(basis=Basis.PANEL, review__idea__in=self.came)
        latest = {(one.review.idea_id, one.review.gate): one for one in rows.select_related("packet", "review").order_by("id")}
        return [(idea, (gate, one.packet.body)) for (idea, gate), one in latest.items()]  # type: ignore[attr-defined]

    # --- as tables

    def tables(self) -> list[Table]:
        """All of it, for a file."""
        people = [
            [str(one.person or "The panels"), "gatekeeper" if one.given_as == DECIDER else "salesperson", one.scores.n,
             formats.percent(one.mean_said), formats.percent(one.scores.base_rate), round(one.scores.brier, 4)]
            for one in self.calibrations
        ]  # fmt: skip
        agreed = [[one.name, one.whose, one.features, alpha_words(one)] for one in self.quarters]
        criteria = [[one.name, one.gate, one.n, told_words(one)] for one in self.told]
        return [
            Table("Forecasts", ["Whose", "As", "Forecasts", "Said, on average", "Happened", "Brier"], people),
            Table("Agreement", ["Quarter", "Whose", "Features", "Krippendorff’s α"], agreed),
            Table("Criteria", ["Criterion", "Gate", "Launches", "What it told"], criteria),
        ]


def quarter_of(at: datetime) -> str:
    """The quarter of a moment: "2026 Q3"."""
    return f"{at.year} Q{(at.month + 2) // 3}"


def told_by(gate: int, name: str, given: list[tuple[Any, bool]]) -> Told:
    """What a criterion told of those launches that it was asked of."""
    if all(is_score(result) for result, _ in given):
        found = separation([float(result) for result, _ in given], [came for _, came in given])
        return Told(gate, name, len(given), scored=found)
    met = [came for result, came in given if result == "met"]
    other = [came for result, came in given if result != "met"]
    return Told(gate, name, len(given), met=compare_shares((sum(met), len(met)), (sum(other), len(other))))


def is_score(result: str) -> bool:
    """Whether a sealed result is a score, and not a must-meet's."""
    return result.replace(".", "", 1).isdigit()


def alpha_words(one: Quarter) -> str:
    """An agreement, or why there is none."""
    if one.found is None:
        return f"not enough data: {one.features} of {FEWEST_FEATURES} features"
    return "not enough data: all ratings are equal" if one.found.alpha is None else f"{one.found.alpha:.2f}"


def told_words(one: Told) -> str:
    """What a criterion told, in words; or why nothing."""
    if one.n < FEWEST_LAUNCHES:
        return f"not enough data: {one.n} of {FEWEST_LAUNCHES} launches"
    if one.scored is not None:
        return f"{formats.percent(one.scored.auc)} ({formats.interval(one.scored.low, one.scored.high)})"
    if one.met is not None:
        return (
            f"met: {formats.percent(one.met.ours.share)} succeeded; otherwise: {formats.percent(one.met.theirs.share)}; "
            f"p {one.met.p:.3f}"
        )
    return "not enough data: every launch fared alike in it"
