"""A probe that chose itself, weighed: what each kind of unit did there, put together as the eligible are made up.

Post-stratification (D. Holt, T. M. F. Smith, *Post Stratification*, Journal of the Royal Statistical Society A 142, 1979), not
inverse-propensity weighting: within a kind, those who took part stand for those who did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gates.figures.projection import Probe, Stratum

FEWEST_WEIGHED = 100
"""A probe that chose itself is weighed from so many units on…"""

FEWEST_WEIGHED_ADOPTERS = 10
"""…with so many adopters among them."""

FEWEST_IN_STRATUM = 5
"""Kinds with fewer units in the probe are taken together."""

MOST_UNSEEN = 0.10
"""More of the eligible than this may not be of kinds of whom nobody was in the probe."""


class Standing(NamedTuple):
    """What a probe says of those who were not in it: as if ``adopters`` of ``n`` had been drawn from them by lot."""

    adopters: float
    n: float

    @property
    def share(self) -> float:
        """The share that adopts."""
        return self.adopters / self.n if self.n else 0.0


NOBODY = Standing(0.0, 0.0)


def why_not_weighed(probe: Probe) -> str:
    """Why a probe that chose itself cannot be weighed, or nothing."""
    if probe.n < FEWEST_WEIGHED or probe.adopters < FEWEST_WEIGHED_ADOPTERS:
        return (
            f"The probe chose itself, and is weighed from {FEWEST_WEIGHED} units with {FEWEST_WEIGHED_ADOPTERS} adopters on: "
            f"it has {probe.n} with {probe.adopters}."
        )
    if not probe.strata:
        return "The probe chose itself, so it does not stand for all the eligible, and nothing is known to weigh it by."
    whole = sum(one.eligible for one in probe.strata)
    unseen = sum(one.eligible for one in merged(probe.strata) if not one.n)
    if unseen > MOST_UNSEEN * whole:
        return f"The probe chose itself, and {unseen / whole:.0%} of the eligible are of kinds of whom hardly anybody was in it."
    return ""


def merged(strata: Sequence[Stratum]) -> list[Stratum]:
    """The kinds, those with few units in the probe taken together."""
    large = [one for one in strata if one.n >= FEWEST_IN_STRATUM]
    small = [one for one in strata if one.n < FEWEST_IN_STRATUM]
    rest = Stratum("all others", *(sum(getattr(one, name) for one in small) for name in ("eligible", "n", "adopters")))
    return [*large, rest] if rest.eligible else large


def post_stratified(strata: Sequence[Stratum]) -> Standing:
    """What the kinds in the probe say of the eligible who were not in it.

    The share is Σ W·a/n with W each kind's part of those outside; the number is the one that a draw by lot would need for the
    same variance Σ W²·p(1 − p)/n, with p = (a + ½)/(n + 1), and never more than were in the probe.
    """
    kinds = [one for one in merged(strata) if one.n]
    outside = [one.eligible - one.n for one in kinds]
    whole, n = sum(outside), float(sum(one.n for one in kinds))
    if not whole:
        return Standing(float(sum(one.adopters for one in kinds)), n)
    share = variance = smooth = 0.0
    for one, out in zip(kinds, outside, strict=True):
        weight, p = out / whole, (one.adopters + 0.5) / (one.n + 1)
        share += weight * one.adopters / one.n
        smooth += weight * p
        variance += weight**2 * p * (1 - p) / one.n
    alike = min(n, smooth * (1 - smooth) / variance)
    return Standing(share * alike, alike)
