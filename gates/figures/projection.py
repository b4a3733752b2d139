"""The engagement projection: which share of the eligible will have used a feature at a horizon.

`Projector` is the seam: anything that turns a `ProjectionInput` into a `Projection` can be shown,
judged by the gate and backtested. Nothing here reads a database or a clock; the caller gathers
counts up to the origin, and what is not yet complete at the origin is left out, with its reason.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from gates.figures.explanations import Figure
from history.canonical import digest

FEWEST_REFERENCES = 5
"""Below so many completed reference features there is no projection."""

FEWEST_IN_PROBE = 30
"""A probe of fewer units says too little to be heard."""

LEVELS = (50, 80, 95)


class Status(StrEnum):
    """What a projection rests on."""

    OK = "ok"
    REFERENCE_ONLY = "reference_only"  # on earlier features alone: the probe, if any, is not heard
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"  # no numbers, only reasons


class Selection(StrEnum):
    """How the units of a probe came to be in it."""

    RANDOM = "random"
    OPT_IN = "opt_in"
    FAKE_DOOR = "fake_door"


@dataclass(frozen=True)
class Probe:
    """The feature's own trial: of ``n`` units exposed, how many adopted within each one's first k weeks."""

    n: int
    adopters: int
    exposed_from: datetime.date
    selection: Selection = Selection.RANDOM

    def __post_init__(self):
        if not 0 <= self.adopters <= self.n:
            raise ValueError("Adopters are part of the probe.")


@dataclass(frozen=True)
class Reference:
    """An earlier feature (or one launch cohort of it): of ``n`` units, cumulative adopters by weeks of exposure.

    ``complete_on`` is the day on which the last of its units had had the whole horizon.
    ``id`` tells the row; ``feature`` the feature, of which there may be several rows. A cumulative count
    that falls later on (somebody was erased, say) is taken as no further adoption.
    """

    id: str
    feature: str
    n: int
    adopters: Mapping[int, int]
    complete_on: datetime.date

    def __post_init__(self):
        if self.n < 1 or any(not 0 <= count <= self.n for count in self.adopters.values()):
            raise ValueError(f"{self.id}: adopters are part of its n.")

    def seal(self, weeks: tuple[int, ...]) -> str:
        """The digest of this row with its counts at *weeks* alone; computed once for the same weeks."""
        if weeks not in self._seals:
            counts = [self.adopters[week] for week in weeks]
            self._seals[weeks] = digest([self.id, self.feature, self.n, counts, self.complete_on])
        return self._seals[weeks]

    @functools.cached_property
    def _seals(self) -> dict[tuple[int, ...], str]:
        return {}


@dataclass(frozen=True)
class ProjectionInput:
    """All that a projection may know, as of its ``origin``.

    ``eligible`` units could use the feature; ``elapsed`` weeks of exposure are in the probe's count;
    the ``horizon`` is in weeks of exposure; ``threshold`` is the share that the gate asks for.
    Raises ValueError when these don't fit together.
    """

    feature: str
    unit: str
    origin: datetime.date
    eligible: int
    elapsed: int
    horizon: int
    threshold: float
    references: tuple[Reference, ...] = ()
    probe: Probe | None = None

    def __post_init__(self):
        if self.unit not in {"user", "company"}:
            raise ValueError("The unit is a user or a company.")
        if not 0 <= self.elapsed < self.horizon:
            raise ValueError("The horizon lies beyond the weeks elapsed.")
        if not 0 <= self.threshold <= 1:
            raise ValueError("The threshold is a share.")
        if self.eligible < (self.probe.n if self.probe else 0):
            raise ValueError("The probe is part of the eligible.")


@dataclass(frozen=True)
class Interval:
    """A central interval of ``level`` percent, in counts and as shares of the eligible."""

    level: int
    low_count: int
    high_count: int
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Projection(Figure):
    """What is expected at the horizon, and what that rests on. Without numbers when evidence is insufficient.

    ``reasons`` says in words why the probe was not heard, or why there are no numbers; ``left_out``
    why references were not used, by their ids. ``input_hash`` seals what was used, and only that.
    """

    formula = (
        "c_H = c_k + Binomial(n − c_k, π), π ~ Beta(μs, (1 − μ)s); logit μ ~ N(−1.5, 2.5), ln s ~ N(2, 1.5), "
        "updated on a grid by the references"
    )
    status: Status
    reasons: tuple[str, ...]
    feature: str
    unit: str
    origin: datetime.date
    eligible: int
    elapsed: int
    horizon: int
    threshold: float
    median_count: int | None = None
    median: float | None = None
    intervals: tuple[Interval, ...] = ()
    probability: float | None = None
    reference_ids: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    training_from: datetime.date | None = None
    training_to: datetime.date | None = None
    method: str = ""
    model_version: str
    seed: int
    input_hash: str

    def interval(self, level: int) -> Interval | None:
        """The interval of *level* percent (50, 80 or 95), or None without numbers."""
        return next((interval for interval in self.intervals if interval.level == level), None)


class Projector(Protocol):
    """Whatever can project: the same input, always the same projection."""

    model_version: str

    def project(self, given: ProjectionInput) -> Projection:
        """Project *given*, or abstain with reasons."""
        ...


@dataclass(frozen=True)
class Admitted:
    """What of an input may be used: the weeks and count of the probe that is heard, and the references."""

    elapsed: int
    probe: Probe | None
    reasons: tuple[str, ...]
    references: tuple[Reference, ...]
    left_out: Mapping[str, str]

    @property
    def features(self) -> int:
        """How many distinct earlier features the references come from."""
        return len({reference.feature for reference in self.references})


def admit(given: ProjectionInput) -> Admitted:
    """Decide what of *given* may be used: no probe that says too little, no reference that knows the future."""
    reasons = _why_not_heard(given)
    probe, elapsed = (None, 0) if reasons else (given.probe, given.elapsed)
    left_out = {reference.id: why for reference in given.references if (why := _why_not_used(reference, given, elapsed))}
    used = [reference for reference in given.references if reference.id not in left_out]
    used.sort(key=lambda reference: reference.id)
    return Admitted(elapsed, probe, tuple(reasons), tuple(used), left_out)


def _why_not_heard(given: ProjectionInput) -> list[str]:
    probe = given.probe
    if probe is None:
        return ["There is no probe yet."]
    reasons = []
    if probe.n < FEWEST_IN_PROBE:
        reasons.append(f"The probe has {probe.n} of at least {FEWEST_IN_PROBE} units.")
    if given.elapsed < 1 or given.origin < probe.exposed_from + datetime.timedelta(weeks=given.elapsed):
        reasons.append("The probe has no whole week of exposure behind it.")
    if probe.selection is Selection.OPT_IN:
        reasons.append("The probe chose itself, so it does not stand for all the eligible.")
    if probe.selection is Selection.FAKE_DOOR:
        reasons.append("Clicks on a fake door are intent, not adoption.")
    return reasons


def _why_not_used(reference: Reference, given: ProjectionInput, elapsed: int) -> str:
    if reference.feature == given.feature:
        return "It is the feature itself."
    if reference.complete_on > given.origin:
        return "It is not complete at the origin."
    missing = [week for week in (elapsed, given.horizon) if week and week not in reference.adopters]
    if missing:
        return f"It has no count at week {missing[0]}."
    return ""


def seal_input(given: ProjectionInput, used: Admitted, model_version: str, seed: int) -> str:
    """The digest of what the projection rests on: nothing after the origin, nothing left out, enters it."""
    probe = used.probe
    weeks = tuple(week for week in (used.elapsed, given.horizon) if week)
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
            "probe": probe and [probe.n, probe.adopters, probe.exposed_from, str(probe.selection)],
            "references": [reference.seal(weeks) for reference in used.references],
        }
    )
