"""Leads on the page of their company."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from customers.models import Company, Contact
from doors.panels import ask_along, may_have, panel
from doors.web import actor_of
from pqls.models import Pql

Served = tuple[str, dict[str, Any]]
MOST = 10


@panel("company", order=45)
def leads_of_company(request: HttpRequest, company: Company) -> Served | None:
    """What usage made of them: leads, where each stands, and with whom."""
    rows = list(Pql.objects.visible_to(actor_of(request)).filter(company=company).for_pages().order_by("-id")[:MOST])
    return ("pqls/panels/leads.html", {"rows": rows}) if rows else None


ask_along("contact", has_leads=Exists(Pql.objects.filter(contact=OuterRef("pk"))))


@panel("contact", order=45)
def leads_of_contact(request: HttpRequest, contact: Contact) -> Served | None:
    """The same for one person there."""
    if not may_have(contact, "has_leads"):
        return None
    rows = list(Pql.objects.visible_to(actor_of(request)).filter(contact=contact).for_pages().order_by("-id")[:MOST])
    return ("pqls/panels/leads.html", {"rows": rows}) if rows else None
