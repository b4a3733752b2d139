"""What a company's page shows of its deals."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest

from customers import rules
from customers.models import Company, Deal, DealStatus
from doors.panels import panel
from doors.web import actor_of

Served = tuple[str, dict[str, Any]]


@panel("company-tile", order=20)
def open_deals(request: HttpRequest, company: Company) -> Served:
    """How much is at stake, in how many open deals."""
    is_open = Q(status=DealStatus.OPEN)
    sums = (
        Deal.objects.current()
        .filter(company=company)
        .aggregate(amount=Sum("amount", filter=is_open), count=Count("pk", filter=is_open))
    )
    return "customers/panels/deals_tile.html", sums


@panel("company-deals", order=10)
def deals_of_company(request: HttpRequest, company: Company) -> Served:
    """Every deal with them, the open ones first."""
    rows = list(company.deals.current().select_related("owner").order_by("-id")[:200])
    rows.sort(key=lambda deal: not deal.is_open)
    may = rules.may_keep_customers(actor_of(request))
    return "customers/panels/deals.html", {"deals": rows, "company": company, "may_keep": may}
