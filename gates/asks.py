"""What somebody asks for when they decide: one value, so that a decision that waits for a signature is kept as it was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from history.canonical import plain_value


@dataclass(frozen=True, kw_only=True)
class ConditionAsk:
    """One condition of a conditional go."""

    words: str
    test: str
    owner_id: int
    due: date


@dataclass(frozen=True, kw_only=True)
class TripwireAsk:
    """One measured value that would reopen the decision."""

    measure: str
    fires: str
    threshold: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A decision as it is asked for. ``tripwires`` None: those that the measured criteria suggest."""

    outcome: str
    rationale: str
    probability: Decimal
    conditions: tuple[ConditionAsk, ...] = ()
    review_on: date | None = None
    gaps: tuple[str, ...] = ()
    kill_reason: str = ""
    lessons: str = ""
    override_reason: str = ""
    override_words: str = ""
    forecast_metric: str = ""
    forecast_value: Decimal | None = None
    forecast_due: date | None = None
    tripwires: tuple[TripwireAsk, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept until it is signed."""
        values = vars(self) | {"conditions": [vars(one) for one in self.conditions]}
        values["tripwires"] = None if self.tripwires is None else [vars(one) for one in self.tripwires]
        return plain_value(values)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Ask:
        """Back from how it was kept."""
        values = dict(stored)
        values["conditions"] = tuple(ConditionAsk(**one | {"due": day(one["due"])}) for one in stored["conditions"])
        if stored["tripwires"] is not None:
            wires = stored["tripwires"]
            values["tripwires"] = tuple(TripwireAsk(**one | {"threshold": decimal(one["threshold"])}) for one in wires)
        for name in ("review_on", "forecast_due"):
            values[name] = day(stored[name])
        for name in ("probability", "forecast_value"):
            values[name] = decimal(stored[name])
        return cls(**values | {"gaps": tuple(stored["gaps"])})


def day(text: str | None) -> date | None:
    """A day from its text."""
    return date.fromisoformat(text) if text else None


def decimal(text: str | None) -> Decimal | None:
    """A decimal from its text."""
    return Decimal(text) if text is not None else None
