"""Two cycles of objectives: the quarter that was closed, and the one that runs.

Cycle dates and check-ins are days from today (a check-in 80 days ago is -80). Each objective lists its key results,
each key result its check-ins: day, value, confidence of ten, and the comment that its owner wrote.
"""

from typing import NamedTuple


class Check(NamedTuple):
    """One check-in."""

    day: int
    value: float
    confidence: int
    comment: str


class Result(NamedTuple):
    """One key result; with a ``feature`` it is counted from its users, from where that stands."""

    key: str
    title: str
    owner: str
    unit: str
    direction: str
    baseline: float
    target: float
    checks: tuple[Check, ...]
    tolerance: float | None = None
    feature: str = ""


class Aim(NamedTuple):
    """One objective; without a product or the line it is the whole company's, with a team it is that team's."""

    title: str
    why: str
    owner: str
    product: str
    parent: str
    results: tuple[Result, ...]
    of_line: bool = False
    team: str = ""


class Quarter(NamedTuple):
    """One cycle, in days from today. The demo calls it after its months."""

    name: str
    starts: int
    ends: int
    closed: bool
    aims: tuple[Aim, ...]


def result(key, title, owner, unit, direction, way, *checks, tolerance=None, feature=""):
    baseline, target = way
    said = tuple(Check(*check) for check in checks)
    return Result(key, title, owner, unit, direction, baseline, target, said, tolerance, feature)
