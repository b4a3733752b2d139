"""A product's growth as its page tells it: groups of tiles, each figure with its definition and how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from doors import charts
from doors.formats import interval, money, number
from figures.medians import ORDERED, Median, median
from figures.rates import wilson
from figures.survival import Incidence
from growth.figures import economics
from growth.figures.intervals import STUDENT, Between
from growth.measuring import GONE_AFTER, INVITE_DAYS, SIGNUP_DAYS, Measured
from growth.pipelines import Asked, Pipeline, pipelines
from growth.showing import revenue_tiles
from growth.tiles import Tile, beside, days, days_tile, how_sure, rate_tile, said_between, said_days, share, worth_tile
from history.actor import Actor

MOTIONS = (("self_serve", "Self-serve"), ("sales_assisted", "Sales-assisted"), ("", "Together"))
PIPELINE_DAYS = 90
TIME_TO_PAID = (
    "Days after being first seen by which half of the companies that came without paying had paid. Who does not pay yet is on "
    "the way (Kaplan–Meier). Revenue is known by the month: who pays in a month counts from its first day."
)
SAY_MILESTONE = "say in the settings what counts as activated"
NOBODY = "nobody signed up whose time has passed"


@dataclass(frozen=True)
class Group:
    """Tiles that belong together."""

    title: str
    tiles: list[Tile]
    url: str = ""


def groups_of(measured: Measured, actor: Actor, query: str = "") -> list[Group]:
    """Everything that is measured of a product's growth."""
    return [
        *use_group(measured, query),
        *reach_groups(measured, query),
        *money_groups(measured, query),
        *lead_groups(measured, actor),
    ]


def use_group(measured: Measured, query: str) -> list[Group]:
    """Who comes."""
    return [Group("Use", use_tiles(measured), f"{reverse('growth:retention')}?{query}")]


def reach_groups(measured: Measured, query: str) -> list[Group]:
    """Who gets to value, and brings others."""
    return [
        Group("Activation", activation_tiles(measured), f"{reverse('growth:activation')}?{query}"),
        Group("Users who bring users", viral_tiles(measured)),
    ]


def money_groups(measured: Measured, query: str) -> list[Group]:
    """Who pays, and what that is worth."""
    return [
        Group("Paying", paying_tiles(measured), f"{reverse('growth:revenue')}?{query}"),
        Group("What a customer is worth and costs", worth_tiles(measured)),
    ]


def use_tiles(measured: Measured) -> list[Tile]:
    """Daily, weekly and monthly users, and stickiness."""
    active, stickiness = measured.active, measured.stickiness()
    why = "nobody came in the last 30 days"
    words = {
        "DAU": "Daily active users: how many different users came on a day, as the mean of the last 30 whole days.",
        "WAU": "Weekly active users: how many different users came in the last 7 whole days.",
        "MAU": "Monthly active users: how many different users came in the last 30 whole days.",
    }
    if active is None:
        return [Tile(name, meaning, why=why) for name, meaning in words.items()] + [Tile("Stickiness", STICKINESS, why=why)]
    course = charts.sparkline(list(active.days.values()), says="Users a day over 30 days")
    counted = [
        ("Days", number(len(active.days))),
        ("Users of the month", number(active.mau)),
        ("Interval", "none: all are counted"),
    ]
    dau = Between(active.dau.low, active.dau.high, STUDENT)
    return [
        Tile(
            "DAU", words["DAU"], a_day(active.dau.mean),
            beside(said_between(dau, a_day), f"mean of {len(active.days)} days"),
            formula=active.dau.formula, inputs=[*counted[:2], how_sure(dau)], spark=course,
        ),
        Tile("WAU", words["WAU"], number(active.wau), "last 7 days", inputs=counted),
        Tile("MAU", words["MAU"], number(active.mau), "last 30 days", inputs=counted),
        worth_tile(
            "Stickiness", stickiness, STICKINESS, say=share, note=f"n {number(active.mau)} users", why=why
        ),
    ]  # fmt: skip


def a_day(users: float) -> str:
    """So many users a day: of few, a tenth counts."""
    return number(users, 0 if users >= 10 else 1)


STICKINESS = "On how many days of the month its users come: the mean of the daily users, as a share of the monthly ones."


