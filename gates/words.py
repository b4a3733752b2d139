"""How the gates' values and results are said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from doors import formats
from gates.figures.recommendation import Recommendation, Result
from gates.measures import Measured, Standing, measure_named
from gates.models.decisions import RULES, Tripwire
from gates.models.reviews import Criterion
from gates.models.scores import Outcome
from gates.policy_rules import Comparator

RESULT_WORDS: dict[Result, tuple[str, str, str]] = {
    Result.MET: ("Met", "good", "check"),
    Result.FAILED_FATAL: ("Failed, fatal", "bad", "octagon-x"),
    Result.FAILED_REPAIRABLE: ("Failed", "bad", "x"),
    Result.UNKNOWN: ("Unknown", "", "circle-help"),
    Result.STALE: ("Out of date", "warn", "hourglass"),
    Result.INCONCLUSIVE: ("Not conclusive", "warn", "circle-dashed"),
    Result.WAIVED: ("Waived", "warn", "file-check"),
}
OUTCOME_TONES = {
    Outcome.GO: "good",
    Outcome.CONDITIONAL_GO: "warn",
    Outcome.HOLD: "warn",
    Outcome.RECYCLE: "warn",
    Outcome.KILL: "bad",
}
OUTCOME_ICONS = {
    Outcome.GO: "circle-check",
    Outcome.CONDITIONAL_GO: "list-checks",
    Outcome.HOLD: "circle-pause",
    Outcome.RECYCLE: "refresh-cw",
    Outcome.KILL: "octagon-x",
}


def amount(measure: str, value: Any) -> str:
    """A value in the unit of its measure."""
    if value is None:
        return formats.NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    found = measure_named(measure)
    unit = found.unit if found else ""
    if unit == "share":
        return formats.percent(value, 0 if (Decimal(value) * 100) % 1 == 0 else 1)
    return formats.money(value) if unit == "money" else formats.number(value)


def value_words(measure: str, measured: Measured) -> str:
    """A measured value, or why there is none."""
    if measured.value is None:
        return Standing(measured.standing).label
    return amount(measure, measured.value)


def threshold_words(criterion: Criterion) -> str:
    """What a measured criterion needs: "at least 20%"."""
    if criterion.comparator == Comparator.IS_TRUE:
        return "is so"
    return f"{Comparator(criterion.comparator).label} {amount(criterion.measure, criterion.threshold)}"


def tripwire_words(tripwire: Tripwire) -> str:
    """A tripwire: "Companies enrolled falls below 6"."""
    found = measure_named(tripwire.measure)
    label = found.label if found else tripwire.measure
    if tripwire.fires == Tripwire.Fires.NO_LONGER:
        return f"“{label}” {tripwire.get_fires_display()}"
    limit = "" if tripwire.threshold is None else f" {amount(tripwire.measure, tripwire.threshold)}"
    return f"{label} {tripwire.get_fires_display()}{limit}"


def said_of(recommendation: Recommendation) -> str:
    """The rule that fired, in words; nothing where its reason says just that."""
    words = RULES[recommendation.rule]
    return "" if recommendation.because.startswith(words) else words
