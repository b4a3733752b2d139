"""What customers are worth and cost together, each figure with how sure it is: companies are drawn again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from figures.rates import Rate, wilson
from growth.figures import economics
from growth.figures.intervals import bootstrap


@dataclass(frozen=True)
class Unit:
    """What one company brings to the figures: its MRR now, of how many months one was its last, and whether it was won."""

    mrr: float = 0.0
    months: int = 0
    lost: int = 0
    won: int = 0

    @property
    def row(self) -> tuple[float, float, int, int, int]:
        """Its columns: MRR, whether it pays, months, lost, won."""
        return self.mrr, float(self.mrr > 0), self.months, self.lost, self.won


@dataclass(frozen=True)
class Worths:
    """The figures, as far as they can be told."""

    margin: float | None
    arpa: economics.RevenuePerAccount | None = None
    churn: Rate | None = None
    ltv: economics.LifetimeValue | None = None
    cac: economics.AcquisitionCost | None = None
    payback: economics.Payback | None = None
    ratio: economics.ValueOverCost | None = None


def worths(units: Mapping[int, Unit], margin: float | None, spend: float | None) -> Worths:
    """ARPA, monthly churn, LTV, CAC, payback and LTV:CAC of some companies, at a gross margin and for what was spent.

    What was spent is taken as it is: sure, and the same in every draw.
    """
    rows = [unit.row for unit in units.values()]
    total, paying, months, lost, won = (sum(column) for column in zip(*rows, strict=True)) if rows else (0.0, 0, 0, 0, 0)
    between = bootstrap(rows, lambda sums: drawn(sums, margin, spend))
    arpa = economics.revenue_per_account(total, int(paying), between.get("arpa"))
    mean, churn = arpa.value if arpa else None, wilson(lost, months)
    ltv = economics.lifetime_value(
        mean, margin, churn.share if churn else None, n=int(paying), between=between.get("ltv")
    )  # fmt: skip
    cac = economics.acquisition_cost(spend, won, between.get("cac"))
    cost = cac.value if cac else None
    return Worths(
        margin, arpa, churn, ltv, cac,
        payback=economics.payback(cost, mean, margin, n=won, between=between.get("payback")),
        ratio=economics.value_over_cost(ltv.value if ltv else None, cost, n=won, between=between.get("ratio")),
    )  # fmt: skip


def drawn(sums: np.ndarray, margin: float | None, spend: float | None) -> dict[str, np.ndarray]:
    """The figures of each draw, from its sums of MRR, paying companies, months, months that were the last, and companies won."""
    total, paying, months, lost, won = sums.T
    arpa = total / paying
    ltv = arpa * (margin or np.nan) / (lost / months)
    cac = (np.nan if spend is None else spend) / won
    return {"arpa": arpa, "ltv": ltv, "cac": cac, "payback": cac / (arpa * (margin or np.nan)), "ratio": ltv / cac}
