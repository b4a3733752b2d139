"""How reports are shown: their tiles and drawings, and the reviews that each number opens to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from doors import charts
from doors.formats import money, number, percent
from gates.figures.reports import Cycle
from gates.reports.flow import Flow
from gates.reports.passages import Passage
from gates.reports.worth import Worth
from growth.tiles import Tile, rate_tile

FUNNEL = {
    "entered": ("came to gate {gate}", lambda step: step.entered),
    "decided": ("were decided at gate {gate}", lambda step: step.decided),
    "passed": ("passed gate {gate}", lambda step: step.passed),
    "killed": ("ended at gate {gate}", lambda step: step.killed),
    "waiting": ("wait at gate {gate}", lambda step: step.waiting),
}
WHOLE: dict[str, tuple[str, Callable[[Flow], list[Passage]]]] = {
    "all": ("All reviews", lambda flow: flow.passages.all),
    "decisions": ("Reviews that are decided", lambda flow: flow.passages.decided),
    "kills": ("Reviews that ended an idea", lambda flow: flow.kills),
    "open": ("Reviews that wait", lambda flow: flow.passages.open),
    "milder": ("Decided milder than recommended", lambda flow: flow.milder),
    "stricter": ("Decided stricter than recommended", lambda flow: flow.stricter),
    "launched": ("Launched ideas", lambda flow: flow.launched),
    "succeeded": ("Launched ideas that succeeded", lambda flow: flow.succeeded),
}


def behind(flow: Flow, code: str) -> tuple[str, list[Passage]] | None:
    """The reviews behind a number, with what they are; None for a number that there is not."""
    if code in WHOLE:
        title, of = WHOLE[code]
        return title, of(flow)
    name, _, gate = code.partition("-")
    step = next((step for step in flow.steps if str(step.gate) == gate), None)
    if name == "time" and step is not None:
        return f"Reviews at gate {gate}", [one for one in flow.passages.all if one.review.gate == step.gate]
    if name not in FUNNEL or step is None:
        return None
    words, some = FUNNEL[name]
    return f"Ideas that {words.format(gate=gate)}", some(step)


def rows_url(code: str, query: str) -> str:
    """The address of the reviews behind a number."""
    return f"{reverse('gates:report_rows', args=[code])}{'?' if query else ''}{query}"


def flow_tiles(flow: Flow, query: str) -> list[Tile]:
    """The rates and the time, each with how it was made and the reviews behind it."""
    return [
        rate_tile("Kill rate", flow.kill_rate, "Of all decisions, those that ended an idea.", what="decisions",
                  why="nothing is decided yet", url=rows_url("kills", query)),
        cycle_tile(flow.cycle, query),
        rate_tile("Milder than recommended", flow.override_rate, "Of all decisions, those milder than the criteria recommended.",
                  what="decisions", why="nothing is decided yet", url=rows_url("milder", query)),
        rate_tile("Launches that succeeded", flow.success, "Of the launches that were reviewed, those that succeeded.",
                  what="launches", why="no launch is reviewed yet", url=rows_url("succeeded", query)),
    ]  # fmt: skip


def cycle_tile(found: Cycle | None, query: str) -> Tile:
    """How long decisions take."""
    words = "Days from submitted to decided: half of the decisions took less. Nine in ten took less than the P90."
    if found is None:
        return Tile("Decision cycle", words, why="nothing is decided yet")
    sure = f"{found.low:.0f}–{found.high:.0f} days · " if found.low is not None and found.high is not None else ""
    said = [(name, number(value, 1) if isinstance(value, float) else str(value)) for name, value in found.inputs.items()]
    return Tile(
        "Decision cycle", words, f"{number(found.median, 1)} days",
        f"{sure}P90 {number(found.p90, 1)} days · {found.n} decisions", formula=found.formula, inputs=said,
        url=rows_url("decisions", query),
    )  # fmt: skip


def time_chart(flow: Flow) -> SafeString:
    """The share decided by so many days, gate by gate; open reviews are censored."""
    found = [(step, time) for step, time in flow.times if time and time.steps]
    until = max((time.steps[-1].time for _, time in found), default=0.0)
    lines = [
        charts.Stair(f"Gate {step.gate} {step.name}", [(one.time, one.share, one.low, one.high) for one in time.steps], "line")
        for step, time in found
    ]
    drawn = [charts.stairs([line], until=until, title=line.name, note="share decided, by days since its lock") for line in lines]
    return SafeString("".join(drawn))


def balance_chart(worth: Worth) -> SafeString | str:
    """Each idea on its way by the ARR behind it and how likely it succeeds; its size is what assessments expect of it."""
    points = [
        (one.passage.review.idea.title, one.arr, 100 * one.probability, one.expected or 0.0, TONES[one.passage.review.gate])
        for one in worth.places
        if one.probability is not None
    ]
    if not points:
        return ""
    return charts.bubble(
        points, axes=("ARR of the companies that ask", "Probability of success, %"),
        title="Ideas on their way", weight="Expected a year", say=money,
        note="grey at gate 1, violet at gate 2, green at gate 3; larger: its accounts may bring more",
    )  # fmt: skip


TONES = {1: "quiet", 2: "", 3: "good"}


def said_share(value: float | None) -> str:
    """A share, or that there is none."""
    return "not enough data" if value is None else percent(value)


def opened(step: Any, query: str) -> dict[str, tuple[int, str]]:
    """Each number of a funnel's step with the address of its rows."""
    return {name: (len(of(step)), rows_url(f"{name}-{step.gate}", query)) for name, (_, of) in FUNNEL.items()}
