"""Things by two measures, their weight as size: the scored ideas, the portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, across, canvas, dot, figure, upright, words
from doors.formats import number

TOP, HEIGHT = 16, 240
APART = 22
"""So many per cent of the width lie between two names at the same height."""


def bubble(
    points: Sequence[tuple[str, float, float, float, str]],
    *,
    axes: tuple[str, str],
    title: str = "",
    note: str = "",
    weight: str = "Weight",
    say: Callable[[float], str] = number,
) -> SafeString:
    """Points are (name, across, up, weight, tone); the few heaviest carry their names, where there is room."""
    wide = max((point[1] for point in points), default=1) or 1
    tall = max((point[2] for point in points), default=1) or 1
    heavy = max((point[3] for point in points), default=1) or 1
    x, y = Scale(0, wide, 4, 94), Scale(0, tall, TOP + HEIGHT - 10, TOP + 12)
    marks = [across(TOP + HEIGHT * step / 4, 0, 100, "axis" if step == 4 else "grid") for step in range(5)]
    marks += [
        upright(0, TOP, TOP + HEIGHT, "axis"),
        words(0, TOP - 5, axes[1], "tiny"),
        words(100, TOP + HEIGHT + 16, axes[0], "tiny"),
    ]
    ordered = sorted(points, key=lambda point: -point[3])
    for name, right, up, size, tone in ordered:
        marks.append(
            dot(
                x(right),
                y(up),
                round(5 + 17 * sqrt(max(0, size) / heavy), 1),
                f"bubble {tone}",
                f"{name}: {number(right)}, {number(up)}, {say(size)}",
            )
        )
    written: list[tuple[float, float]] = []
    for name, right, up, size, _ in ordered[:6]:
        place = x(right), y(up) - 8 - 17 * sqrt(max(0, size) / heavy)
        if size > 0 and all(abs(place[0] - left) > APART or abs(place[1] - top) > 14 for left, top in written):
            written.append(place)
            marks.append(words(*place, name, "tiny bubble-name"))
    rows = [(name, number(right), number(up), say(size)) for name, right, up, size, _ in points]
    says = f"{title or 'Chart'}: {len(points)} by {axes[0].lower()} and {axes[1].lower()}; the data are in the table below"
    return figure(title, canvas(TOP + HEIGHT + 20, says, *marks), ("What", *axes, weight), rows, note=note)
