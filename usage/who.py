"""Who uses a feature, who stopped, who only tried it and who never met it; and who used it first, and when.

Read from the daily uses since its release. A unit took a feature up with as many uses as it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, TextChoices
from django.db.models.functions import Coalesce

from customers.models import Company
from history import clock
from usage.adoption import known
from usage.calendar import today
from usage.models import CountedUnit, DailyUse, Feature, ProductUser
from usage.standing import RECENT

COMPANY, USER = "user__company", "user"


class Use(TextChoices):
    """What became of a unit and a feature."""

    USING = "using", "Use it"
    STOPPED = "stopped", "Stopped"
    TRIED = "tried", "Only tried it"
    NEVER = "never", "Never used it"


MEANINGS = {
    Use.USING: "Took it up, and used it in the last 30 days.",
    Use.STOPPED: "Took it up, and did not use it in the last 30 days.",
    Use.TRIED: "Used it less often than counts as taking it up.",
    Use.NEVER: "Known to the product, and never used it since its release.",
}
SORTS = {"-last": "Last use", "-first": "First use", "-uses": "Uses", "-arr": "ARR", "name": "Name"}


@dataclass(frozen=True)
class Line:
    """A company or a user with what it did; ``uses`` is nought where it never used the feature."""

    company: Company | None
    user: ProductUser | None
    uses: int
    days: int
    users: int
    first: date | None
    last: date | None


def doers(feature: Feature, unit: str, use: str = "") -> QuerySet[DailyUse, Any]:
    """The units that used a feature since its release, as rows of counts; of one standing, if it is named."""
    path = COMPANY if unit == CountedUnit.COMPANY else USER
    rows = DailyUse.objects.filter(feature=feature).exclude(**{path: None}).order_by()
    if feature.released_on is not None:
        rows = rows.filter(day__gte=feature.released_on)
    counted = rows.values(unit_id=F(path)).annotate(
        total=Sum("uses"), many_days=Count("day", distinct=True), people=Count("user", distinct=True), first=Min("day"),
        last=Max("day"),
    )  # fmt: skip
    since, took_up = today() - RECENT, Q(total__gte=feature.minimum_uses)
    wanted = {
        Use.USING: took_up & Q(last__gt=since), Use.STOPPED: took_up & Q(last__lte=since), Use.TRIED: ~took_up,
    }.get(use)  # type: ignore[call-overload]  # fmt: skip
    return counted if wanted is None else counted.filter(wanted)


def in_order(rows: QuerySet[DailyUse, Any], unit: str, sort: str) -> QuerySet[DailyUse, Any]:
    """The rows in an order; of those alike, by the unit's id."""
    at = COMPANY if unit == CountedUnit.COMPANY else f"{USER}__company"
    if sort == "-arr":
        return rows.annotate(arr=Coalesce(Max(f"{at}__arr"), 0, output_field=Company._meta.get_field("arr"))).order_by(
            "-arr", "unit_id"
        )
    if sort == "name":
        name = f"{COMPANY}__name" if unit == CountedUnit.COMPANY else f"{USER}__user_key"
        return rows.annotate(name=Min(name)).order_by("name", "unit_id")
    return rows.order_by({"-first": "-first", "-uses": "-total"}.get(sort, "-last"), "unit_id")


def of_companies(rows: QuerySet[DailyUse, Any], companies: QuerySet[Company, Any]) -> QuerySet[DailyUse, Any]:
    """Those at some companies only."""
    return rows.filter(user__company__in=companies.values("pk"))


def strangers(feature: Feature, unit: str) -> QuerySet[Any, Any]:
    """The ids of the units that the product knows and that never used a feature since its release."""
    path = COMPANY if unit == CountedUnit.COMPANY else USER
    used = DailyUse.objects.filter(feature=feature).exclude(**{path: None}).order_by()
    if feature.released_on is not None:
        used = used.filter(day__gte=feature.released_on)
    rows = known(feature, clock.now(), unit)
    key = "company" if unit == CountedUnit.COMPANY else "pk"
    return rows.exclude(**{f"{key}__in": used.values(path)}).order_by(key)


def lines_of(rows: Iterable[dict[str, Any]], unit: str) -> list[Line]:
    """Rows of counts with the company, its owner, and the user; two questions for all of them."""
    rows = list(rows)
    ids = [row["unit_id"] for row in rows]
    if unit == CountedUnit.COMPANY:
        companies, users = with_owners(ids), {}
    else:
        users = ProductUser.objects.filter(pk__in=ids).in_bulk()
        companies = with_owners({one.company_id for one in users.values() if one.company_id})
    found = []
    for row in rows:
        user = users.get(row["unit_id"])
        at = row["unit_id"] if unit == CountedUnit.COMPANY else user.company_id if user else None
        line = Line(
            companies.get(at) if at else None, user, row.get("total", 0), row.get("many_days", 0), row.get("people", 0),
            row.get("first"), row.get("last"),
        )  # fmt: skip
        found.append(line)
    return found


def with_owners(ids: Iterable[int]) -> dict[int, Company]:
    """Companies by their id, each with its owner."""
    return Company.objects.select_related("owner").in_bulk(list(ids))


def shown(unit: str, most: int, **lists: QuerySet[DailyUse, Any]) -> dict[str, list[Line]]:
    """The first few of each of some lists; their companies and users are asked for together."""
    some = {name: list(rows[:most]) for name, rows in lists.items()}
    lines = iter(lines_of([row for rows in some.values() for row in rows], unit))
    return {name: [next(lines) for _ in rows] for name, rows in some.items()}


def word_of(line: Line, feature: Feature, since: date) -> Use:
    """What became of a unit and a feature."""
    if line.last is None:
        return Use.NEVER
    if line.uses < feature.minimum_uses:
        return Use.TRIED
    return Use.USING if line.last > since else Use.STOPPED


def as_rows(ids: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ids of units that did nothing, as rows of counts."""
    return [{"unit_id": next(iter(one.values()))} for one in ids]
