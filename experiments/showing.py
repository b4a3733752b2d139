"""How a result is shown: drawn with its interval against the criterion, and how it was made."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from doors import charts
from experiments.kinds import Measure
from experiments.measuring import FORMULAS, INPUTS, said
from experiments.models import Experiment


def drawn(experiment: Experiment) -> SafeString | None:
    """The result as a point with its interval, and the line it had to reach; nothing without one."""
    value, low, high = experiment.result, experiment.low, experiment.high
    if value is None or low is None or high is None:
        return None
    line = float(experiment.threshold)
    ends = [low, high, line, *([0.0] if experiment.measure in (Measure.SHARES, Measure.MEANS) else [])]
    room = (max(ends) - min(ends)) * 0.08 or 1.0
    return charts.level(
        value, low, high, least=min(ends) - room, most=max(ends) + room, say=lambda number: said(experiment, number),
        title="Result", mark=line, mark_says=f"{experiment.get_direction_display()} {said(experiment, line)}",  # type: ignore[attr-defined]
    )  # fmt: skip


def made(experiment: Experiment) -> dict[str, Any]:
    """What went into the result, and the formula."""
    inputs = [
        (one.label, experiment.measured[one.name]) for one in INPUTS[experiment.measure] if one.name in experiment.measured
    ]  # fmt: skip
    return {"inputs": inputs, "formula": FORMULAS[experiment.measure]}


def with_said(experiments: list[Experiment]) -> list[Experiment]:
    """Each with its result in words, for lists."""
    for one in experiments:
        one.told = "" if one.result is None else f"{said(one, one.result)} ({said(one, one.low)} to {said(one, one.high)})"  # type: ignore[attr-defined]
    return experiments
