"""Drawings of the evidence: a projection's fan among earlier features, a pilot's companies, the assessors' ratings."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from doors import charts
from doors.charts.drawing import (
    KEY_ACTUAL,
    KEY_BAND,
    KEY_INNER,
    KEY_LINE,
    KEY_THRESHOLD,
    Scale,
    across,
    canvas,
    dot,
    figure,
    path,
    plot,
    upright,
    words,
)
from doors.charts.fan import nice_top
from doors.formats import interval, money, percent
from gates.evidence.pilots import OutcomeScorecard, Row
from gates.evidence.viability import Results
from gates.figures.pilots.attrition import Standing
from gates.models.projections import Projection
from gates.models.viability import ViabilityCriterion

TOP, HEIGHT = 28, 230
ABOVE = TOP - 17  # where words stand over a line, clear of the top label of the axis
KEY_REFERENCE = '<line x1="0" x2="14" y1="5" y2="5" class="reference"/>'


def projection_chart(projection: Projection) -> SafeString | str:
    """The feature's own course, the fan to its horizon against the threshold, and every earlier feature behind it."""
    references, own = projection.inputs.get("references", []), own_course(projection)
    if not references and not own:
        return ""
    fan = fan_of(projection, own)
    shares = [count / one["n"] for one in references for count in one["adopters"]]
    highest = max([*shares, *own, float(projection.threshold), *(point["high"] for point in fan)])
    x, y = Scale(0, projection.horizon), Scale(0, nice_top(highest), 100, 0)
    level = Scale(0, nice_top(highest), TOP + HEIGHT, TOP)
    curves = "".join(
        path([(0, 100), *((x(week), y(count / one["n"])) for week, count in enumerate(one["adopters"], 1))], "reference")
        for one in references
    )
    if fan:
        curves += band(fan, "low", "high", "band", x, y) + band(fan, "half_low", "half_high", "band-inner", x, y)
        curves += path([(x(point["week"]), y(point["median"])) for point in fan], "line")
    if len(own) > 1:
        curves += path([(x(week), y(share)) for week, share in enumerate(own)], "actual")
    marks = [*grid(nice_top(highest), level), plot(TOP, HEIGHT, curves), *threshold_line(float(projection.threshold), level)]
    if len(own) > 1:
        marks += [upright(x(len(own) - 1), TOP, TOP + HEIGHT, "grid"), words(x(len(own) - 1), ABOVE, "known", "tiny")]
    actual = getattr(projection, "actual", None)
    if actual is not None:
        marks.append(
            dot(100, level(actual.share), 5, "dot good" if actual.reached else "dot bad", f"Came to {percent(actual.share, 1)}")
        )
    marks += [words(x(week), TOP + HEIGHT + 18, f"week {week}", "tiny") for week in week_labels(projection.horizon)]
    return figure(
        f"Share of {projection.get_unit_display().lower()} that use {projection.feature.name}",
        canvas(TOP + HEIGHT + 24, says(projection), *marks), ("Week", "Median", "50% interval", "80% interval", "95% interval"),
        data_rows(projection, own), note=f"{projection.eligible:,} eligible; weeks of having it", legend=legend(projection, own),
    )  # fmt: skip


def own_course(projection: Projection) -> list[float]:
    """The share of the probe that adopted, from week 0, where the projection heard it."""
    probe = projection.inputs.get("probe")
    if not probe or not probe["n"] or probe["selection"] == "fake_door" or projection.status == "reference_only":
        return []
    return [0.0, *(count / probe["n"] for count in projection.inputs.get("own_curve", []))]


def fan_of(projection: Projection, own: list[float]) -> list[dict[str, float]]:
    """The fan's points, from where the own course ends."""
    start = own[-1] if own else 0.0
    points = [
        {"week": float(max(0, len(own) - 1)), "median": start, "low": start, "high": start, "half_low": start, "half_high": start}
    ]
    for one in projection.fan:
        by_level = {row["level"]: row for row in one["intervals"]}
        points.append(
            {
                "week": one["week"], "median": one["median"], "low": by_level[80]["low"], "high": by_level[80]["high"],
                "half_low": by_level[50]["low"], "half_high": by_level[50]["high"],
            }
        )  # fmt: skip
    return points if projection.fan else []


def band(fan: list[dict[str, float]], low: str, high: str, class_: str, x: Scale, y: Scale) -> str:
    """The area between two of the fan's edges."""
    there = [(x(point["week"]), y(point[high])) for point in fan]
    back = [(x(point["week"]), y(point[low])) for point in reversed(fan)]
    return path(there + back, class_, close=True)


def grid(top: float, level: Scale) -> list[str]:
    """Level lines with their shares."""
    marks = []
    for step in range(5):
        at = level(step * top / 4)
        marks += [
            across(at, 0, 100, "axis" if step == 0 else "grid"),
            words(0, at - 4, percent(step * top / 4), "tiny") if step else "",
        ]
    return marks


