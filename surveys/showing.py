"""How a survey's score is shown: in figures with how they were made, and drawn with its interval."""

from __future__ import annotations

from datetime import date
from typing import Any

from doors import charts
from doors.formats import number, percent
from surveys.figures import BENCHMARK, LEAST, Figure
from surveys.kinds import SurveyKind
from surveys.reading import Results

NAMES = {
    SurveyKind.NPS: "Net promoter score",
    SurveyKind.CSAT: "Satisfied customers",
    SurveyKind.CES: "Found it easy",
    SurveyKind.ELLIS: "Very disappointed without it",
}
WORDS = {
    SurveyKind.NPS: "Promoters answer 9 or 10, detractors 0 to 6. The interval is the score ± 1.96 standard errors.",
    SurveyKind.CSAT: "The share of 4 and 5 among all answers (top 2 boxes), with Wilson’s 95% interval.",
    SurveyKind.CES: "The share of 5, 6 and 7 among all answers, with Wilson’s 95% interval.",
    SurveyKind.ELLIS: (
        "The share of “very disappointed” among those who used it at least twice in the two weeks before they answered, "
        "with Wilson’s 95% interval. Whoever no longer uses it is left out. The probability is that of a true share of 40% "
        "or more, from a flat prior."
    ),
}
FORMULAS = {
    SurveyKind.NPS: "100 × (promoters − detractors) / answers",
    SurveyKind.CSAT: "satisfied / answers",
    SurveyKind.CES: "easy / answers",
    SurveyKind.ELLIS: "very disappointed / answers that count",
}


def points(value: float) -> str:
    """An NPS in points, with its sign."""
    text = f"{value:.0f}"
    return text.replace("-", "−") if text != "-0" else "0"


def said(kind: str, value: float) -> str:
    """A score as its kind is said."""
    return points(value) if kind == SurveyKind.NPS else percent(value)


def ends_of(kind: str) -> tuple[float, float]:
    """The lowest and the highest that a score can be."""
    return (-100, 100) if kind == SurveyKind.NPS else (0, 1)


def said_between(figure: Figure) -> str:
    """Its interval."""
    return f"{said(figure.kind, figure.low)} to {said(figure.kind, figure.high)}"


def headline(results: Results) -> dict[str, Any]:
    """The score with its drawing, and how it was made; or what is missing."""
    kind, figure = SurveyKind(results.survey.kind), results.figure
    counted = results.counted.total()
    context: dict[str, Any] = {"name": NAMES[kind], "counted": counted, "missing": max(0, LEAST - counted), "least": LEAST}
    if figure is None:
        return context
    least, most = ends_of(kind)
    chart = charts.level(
        figure.value, figure.low, figure.high, least=least, most=most,
        say=lambda value: said(kind, value), title=f"{NAMES[kind]}: {said(kind, figure.value)}",
        mark=BENCHMARK if kind == SurveyKind.ELLIS else None, mark_says="benchmark 40%" if kind == SurveyKind.ELLIS else "",
    )  # fmt: skip
    return context | {
        "figure": figure, "value": said(kind, figure.value), "between": said_between(figure), "chart": chart,
        "is_alike": figure.error == 0, "made": made(results, figure),
    }  # fmt: skip


def made(results: Results, figure: Figure) -> dict[str, Any]:
    """How the score was made: its inputs and its formula."""
    kind = SurveyKind(figure.kind)
    inputs = [("Answers", number(results.total))]
    inputs += [(f"Left out: {why}", number(many)) for why, many in sorted(results.left_out.items())]
    if kind == SurveyKind.NPS:
        inputs += [("Promoters (9–10)", number(figure.hits)), ("Detractors (0–6)", number(figure.against))]
        inputs += [("Standard error", f"{figure.error:.1f} points")]
        formula = f"100 × ({figure.hits} − {figure.against}) / {figure.n} = {points(figure.value)}"
    else:
        inputs += [("Of those that count", number(figure.n)), (NAMES[kind], number(figure.hits))]
        formula = f"{figure.hits} / {figure.n} = {percent(figure.value, 1)}"
    inputs += [("95% interval", said_between(figure))]
    if figure.mean is not None:
        inputs += [("Mean answer", f"{figure.mean:.1f}")]
    if figure.chance is not None:
        inputs += [("Probability that 40% or more would be", percent(figure.chance))]
    return {"inputs": inputs, "formula": f"{FORMULAS[kind]}: {formula}", "words": WORDS[kind]}


def distribution(results: Results) -> str:
    """How many gave each answer, the best first."""
    scale, total = results.survey.scale, results.total
    if not total:
        return ""
    answers = sorted(scale.answers, reverse=True)
    rows = [(label, float(results.answers[score])) for score, label in answers]
    says = [f"{number(results.answers[score])} · {percent(results.answers[score] / total)}" for score, _ in answers]
    tones = [tone_of(results.survey.kind, score) for score, _ in answers]
    return charts.bars(rows, title="What they answered", says=says, tones=tones, what="Answers")


def tone_of(kind: str, score: int) -> str:
    """Which answers speak for it, and which against."""
    if kind == SurveyKind.NPS:
        return "good" if score >= 9 else "bad" if score <= 6 else "quiet"
    if kind == SurveyKind.ELLIS:
        return {3: "good", 2: "quiet", 1: "bad"}.get(score, "quiet")
    middle = 3 if kind == SurveyKind.CSAT else 4
    return "good" if score > middle else "bad" if score < middle else "quiet"


def drawn(kind: str, rows: list[tuple[Any, int, Figure | None]], title: str) -> str:
    """The scores of months or segments that have answers enough, each with its interval; empty with fewer than two of them."""
    scored = [(f"{what:%B %Y}" if isinstance(what, date) else what, one) for what, _, one in rows if one is not None]
    if len(scored) < 2:
        return ""
    least, most = ends_of(kind)
    lines = [(name, one.value, one.low, one.high) for name, one in scored]
    return charts.levels(lines, least=least, most=most, say=lambda value: said(kind, value), title=title)


def rows_of(rows: list[tuple[Any, int, Figure | None]]) -> list[dict[str, Any]]:
    """A table of months or segments: who, how many, the score and its interval."""
    return [
        {"what": what, "n": n, "value": said(figure.kind, figure.value), "between": said_between(figure)}
        if figure is not None
        else {"what": what, "n": n}
        for what, n, figure in rows
    ]
