"""The engagement projection as it is published: whoever has earned it speaks, no narrower than it kept its word."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gates.figures import demand
from gates.figures.admission import Admitted, admit
from gates.figures.adoption import kept_told
from gates.figures.backtest import Backtest, Trial, by_period, climatology, figures_of
from gates.figures.challengers import FakeDoor
from gates.figures.cohorts import Cohort
from gates.figures.predictive import SEED, reached, start_of, summary, told, trained_on, why_abstain
from gates.figures.projection import LEVELS, Interval, Kept, Projection, ProjectionInput, Reference, Status
from gates.figures.record import (
    CLIMATOLOGY,
    DEFAULT,
    DEMAND,
    FEWEST_FOR,
    GROWTH,
    MODELS,
    POOL,
    Attempt,
    Choice,
    Models,
    choose,
    known_at,
    with_demand,
)

FAKE_DOOR = "fake door"


class Answer(NamedTuple):
    """A projection, the same on the way to its horizon, and who spoke."""

    projection: Projection
    on_the_way: list[Projection]
    choice: Choice


class EngagementProjector:
    """Projects with whichever model the backtest of the input's own references lets speak.

    The beta-binomial speaks unless a challenger scored a tenth better over eight completed backtests or more; climatology
    speaks where the model's skill against it is below .10. Intervals are widened by what would have held, never narrowed.
    Clicks on a fake door are converted by earlier doors.
    """

    model_version = "engagement 4"
    seed = SEED

    def __init__(self) -> None:
        self.models, self.door = Models(), FakeDoor()
        self.methods = {
            DEFAULT: self.models.default.method,
            GROWTH: self.models.growth.method,
            POOL: "The 50/50 pool of the beta-binomial and of the growth of earlier features",
            CLIMATOLOGY: "Climatology: what earlier features came to, since the model has not beaten that",
            DEMAND: demand.METHOD,
            FAKE_DOOR: self.door.method,
        }
        self.method = self.methods[DEFAULT]

    def project(self, given: ProjectionInput) -> Projection:
        """Project *given*, or abstain with reasons. The whole rolling backtest of its references is run first."""
        return self.answer(given).projection

    def answer(self, given: ProjectionInput, weeks: Iterable[int] = ()) -> Answer:
        """The projection, and the same at *weeks* on the way to its horizon by whoever speaks at the horizon."""
        used = admit(given)
        if missing := why_abstain(given, used):
            silent = Projection(status=Status.INSUFFICIENT_EVIDENCE, reasons=missing, **told(given, used, self))
            return Answer(silent, [], Choice())
        record = self.record(given, used)
        choice = self.choice(record, used, knows_demand=bool(demand.telling(given, used)))
        on_the_way = [] if used.pairs else [self.publish(given, used, choice, at=week) for week in weeks if week > used.elapsed]
        return Answer(self.publish(given, used, choice, backtest=tally(record, choice)), on_the_way, choice)

    def what_if(self, given: ProjectionInput, choice: Choice) -> Projection:
        """What would be said of a changed question by the same model, widened as much."""
        return self.publish(given, admit(given), choice, at=given.horizon)

    def record(self, given: ProjectionInput, used: Admitted) -> list[Attempt]:
        """How the models would have projected each reference from those before it."""
        if used.pairs:
            return []
        cohorts = [as_cohort(row, given.horizon) for row in used.references]
        return known_at(self.models.attempts(cohorts, used.elapsed, given.horizon), given.origin, given.feature)

    def choice(self, record: Sequence[Attempt], used: Admitted, *, knows_demand: bool = False) -> Choice:
        """Who speaks."""
        if used.pairs:
            return Choice(FAKE_DOOR)
        return choose(record, may_fall_back=used.probe is not None, knows_demand=knows_demand)

    def publish(
        self, given: ProjectionInput, used: Admitted, choice: Choice, *,
        at: int | None = None, drawn: Any = None, backtest: Any = None,
    ) -> Projection:  # fmt: skip
        """What is said of *given* (of week ``at`` on the way, if given) after *choice*."""
        asked = given if at is None else at_week(given, at)
        counts, intervals = self.spoken(asked, used, choice, drawn)
        doubt = (f"In {choice.drifted} the 80% interval held less than 55% of the time: what follows it is doubted.",)
        heard = Status.OK if used.probe or used.pairs else Status.REFERENCE_ONLY
        about = told(given, used, self) | {"method": self.methods[choice.champion], "horizon": asked.horizon}
        return Projection(
            status=Status.DRIFT_WARNING if heard is Status.OK and choice.drifted else heard,
            reasons=used.reasons + (doubt if choice.drifted else ()),
            probability=reached(counts, given),
            champion=choice.champion,
            kept=None if at else self.kept(counts, given, used),
            widened={str(level): choice.factors[level] for level in LEVELS},
            backtest=backtest or {},
            **trained_on(used),
            **intervals,
            **about,
        )

    def spoken(self, given: ProjectionInput, used: Admitted, choice: Choice, drawn: Any) -> tuple[np.ndarray, dict[str, Any]]:
        """The draws behind the probability, and the median with its intervals."""
        if choice.champion == FAKE_DOOR:
            counts = self.door.draw(given, used)
            return counts, summary(counts, given.eligible)
        least = start_of(given, used)[1]
        if choice.champion == CLIMATOLOGY:
            counts = np.maximum(self.models.default.draw(given, Admitted(0, None, (), used.references, {})), least)
            found = empirical(summary(counts, given.eligible), given, used, least)
        else:
            every = drawn or self.models.draws(given, used)
            counts = every.get(choice.champion, every[DEFAULT])  # of a segment nobody knows what it asked for
            found = summary(counts, given.eligible)
        found["intervals"] = widened(found, choice.factors, least, given.eligible)
        stretched = found["median_count"] + (counts - found["median_count"]) * choice.factors[80]
        return np.clip(np.rint(stretched), least, given.eligible).astype(np.int64), found

    def kept(self, counts: np.ndarray, given: ProjectionInput, used: Admitted) -> Kept | None:
        """How many of them are kept; None where that is not asked, or no reference tells."""
        telling = len(kept_told(given, used))
        if given.kept_weeks is None or not telling:
            return None
        kept, rate = self.models.default.draw_kept(counts, given, used)
        chance = reached(kept, given)
        found = summary(np.sort(kept), given.eligible)
        return Kept(weeks=given.kept_weeks, rate=rate, probability=chance, references=telling, **found)


def as_cohort(reference: Reference, horizon: int) -> Cohort:
    """A reference as the launch that it was."""
    began = reference.complete_on - datetime.timedelta(weeks=horizon)
    period = f"{began.year}Q{(began.month + 2) // 3}"
    return Cohort(reference.feature, period, began, began, reference.n, reference.adopters, reference.demand)


def at_week(given: ProjectionInput, week: int) -> ProjectionInput:
    """The same question at another week, past what has elapsed."""
    kept_weeks = given.kept_weeks if given.kept_weeks and given.kept_weeks < week else None
    return ProjectionInput(**{**vars(given), "horizon": week, "kept_weeks": kept_weeks})


def empirical(found: dict[str, Any], given: ProjectionInput, used: Admitted, least: int) -> dict[str, Any]:
    """Climatology's numbers: from the references where there are enough of them, else the posterior's own."""
    shares = [row.adopters[given.horizon] / row.n for row in used.references]
    median, intervals = climatology(shares)
    middle = min(given.eligible, max(least, round(median * given.eligible)))
    taken = []
    for own, (low, high) in zip(found["intervals"], intervals, strict=True):
        ends = (round(low * given.eligible), round(high * given.eligible))
        low_count, high_count = ends if len(shares) >= FEWEST_FOR[own.level] else (own.low_count, own.high_count)
        taken.append(Interval(own.level, max(least, low_count), max(least, high_count), 0.0, 0.0))
    return {"median_count": middle, "median": middle / given.eligible, "intervals": tuple(taken)}


def widened(found: dict[str, Any], factors: Any, least: int, eligible: int) -> tuple[Interval, ...]:
    """The intervals, each reaching further from the median by its factor, within what is possible, around the last."""
    middle, intervals = found["median_count"], []
    low = high = middle
    for one in found["intervals"]:
        factor = factors[one.level]
        low = max(least, min(low, int(np.floor(middle - factor * (middle - one.low_count)))))
        high = min(eligible, max(high, int(np.ceil(middle + factor * (one.high_count - middle)))))
        intervals.append(Interval(one.level, low, high, low / eligible, high / eligible))
    return tuple(intervals)


def tally(record: Sequence[Attempt], choice: Choice) -> dict[str, Any]:
    """How the model fared that speaks, and how the others did on the same launches."""
    models = []
    for name in (*MODELS, *([DEMAND] if with_demand(record) else []), CLIMATOLOGY):
        scores = scores_of(record, name)
        models.append({"name": name, "speaks": name == choice.champion} | scores | (gain_of(record) if name == DEMAND else {}))
    mine = next((row for row in models if row["speaks"]), scores_of([], DEFAULT))
    periods = list(dict.fromkeys(one.cohort.period for one in record))
    by_time = [{"period": p} | scores_of([one for one in record if one.cohort.period == p], choice.champion) for p in periods]
    by_time = [row for row in by_time if row["n"]] if choice.champion == DEMAND else by_time
    own = {name: value for name, value in mine.items() if name not in ("name", "speaks")}
    return own | {"periods": by_time, "models": models, "champion": choice.champion, "drifted": choice.drifted}


def gain_of(record: Sequence[Attempt]) -> dict[str, Any]:
    """Over how many features demand had its say, and by which part it lowered the WIS of who would speak without it."""
    tried = with_demand(record)
    bare = choose(record, may_fall_back=False).champion
    asked, without = (float(np.mean([one.wis[name] for one in tried])) for name in (DEMAND, bare))
    return {"features": len({one.cohort.feature for one in tried}), "gain": 1 - asked / without if without else 0.0}


def scores_of(record: Sequence[Attempt], name: str) -> dict[str, Any]:
    """The scores of one model on a record; None over nothing. Those of demand are of where it is known."""
    record = with_demand(record) if name == DEMAND else record
    if not record or name == FAKE_DOOR:
        return {"n": 0} | dict.fromkeys(("mae", "wis", "skill", "coverage50", "coverage80", "coverage95"))
    wis, base = (float(np.mean([one.wis[which] for one in record])) for which in (name, CLIMATOLOGY))
    held = {level: [one.forecasts[name].holds(one.actual, level) for one in record] for level in LEVELS}
    return {
        "n": len(record),
        "mae": float(np.mean([abs(one.forecasts[name].median - one.actual) for one in record])),
        "wis": wis,
        "skill": 1 - wis / base if base else None,
        **{f"coverage{level}": float(np.mean(hits)) for level, hits in held.items()},
    }


def backtest_published(cohorts: Iterable[Cohort], *, k: int = 4, horizon: int = 26) -> Backtest:
    """Hold what would have been *published* against the past: the choice of model, the widening and the doubt included.

    Raises ValueError when no cohort has counts at both weeks, and unless 1 ≤ k < horizon.
    """
    if not 1 <= k < horizon:
        raise ValueError("The horizon lies beyond the weeks projected from, and those are at least one.")
    every = list(cohorts)
    if every and not any(k in one.adopters and horizon in one.adopters for one in every):
        raise ValueError(f"No cohort has counts at both weeks {k} and {horizon}.")
    projector = EngagementProjector()
    attempts = projector.models.attempts(every, k, horizon)
    trials = []
    for one in attempts:
        record = known_at(attempts, one.given.origin, one.cohort.feature)
        choice = choose(record, knows_demand=DEMAND in one.draws)
        projection = projector.publish(one.given, one.used, choice, drawn=one.draws)
        base = one.forecasts[CLIMATOLOGY]
        trials.append(Trial(one.cohort.period, projection, projection.median or 0.0, one.actual, (base.median, base.intervals)))
    tried = tuple(trials)
    last = choose(attempts)
    return Backtest(
        **figures_of(tried),
        periods=tuple(by_period(tried)),
        abstained=len(every) - len(tried),
        trials=tried,
        inputs={"cohorts": len(every), "k": k, "horizon": horizon, "model": projector.model_version} | tally(attempts, last),
    )