def threshold_line(threshold: float, level: Scale) -> list[str]:
    """The bar that is asked for."""
    at = level(threshold)
    return [across(at, 0, 100, "threshold"), words(50, at - 5, f"needs {percent(threshold)}", "threshold-label tiny")]


def week_labels(horizon: int) -> list[int]:
    """Which weeks are written below."""
    return sorted({0, horizon // 3, 2 * horizon // 3, horizon})


def says(projection: Projection) -> str:
    """The chart in one sentence."""
    if projection.median is None:
        return "No projection: not enough data. The curves of earlier features are shown."
    found = projection.interval(80) or {"low": None, "high": None}
    return (
        f"By week {projection.horizon} {percent(projection.median)} are expected to use it, "
        f"80% interval {interval(found['low'], found['high'])}, threshold {percent(projection.threshold)}"
    )


def data_rows(projection: Projection, own: list[float]) -> list[tuple[str, ...]]:
    """The data behind the chart."""
    rows: list[tuple[str, ...]] = [(f"{week} (known)", percent(share, 1), "–", "–", "–") for week, share in enumerate(own)]
    for one in projection.fan:
        by_level = {row["level"]: interval(row["low"], row["high"]) for row in one["intervals"]}
        rows.append((str(one["week"]), percent(one["median"], 1), by_level[50], by_level[80], by_level[95]))
    return rows


def legend(projection: Projection, own: list[float]) -> list[tuple[str, str]]:
    """What the lines mean."""
    keys = [(KEY_ACTUAL, "Its own weeks so far")] if len(own) > 1 else []
    if projection.fan:
        keys += [(KEY_LINE, "Projected"), (KEY_INNER, "50%"), (KEY_BAND, "80%")]
    keys += [(KEY_REFERENCE, "Earlier features")] if projection.inputs.get("references") else []
    return [*keys, (KEY_THRESHOLD, "Threshold")]


def pilot_chart(card: OutcomeScorecard) -> SafeString | str:
    """Each company as a disc, above what they say about the true rate. Nothing before there is something to say."""
    belief = card.verdict.posterior
    if belief is None:
        return ""
    known = {row.place.pk for row in card.shown}
    companies = [
        (str(row.place.company), status_of(row) if row.place.pk in known or row.standing is Standing.PENDING else "pending")
        for row in card.rows
        if row.standing is not Standing.EXCUSED
    ]
    return charts.pilot(
        companies, (belief.alpha, belief.beta), belief.low, belief.high, threshold=card.plan.rule.theta,
        title="Companies, and what they say about the next ones",
        note=f"The true rate lies in {interval(belief.low, belief.high)} with 90% probability",
    )  # fmt: skip


def status_of(row: Row) -> str:
    """A row in the chart's words."""
    if row.standing is Standing.PENDING:
        return "unconfirmed" if row.is_met else "pending"
    return "met" if row.standing is Standing.ACHIEVED else "missed"


def rating_strips(found: Results) -> SafeString:
    """The ratings side by side, criterion by criterion."""
    strips = [
        (criterion.label, [(str(one.assessor), float(one.ratings[criterion.value])) for one in found.assessments])
        for criterion in ViabilityCriterion
    ]
    return charts.score_strips(
        strips, low=1, high=5, title="Ratings", note="1 to 5, each with its anchor; one disc a salesperson"
    )


def outcome_chart(found: Results) -> SafeString | str:
    """How likely each total of the named accounts is to be reached, against the target."""
    came = found.expansion
    if came is None or not came.expected:
        return ""
    target = float(found.round.target_amount)
    top = max(float(came.outcomes.max()), target) * 1.02
    x, y = Scale(0, top), Scale(0, 1, 100, 0)
    level = Scale(0, 1, TOP + 150, TOP)
    steps = reached_steps(came, top)
    shape = [(x(amount), y(chance)) for amount, chance in steps]
    curve = path([(0, 100), *shape, (shape[-1][0], 100)], "density", close=True) + path(shape, "density-line")
    marks = [*grid(1, level), plot(TOP, 150, curve), upright(x(target), TOP, TOP + 150, "threshold")]
    marks.append(words(x(target), ABOVE, f"needs {money(target)}", "threshold-label tiny"))
    marks.append(dot(x(target), level(came.probability_at_least(target)), 5, "point"))
    marks += [words(x(top * part / 4), TOP + 168, money(top * part / 4), "tiny") for part in range(5)]
    rows = [
        (money(amount, "full"), percent(came.probability_at_least(amount), 1))
        for amount in [top * part / 10 for part in range(11)]
    ]
    spoken = f"The named accounts reach {money(target)} with probability {percent(came.probability_at_least(target))}"
    return figure(
        "How likely the named accounts reach a total", canvas(TOP + 174, spoken, *marks), ("Total", "Reached with"), rows,
        note="Each account by itself, won or not, at the amount named",
    )  # fmt: skip


def reached_steps(came: Any, top: float) -> list[tuple[float, float]]:
    """The chance of reaching each total, as steps."""
    points = sorted({0.0, *(top * part / 160 for part in range(161))})
    return [(amount, came.probability_at_least(amount)) for amount in points]
