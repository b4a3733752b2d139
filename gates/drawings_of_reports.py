"""Drawings of the reports: what a threshold trades off, how long a gate takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from doors.charts.drawing import KEY_ACTUAL, KEY_LINE, Scale, across, canvas, dot, figure, path, plot, upright, words
from doors.formats import number, percent

if TYPE_CHECKING:
    from gates.simulation import Point

TOP, HEIGHT = 18, 170


def tradeoff_chart(title: str, points: Sequence[Point], *, is_share: bool) -> SafeString:
    """Good features killed and bad ones passed, as one threshold moves; the upright line is where it stands."""
    say = percent if is_share else number
    x, y = Scale(points[0].value, points[-1].value), Scale(0, 1, 100, 0)
    level = Scale(0, 1, TOP + HEIGHT, TOP)
    killed = [(one.value, one.tradeoff.good_killed.share) for one in points]
    passed = [(one.value, one.tradeoff.bad_passed.share) for one in points]
    curves = path([(x(value), y(share)) for value, share in killed], "line")
    curves += path([(x(value), y(share)) for value, share in passed], "actual")
    marks = [across(level(step / 4), 0, 100, "grid" if step else "axis") for step in range(5)]
    marks += [words(0, level(step) - 4, percent(step), "tiny") for step in (0.5, 1.0)]
    now = next(one.value for one in points if one.is_now)
    marks += [upright(x(now), TOP, TOP + HEIGHT, "threshold"), words(x(now), TOP - 6, f"now {say(now)}", "threshold-label tiny")]
    marks.append(plot(TOP, HEIGHT, curves))
    marks += [
        dot(x(value), level(share), 3.5, "dot", f"{say(value)}: {percent(share)} of the good ones killed")
        for value, share in killed
    ]
    marks += [
        dot(x(value), level(share), 3.5, "dot quiet", f"{say(value)}: {percent(share)} of the bad ones passed")
        for value, share in passed
    ]
    marks += [words(x(value), TOP + HEIGHT + 17, say(value), "tiny") for value in (points[0].value, points[-1].value)]
    rows = [
        (
            say(one.value),
            percent(one.tradeoff.good_killed.share),
            percent(one.tradeoff.bad_passed.share),
            f"{one.tradeoff.days:.0f}",
        )
        for one in points
    ]
    lost, let_through = percent(dict(killed)[now]), percent(dict(passed)[now])
    says = f"{title}: at {say(now)}, {lost} of the good ones are killed and {let_through} of the bad ones pass"
    return figure(
        title, canvas(TOP + HEIGHT + 24, says, *marks), ("Threshold", "Good ones killed", "Bad ones passed", "Median days"), rows,
        legend=[(KEY_LINE, "Good features killed"), (KEY_ACTUAL, "Bad features passed")],
    )  # fmt: skip
