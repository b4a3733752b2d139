"""Shares that grow in steps with time, as of those who reached something: one line or two, the first with its band."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from doors.charts.drawing import (
    KEY_ACTUAL,
    KEY_LINE,
    Scale,
    across,
    canvas,
    figure,
    path,
    plot,
    words,
)
from doors.formats import percent

TOP, HEIGHT = 14, 150
KEYS = {"line": KEY_LINE, "actual": KEY_ACTUAL}
TICKS = 4


@dataclass(frozen=True)
class Stair:
    """One line: its name, its look (``line`` or ``actual``) and its steps, each a time, a share, and the band's low and high."""

    name: str
    steps: Sequence[tuple[float, float, float | None, float | None]]
    look: str = "line"


def stairs(
    lines: Sequence[Stair], *, until: float, unit: str = "days", title: str = "", note: str = "",
    say: Callable[[float], str] = percent, from_nought: bool = True,
) -> SafeString:  # fmt: skip
    """Shares of one, ``from_nought`` or else from their first step on, to what they came to by ``until``."""
    lines = [line for line in lines if line.steps]
    if not lines or until <= 0:
        return SafeString("")
    x, y, level = Scale(0, until), Scale(0, 1, 100, 0), Scale(0, 1, TOP + HEIGHT, TOP)
    marks = [across(level(share), 0, 100, "axis" if not share else "grid") for share in (0, 0.25, 0.5, 0.75, 1)]
    marks += [words(0, level(share) - 4, percent(share), "tiny") for share in (0.5, 1)]
    curves = ""
    for line in lines:
        banded = [step for step in line.steps if step[2] is not None and step[3] is not None]
        if line.look == "line" and banded:
            lows = treads([(time, low or 0) for time, _, low, _ in banded], until, start=False)
            highs = treads([(time, high or 0) for time, _, _, high in banded], until, start=False)
            curves += path([(x(time), y(share)) for time, share in (*lows, *reversed(highs))], "band", close=True)
        steps = treads([(time, share) for time, share, _, _ in line.steps], until, start=from_nought)
        curves += path([(x(time), y(share)) for time, share in steps], line.look)
    marks.append(plot(TOP, HEIGHT, curves))
    ticks = [until * part / TICKS for part in range(TICKS + 1)]
    marks += [words(x(tick), TOP + HEIGHT + 17, f"{tick:.0f}", "tiny") for tick in ticks]
    says = "; ".join(f"{line.name}: {say(line.steps[-1][1])} by {unit} {line.steps[-1][0]:g}" for line in lines)
    rows = [
        (f"{time:g}", line.name, say(share), f"{say(low)} to {say(high)}" if low is not None and high is not None else "–")
        for line in lines
        for time, share, low, high in line.steps
    ]
    legend = [(KEYS[line.look], line.name) for line in lines]
    drawing = canvas(TOP + HEIGHT + 22, f"{title}. {says}" if title else says, *marks)
    return figure(title, drawing, (unit.capitalize(), "What", "Share", "Interval (95%)"), rows, note=note, legend=legend)


def treads(steps: Sequence[tuple[float, float]], until: float, *, start: bool = True) -> list[tuple[float, float]]:
    """The corners of a line that is level between its steps and goes on to the end."""
    points, share = ([(0.0, 0.0)], 0.0) if start else ([], steps[0][1])
    for time, reached in steps:
        points += [(time, share), (time, reached)]
        share = reached
    return [*points, (max(until, steps[-1][0]), share)]
