"""The rules of a gate policy as one value: checked when it is made, kept as JSON, and read by everything at the gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from history.actor import Role

GATES = (1, 2, 3)


class Gate(TextChoices):
    """The three gates, as their number in text."""

    ENGAGEMENT = "1", "Engagement"
    PILOT = "2", "Pilot"
    VIABILITY = "3", "Viability"


class Kind(TextChoices):
    """How a criterion judges."""

    MUST = "must", "Must meet"
    SHOULD = "should", "Should meet"


class Comparator(TextChoices):
    """How a measured value is held against its threshold."""

    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"
    IS_TRUE = "is_true", "is so"


class Preset(TextChoices):
    """Where a policy started from."""

    SMALL_TEAM = "small_team", "Small team"
    FULL_GOVERNANCE = "full_governance", "Full governance"
    OWN = "own", "Our own"


class Deliverable(TextChoices):
    """What a policy may demand to be there before a review is submitted."""

    PROBLEM = "problem", "The problem, written down"
    HYPOTHESIS = "hypothesis", "The hypothesis, written down"
    TARGET_OUTCOMES = "target_outcomes", "The target outcomes, written down"
    INSIGHTS = "insights", "At least one insight from a customer"
    PROJECTION = "projection", "A projection that is not out of date"
    PILOT = "pilot", "A pilot with outcomes that are not out of date"
    ASSESSMENTS = "assessments", "Revealed assessments that are not out of date"


@dataclass(frozen=True, kw_only=True)
class CriterionTemplate:
    """A criterion that a new review starts from.

    One with a ``measure`` is judged by its value; one without is judged by people: yes or no where it is a must-meet, 0 to 10
    with the ``anchors`` for 0, 5 and 10 where it is a should-meet.
    """

    name: str
    kind: str = Kind.MUST
    help: str = ""
    is_fatal: bool = False
    measure: str = ""
    comparator: str = ""
    threshold: Decimal | None = None
    weight: Decimal = Decimal(1)
    anchors: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 120:
            raise ValidationError("A criterion has a name of at most 120 characters.")
        if self.kind not in Kind.values:
            raise ValidationError(f"{self.name}: a criterion is a must-meet or a should-meet.")
        if self.measure and (self.kind != Kind.MUST or self.comparator not in Comparator.values):
            raise ValidationError(f"{self.name}: a measured criterion is a must-meet and says how it compares.")
        if self.measure and self.comparator != Comparator.IS_TRUE and self.threshold is None:
            raise ValidationError(f"{self.name}: say the threshold.")
        if self.kind == Kind.SHOULD and not 0 < self.weight <= 100:
            raise ValidationError(f"{self.name}: a weight lies above 0 and is at most 100.")


@dataclass(frozen=True, kw_only=True)
class PolicyRules:
    """Every number and switch of a gate policy. The defaults are those of *Small team*."""

    before_delivery: tuple[int, ...] = (1, 2)
    before_launch: tuple[int, ...] = (1, 2, 3)
    quorum: int = 1
    voices: tuple[str, ...] = ()
    is_blind: bool = False
    weigh_assessors: bool = False
    hurdle: Decimal = Decimal("6.0")
    minor_gap_below: Decimal = Decimal("5.0")
    theta: Decimal = Decimal("0.60")
    least_companies: int = 6
    looks: tuple[int, ...] = (6, 9, 12)
    projection_days: int = 30
    outcome_days: int = 60
    pipeline_days: int = 14
    vote_days: int = 30
    condition_days: int = 30
    hold_days: int = 90
    most_holds: int = 2
    most_recycles: int = 2
    waiver_days: int = 60
    scoring_days: int = 7
    deliverables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    criteria: dict[str, tuple[CriterionTemplate, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        errors = {
            name: f"Between {low} and {high}." for name, (low, high) in BOUNDS.items() if not low <= getattr(self, name) <= high
        }
        for name in ("before_delivery", "before_launch"):
            gates = getattr(self, name)
            if not set(gates) <= set(GATES) or list(gates) != sorted(set(gates)):
                errors[name] = "Gates are 1, 2 and 3, each named once, in order."
        if not set(self.voices) <= {Role.SALES, Role.SUCCESS, Role.PRODUCT}:
            errors["voices"] = "A voice is of sales, of customer success or of product."
        if not self.looks or list(self.looks) != sorted(set(self.looks)) or self.looks[0] < 1 or self.looks[-1] > 1000:
            errors["looks"] = "Looks are numbers of companies, growing."
        if not {name for names in self.deliverables.values() for name in names} <= set(Deliverable.values):
            errors["deliverables"] = f"Known are: {', '.join(Deliverable.values)}."
        if errors:
            raise ValidationError(errors)

    def criteria_for(self, gate: int) -> tuple[CriterionTemplate, ...]:
        """The criteria that a review of a gate starts from."""
        return self.criteria.get(str(gate), ())

    def deliverables_for(self, gate: int) -> tuple[str, ...]:
        """What must be there before a review of a gate is submitted, beside what its criteria measure."""
        return self.deliverables.get(str(gate), ())

    def as_json(self) -> dict[str, Any]:
        """The rules as they are stored and sealed: decimals as text."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> PolicyRules:
        """The rules from what was stored, or sent. Raises ``ValidationError`` for what they cannot be."""
        known = {one.name: one for one in fields(cls)}
        if unknown := sorted(set(stored) - set(known)):
            raise ValidationError(dict.fromkeys(unknown, "There is no such rule."))
        values = {name: _parsed(name, value) for name, value in stored.items()}
        return cls(**values)


