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

from figures.explanations import Figure
from history.canonical import digest

FEWEST_REFERENCES = 5
"""Below so many completed reference features there is no projection."""

LEVELS = (50, 80, 95)


class Status(StrEnum):
    """What a projection rests on."""

    OK = "ok"
    REFERENCE_ONLY = "reference_only"  # on earlier features alone: the probe, if any, is not heard
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"  # no numbers, only reasons
    DRIFT_WARNING = "drift_warning"  # numbers, though a late period of its backtest kept its word too seldom


class Selection(StrEnum):
    """How the units of a probe came to be in it."""

    RANDOM = "random"
    OPT_IN = "opt_in"
    FAKE_DOOR = "fake_door"


@dataclass(frozen=True)
class Stratum:
    """A kind of unit: of so many ``eligible``, ``n`` were in the probe, of whom so many adopted. Each unit is of one kind."""

    name: str
    eligible: int
    n: int
    adopters: int

    def __post_init__(self):
        if not 0 <= self.adopters <= self.n <= self.eligible:
            raise ValueError(f"{self.name}: adopters are part of the probe, and the probe is part of the eligible.")


@dataclass(frozen=True)
class Pair:
    """An earlier fake door and what came of it: of ``shown`` units so many clicked; of ``n`` so many adopted by the horizon."""

    feature: str
    shown: int
    clicks: int
    n: int
    adopters: int
    complete_on: datetime.date

    def __post_init__(self):
        if not (0 <= self.clicks <= self.shown and 0 <= self.adopters <= self.n and self.shown and self.n):
            raise ValueError(f"{self.feature}: clicks are part of those who saw it, adopters of its n.")


@dataclass(frozen=True)
class Probe:
    """The feature's own trial: of ``n`` units exposed, how many adopted within each one's first k weeks.

    ``strata`` divide all the eligible into kinds, for a probe that chose itself; ``pairs`` are earlier fake doors with what
    came of them, for clicks on a fake door.
    """

    n: int
    adopters: int
    exposed_from: datetime.date
    selection: Selection = Selection.RANDOM
    strata: tuple[Stratum, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def __post_init__(self):
        if not 0 <= self.adopters <= self.n:
            raise ValueError("Adopters are part of the probe.")
        if self.strata and (sum(s.n for s in self.strata), sum(s.adopters for s in self.strata)) != (self.n, self.adopters):
            raise ValueError("Each unit of the probe is of one kind: their counts make up the probe's.")


@dataclass(frozen=True)
class Reference:
    """An earlier feature (or one launch cohort of it): of ``n`` units, cumulative adopters by weeks of exposure.

    ``complete_on`` is the day on which the last of its units had had the whole horizon.
    ``id`` tells the row; ``feature`` the feature, of which there may be several rows. A cumulative count
    that falls later on (somebody was erased, say) is taken as no further adoption, and flagged. ``kept`` is how many of
    those who adopted by the horizon used it again in its last weeks; None where that was not counted. ``demand`` is how many
    companies had asked for it before its release; None where no idea tells.
    """

    id: str
    feature: str
    n: int
    adopters: Mapping[int, int]
    complete_on: datetime.date
    kept: int | None = None
    demand: int | None = None

    def __post_init__(self):
        if self.demand is not None and self.demand < 0:
            raise ValueError(f"{self.id}: demand is counted from 0.")
        if self.n < 1 or any(not 0 <= count <= self.n for count in self.adopters.values()):
            raise ValueError(f"{self.id}: adopters are part of its n.")
        if self.kept is not None and not 0 <= self.kept <= self.n:
            raise ValueError(f"{self.id}: those who kept using it are part of its n.")

    def seal(self, weeks: tuple[int, ...]) -> str:
        """The digest of this row with its counts at *weeks* alone; computed once for the same weeks."""
        if weeks not in self._seals:
            counts = [self.adopters[week] for week in weeks]
            known = [] if self.demand is None else [self.demand]
            self._seals[weeks] = digest([self.id, self.feature, self.n, counts, self.complete_on, self.kept, *known])
        return self._seals[weeks]

    @functools.cached_property
    def _seals(self) -> dict[tuple[int, ...], str]:
        return {}


@dataclass(frozen=True)
class ProjectionInput:
    """All that a projection may know, as of its ``origin``.

    ``eligible`` units could use the feature; ``elapsed`` weeks of exposure are in the probe's count;
    the ``horizon`` is in weeks of exposure; ``threshold`` is the share that the gate asks for. To be *kept* means to be used
    again in the last ``kept_weeks`` of the horizon; None asks nothing about that. ``demand`` is how many companies had asked for
    the feature before anybody could use it; None where that is not known.
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
    kept_weeks: int | None = None
    demand: int | None = None

    def __post_init__(self):
        if self.demand is not None and self.demand < 0:
            raise ValueError("Demand is counted from 0.")
        if self.unit not in {"user", "company"}:
            raise ValueError("The unit is a user or a company.")
        if not 0 <= self.elapsed < self.horizon:
            raise ValueError("The horizon lies beyond the weeks elapsed.")
        if not 0 <= self.threshold <= 1:
            raise ValueError("The threshold is a share.")  # which no NaN is
        if self.kept_weeks is not None and not 1 <= self.kept_weeks < self.horizon:
            raise ValueError("The weeks in which it is used again are a part of the horizon.")
        if self.eligible < (self.probe.n if self.probe else 0):
            raise ValueError("The probe is part of the eligible.")
        if self.probe and self.probe.strata and sum(one.eligible for one in self.probe.strata) != self.eligible:
            raise ValueError("Each of the eligible is of one kind: their counts make up the eligible.")


@dataclass(frozen=True)
class Interval:
    """A central interval of ``level`` percent, in counts and as shares of the eligible."""

    level: int
    low_count: int
    high_count: int
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Kept(Figure):
    """How many will still use it: the same model on those who were kept, of those who adopted.

    ``rate`` is the share of adopters that is kept; all else is of the eligible, as in the projection. ``references`` is how
    many earlier features tell.
    """

    formula = "kept = Binomial(c_H, ρ), ρ ~ Beta, updated on the same grid by the references' kept of adopted"
    weeks: int
    rate: float
    median_count: int
    median: float
    intervals: tuple[Interval, ...]
    probability: float
    references: int


@dataclass(frozen=True, kw_only=True)
class Projection(Figure):
    """What is expected at the horizon, and what that rests on. Without numbers when evidence is insufficient.

    ``reasons`` says in words why the probe was not heard, or why there are no numbers; ``left_out``
    why references were not used, by their ids; ``flags`` what looks odd in them. ``input_hash`` seals what was used, and
    only that. ``widened`` tells by which factor each interval was widened, ``backtest`` how the model and its challengers
    would have projected the references; ``champion`` names which of them speaks.
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
    champion: str = ""
    kept: Kept | None = None
    widened: Mapping[str, float] = field(default_factory=dict)
    backtest: Mapping[str, object] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
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
