"""What is known of companies beside their usage: now, and at a moment of the past as history tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from customers.events import CustomerEvent
from customers.models import Company, DealStatus, Lifecycle
from feedback.events import RequestEvent
from feedback.models import DealStage, Request
from history.models import Event
from people.models import Product
from pqls.conditions import Condition
from pqls.kinds import OVER_USAGE, ConditionKind

TOLD = ("lifecycle", "plan", "segment", "motion", "arr")
KIND = Company._meta.label_lower


@dataclass(frozen=True)
class Facts:
    """What was known of a company. ``None`` is what history does not tell."""

    lifecycle: str | None
    plan: str | None
    segment: str | None
    motion: str | None
    arr: Decimal | None

    def fits(self, one: Condition) -> bool | None:
        """Whether a condition that is not over usage holds; None where it is not known."""
        if one["kind"] == ConditionKind.ARR:
            if self.arr is None:
                return None
            low, high = one["low"], one["high"]
            return (low is None or self.arr >= Decimal(low)) and (high is None or self.arr <= Decimal(high))
        value = getattr(self, one["kind"])
        if value is None:
            return None
        if one["kind"] == ConditionKind.PLAN:
            return value.casefold() in {plan.casefold() for plan in one["plans"]}
        return value in one["values"]

    def plain(self) -> dict[str, Any]:
        """As it is kept with a lead."""
        return {name: str(value) if isinstance(value, Decimal) else value for name in TOLD for value in [getattr(self, name)]}


UNKNOWN = Facts(None, None, None, None, None)


def of(company: Company) -> Facts:
    """What is known of a company now."""
    return Facts(company.lifecycle, company.plan, company.segment, company.motion, company.arr)


def now(ids: Collection[int]) -> dict[int, Facts]:
    """The same of several; those that were put away or merged are left out."""
    return {one.pk: of(one) for one in Company.objects.current().filter(pk__in=list(ids))}


def needs(conditions: Iterable[Condition]) -> bool:
    """Whether any condition asks for more than usage."""
    return any(one["kind"] not in OVER_USAGE for one in conditions)


class Past:
    """Companies as they were, worked out backwards from what they are now and what was changed since."""

    def __init__(self, since: datetime) -> None:
        self.companies = {one.pk: one for one in Company.objects.current()}
        self.changes: dict[int, list[tuple[datetime, dict[str, list[Any]] | None]]] = defaultdict(list)
        rows = Event.objects.filter(kind=CustomerEvent.COMPANY_CHANGED, subject_type=KIND, at__gte=since)
        for event in rows.select_related("words").order_by("-at", "-id").iterator(chunk_size=2000):
            body = event.words.body
            self.changes[event.subject_id].append((event.at, None if body is None else body.get("changes", {})))

    def at(self, moment: datetime, ids: Collection[int]) -> dict[int, Facts]:
        """What was known of companies at a moment. One that we did not have yet then, and one whose words were erased since, is
        unknown; one that was put away is left out."""
        found = {}
        for pk in ids:
            company = self.companies.get(pk)
            if company is not None:
                found[pk] = UNKNOWN if company.created_at > moment else self.rewound(company, moment)
        return found

    def rewound(self, company: Company, moment: datetime) -> Facts:
        """A company's facts, with every later change taken back."""
        facts = of(company)
        for at, changes in self.changes.get(company.pk, ()):
            if at <= moment:
                break
            if changes is None:
                return UNKNOWN
            before = {name: changes[name][0] for name in TOLD if name in changes}
            facts = replace(facts, **{name: as_known(name, value) for name, value in before.items()})
        return facts

    def conversions(self, product: Product, since: datetime) -> dict[int, list[tuple[datetime, str]]]:
        """When companies became customers, paid more, or won a deal or request since a moment, and which, earliest first."""
        found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
        for pk, rows in self.changes.items():
            for at, changes in rows:
                if at >= since and changes and (how := conversion_in(changes)):
                    found[pk].append((at, how))
        for pk, at in (*deals_won(since), *requests_won(product, since)):
            found[pk].append((at, "won a deal"))
        return {pk: sorted(rows) for pk, rows in found.items()}


def as_known(name: str, value: Any) -> Any:
    """A former value as history wrote it."""
    if name == "arr":
        return Decimal(str(value)) if value is not None else None
    return value or ""


def conversion_in(changes: dict[str, list[Any]]) -> str:
    """Whether a change of a company is a conversion, and which: it became a customer, or pays more than before."""
    if changes.get("lifecycle", ["", ""])[1] == Lifecycle.CUSTOMER:
        return "became a customer"
    rise = changes.get("arr")
    if rise and Decimal(str(rise[1] or 0)) > Decimal(str(rise[0] or 0)):
        return "moved to a larger plan" if "plan" in changes else "pays more"
    return ""


def came_to(event: Event, name: str) -> Any:
    """What a change gave a field; nothing where it left it alone, or its words were erased."""
    return (event.words.body or {}).get("changes", {}).get(name, ["", ""])[1]


def deals_won(since: datetime) -> list[tuple[int, datetime]]:
    """The companies whose deals were won since, with when."""
    rows = Event.objects.filter(kind=CustomerEvent.DEAL_CHANGED, at__gte=since, about_type=KIND).select_related("words")
    return [
        (event.about_id, event.at)
        for event in rows
        if event.about_id and came_to(event, "status") == DealStatus.WON
    ]  # fmt: skip


def requests_won(product: Product, since: datetime) -> list[tuple[int, datetime]]:
    """The companies of the product's requests whose deals were won since, with when."""
    rows = Event.objects.filter(kind=RequestEvent.CHANGED, at__gte=since, product=product).select_related("words")
    won = {event.subject_id: event.at for event in rows.order_by("-at") if came_to(event, "stage") == DealStage.WON}
    companies = dict(Request.objects.filter(pk__in=won).values_list("pk", "feedback__company"))
    return [(companies[pk], at) for pk, at in won.items() if companies.get(pk)]


def day_of(moment: datetime, here: Any) -> date:
    """The day of a moment in a time zone."""
    return moment.astimezone(here).date()
