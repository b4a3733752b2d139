"""Knowing a company again by what an analytics client calls it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models.functions import Lower

from customers.models import Company, CompanyDomain


def companies_known_as(groups: Collection[str]) -> dict[str, Company]:
    """The company behind each of the ``groups``, by CRM id, by domain, by name, in this order; in small letters.

    An unknown group makes no company: who our customers are is not for a tracking script to say.
    """
    wanted = {group.lower(): group for group in groups}
    if not wanted:
        return {}
    found: dict[str, Company] = {}
    current = Company.objects.current()
    named = current.alias(small=Lower("name")).filter(small__in=list(wanted))
    found |= {company.name.lower(): company for company in named}
    domains = {without_prefix(group): group for group in wanted}
    rows = CompanyDomain.objects.filter(domain__in=list(domains), company__archived_at=None).select_related("company")
    found |= {domains[row.domain]: row.company for row in rows}
    return found | {str(company.crm_id).lower(): company for company in current.filter(crm_id__in=list(groups))}


def without_prefix(group: str) -> str:
    """A web address as its domain: ``https://www.acme.com/`` is ``acme.com``."""
    host = group.split("://")[-1].split("/")[0]
    return host.removeprefix("www.")
