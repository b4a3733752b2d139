"""From what was counted to a result with its interval, and from that to what it proposes. Pure but for reading a plan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from doors.formats import number
from experiments.kinds import Direction, Measure, Verdict
from experiments.models import Experiment
from figures.comparing import difference_of_means, difference_of_shares
from figures.rates import wilson


class Input(NamedTuple):
    """One number that is entered for a result."""

    name: str
    label: str
    is_count: bool = False
    is_needed: bool = True


INPUTS: dict[str, tuple[Input, ...]] = {
    Measure.SHARES: (
        Input("hits", "Successes", True), Input("n", "Out of", True),
        Input("base_hits", "Successes of the comparison", True), Input("base_n", "Out of, comparison", True),
    ),
    Measure.MEANS: (
        Input("mean", "Mean"), Input("deviation", "Standard deviation"), Input("n", "How many", True),
        Input("base_mean", "Mean of the comparison"), Input("base_deviation", "Standard deviation, comparison"),
        Input("base_n", "How many, comparison", True),
    ),
    Measure.SHARE: (Input("hits", "Successes", True), Input("n", "Out of", True)),
    Measure.NUMBER: (
        Input("value", "Value"), Input("low", "Interval from"), Input("high", "Interval to"),
        Input("n", "How many it rests on", True, False),
    ),
}  # fmt: skip
FORMULAS: dict[str, str] = {
    Measure.SHARES: "100 × (p₁ − p₂) in percentage points; interval: Newcombe's hybrid score, 95%",
    Measure.MEANS: "m₁ − m₂; interval: Welch's t, 95%",
    Measure.SHARE: "100 × successes ÷ n in per cent; interval: Wilson score, 95%",
    Measure.NUMBER: "as entered, with its interval",
}
MOST, MOST_COUNTED = 10**12, 10**9


class Result(NamedTuple):
    """A result in the unit of the metric, with its interval and how many cases it rests on."""

    value: float
    low: float
    high: float
    sample: int | None


def result_of(measure: str, said: Mapping[str, Any]) -> Result:
    """The result of what was counted. Raises ValidationError at the number that cannot be."""
    check_inputs(measure, said)
    if measure == Measure.SHARES:
        shares = difference_of_shares((said["hits"], said["n"]), (said["base_hits"], said["base_n"]))
        if shares is None:
            raise ValidationError({"n": "There is somebody on both sides, or nothing can be said."})
        return Result(100 * shares.difference, 100 * shares.low, 100 * shares.high, said["n"] + said["base_n"])
    if measure == Measure.MEANS:
        ours, theirs = ((said[f"{side}mean"], said[f"{side}deviation"], said[f"{side}n"]) for side in ("", "base_"))
        means = difference_of_means(ours, theirs)
        if means is None:
            raise ValidationError({"n": "It takes two or more on each side, and some spread, to say how sure the difference is."})
        return Result(means.difference, means.low, means.high, said["n"] + said["base_n"])
    if measure == Measure.SHARE:
        rate = wilson(said["hits"], said["n"])
        if rate is None:
            raise ValidationError({"n": "A share of nobody says nothing."})
        return Result(100 * rate.share, 100 * rate.low, 100 * rate.high, said["n"])
    if not said["low"] <= said["value"] <= said["high"]:
        raise ValidationError({"value": "The value lies within its interval."})
    return Result(said["value"], said["low"], said["high"], said.get("n"))


def check_inputs(measure: str, said: Mapping[str, Any]) -> None:
    """Every number that the measure needs is there and can be."""
    known = INPUTS[measure]
    faults = dict.fromkeys(set(said) - {one.name for one in known}, "This is not asked for here.")
    faults |= {one.name: fault for one in known if (fault := fault_of(one, said.get(one.name)))}
    for side in ("", "base_"):
        hits, n = said.get(f"{side}hits"), said.get(f"{side}n")
        if hits is not None and n is not None and hits > n:
            faults[f"{side}hits"] = "There cannot be more successes than cases."
    if faults:
        raise ValidationError(faults)


def fault_of(asked: Input, value: Any) -> str:
    """What is wrong with a number; empty if nothing is."""
    if value is None:
        return "Enter a number." if asked.is_needed else ""
    if not math.isfinite(value) or abs(value) > (MOST_COUNTED if asked.is_count else MOST):
        return "This number is too large."
    if asked.is_count and value != int(value):
        return "Count in whole numbers."
    return "This is not negative." if value < 0 and (asked.is_count or "deviation" in asked.name) else ""


def tidied(measure: str, said: Mapping[str, Any]) -> dict[str, float | int]:
    """What was entered, and nothing else; what is counted in whole numbers."""
    counts = {one.name for one in INPUTS[measure] if one.is_count}
    given = {name: value for name, value in said.items() if value is not None}
    return {name: int(value) if name in counts and value == value // 1 else value for name, value in given.items()}


@dataclass(frozen=True)
class Proposal:
    """What the figures propose, why, and what to keep in mind."""

    verdict: str
    why: str
    cautions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The verdict as a sentence goes on."""
        return {Verdict.BACKS: "it backs its ideas", Verdict.REFUTES: "it refutes them"}.get(
            Verdict(self.verdict), "inconclusive"
        )


