"""Values with their intervals on a scale of their own: one alone, or several below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, across, canvas, dot, figure, round_values, tag, upright, words

ROW = 40


def level(
    value: float, low: float, high: float, *, least: float, most: float, say: Callable[[float], str], title: str = "",
    note: str = "", confidence: str = "95%", mark: float | None = None, mark_says: str = "",
) -> SafeString:  # fmt: skip
    """A value as a point on a scale from ``least`` to ``most``, its interval as a whisker, and a level to compare it with."""
    x = Scale(least, most)
    marks = [tag("rect", x="0", y=24, width="100%", height=10, rx=5, class_="track"), *whisker(x, value, low, high, 29)]
    marks += ticks(least, most, x, say, 54)
    between = f"{say(low)} to {say(high)}"
    rows = [("Estimate", say(value)), (f"Interval ({confidence})", between)]
    says = f"{title or 'Value'}: {say(value)}, {confidence} interval {between}"
    if mark is not None:
        marks += [upright(x(mark), 16, 40, "threshold"), words(x(mark), 11, mark_says, "threshold-label tiny")]
        rows.append((mark_says, say(mark)))
        says += f"; {mark_says}: {say(mark)}"
    return figure(title, canvas(58, says, *marks), ("What", "Value"), rows, note=note)


def levels(
    rows: Sequence[tuple[str, float, float, float]], *, least: float, most: float, say: Callable[[float], str], title: str = "",
    note: str = "", confidence: str = "95%",
) -> SafeString:  # fmt: skip
    """Values with their intervals below each other on one scale, each row its name, value, low and high."""
    x = Scale(least, most)
    marks = []
    for place, (name, value, low, high) in enumerate(rows):
        y = place * ROW
        marks += [words(0, y + 12, name), words(100, y + 12, say(value), "strong"), across(y + 26, 0, 100, "grid")]
        marks += whisker(x, value, low, high, y + 26)
    marks += ticks(least, most, x, say, len(rows) * ROW + 14)
    table_rows = [(name, say(value), f"{say(low)} to {say(high)}") for name, value, low, high in rows]
    says = "; ".join(f"{name} {said}, {confidence} interval {between}" for name, said, between in table_rows)
    drawing = canvas(len(rows) * ROW + 18, f"{title}: {says}" if title else says, *marks)
    return figure(title, drawing, ("What", "Value", f"Interval ({confidence})"), table_rows, note=note)


def whisker(x: Scale, value: float, low: float, high: float, y: float) -> list[str]:
    """A point with its interval."""
    return [
        across(y, x(low), x(high), "interval"),
        upright(x(low), y - 7, y + 7, "whisker"),
        upright(x(high), y - 7, y + 7, "whisker"),
        dot(x(value), y, 5, "point"),
    ]


def ticks(least: float, most: float, x: Scale, say: Callable[[float], str], y: float) -> list[str]:
    """The round places of the scale."""
    return [words(x(value), y, say(value), "tiny") for value in round_values(least, most)]
