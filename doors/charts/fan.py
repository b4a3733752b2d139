"""A projection through time: the likely path, the range around it, what came true so far, and the bar to clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from doors.charts.drawing import (
    KEY_ACTUAL,
    KEY_BAND,
    KEY_INNER,
    KEY_LINE,
    KEY_THRESHOLD,
    Scale,
    across,
    canvas,
    figure,
    path,
    plot,
    upright,
    words,
)
from doors.formats import interval, percent

TOP, HEIGHT = 12, 200


@dataclass(frozen=True)
class Fan:
    """One point in time: the median, and the ranges that hold it with half and with nine tenths of probability."""

    when: str
    median: float
    half: tuple[float, float]
    wide: tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """The plot's two scales."""

    x: Scale
    y: Scale
    pixels: Scale = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pixels", Scale(self.y.low, self.y.high, TOP + HEIGHT, TOP))

    def band(self, ranges: Sequence[tuple[float, float]], class_: str) -> str:
        """The area between two curves."""
        there = [(self.x(place), self.y(high)) for place, (_, high) in enumerate(ranges)]
        back = [(self.x(place), self.y(low)) for place, (low, _) in reversed(list(enumerate(ranges)))]
        return path(there + back, class_, close=True)

    def line(self, values: Sequence[float], class_: str) -> str:
        """One curve."""
        return path([(self.x(place), self.y(value)) for place, value in enumerate(values)], class_)


def fan(
    points: Sequence[Fan], *, actual: Sequence[float] = (), threshold: float | None = None, title: str = "", note: str = ""
) -> SafeString:
    """The fan of a projection against its threshold; ``actual`` holds what was measured, from the first point on."""
    top = nice_top(max([point.wide[1] for point in points] + [threshold or 0, *actual]))
    ground = Ground(Scale(0, max(1, len(points) - 1)), Scale(0, top, 100, 0))
    curves = ground.band([point.wide for point in points], "band") + ground.band([point.half for point in points], "band-inner")
    curves += ground.line([point.median for point in points], "line") + (ground.line(actual, "actual") if actual else "")
    marks = []
    for step in range(5):
        level = ground.pixels(step * top / 4)
        marks += [
            across(level, 0, 100, "axis" if step == 0 else "grid"),
            words(0, level - 4, percent(step * top / 4), "tiny") if step else "",
        ]
    marks.append(plot(TOP, HEIGHT, curves))
    if threshold is not None:
        level = ground.pixels(threshold)
        marks += [
            across(level, 0, 100, "threshold"),
            words(100, level - 5, f"needs {percent(threshold)}", "threshold-label tiny"),
        ]
    if actual:
        marks.append(upright(ground.x(len(actual) - 1), TOP, TOP + HEIGHT, "grid"))
    marks += [words(ground.x(place), TOP + HEIGHT + 18, points[place].when, "tiny") for place in label_places(len(points))]
    last = points[-1]
    says = f"{title or 'Projection'}: {percent(last.median)} by {last.when}, 90% interval {interval(*last.wide)}"
    rows = [
        (
            point.when,
            percent(point.median, 1),
            interval(*point.half),
            interval(*point.wide),
            percent(actual[place], 1) if place < len(actual) else "–",
        )
        for place, point in enumerate(points)
    ]
    legend = [(KEY_LINE, "Projected"), (KEY_INNER, "50%"), (KEY_BAND, "90%")]
    legend += [(KEY_ACTUAL, "Measured")] if actual else []
    legend += [(KEY_THRESHOLD, "Threshold")] if threshold is not None else []
    columns = ("When", "Median", "50% interval", "90% interval", "Measured")
    return figure(title, canvas(TOP + HEIGHT + 22, says, *marks), columns, rows, note=note, legend=legend)


def nice_top(value: float) -> float:
    """The next round share above a value."""
    return next((step for step in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if value <= step), value)


def label_places(count: int) -> list[int]:
    """Which points get their date written: the ends and two between."""
    return sorted({0, (count - 1) // 3, 2 * (count - 1) // 3, count - 1})