def propose(experiment: Experiment) -> Proposal | None:
    """What criterion, interval and guards propose; nothing without a result."""
    if experiment.low is None or experiment.high is None:
        return None
    side, words = side_of(experiment, experiment.low, experiment.high), spoken(experiment)
    cautions = tuple(cautions_of(experiment))
    if side != Verdict.BACKS:
        return Proposal(side, words[side], cautions)
    broken = [one["name"] for one in experiment.judged_guards if one["held"] is False]
    unknown = [one["name"] for one in experiment.judged_guards if one["held"] is None]
    if broken:
        return Proposal(Verdict.INCONCLUSIVE, f"{words[side]} But a guard broke: {', '.join(broken)}.", cautions)
    if unknown:
        return Proposal(Verdict.INCONCLUSIVE, f"{words[side]} But a guard was not measured: {', '.join(unknown)}.", cautions)
    return Proposal(side, words[side], cautions)


def side_of(experiment: Experiment, low: float, high: float) -> Verdict:
    """On which side of the criterion the interval lies, if wholly on one."""
    line = float(experiment.threshold)
    if experiment.direction == Direction.AT_MOST:
        line, low, high = -line, -high, -low
    if low >= line:
        return Verdict.BACKS
    return Verdict.REFUTES if high < line else Verdict.INCONCLUSIVE


def spoken(experiment: Experiment) -> dict[str, str]:
    """The proposals in words."""
    between = f"The interval, {said(experiment, experiment.low)} to {said(experiment, experiment.high)},"
    line = f"“{experiment.get_direction_display()} {said(experiment, experiment.threshold)}”"
    return {
        Verdict.BACKS: f"{between} lies wholly within {line}.",
        Verdict.REFUTES: f"{between} lies wholly outside {line}.",
        Verdict.INCONCLUSIVE: f"{between} holds values within {line} and outside: both may be true.",
    }


def cautions_of(experiment: Experiment) -> list[str]:
    """What makes the proposal less sure than its interval says."""
    found = []
    planned, had = experiment.planned_sample, experiment.sample
    if planned and had is not None and had < planned:
        found.append(f"{had:,} of the {planned:,} planned were measured: an interval that is read early is too sure of itself.")
    if experiment.pk and any(one.knew_result for one in experiment.amendments.all()):
        found.append("The plan was amended when a result was known already.")
    return found


def said(experiment: Experiment, value: Any) -> str:
    """A value in the unit of the metric."""
    unit = experiment.said_unit
    return f"{number(round(float(value), 2))}{unit if unit == '%' else ' ' + unit}".strip()
