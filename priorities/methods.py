"""The ways to put ideas in order, and what each asks about an idea. Pure: numbers in, a number out.

- RICE: reach × impact × confidence ÷ effort (Intercom)
- WSJF: (value + urgency + risk taken away) ÷ size of the job (Reinertsen; the scale is SAFe's)
- impact ÷ effort
- a weighted score of a team's own: 100 × Σ weight × normalised ÷ Σ weight, each factor from 0 to 1, a cost counted backwards

Where a factor is not known the score is nothing, never nought: an idea without an estimate is not a bad idea.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices

FRESH_DAYS = 90
HALVES_IN_DAYS = 180


class Method(TextChoices):
    """How ideas are put in order."""

    RICE = "rice", "RICE"
    WSJF = "wsjf", "WSJF"
    IMPACT_EFFORT = "impact_effort", "Impact and effort"
    WEIGHTED = "weighted", "A weighted score of our own"


FIRST_OFFERED = Method.RICE


class Source(TextChoices):
    """Where a factor's value is from, unless somebody estimates it."""

    PEOPLE = "people", "Somebody’s estimate"
    COMPANIES = "companies", "Companies that ask for it"
    USERS = "users", "Companies that use its features"
    ARR = "arr", "ARR of the companies that ask"
    IMPORTANCE = "importance", "Weight of the insights and votes"
    DEALS = "deals", "Open deals that hang on it"


@dataclass(frozen=True)
class Draft:
    """A factor as a method brings it along."""

    code: str
    name: str
    help: str
    least: Decimal
    most: Decimal | None
    unit: str = ""
    is_cost: bool = False
    fades: bool = False
    source: str = Source.PEOPLE
    weight: Decimal = Decimal(1)


def scale(code: str, name: str, help: str, least: str, most: str, **more: object) -> Draft:
    """A factor that people estimate on a scale."""
    return Draft(code, name, help, Decimal(least), Decimal(most), **more)  # type: ignore[arg-type]


REACH = Draft(
    "reach", "Reach", "How many companies it reaches in a quarter.", Decimal(0), None, "companies", source=Source.COMPANIES
)
ARR = Draft("arr", "ARR behind", "What the companies that ask pay in a year.", Decimal(0), None, source=Source.ARR)
WEIGHT = Draft("evidence", "Evidence", "Each company once: importance times size.", Decimal(0), None, source=Source.IMPORTANCE)
PRESETS: dict[str, tuple[Draft, ...]] = {
    Method.RICE: (
        REACH,
        scale("impact", "Impact", "On each of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal.", "0.25", "3"),
        scale("confidence", "Confidence", "How well the other three are founded: 100 data, 80 some, 50 a guess.", "0", "100",
              unit="%", fades=True),
        scale("effort", "Effort", "Of everybody together.", "0.1", "1000", unit="person-months", is_cost=True),
    ),
    Method.WSJF: (
        scale("worth", "Value", "To customers and to us: 1, 2, 3, 5, 8, 13 or 20.", "1", "20"),
        scale("urgency", "Urgency", "How fast the value decays if we wait.", "1", "20"),
        scale("risk", "Risk taken away", "Or what it makes possible later.", "1", "20"),
        scale("size", "Size of the job", "Against the smallest on the list, which is 1.", "1", "20", is_cost=True),
    ),
    Method.IMPACT_EFFORT: (
        scale("impact_5", "Impact", "1 hardly noticed, 5 changes how they work.", "1", "5"),
        scale("effort_5", "Effort", "1 days, 5 quarters.", "1", "5", is_cost=True),
    ),
    Method.WEIGHTED: (
        WEIGHT,
        ARR,
        scale("fit", "Fit with our objectives", "1 none, 5 it is what a key result asks for.", "1", "5"),
        scale("effort_5", "Effort", "1 days, 5 quarters.", "1", "5", is_cost=True),
    ),
}  # fmt: skip
FORMULAS = {
    Method.RICE: "Reach × impact × confidence ÷ effort",
    Method.WSJF: "(Value + urgency + risk taken away) ÷ size of the job",
    Method.IMPACT_EFFORT: "Impact ÷ effort",
    Method.WEIGHTED: "100 × the weighted mean of the factors, each from 0 to 1; a cost counts backwards",
}


def score_of(method: str, values: Mapping[str, float | None], parts: Mapping[str, tuple[float | None, float]]) -> float | None:
    """The score of an idea: its factors' ``values`` by code, and for a weighted score each one's (normalised, weight).

    None where a factor is not known, or a cost is nought.
    """
    if method == Method.WEIGHTED:
        return weighted(list(parts.values()))
    if any(values.get(draft.code) is None for draft in PRESETS[method]):
        return None
    one = {draft.code: float(values[draft.code] or 0) for draft in PRESETS[method]}
    if method == Method.RICE:
        return over(one["reach"] * one["impact"] * one["confidence"] / 100, one["effort"])
    if method == Method.WSJF:
        return over(one["worth"] + one["urgency"] + one["risk"], one["size"])
    return over(one["impact_5"], one["effort_5"])


def over(gain: float, cost: float) -> float | None:
    """A gain for its cost; what costs nothing has no such figure."""
    return gain / cost if cost > 0 else None


def weighted(parts: list[tuple[float | None, float]]) -> float | None:
    """100 × Σ weight × normalised ÷ Σ weight; None when one is not known or nothing weighs."""
    whole = sum(weight for _, weight in parts)
    if whole <= 0 or any(normal is None for normal, _ in parts):
        return None
    return 100 * sum((normal or 0) * weight for normal, weight in parts) / whole


def normalised(value: float | None, least: float, most: float, *, is_cost: bool) -> float | None:
    """Where a value lies between ``least`` and ``most``, from 0 to 1; a cost counted backwards. None where there is no span."""
    if value is None or most <= least:
        return None
    share = min(1.0, max(0.0, (value - least) / (most - least)))
    return 1 - share if is_cost else share


def faded(value: float, since: date | None, today: date) -> float:
    """A confidence as it is today: whole for 90 days after the newest evidence, then halved every 180 days."""
    if since is None:
        return value
    late = (today - since).days - FRESH_DAYS
    return value * 0.5 ** (late / HALVES_IN_DAYS) if late > 0 else value
