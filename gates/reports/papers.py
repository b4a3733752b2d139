"""The reports as tables: what their files hold, and what a number opens to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doors import formats
from doors.papers import Paper, Table
from figures.rates import Rate
from gates.models.scores import Outcome
from gates.reports.agenda import Agenda
from gates.reports.flow import Flow
from gates.reports.learning import Learning
from gates.reports.passages import Passage, Passages, Scope
from gates.reports.worth import Worth
from history import clock
from people.models import Organisation

NOT_ENOUGH = "not enough data"


def rate(found: Rate | None) -> str:
    """A share with its interval and n."""
    if found is None:
        return NOT_ENOUGH
    return f"{formats.percent(found.share)} ({formats.interval(found.low, found.high)}), {found.successes} of {found.n}"


def number(value: Any, places: int = 1) -> float | str:
    """A number to count with, or that there is none."""
    return NOT_ENOUGH if value is None else round(value, places)


def review_rows(passages: list[Passage]) -> list[list[Any]]:
    """Reviews as rows."""
    return [
        [
            one.review.idea.title, str(one.review.idea.product), f"{one.review.gate} {one.review.gate_name}", one.review.attempt,
            one.review.get_state_display(), Outcome(one.outcome).label if one.outcome else "",
            Outcome(one.decision.recommended).label if one.decision else "", round(one.days, 1),
        ]
        for one in passages
    ]  # fmt: skip


REVIEW_COLUMNS = ["Idea", "Product", "Gate", "Attempt", "State", "Outcome", "Recommended", "Days since its lock"]


def flow_tables(scope: Scope) -> list[Table]:
    """Funnel, time, kills and cycle, and every review behind them."""
    flow = Flow(Passages(scope))
    funnel = [
        [f"{step.gate} {step.name}", len(step.entered), len(step.decided), len(step.passed), len(step.killed), len(step.waiting),
         rate(step.rate)]
        for step in flow.steps
    ]  # fmt: skip
    times = [
        [
            f"{step.gate} {step.name}", found.n if found else 0, found.waiting if found else 0, number(found and found.median),
            number(found and found.median_low), number(found and found.median_high),
        ]
        for step, found in flow.times
    ]  # fmt: skip
    cycles = [("All gates", flow.cycle), *((f"{step.gate} {step.name}", found) for step, found in flow.cycles)]
    facts = [["Kill rate", rate(flow.kill_rate)], ["Decided milder than recommended", rate(flow.override_rate)],
             ["Launches that succeeded", rate(flow.success)]]  # fmt: skip
    return [
        Table("Funnel", ["Gate", "Ideas entered", "Decided", "Passed", "Killed", "Waiting", "Passed, of those decided"], funnel),
        Table("Days at a gate", ["Gate", "Reviews", "Still open", "Median", "From", "To"], times),
        Table("Days from submitted to decided", ["Gate", "Decisions", "Median", "P90"],
              [[name, found.n if found else 0, number(found and found.median), number(found and found.p90)]
               for name, found in cycles]),
        Table("Rates", ["What", "Share, 95% interval, n"], facts),
        Table("Reviews", REVIEW_COLUMNS, review_rows(flow.passages.all)),
    ]  # fmt: skip


def override_tables(scope: Scope) -> list[Table]:
    """Overrides and how they turned out."""
    flow = Flow(Passages(scope))
    came = flow.turned_out
    facts: list[list[Any]] = [
        ["Launched after a milder decision, and succeeded", rate(came.ours if came else None)],
        ["Launched as recommended, and succeeded", rate(came.theirs if came else None)],
        ["Difference", number(came.difference if came else None, 4)],
        ["Odds ratio", number(came.odds_ratio if came else None, 4)],
        ["Fisher’s exact test, p", number(came.p if came else None, 4)],
    ]
    return [
        Table("How they turned out", ["What", "Value"], facts),
        Table("Milder than recommended", REVIEW_COLUMNS, review_rows(flow.milder)),
        Table("Stricter than recommended", REVIEW_COLUMNS, review_rows(flow.stricter)),
    ]


def delay_tables(scope: Scope) -> list[Table]:
    """What waits, in the order in which to decide it."""
    rows = [
        [
            one.passage.review.idea.title, f"{one.passage.review.gate} {one.passage.review.gate_name}",
            number(one.delay.a_year if one.delay else None, 0), round(one.passage.days_waiting, 1),
            number(one.delay.cost if one.delay else None, 2), number(one.delay.weekly if one.delay else None, 2),
            number(one.delay.cd3 if one.delay else None, 2),
        ]
        for one in Worth(Passages(scope)).queue
    ]  # fmt: skip
    columns = ["Idea", "Gate", "Expected a year", "Days waiting", "Cost so far", "Cost a week", "CD3"]
    return [Table("Reviews that wait", columns, rows)]


def balance_tables(scope: Scope) -> list[Table]:
    """The ideas on their way, with what they are worth and how likely they succeed."""
    rows = [
        [
            one.passage.review.idea.title, str(one.passage.review.idea.product),
            f"{one.passage.review.gate} {one.passage.review.gate_name}", round(one.arr, 2), number(one.probability,
            3), one.said_by, number(one.expected, 2),
        ]
        for one in Worth(Passages(scope)).places
    ]  # fmt: skip
    columns = ["Idea", "Product", "Gate", "ARR behind it", "Probability of success", "Said by", "Expected of accounts a year"]
    return [Table("Ideas on their way", columns, rows)]


def agenda_tables(scope: Scope) -> list[Table]:
    """Who has to do what by when, and how much falls on whom."""
    agenda = Agenda(scope)
    rows = [[one.what, one.person.name, one.about, one.day.isoformat() if one.day else "", "late" if one.is_late else ""]
            for one in agenda.all]  # fmt: skip
    load = [[one.person.name, one.late, *one.weeks, one.undated, one.total] for one in agenda.load]
    weeks = [f"Week of {week.isoformat()}" for week in agenda.weeks]
    return [
        Table("What is due", ["What", "Who", "About", "By", "Late"], rows),
        Table("Load", ["Who", "Late", *weeks, "Without a day", "All"], load),
    ]


def learning_tables(scope: Scope) -> list[Table]:
    """What forecasts, agreement and criteria were worth."""
    return Learning(scope).tables()


def quarter_tables(scope: Scope) -> list[Table]:
    """A quarter's flow, with what waits and what is on its way today."""
    today = Scope(scope.actor, scope.product)
    return [*flow_tables(scope), *delay_tables(today), *balance_tables(today)]


TABLES: dict[str, tuple[str, Callable[[Scope], list[Table]]]] = {
    "flow": ("How ideas flow through the gates", flow_tables),
    "overrides": ("Overrides and how they turned out", override_tables),
    "delay": ("What waiting costs", delay_tables),
    "balance": ("The balance of the portfolio", balance_tables),
    "agenda": ("The gates’ calendar", agenda_tables),
    "learning": ("What we learned", learning_tables),
    "quarter": ("A quarter at the gates", quarter_tables),
}


def report_paper(name: str, scope: Scope) -> Paper:
    """A report as a paper of the organisation, of today."""
    title, tables = TABLES[name]
    organisation = Organisation.objects.first()
    formats.use_currency(organisation.currency if organisation else "USD")
    whose = f", {scope.product}" if scope.product else ""
    return Paper(f"gates-{name}", f"{title}{whose}", str(organisation or "Throughline"), clock.today(), tables(scope))
