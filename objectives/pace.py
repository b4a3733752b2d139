"""Reading progress: is it where it should be by now?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doors import charts
from doors.formats import percent
from history import clock
from objectives.models import CheckIn, Cycle, CycleState, Direction, KeyResult, Objective, say

LITTLE, MUCH = Decimal("0.10"), Decimal("0.30")
REACHED, PARTLY = Decimal("0.7"), Decimal("0.4")


@dataclass(frozen=True)
class Pace:
    """How progress compares with the days that have passed, in a tone and in words."""

    tone: str
    words: str


def pace_of(progress: Decimal | None, cycle: Cycle, key_result: KeyResult | None = None) -> Pace | None:
    """A running cycle asks whether it keeps up with the days; afterwards only what was reached counts.

    What a ``key_result`` keeps within bounds has no pace: it is inside them or not.
    """
    if progress is None or cycle.state == CycleState.PLANNING:
        return None
    if key_result is not None and key_result.direction == Direction.KEEP:
        return Pace("good", "Within bounds") if progress >= 1 else Pace("bad", "Out of bounds")
    if cycle.state == CycleState.RUNNING:
        behind = cycle.elapsed - progress
        steps = (LITTLE, Pace("good", "On pace")), (MUCH, Pace("warn", "Behind")), (Decimal(2), Pace("bad", "Far behind"))
        return next(pace for most, pace in steps if behind <= most)
    if progress >= REACHED:
        return Pace("good", "Reached" if progress >= 1 else "Mostly reached")
    return Pace("warn", "Partly reached") if progress >= PARTLY else Pace("bad", "Missed")


def confidence_tone(confidence: int | None) -> str:
    """Confidence as a tone: seven and more is good, under four is bad."""
    if confidence is None:
        return ""
    return "good" if confidence >= 7 else "warn" if confidence >= 4 else "bad"


@dataclass(frozen=True)
class Told:
    """A key result as a page shows it."""

    key_result: KeyResult
    pace: Pace | None
    tone: str
    may_check_in: Any
    chart: str = ""
    number: int = 0
    may_grade: Any = False


def made_of(objective: Objective) -> dict[str, Any]:
    """How an objective's progress was made."""
    results = objective.current_key_results
    shares = " + ".join(percent(one.progress) for one in results)
    formula = f"({shares}) / {len(results)} = {percent(objective.progress)}" if len(results) > 1 else ""
    return {
        "inputs": [(one.title, percent(one.progress)) for one in results],
        "formula": formula,
        "words": "The mean of its key results, each the share of the way from its baseline to its target, "
        "or for what is kept within bounds: all inside them, nothing outside.",
        "as_of": clock.now(),
    }


def history_chart(key_result: KeyResult, check_ins: list[CheckIn]) -> str:
    """A key result's check-ins through its cycle, from its baseline to its target."""
    cycle = key_result.objective.cycle
    begun = (cycle.starts_on, float(key_result.baseline), "quiet")
    points = [(one.at.date(), float(one.value), confidence_tone(one.confidence)) for one in reversed(check_ins)]
    target = key_result.said["target"]
    return charts.course(
        [charts.Line(key_result.title, [begun, *points] if not points or points[0][0] > begun[0] else points)],
        target=float(key_result.target), target_says=f"{'Keep' if key_result.tolerance is not None else 'Target'} {target}",
        floor=float(key_result.baseline), starts=cycle.starts_on, ends=cycle.ends_on, today=clock.today(),
        band=band_of(key_result), say=lambda value: say(Decimal(str(round(value, 4))), key_result.unit),
    )  # fmt: skip


def band_of(key_result: KeyResult) -> tuple[float, float] | None:
    """The bounds that it is kept within, if it is."""
    if key_result.direction != Direction.KEEP or key_result.tolerance is None:
        return None
    return float(key_result.target - key_result.tolerance), float(key_result.target + key_result.tolerance)
