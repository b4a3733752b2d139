"""Measures: values that the system computes from the evidence, and that criteria and tripwires name.

A measure is registered once and judged everywhere alike: ``f(evidence, rules)`` reads the evidence of an idea as it stands
now and says what it found, how sure that is, as of when, from where, and who made it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from gates.evidence.latest import Evidence
    from gates.models.reviews import GateReview
    from gates.policy_rules import PolicyRules


class Standing(models.TextChoices):
    """How far a measured value can be relied on."""

    KNOWN = "known", "Known"
    UNKNOWN = "unknown", "Not known yet"
    STALE = "stale", "Out of date"
    INCONCLUSIVE = "inconclusive", "Not conclusive"


@dataclass(frozen=True)
class Measured:
    """One value as the evidence gives it. ``author_ids`` are the people who made that evidence, and so may not judge it."""

    value: Decimal | bool | None
    standing: str
    as_of: datetime | None
    source: str
    words: str
    author_ids: tuple[int, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


def unknown(words: str, *, source: str = "") -> Measured:
    """Nothing to go by, and why."""
    return Measured(value=None, standing=Standing.UNKNOWN, as_of=None, source=source, words=words)


Function = Callable[["Evidence", "PolicyRules"], Measured]


@dataclass(frozen=True)
class Measure:
    """A measure as criteria and tripwires name it. ``unit`` is share, count, money, score, or empty for yes and no."""

    name: str
    gate: int
    label: str
    unit: str
    function: Function

    def of(self, evidence: Evidence, rules: PolicyRules) -> Measured:
        """What it says of an idea's evidence now."""
        return self.function(evidence, rules)


WATCHED = 0
"""In the place of a gate: measured once an idea is out, so that only tripwires name it."""

_measures: dict[str, Measure] = {}


def measure(name: str, *, gate: int, label: str, unit: str = "") -> Callable[[Function], Function]:
    """Register a measure under its name, such as ``engagement.share_at_assurance``."""

    def register(function: Function) -> Function:
        _measures[name] = Measure(name, gate, label, unit, function)
        return function

    return register


def measures_for(gate: int) -> list[Measure]:
    """The measures of a gate, in the order they were registered."""
    return [one for one in _measures.values() if one.gate == gate]


def measure_named(name: str) -> Measure | None:
    """The measure of that name, if there is one."""
    return _measures.get(name)


Entered = Callable[["GateReview", datetime | None], str]
_entered: dict[int, list[Entered]] = {}


def entered(gate: int) -> Callable[[Entered], Entered]:
    """Register ``f(review, since) -> words``: what evidence is in already that criteria must come before, or "" for none.

    ``since`` is when the attempt before was decided; what was known then was judged then.
    """

    def register(function: Entered) -> Entered:
        _entered.setdefault(gate, []).append(function)
        return function

    return register


def already_entered(review: GateReview, since: datetime | None) -> str:
    """Outcomes that are in already, in words such as "3 outcomes were entered"; empty when there are none."""
    return " and ".join(words for function in _entered.get(review.gate, ()) if (words := function(review, since)))
