"""What criteria would have recommended of evidence that is known in part: of what was not asked then, both extremes are tried.

A recommendation never gets milder when a criterion fares worse, so what lies between "all that was not asked was met" and "none
of it was" is all that could have been recommended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gates.figures.recommendation import MustMeet, Recommendation, Result, ShouldMeet, recommend, weighted_score

BEST, WORST = 10.0, 0.0


@dataclass(frozen=True)
class TriedMust:
    """A must-meet and what came of it; ``result`` None: it was not asked then, and nobody can say."""

    name: str
    result: Result | None
    is_fatal: bool = False


@dataclass(frozen=True)
class TriedShould:
    """A should-meet with the mean that it was given; None: it was not asked then."""

    name: str
    weight: float
    mean: float | None


@dataclass(frozen=True)
class Retrial:
    """What would have been recommended: at the mildest, at the severest, and which criteria nobody was asked."""

    mildest: Recommendation
    severest: Recommendation
    not_asked: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether the answer is the same however the unasked criteria had come out."""
        return self.mildest.outcome == self.severest.outcome


def try_again(
    gate: int, musts: Sequence[TriedMust], shoulds: Sequence[TriedShould], *, hurdle: float, gap_below: float
) -> Retrial | None:
    """Try criteria on what is known; None without any criterion."""
    if not musts and not shoulds:
        return None
    not_asked = (*(one.name for one in musts if one.result is None), *(one.name for one in shoulds if one.mean is None))
    mildest, severest = (
        recommend(gate, [settled(one, is_best) for one in musts], score_of(shoulds, hurdle, gap_below, is_best))
        for is_best in (True, False)
    )
    return Retrial(mildest, severest, not_asked)


def settled(one: TriedMust, is_best: bool) -> MustMeet:
    """A must-meet with the one or the other extreme in the place of what is not known."""
    if one.result is not None:
        return MustMeet(one.name, one.result)
    failed = Result.FAILED_FATAL if one.is_fatal else Result.FAILED_REPAIRABLE
    return MustMeet(one.name, Result.MET if is_best else failed)


def score_of(shoulds: Sequence[TriedShould], hurdle: float, gap_below: float, is_best: bool) -> ShouldMeet | None:
    """The score, with the one or the other extreme in the place of what is not known; None where no score is asked for."""
    if not shoulds:
        return None
    unknown = BEST if is_best else WORST
    means = {one.name: unknown if one.mean is None else one.mean for one in shoulds}
    gaps = tuple(name for name, mean in means.items() if mean < gap_below)
    return ShouldMeet(hurdle, weighted_score(means, {one.name: one.weight for one in shoulds}), gaps)
