"""A line the size of a word."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from doors.charts.drawing import Scale, path, tag
from doors.formats import number


def sparkline(values: Sequence[float], *, says: str = "") -> SafeString:
    """The course of a value, without axes; it stands beside the value itself."""
    if len(values) < 2:
        return SafeString("")
    x, y = Scale(0, len(values) - 1, 1, 87), Scale(min(values), max(values), 21, 3)
    points = [(x(place), y(value)) for place, value in enumerate(values)]
    area = path([(points[0][0], 24), *points, (points[-1][0], 24)], "area", close=True)
    end = tag("circle", cx=points[-1][0], cy=points[-1][1], r=2, class_="dot")
    label = says or f"From {number(values[0])} to {number(values[-1])} over {len(values)} points"
    drawing = tag("svg", area + path(points, "line") + end, viewBox="0 0 88 24", class_="spark", role="img", aria_label=label)
    return mark_safe(drawing)  # noqa: S308 - numbers and one escaped text
