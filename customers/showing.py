"""The page of one company: a head that says who they are, and a tab for each thing one asks about them.

Upper floors serve the sections at the places ``company`` (overview), ``company-said`` and so on, and the head's tiles at
``company-tile``. Only the open tab's sections are made.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from customers import rules
from customers.custom import current_fields
from customers.models import Company, Merge, MergeKind
from customers.models.merges import Record
from doors.fields.values import shown as in_words
from doors.panels import render_panels
from doors.web import actor_of

TABS = {
    "overview": "Overview",
    "said": "What they said",
    "wants": "What they want",
    "owed": "What we owe them",
    "deals": "Deals",
    "value": "Outcomes and health",
    "use": "Usage and pilots",
    "activity": "Activity",
}


def company_page(request: HttpRequest, company: Company, tab: str) -> dict[str, Any]:
    """What the template needs for one tab."""
    context: dict[str, Any] = {
        "company": company, "tab": tab, "tabs": TABS, "may_keep": rules.may_keep_customers(actor_of(request)),
        "links": render_panels("company-action", request, company),
    }  # fmt: skip
    if tab == "activity":
        return context | {"panels": []}
    if tab != "overview":
        return context | {"panels": render_panels(f"company-{tab}", request, company)}
    contacts = list(company.contacts.filter(merged_into=None)[:100])
    return context | {
        "tiles": render_panels("company-tile", request, company),
        "panels": render_panels("company", request, company),
        "contacts": contacts, "merges": merges_of(company),
        "own": [(field.name, in_words(company.custom.get(field.key))) for field in current_fields()],
    }  # fmt: skip


def merges_of(record: Record) -> list[Merge]:
    """The others that were merged into it; asked for only where there are any."""
    if not record.is_pointed_at:  # type: ignore[union-attr]
        return []
    return list(Merge.objects.standing().filter(kind=MergeKind(str(record._meta.model_name)), stays_id=record.pk)[:20])
