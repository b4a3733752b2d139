"""The course of values through time: one line or several, with the level to reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from doors.charts.drawing import (
    KEY_ACTUAL,
    KEY_LINE,
    KEY_THRESHOLD,
    Scale,
    across,
    canvas,
    dot,
    figure,
    path,
    plot,
    round_values,
    upright,
    words,
)
from doors.formats import number

TOP, HEIGHT = 14, 132
KEYS = {"line": KEY_LINE, "actual": KEY_ACTUAL}


@dataclass(frozen=True)
class Line:
    """One line: its name, its look (``line`` or ``actual``), and its points, each a day, a value, and a tone for its dot."""

    name: str
    points: Sequence[tuple[date, float, str]]
    look: str = "line"
    has_dots: bool = True


def course(
    lines: Sequence[Line], *, target: float | None = None, target_says: str = "", floor: float | None = None,
    band: tuple[float, float] | None = None, starts: date | None = None, ends: date | None = None, today: date | None = None,
    say: Callable[[float], str] = number, title: str = "", note: str = "",
) -> SafeString:  # fmt: skip
    """Lines through time between ``starts`` and ``ends``. ``target`` is the level to reach, ``floor`` where it began.

    A ``band`` is where the lines should stay.
    """
    days = [day for line in lines for day, _, _ in line.points] + [day for day in (starts, ends) if day]
    values = [float(value) for line in lines for _, value, _ in line.points]
    values += [float(level) for level in (target, floor, *(band or ())) if level is not None]
    if not days or not values:
        return SafeString("")
    first, last, (low, high) = min(days), max(days), room(min(values), max(values), floor)
    x, y = Scale(0, max(1, (last - first).days)), Scale(low, high, 100, 0)
    level = Scale(low, high, TOP + HEIGHT, TOP)
    marks = [across(TOP + HEIGHT, 0, 100, "axis")]
    near_the_edge = [
        level(value) for line in lines for day, value, _ in line.points if (day - first).days < 0.08 * (last - first).days
    ]
    for step in round_values(low + (high - low) * 0.04, high):
        is_clear = target is None or abs(level(step) - level(target)) > 12
        is_clear = is_clear and all(not -4 < level(step) - height < 20 for height in near_the_edge)
        marks += [across(level(step), 0, 100, "grid"), words(0, level(step) - 4, say(step), "tiny") if is_clear else ""]
    if today is not None and first < today < last:
        marks.append(upright(x((today - first).days), TOP, TOP + HEIGHT, "grid"))
    edges = [] if band is None else [(0, y(band[0])), (100, y(band[0])), (100, y(band[1])), (0, y(band[1]))]
    curves = path(edges, "band", close=True) if edges else ""
    curves += "".join(path([(x((day - first).days), y(value)) for day, value, _ in line.points], line.look) for line in lines)
    marks.append(plot(TOP, HEIGHT, curves))
    if target is not None:
        marks += [across(level(target), 0, 100, "threshold")]
        marks += [words(100, level(target) + (14 if level(target) < TOP + 24 else -5), target_says, "threshold-label tiny")]
    for line in lines:
        marks += [
            dot(x((day - first).days), level(value), 4, f"dot {tone}", f"{spoken(day)}: {say(value)}")
            for day, value, tone in line.points
            if line.has_dots
        ]
    has_years = first.year != last.year
    marks += [words(place, TOP + HEIGHT + 17, spoken(day, has_years), "tiny") for place, day in ((0, first), (100, last))]
    says = "; ".join(f"{line.name}: {say(line.points[-1][1])} on {spoken(line.points[-1][0])}" for line in lines if line.points)
    rows = [(spoken(day, has_years), line.name, say(value)) for line in lines for day, value, _ in line.points]
    legend = [(KEYS[line.look], line.name) for line in lines] if len(lines) > 1 else []
    legend += [(KEY_THRESHOLD, target_says)] if legend and target is not None else []
    drawing = canvas(TOP + HEIGHT + 22, f"{title}. {says}" if title else says, *marks)
    return figure(title, drawing, ("Day", "What", "Value"), rows, note=note, legend=legend)


def room(low: float, high: float, floor: float | None) -> tuple[float, float]:
    """A little air around the values, none below nothing."""
    air = (high - low or abs(high) or 1) * 0.08
    return (0.0 if low >= 0 and (floor == 0 or low - air < 0) else low - air), high + air


def spoken(day: date, has_year: bool = False) -> str:
    """A day under a chart, with its year where there are two."""
    return f"{day.day} {day:%b %Y}" if has_year else f"{day.day} {day:%b}"
