"""A company's page: the pilots it is in, what each promised, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from customers.models import Company
from doors.panels import panel
from doors.web import actor_of
from gates.models.outcomes import OutcomeValue
from gates.models.pilots import Pilot, PilotCompany


@panel("company-use", order=30)
def pilots_of_company(request: HttpRequest, company: Company) -> tuple[str, dict[str, Any]] | None:
    """Its places in pilots, the latest first."""
    seen = Pilot.objects.visible_to(actor_of(request)).values("pk")
    places = PilotCompany.objects.filter(company=company, pilot__in=seen)
    rows = list(
        places.select_related("pilot__idea", "outcome")
        .prefetch_related(Prefetch("outcome__values", OutcomeValue.objects.standing()))
        .order_by("-id")[:50]
    )
    return ("gates/panels/company_pilots.html", {"places": rows}) if rows else None
