"""Assessors' scores side by side: agreement can be seen, and so can its lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from django.utils.safestring import SafeString

from doors.charts.drawing import Scale, across, canvas, dot, figure, key_dot, upright, words
from doors.formats import number

ROW = 48


def score_strips(
    criteria: Sequence[tuple[str, Sequence[tuple[str, float]]]],
    *,
    title: str = "",
    note: str = "",
    low: float = 0,
    high: float = 10,
    hurdle: float | None = None,
) -> SafeString:
    """A strip for each criterion, a disc for each person's score, an upright stroke for their mean."""
    x = Scale(low, high, 2, 98)
    marks: list[str] = []
    for place, (name, scores) in enumerate(criteria):
        base = place * ROW + 34
        marks.append(words(0, base - 18, name, "strong"))
        marks.append(across(base, 2, 98, "grid"))
        seen: Counter[float] = Counter()
        for who, score in scores:
            marks.append(dot(x(score), base - 4 * seen[score] * 2, 5, "dot", f"{who}: {number(score)}"))
            seen[score] += 1
        if scores:
            mean = fmean(score for _, score in scores)
            marks += [upright(x(mean), base - 10, base + 10, "median"), words(100, base - 18, f"mean {mean:.1f}", "tiny")]
        if hurdle is not None:
            marks.append(upright(x(hurdle), base - 12, base + 12, "threshold"))
    foot = len(criteria) * ROW + 12
    marks += [
        words(x(low), foot, number(low), "tiny"),
        words(x((low + high) / 2), foot, number((low + high) / 2), "tiny"),
        words(x(high), foot, number(high), "tiny"),
    ]
    rows = [(name, who, number(score)) for name, scores in criteria for who, score in scores]
    spoken = "; ".join(f"{name} {', '.join(number(score) for _, score in scores)}" for name, scores in criteria)
    legend = [(key_dot(""), "One assessor"), ('<line x1="7" x2="7" y1="0" y2="10" class="median"/>', "Mean")]
    return figure(
        title,
        canvas(foot + 6, f"{title or 'Scores'}: {spoken}", *marks),
        ("Criterion", "Assessor", "Score"),
        rows,
        note=note,
        legend=legend,
    )
