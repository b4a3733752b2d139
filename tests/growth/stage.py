"""What growth's tests start from: months of revenue, and users who come."""

from __future__ import annotations

from datetime import date

from customers.models import Company
from growth.models import RevenueSnapshot
from history.actor import Actor

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
YEAR_AGO = date(2025, 1, 1)
START, END = (1000, 2000, 500, 1500, 1000), (1300, 2000, 0, 1200, 1800)


def pays(company: Company, actor: Actor, **months: int) -> None:
    """What a company paid: ``m2026_01=1200`` is an ARR of 1,200 in January."""
    for name, arr in months.items():
        RevenueSnapshot.objects.create(
            company=company, month=month_named(name), arr=arr, currency="EUR", motion=company.motion, recorded_by=actor.person
        )


def month_named(name: str) -> date:
    """``m2026_01`` is January 2026."""
    year, month = name.removeprefix("m").split("_")
    return date(int(year), int(month), 1)


def the_five(actor: Actor) -> list[Company]:
    """The five companies of the worked example in FORMULAS, from January 2025 to January 2026; and a new one."""
    made = []
    for number, (start, end) in enumerate(zip(START, END, strict=True)):
        motion = "self_serve" if number < 2 else "sales_assisted"
        company = Company.objects.create(name=f"Firm {number}", motion=motion, segment="smb" if number < 2 else "enterprise")
        pays(company, actor, m2025_01=start, m2026_01=end)
        made.append(company)
    late = Company.objects.create(name="Late", motion="self_serve", segment="smb")
    pays(late, actor, m2026_01=900)
    return [*made, late]