BOUNDS: dict[str, tuple[Any, Any]] = {
    "quorum": (1, 15), "hurdle": (0, 10), "minor_gap_below": (0, 10), "theta": (Decimal("0.05"), Decimal("0.95")),
    "least_companies": (1, 1000), "projection_days": (1, 365), "outcome_days": (1, 365), "pipeline_days": (1, 365),
    "vote_days": (1, 365), "condition_days": (1, 30), "hold_days": (1, 90), "most_holds": (0, 2), "most_recycles": (0, 2),
    "waiver_days": (1, 60), "scoring_days": (1, 60),
}  # fmt: skip
"""Least and most of each number. No policy is softer than the house: conditions, holds and waivers have a longest."""

SWITCHES = {"is_blind", "weigh_assessors"}
DECIMALS = {"hurdle", "minor_gap_below", "theta"}
NUMBERS = {"before_delivery", "before_launch", "looks"}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, TextChoices) else value


def _parsed(name: str, value: Any) -> Any:
    try:
        if name in DECIMALS:
            return _decimal(value)
        if name in NUMBERS:
            return tuple(_whole(item) for item in value)
        if name == "voices":
            return tuple(str(item) for item in value)
        if name == "deliverables":
            return demanded(value)
        if name == "criteria":
            return {
                str(gate): tuple(_template(one) for one in ones) for gate, ones in dict(value).items() if str(gate) in Gate.values
            }
        return bool(value) if name in SWITCHES else _whole(value)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise ValidationError({name: "This is not a value that the rule can have."}) from error


def demanded(value: Any) -> dict[str, tuple[str, ...]]:
    """What each gate demands: each thing once, in the order that they are said in. One that demands nothing is left out."""
    said = {str(gate): {str(one) for one in names} for gate, names in dict(value).items()}
    if set(said) - set(Gate.values):
        raise ValueError("Gates are 1, 2 and 3.")
    order = list(Deliverable.values)
    found = {gate: tuple(sorted(names, key=lambda one: (one not in order, order.index(one) if one in order else 0, one)))
             for gate, names in sorted(said.items())}  # fmt: skip
    return {gate: names for gate, names in found.items() if names}


def _whole(value: Any) -> int:
    if isinstance(value, bool) or int(value) != value:
        raise ValueError("A whole number.")
    return int(value)


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("A finite number.")
    return number


def _template(value: Mapping[str, Any]) -> CriterionTemplate:
    values = dict(value)
    for name in ("threshold", "weight"):
        if values.get(name) is not None:
            values[name] = _decimal(values[name])
    if "anchors" in values:
        low, middle, high = values["anchors"]
        values["anchors"] = (str(low), str(middle), str(high))
    return CriterionTemplate(**values)