def activation_tiles(measured: Measured) -> list[Tile]:
    """Activation and time to value."""
    agreed = measured.agreed
    feature = agreed.activation_feature
    if feature is None:
        words = "The share of those who signed up that reached the milestone in time."
        return [Tile("Activation", words, why=SAY_MILESTONE), Tile("Time to value", words, why=SAY_MILESTONE)]
    times = f"{agreed.activation_uses} times " if agreed.activation_uses > 1 else ""
    words = (
        f"Of those who signed up in the last {SIGNUP_DAYS} days and have had {agreed.activation_days} days since: the share that "
        f"used {feature} {times}within {agreed.activation_days} days. Who still has time is left out."
    )
    competing, _ = measured.time_to_value()
    rate = rate_tile("Activation", measured.activation(), words, what="signups", why=NOBODY)
    return [rate, value_tile(competing, str(feature))]


def value_tile(competing: Incidence | None, feature: str) -> Tile:
    """When half had reached it."""
    words = (
        f"The days after signing up by which half had reached “{feature}”. Who did not come for {GONE_AFTER} days has given up, "
        "which competes with reaching it (Aalen–Johansen)."
    )
    if competing is None:
        return Tile("Time to value", words, why=NOBODY)
    note = f"n {number(competing.n)}: {number(competing.reached)} reached it, {number(competing.lost)} gave up"
    return days_tile("Time to value", competing, words, note=note, why="fewer than half reached it yet")


def paying_tiles(measured: Measured) -> list[Tile]:
    """Free and trial to paid, and what became of revenue."""
    days, trial = measured.agreed.paid_days, measured.agreed.trial_days
    free = (
        f"Of companies that were first seen in the product without paying, the share that paid within {days} days. "
        "Who still has time is left out."
    )
    trials = f"Of companies that began a trial in the last two years, the share that became customers within {trial} days."
    took = measured.time_to_paid()
    found = [
        rate_tile("Free to paid", measured.free_to_paid(), free, what="companies", why="no company’s time has passed"),
        days_tile(
            "Time to paid",
            took,
            TIME_TO_PAID,
            why="fewer than half of them pay yet" if took else "no company came without paying",
            note=f"n {number(took.n)} companies: {number(took.reached)} pay" if took else "",
        ),
        rate_tile("Trial to paid", measured.trial_to_paid(), trials, what="companies", why="no trial’s time has passed"),
    ]
    wins = "Of deals with these companies whose close date lies in the last year, the share that was won of those decided."
    found.append(rate_tile("Win rate", measured.wins(), wins, what="deals", why="no deal was decided"))
    if measured.month is not None:
        found += revenue_tiles(measured.ledger, measured.month, measured.motion)
    else:
        found.append(Tile("NRR", "Net revenue retention.", why="no revenue is recorded"))
    return found


def worth_tiles(measured: Measured) -> list[Tile]:
    """ARPA, churn, LTV, CAC, payback."""
    worth = measured.worth
    margin = "say the gross margin in the settings" if worth.margin is None else "needs revenue, and customers that left"
    spent = "what is spent is not known by segment"
    if not measured.segment:
        spent = "needs what was spent, and a customer won in that time"
    blended = "" if measured.motion else " Blended: all that was spent, over all that were won."
    return [
        worth_tile(
            "ARPA",
            worth.arpa,
            "What a paying company brings a month on average.",
            say=money,
            note=behind(worth.arpa, "companies"),
            why="no revenue is recorded",
        ),
        rate_tile(
            "Churn a month",
            worth.churn,
            "Of all months of paying companies in a year, how many were the last.",
            what="company-months",
            why="needs months that follow each other",
        ),
        worth_tile(
            "LTV",
            worth.ltv,
            "Lifetime value: what a customer brings until leaving, after the cost of serving them.",
            say=money,
            note=behind(worth.ltv, "companies"),
            why=margin,
        ),
        worth_tile(
            "CAC",
            worth.cac,
            f"What winning one customer cost, over twelve months.{blended}",
            say=money,
            note=behind(worth.cac, "customers won"),
            why=spent,
        ),
        worth_tile(
            "CAC payback",
            worth.payback,
            "After how many months a customer paid back what winning them cost.",
            say=months,
            note=behind(worth.payback, "customers won"),
            why=spent,
        ),
        worth_tile(
            "LTV : CAC",
            worth.ratio,
            "How often a customer brings what winning them cost.",
            say=lambda one: number(one, 1),
            note=behind(worth.ratio, "customers won"),
            why=spent,
        ),
    ]


def behind(worth: economics.Worth | None, what: str) -> str:
    """How many stand behind it."""
    return f"n {number(worth.n)} {what}" if worth else ""


