"""What the pilot is worth to the customer: return on investment and payback."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from figures.explanations import Figure


@dataclass(frozen=True, kw_only=True)
class Return(Figure):
    """``roi`` after the months given (None when it cost nothing), ``payback_months`` (None: not yet)."""

    formula = "ROI = (Σ monthly − cost) / cost; payback = months until Σ monthly reaches cost, interpolated"
    roi: float | None
    payback_months: float | None
    months: int


def returns(cost, monthly: Sequence) -> Return | None:
    """The return of *monthly* benefits on *cost*, in one currency; None without any month.

    Raises ValueError for a negative cost.
    """
    cost, values = float(cost), [float(value) for value in monthly]
    if cost < 0:
        raise ValueError("A cost is not negative.")
    if not values:
        return None
    return Return(
        roi=(sum(values) - cost) / cost if cost else None,
        payback_months=_payback(cost, values),
        months=len(values),
        inputs={"cost": cost, "monthly": values},
    )


def _payback(cost: float, monthly: list[float]) -> float | None:
    if not cost:
        return 0.0
    before = 0.0
    for month, total in enumerate(itertools.accumulate(monthly)):
        if total >= cost:
            return month + (cost - before) / (total - before)
        before = total
    return None
