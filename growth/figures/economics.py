"""What a customer is worth and costs, how users bring users, how often they come, and how fast leads move."""

from __future__ import annotations

import math
from dataclasses import dataclass

from figures.explanations import Figure
from figures.rates import Rate, wilson
from growth.figures.intervals import Between, growth_between, turned


@dataclass(frozen=True, kw_only=True)
class Worth(Figure):
    """One value with its formula filled in; ``n`` is how many stand behind it, ``between`` how sure it is, as far as known."""

    value: float
    n: int | None = None
    between: Between | None = None


class RevenuePerAccount(Worth):
    formula = "ARPA = Σ MRR / paying companies"


class LifetimeValue(Worth):
    formula = "LTV = ARPA · gross margin / monthly churn"


class AcquisitionCost(Worth):
    formula = "CAC = spent on sales and marketing / customers won"


class Payback(Worth):
    formula = "payback = CAC / (ARPA · gross margin), in months"


class ValueOverCost(Worth):
    formula = "LTV / CAC"


class ViralCoefficient(Worth):
    formula = "K = invitations per user · share of invitations that bring a user"


class Amplification(Worth):
    formula = "1 / (1 − K)"


class Stickiness(Worth):
    formula = "mean DAU / MAU"


class VelocityGrowth(Worth):
    formula = "(PQLs of this period − of the one before) / of the one before"


class PipelineVelocity(Worth):
    formula = "opportunities · win rate · ACV / days of the sales cycle"


def revenue_per_account(mrr: float, companies: int, between: Between | None = None) -> RevenuePerAccount | None:
    """What a paying company brings a month on average; None where nobody pays."""
    if companies <= 0:
        return None
    said = {"Σ MRR": mrr, "paying companies": companies}
    return RevenuePerAccount(value=finite(mrr / companies), n=companies, between=between, inputs=said)


def lifetime_value(
    arpa: float | None, margin: float | None, churn: float | None, n: int | None = None, between: Between | None = None
) -> LifetimeValue | None:
    """What a customer brings before leaving, at a monthly ARPA, a gross margin and a monthly churn (shares of one).

    None where one is not known or nobody leaves: an endless life has no value.
    """
    if arpa is None or margin is None or not churn:
        return None
    said = {"ARPA a month": arpa, "gross margin": margin, "churn a month": churn}
    return LifetimeValue(value=finite(arpa * margin / churn), n=n, between=between, inputs=said)


def acquisition_cost(spend: float | None, customers: int, between: Between | None = None) -> AcquisitionCost | None:
    """What winning one customer cost; None where nobody was won or the spend is not known."""
    if spend is None or customers <= 0:
        return None
    said = {"spent": spend, "customers won": customers}
    return AcquisitionCost(value=finite(spend / customers), n=customers, between=between, inputs=said)


def payback(
    cac: float | None, arpa: float | None, margin: float | None, n: int | None = None, between: Between | None = None
) -> Payback | None:
    """After how many months a customer paid back what winning them cost; None where the month brings nothing."""
    if cac is None or not arpa or not margin:
        return None
    said = {"CAC": cac, "ARPA a month": arpa, "gross margin": margin}
    return Payback(value=finite(cac / (arpa * margin)), n=n, between=between, inputs=said)


def value_over_cost(
    ltv: float | None, cac: float | None, n: int | None = None, between: Between | None = None
) -> ValueOverCost | None:
    """How often a customer brings what they cost; None where either is not known or nothing was spent."""
    if ltv is None or not cac:
        return None
    return ValueOverCost(value=finite(ltv / cac), n=n, between=between, inputs={"LTV": ltv, "CAC": cac})


def viral_coefficient(
    invitations: int, accepted: int, users: int, between: Between | None = None
) -> ViralCoefficient | None:  # fmt: skip
    """How many users one user brings: i·c, from invitations sent and accepted by ``users``. None without users or invitations."""
    if users <= 0 or invitations <= 0:
        return None
    each, share = invitations / users, accepted / invitations
    return ViralCoefficient(
        value=each * share, n=users, between=between,
        inputs={"users": users, "invitations per user": each, "share that brings a user": share},
    )  # fmt: skip


def amplification(k: float | None, between: Between | None = None) -> Amplification | None:
    """How many users one who comes by themselves makes in the end, from K and its interval; None at K ≥ 1: there is no end."""
    if k is None or k >= 1 or k < 0:
        return None
    sure = turned(between, lambda end: 1 / (1 - end) if end < 1 else None)
    return Amplification(value=1 / (1 - k), between=sure, inputs={"K": k})


def stickiness(dau: float | None, mau: int, between: Between | None = None) -> Stickiness | None:
    """On how many days of the month its users come, as a share; None where nobody came."""
    if dau is None or mau <= 0:
        return None
    return Stickiness(value=dau / mau, n=mau, between=between, inputs={"mean DAU": dau, "MAU": mau})


def velocity_growth(now: int, before: int) -> VelocityGrowth | None:
    """By which share leads grew; None where there were none before."""
    if before <= 0:
        return None
    said = {"this period": now, "the one before": before}
    return VelocityGrowth(value=(now - before) / before, n=now, between=growth_between(now, before), inputs=said)


def pipeline_velocity(opportunities: int, wins: Rate | None, acv: float | None, days: float | None) -> PipelineVelocity | None:
    """What the pipeline brings a day; None where the win rate, the contract value or the cycle is not known."""
    if wins is None or acv is None or not days or days <= 0:
        return None
    return PipelineVelocity(
        value=finite(opportunities * wins.share * acv / days), n=opportunities,
        inputs={"opportunities": opportunities, "win rate": wins.share, "ACV": acv, "days of the cycle": days},
    )  # fmt: skip


def within_window(reached: int, signups: int, waiting: int) -> Rate | None:
    """Which share reached it in time, of those whose time has passed: of ``signups``, ``waiting`` are still in it.

    None over nobody. Raises ValueError for impossible counts.
    """
    return wilson(reached, signups - waiting)


def finite(value: float) -> float:
    """The value. Raises ValueError where there is none."""
    if not math.isfinite(value):
        raise ValueError("This figure is not finite.")
    return value