def months(value: float) -> str:
    """So many months."""
    return f"{number(value, 1)} months"


def viral_tiles(measured: Measured) -> list[Tile]:
    """K-factor and amplification."""
    k = measured.viral()
    words = (
        f"How many users one user brings by inviting: invitations per user of the last {INVITE_DAYS} days, times the share "
        "that was accepted."
    )
    is_said = measured.agreed.invite_feature is not None and measured.agreed.accept_feature is not None
    why = "nobody invited anybody" if is_said else "say in the settings which features tell of invitations"
    more = economics.amplification(k.value if k else None, k.between if k else None)
    return [
        worth_tile("K-factor", k, words, say=lambda one: number(one, 2), note=behind(k, "users"), why=why),
        worth_tile(
            "Amplification",
            more,
            "How many users one who comes by themselves makes in the end; without end at K ≥ 1.",
            say=lambda one: number(one, 2),
            note=behind(k, "users"),
            why=why if k is None else "K is 1 or more: it would never end",
        ),
    ]


def lead_groups(measured: Measured, actor: Actor) -> list[Group]:
    """What becomes of leads, each kind by itself; nothing while nobody tells of any."""
    last = measured.today
    first = last - timedelta(days=PIPELINE_DAYS)
    now = pipelines(Asked(measured.product, measured.motion, first, last, actor))
    if not now:
        return []
    before = pipelines(
        Asked(measured.product, measured.motion, first - timedelta(days=PIPELINE_DAYS), first - timedelta(days=1), actor)
    )
    return [Group(f"{name}, last {PIPELINE_DAYS} days", lead_tiles(name, found, before.get(name))) for name, found in now.items()]


def lead_tiles(name: str, found: Pipeline, before: Pipeline | None) -> list[Tile]:
    """One kind of lead: how many became opportunities and were won, how fast, and how their number grew."""
    growth = economics.velocity_growth(found.arrived, before.arrived if before else 0)
    return [
        rate_tile(
            f"{name} → opportunity",
            wilson(found.opportunities, found.arrived),
            "The share that became an opportunity.",
            what=name,
            why="none arrived",
        ),
        rate_tile(
            "Opportunity → won",
            wilson(found.won, found.opportunities),
            "The share of opportunities that were won.",
            what="opportunities",
            why="none became an opportunity",
        ),
        conversion_tile(median(found.days)),
        worth_tile(
            "Velocity, growth",
            growth,
            f"By which share {name} grew on the {PIPELINE_DAYS} days before.",
            say=share,
            note=f"n {number(found.arrived)}",
            why="there were none before",
        ),
    ]


def conversion_tile(took: Median | None) -> Tile:
    """How long those took that were won."""
    words = "How many days it took from arriving to being won: the median of those that were won."
    if took is None:
        return Tile("Time to conversion", words, why="none was won yet")
    between = Between(took.low, took.high, ORDERED)
    note = beside(said_days(between), f"n {number(took.n)} won")
    inputs = [("n, won", number(took.n)), how_sure(between)]
    return Tile("Time to conversion", words, days(took.value), note, formula=took.formula, inputs=inputs)


def split_of(measured: Measured) -> list[dict[str, Any]]:
    """Self-serve and sales-assisted beside each other: what each pays, keeps and costs."""
    rows: list[dict[str, Any]] = []
    for motion, label in MOTIONS:
        one = measured.of(motion)
        kept = one.ledger.kept(one.month, motion) if one.month else None
        paying = one.ledger.paying(one.month, motion) if one.month else []
        activation = one.activation()
        cac = one.cac()
        rows.append(
            {
                "label": label,
                "companies": len(paying),
                "arr": sum(row.arr for _, row in paying) if paying else None,
                "nrr": kept.nrr if kept else None,
                "grr": kept.grr if kept else None,
                "nrr_between": said_between(kept.between.get("nrr"), share) if kept else "",
                "grr_between": said_between(kept.between.get("grr"), share) if kept else "",
                "n": kept.companies if kept else 0,
                "activation": activation,
                "range": interval(activation.low, activation.high) if activation else "",
                "cac": cac.value if cac else None,
                "cac_between": beside(said_between(cac.between, money), behind(cac, "won")) if cac else "",
            }
        )
    total = rows[-1]["arr"]
    for row in rows:
        row["share"] = row["arr"] / total if total and row["arr"] is not None else None
    return rows
