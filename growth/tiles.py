"""A figure as a page shows it: value, interval, how many stand behind it, and how it was made, its definition first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from doors.formats import interval, money, number, percent
from figures.explanations import Figure
from figures.rates import Rate
from figures.survival import CROSSING, TimeTo
from growth.figures.economics import Worth
from growth.figures.intervals import Between

NOTHING = "not enough data"


@dataclass(frozen=True)
class Tile:
    """One figure. ``value`` is empty where there are not enough data; ``why`` says then what is missing."""

    label: str
    definition: str
    value: str = ""
    note: str = ""
    why: str = ""
    formula: str = ""
    inputs: list[tuple[str, str]] = field(default_factory=list)
    spark: SafeString = SafeString("")  # noqa: RUF009 - a text is never changed
    url: str = ""


def rate_tile(label: str, rate: Rate | None, definition: str, *, what: str, why: str = "", **more: Any) -> Tile:
    """A share with its Wilson interval and its n."""
    if rate is None:
        return Tile(label, definition, why=why, **more)
    note = f"{interval(rate.low, rate.high)} · {number(rate.successes)} of {number(rate.n)} {what}"
    inputs = [("Reached it", number(rate.successes)), (f"n, {what}", number(rate.n)), ("Interval", "Wilson, 95%")]
    formula = f"{number(rate.successes)} / {number(rate.n)} = {percent(rate.share, 1)}"
    return Tile(label, definition, percent(rate.share, 1), note, formula=formula, inputs=inputs, **more)


def share_tile(
    label: str, figure: Figure | None, value: float | None, definition: str, *, between: Between | None = None, note: str,
    why: str = "", **more: Any
) -> Tile:  # fmt: skip
    """A share of a figure that explains itself, with how sure it is."""
    if figure is None or value is None:
        return Tile(label, definition, why=why, **more)
    said = [*said_inputs(figure, money), how_sure(between)]
    return Tile(
        label, definition, share(value), beside(said_between(between, share), note), formula=figure.formula, inputs=said,
        **more,
    )  # fmt: skip


def worth_tile(
    label: str, worth: Worth | None, definition: str, *, say: Callable[[Any], str], note: str = "", why: str = "", **more: Any
) -> Tile:
    """A value with its formula filled in, and how sure it is."""
    if worth is None:
        return Tile(label, definition, why=why, **more)
    said = [*said_inputs(worth), how_sure(worth.between)]
    return Tile(
        label, definition, say(worth.value), beside(said_between(worth.between, say), note), formula=worth.formula, inputs=said,
        **more,
    )  # fmt: skip


def days_tile(label: str, found: TimeTo | None, definition: str, *, note: str = "", why: str = "") -> Tile:
    """By when half had reached something, with how sure that is."""
    if found is None or found.median is None:
        return Tile(label, definition, why=why)
    between = Between(found.median_low, found.median_high, CROSSING)
    said = [*said_inputs(found), how_sure(between)]
    return Tile(label, definition, days(found.median), beside(said_days(between), note), formula=found.formula, inputs=said)


def days(value: float) -> str:
    """So many days."""
    return f"{number(value, 0)} day{'' if round(value) == 1 else 's'}"


def said_days(between: Between | None) -> str:
    """An interval of days: "4–20 days", "6 days or more"."""
    if between is None or between.low is None or between.high is None:
        return said_between(between, days)
    return f"{number(between.low, 0)}–{days(between.high)}"


def share(value: Any) -> str:
    """A share with a decimal; its interval is said without."""
    return percent(value, 1)


def said_between(between: Between | None, say: Callable[[Any], str]) -> str:
    """An interval in words; one end of it where the other cannot be told."""
    if between is None or (between.low is None and between.high is None):
        return ""
    if between.high is None:
        return f"{say(between.low)} or more"
    if between.low is None:
        return f"{say(between.high)} or less"
    return interval(between.low, between.high) if say is share else f"{say(between.low)}–{say(between.high)}"


def how_sure(between: Between | None) -> tuple[str, str]:
    """How the interval was made, as one of the inputs."""
    is_known = between is not None and (between.low is not None or between.high is not None)
    return "Interval", between.made if between and is_known else "none: too few to tell"


def beside(*parts: str) -> str:
    """Notes beside each other."""
    return " · ".join(part for part in parts if part)


SHARES = ("margin", "churn", "rate", "share")


def said_inputs(figure: Figure, sums: Callable[[Any], str] = number) -> list[tuple[str, str]]:
    """What went into a figure, in words: shares as per cent, sums as money where asked."""
    return [(name, said_of(name, value, sums)) for name, value in figure.inputs.items()]


def said_of(name: str, value: object, sums: Callable[[Any], str]) -> str:
    """One of them."""
    if isinstance(value, float) and any(word in name for word in SHARES):
        return percent(value, 1)
    if name.startswith("Σ"):
        return sums(value)
    return number(value) if isinstance(value, int | float) else str(value)
