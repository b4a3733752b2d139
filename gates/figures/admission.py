"""What of an input may be used: no probe that says too little, no reference that knows the future, nothing counted twice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from gates.figures.projection import Pair, Probe, ProjectionInput, Reference, Selection
from gates.figures.strata import NOBODY, Standing, post_stratified, why_not_weighed
from history.canonical import digest

FEWEST_IN_PROBE = 30
"""A probe of fewer units says too little to be heard."""

FEWEST_PAIRS = 5
"""So many earlier fake doors, with what came of them, before clicks are converted."""


@dataclass(frozen=True)
class Admitted:
    """What of an input may be used: the weeks and count of the probe that is heard, and the references.

    ``standing`` is what the probe says of those who were not in it: (adopters, n), which for one that chose itself is
    post-stratified. ``pairs`` are the earlier fake doors that convert clicks. ``flags`` say what looks odd, and is used all
    the same.
    """

    elapsed: int
    probe: Probe | None
    reasons: tuple[str, ...]
    references: tuple[Reference, ...]
    left_out: Mapping[str, str]
    standing: Standing = NOBODY
    pairs: tuple[Pair, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def features(self) -> int:
        """How many distinct earlier features the references come from."""
        return len({reference.feature for reference in self.references})


def admit(given: ProjectionInput) -> Admitted:
    """Decide what of *given* may be used."""
    pairs, no_pairs = _pairs(given)
    reasons = [*_why_not_heard(given), *no_pairs]
    heard = not reasons and not pairs
    probe, elapsed = (given.probe, given.elapsed) if heard else (None, 0)
    left_out = {reference.id: why for reference in given.references if (why := _why_not_used(reference, given, elapsed))}
    used = [reference for reference in given.references if reference.id not in left_out]
    used.sort(key=lambda reference: reference.id)
    flags = [flag for reference in used if (flag := _oddity(reference, elapsed, given.horizon))]
    standing = _standing(probe) if probe else NOBODY
    return Admitted(elapsed, probe, tuple(reasons), tuple(used), left_out, standing, () if reasons else pairs, tuple(flags))


def _standing(probe: Probe) -> Standing:
    """What the probe says of those who were not in it."""
    if probe.selection is Selection.OPT_IN:
        return post_stratified(probe.strata)
    return Standing(float(probe.adopters), float(probe.n))


def _why_not_heard(given: ProjectionInput) -> list[str]:
    probe = given.probe
    if probe is None:
        return ["There is no probe yet."]
    reasons = []
    if probe.n < FEWEST_IN_PROBE:
        reasons.append(f"The probe has {probe.n} of at least {FEWEST_IN_PROBE} units.")
    if given.elapsed < 1 or given.origin < probe.exposed_from + datetime.timedelta(weeks=given.elapsed):
        reasons.append("The probe has no whole week of exposure behind it.")
    if probe.selection is Selection.OPT_IN and (why := why_not_weighed(probe)):
        reasons.append(why)
    return reasons


def _pairs(given: ProjectionInput) -> tuple[tuple[Pair, ...], list[str]]:
    """The earlier fake doors that may convert this one's clicks, or why they are not converted."""
    probe = given.probe
    if probe is None or probe.selection is not Selection.FAKE_DOOR:
        return (), []
    known = {
        pair.feature: pair
        for pair in sorted(probe.pairs, key=lambda one: (one.feature, one.complete_on))
        if pair.complete_on <= given.origin and pair.feature != given.feature
    }
    if len(known) < FEWEST_PAIRS:
        had = f"{len(known)} of at least {FEWEST_PAIRS} earlier fake doors are known with what came of them"
        return (), [f"Clicks on a fake door are intent, not adoption: {had}."]
    return tuple(known.values()), []


def _why_not_used(reference: Reference, given: ProjectionInput, elapsed: int) -> str:
    if reference.feature == given.feature:
        return "It is the feature itself."
    if reference.complete_on > given.origin:
        return "It is not complete at the origin."
    missing = [week for week in (elapsed, given.horizon) if week and week not in reference.adopters]
    if missing:
        return f"It has no count at week {missing[0]}."
    return ""


def _oddity(reference: Reference, elapsed: int, horizon: int) -> str:
    counts = [reference.adopters[week] for week in sorted(reference.adopters) if week <= horizon]
    if any(later < sooner for sooner, later in pairwise(counts)):
        return f"{reference.id}: its count of adopters falls on the way, as if somebody had been taken out."
    if elapsed and reference.n >= FEWEST_IN_PROBE and reference.adopters[elapsed] == reference.n:
        return f"{reference.id}: everybody had adopted it by week {elapsed}. Was it there before its release?"
    return ""


def seal_input(given: ProjectionInput, used: Admitted, model_version: str, seed: int) -> str:
    """The digest of what the projection rests on: nothing after the origin, nothing left out, enters it."""
    probe = used.probe or (given.probe if used.pairs else None)
    weeks = tuple(week for week in (used.elapsed, given.horizon) if week)
    asked = {} if given.demand is None else {"demand": given.demand}
    strata = [[one.name, one.eligible, one.n, one.adopters] for one in probe.strata] if probe else []
    return digest(
        {
            "model_version": model_version,
            "seed": seed,
            "feature": given.feature,
            "unit": given.unit,
            "origin": given.origin,
            "eligible": given.eligible,
            "elapsed": used.elapsed,
            "horizon": given.horizon,
            "threshold": float(given.threshold),
            "kept_weeks": given.kept_weeks,
            "probe": probe and [probe.n, probe.adopters, probe.exposed_from, str(probe.selection), strata],
            "pairs": [[p.feature, p.shown, p.clicks, p.n, p.adopters, p.complete_on] for p in used.pairs],
            "references": [reference.seal(weeks) for reference in used.references],
        }
        | asked
    )
