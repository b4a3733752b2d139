"""A share with its uncertainty, and a pilot's companies with what they tell about the next ones."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log

from django.utils.safestring import SafeString

from doors.charts.drawing import (
    KEY_INTERVAL,
    KEY_THRESHOLD,
    Scale,
    across,
    canvas,
    dot,
    figure,
    key_dot,
    path,
    plot,
    tag,
    upright,
    words,
)
from doors.formats import interval as said_interval
from doors.formats import percent

STATUS = {"met": ("good", "✓"), "unconfirmed": ("warn", "?"), "missed": ("bad", "✕"), "pending": ("quiet", "·")}


def proportion(
    value: float,
    low: float,
    high: float,
    *,
    threshold: float | None = None,
    title: str = "",
    note: str = "",
    level: str = "90%",
    top: float = 1,
) -> SafeString:
    """A share as a bar, its interval as a whisker, the threshold as an upright line."""
    x = Scale(0, top)
    marks = [
        tag("rect", x="0", y=24, width="100%", height=10, rx=5, class_="track"),
        tag(
            "rect",
            x="0",
            y=24,
            width=f"{x(value)}%",
            height=10,
            rx=5,
            class_="bar" if threshold is None or value >= threshold else "bar quiet",
        ),
        across(29, x(low), x(high), "interval"),
        upright(x(low), 22, 36, "whisker"),
        upright(x(high), 22, 36, "whisker"),
        dot(x(value), 29, 5, "point"),
    ]
    marks += [words(x(step * top / 4), 54, percent(step * top / 4), "tiny") for step in range(5)]
    rows = [("Estimate", percent(value, 1)), (f"Interval ({level})", said_interval(low, high))]
    says = f"{title or 'Share'}: {percent(value)}, {level} interval {said_interval(low, high)}"
    if threshold is not None:
        marks += [
            upright(x(threshold), 16, 40, "threshold"),
            words(x(threshold), 11, f"needs {percent(threshold)}", "threshold-label tiny"),
        ]
        rows.append(("Threshold", percent(threshold)))
        says += f", threshold {percent(threshold)}"
    return figure(title, canvas(58, says, *marks), ("What", "Value"), rows, note=note)


def beta_density(a: float, b: float, steps: int = 80) -> list[tuple[float, float]]:
    """The density of a Beta(a, b) over 0 to 1."""
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    shares = [(step + 0.5) / steps for step in range(steps)]
    return [(share, exp(scale + (a - 1) * log(share) + (b - 1) * log(1 - share))) for share in shares]


def pilot(
    companies: Sequence[tuple[str, str]],
    posterior: tuple[float, float],
    low: float,
    high: float,
    *,
    threshold: float,
    title: str = "",
    note: str = "",
    level: str = "90%",
) -> SafeString:
    """Each company as a disc (met, unconfirmed, missed, pending), above what they say about the true rate."""
    x = Scale(0, 1)
    curve = beta_density(*posterior)
    peak = max(height for _, height in curve)
    shape = [(x(share), 100 - 92 * height / peak) for share, height in curve]
    count = max(1, len(companies))
    marks = []
    for place, (name, status) in enumerate(companies):
        tone, sign = STATUS[status]
        at = (place + 0.5) * 100 / count
        marks += [
            dot(at, 14, 9, f"dot {tone}", f"{name}: {status}"),
            tag("text", sign, x=f"{at}%", y=18, text_anchor="middle", class_=f"on-dot {tone}"),
        ]
    marks.append(
        plot(40, 96, path([(shape[0][0], 100), *shape, (shape[-1][0], 100)], "density", close=True) + path(shape, "density-line"))
    )
    marks += [
        across(136, 0, 100, "axis"),
        across(136, x(low), x(high), "interval"),
        upright(x(low), 131, 141, "whisker"),
        upright(x(high), 131, 141, "whisker"),
    ]
    marks += [
        upright(x(threshold), 44, 142, "threshold"),
        words(x(threshold), 40, f"needs {percent(threshold)}", "threshold-label tiny"),
    ]
    marks += [words(x(step / 4), 158, percent(step / 4), "tiny") for step in range(5)]
    met = sum(1 for _, status in companies if status == "met")
    says = f"{title or 'Pilot'}: {met} of {len(companies)} companies met their outcomes; "
    says += f"the true rate lies in {said_interval(low, high)} ({level}), threshold {percent(threshold)}"
    legend = [(key_dot(tone), status.capitalize()) for status, (tone, _) in STATUS.items()] + [
        (KEY_INTERVAL, f"{level} interval"),
        (KEY_THRESHOLD, "Threshold"),
    ]
    return figure(title, canvas(162, says, *marks), ("Company", "Outcome"), companies, note=note, legend=legend)
