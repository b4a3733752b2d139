"""How far the raters of a round lie apart: what there is to talk about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from people.models import Person
from priorities.models import Factor, Rating, RatingRound
from priorities.ranking import said
from roadmap.models import Idea

FAR_APART = 0.5


@dataclass(frozen=True)
class Spread:
    """What the raters said of one factor of one idea. ``apart`` is their range as a share of the scale."""

    idea: Idea
    factor: Factor
    ratings: list[tuple[Person, float]]
    before: float | None

    @property
    def values(self) -> list[float]:
        """The bare values, from low to high."""
        return sorted(value for _, value in self.ratings)

    @property
    def median(self) -> float | None:
        """What would be taken over; None where nobody rated."""
        return median(self.values) if self.ratings else None

    @property
    def apart(self) -> float:
        """0: all agree; 1: from one end of the scale to the other."""
        span = float((self.factor.most or 0) - self.factor.least)
        return (self.values[-1] - self.values[0]) / span if self.ratings and span > 0 else 0.0

    @property
    def is_wide(self) -> bool:
        """Whether it is worth talking about: half of the scale or more lies between them."""
        return len(self.ratings) > 1 and self.apart >= FAR_APART

    @property
    def marks(self) -> list[tuple[int, str]]:
        """Where each rating lies on the scale, 0 to 100, and whose it is."""
        least, span = float(self.factor.least), float((self.factor.most or 0) - self.factor.least) or 1
        return [(round(100 * (value - least) / span), f"{person}: {said(self.factor, value)}") for person, value in self.ratings]

    @property
    def says_median(self) -> str:
        """The median as people read it."""
        return said(self.factor, self.median)

    @property
    def says_before(self) -> str:
        """The median of the turn before; empty in the first."""
        return "" if self.before is None else said(self.factor, self.before)


def spreads(rating_round: RatingRound, ratings: Iterable[Rating]) -> list[Spread]:
    """Every factor of every idea of a revealed round, in the order of ideas and factors."""
    now: dict[tuple[int, int], list[tuple[Person, float]]] = defaultdict(list)
    earlier: dict[tuple[int, int], list[float]] = defaultdict(list)
    for one in ratings:
        key = (one.idea_id, one.factor_id)
        if one.turn == rating_round.turn:
            now[key].append((one.rater, float(one.value)))
        elif one.turn == rating_round.turn - 1:
            earlier[key].append(float(one.value))
    return [
        Spread(
            idea, factor, now[idea.pk, factor.pk], median(earlier[idea.pk, factor.pk]) if earlier[idea.pk, factor.pk] else None
        )
        for idea in rating_round.ideas.all()
        for factor in rating_round.factors.all()
    ]
