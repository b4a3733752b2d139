"""How leads and figures are shown: use drawn, shares with their intervals, how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from customers.models import Motion
from doors import charts
from doors.formats import number, percent
from figures.rates import Rate
from history import clock
from history.actor import Actor
from pqls import usage_reading
from pqls.models import Pql, PqlQuerySet
from pqls.precision import Lead, Precision, leads_of, precision_of
from usage.models import Feature

WEEKS = 12


@dataclass(frozen=True)
class Share:
    """A share to show, with what it is of and how it was made."""

    name: str
    what: str
    rate: Rate | None
    made: dict[str, Any]


def drawn(weeks: list[int]) -> str:
    """Weekly use as a small line."""
    return charts.sparkline(weeks, says=f"Uses a week over {len(weeks)} weeks, from {weeks[0]} to {weeks[-1]}") if weeks else ""


def use_of(pql: Pql) -> dict[str, Any]:
    """The use behind a lead: as it was at the handover, as it is now, and what they use of the product."""
    day = clock.today() - timedelta(days=1)
    among = among_of(pql)
    feature = Feature.objects.filter(pk=pql.evidence.get("feature")).first()
    now = usage_reading.by_week(pql.product, feature, day, WEEKS, among)
    then = pql.evidence.get("weeks", [])
    return {
        "feature": feature, "then": then, "then_drawn": drawn(then), "now": now, "now_drawn": drawn(now),
        "lately": usage_reading.what_they_use(pql.product, day - timedelta(days=29), day, among)[:8],
        "chart": charts.bars(
            [(f"{day - timedelta(weeks=WEEKS - 1 - place):%-d %b}", count) for place, count in enumerate(now)][-6:],
            says=[number(count) for count in now][-6:], what="Uses in the week to",
        ),
    }  # fmt: skip


def among_of(pql: Pql) -> dict[str, Any]:
    """Whose use it is: the contact's, else the whole company's."""
    if pql.contact is None:
        return usage_reading.of_company(pql.company_id)
    return usage_reading.of_users(usage_reading.users_behind(pql.product, [pql.contact.email]))


def shares_of(precision: Precision) -> list[Share]:
    """The shares of some leads in their order."""
    rows = (
        ("Accepted", "of those answered", precision.accepted, "accepted", "answered"),
        ("Became an opportunity", "of those accepted", precision.opportunity, "opportunities", "accepted"),
        ("Lead to opportunity", "of all handed over", precision.converted, "opportunities", "handed over"),
        ("Won", "of the opportunities that ended", precision.won, "won", "ended"),
    )
    return [Share(name, what, rate, made_of(rate, some, of)) for name, what, rate, some, of in rows]


def made_of(rate: Rate | None, some: str, of: str) -> dict[str, Any]:
    """How a share was made."""
    if rate is None:
        return {"words": f"Nothing is {of} yet.", "inputs": [], "formula": ""}
    between = f"{percent(rate.low, 1)} to {percent(rate.high, 1)}"
    return {
        "inputs": [(some.capitalize(), number(rate.successes)), (of.capitalize(), number(rate.n))],
        "formula": f"{rate.successes} / {rate.n} = {percent(rate.share, 1)}; Wilson interval {between}",
        "words": "",
    }  # fmt: skip


def pipelines(rows: PqlQuerySet) -> list[tuple[str, str, Precision]]:
    """Each pipeline with its figures: both motions apart, those whose motion was not known, and all together."""
    found = []
    everybody = leads_of(rows)
    for value, label in (*Motion.choices, ("", "Motion not known")):
        leads = leads_of(rows.filter(motion=value))
        if leads or value:
            found.append((str(value), str(label), precision_of(leads, everybody)))
    return [*found, ("all", "Together", precision_of(everybody, everybody))]


def of_rules(rows: PqlQuerySet) -> dict[int, Precision]:
    """The figures of each rule among some leads, in one query."""
    leads: dict[int, list[Lead]] = {}
    columns = ("rule", "state", "created_at", "answered_at", "opportunity_at", "closed_at", "amount")
    for rule, *values in rows.order_by().values_list(*columns):
        leads.setdefault(rule, []).append(Lead(*values))
    everybody = [one for some in leads.values() for one in some]
    return {rule: precision_of(some, everybody) for rule, some in leads.items()}


def visible(actor: Actor) -> PqlQuerySet:
    """The leads that somebody may see."""
    return Pql.objects.visible_to(actor)


def same_company(pql: Pql, actor: Actor) -> list[Pql]:
    """Other leads of the company."""
    return list(visible(actor).filter(~Q(pk=pql.pk), company=pql.company_id).for_pages().order_by("-id")[:10])
