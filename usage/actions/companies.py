"""Knowing a company again by what an analytics client calls it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.db.models.functions import Lower

from customers.models import Company, CompanyDomain
from people.models import Product
from usage.items import GROUP, Item
from usage.models import GroupName, ProductUser


def companies_known_as(groups: Collection[str]) -> dict[str, Company]:
    """The company behind each of the ``groups``, by CRM id, by domain, by name, in this order; in small letters.

    A group that names a company which was merged into another is the other.

    An unknown group makes no company: who our customers are is not for a tracking script to say.
    """
    wanted = {group.lower(): group for group in groups}
    if not wanted:
        return {}
    found: dict[str, Company] = {}
    current = Company.objects.filter(Q(archived_at=None) | Q(merged_into__isnull=False)).select_related("merged_into")
    named = current.alias(small=Lower("name")).filter(small__in=list(wanted))
    found |= {company.name.lower(): company for company in named}
    domains = {without_prefix(group): group for group in wanted}
    rows = CompanyDomain.objects.filter(domain__in=list(domains), company__archived_at=None).select_related("company")
    found |= {domains[row.domain]: row.company for row in rows}
    found |= {str(company.crm_id).lower(): company for company in current.filter(crm_id__in=list(groups))}
    standing = {group: company.standing for group, company in found.items()}
    return {group: company for group, company in standing.items() if company.archived_at is None}


def companies_meant(product: Product, items: Sequence[Item]) -> dict[str, Company]:
    """The company behind each group that items name, by what the client itself calls it as well.

    A client that once said what it means by a group (its name, its domain) need not say so again; users who were of that
    group before are of the company from then on.
    """
    named = {group.lower() for item in items for group in item.groups}
    found = companies_known_as({group for item in items for group in item.groups})
    if left := named - set(found):
        rows = GroupName.objects.filter(product=product, key__in=left).select_related("company__merged_into")
        standing = {row.key: row.company.standing for row in rows}
        found |= {key: company for key, company in standing.items() if company.archived_at is None}
    told = {}
    for item in items:
        small = item.group_key.lower()
        if item.kind == GROUP and small and small not in found:
            company = next((found[group.lower()] for group in item.groups if group.lower() in found), None)
            if company is not None:
                told[small] = (company, item.group_key, item.at)
    for small, (company, key, at) in sorted(told.items()):
        GroupName.objects.bulk_create([GroupName(product=product, key=small, company=company)], ignore_conflicts=True)
        ProductUser.objects.filter(product=product, company=None, traits__group__id=key).update(
            company=company, company_told_at=at
        )
    return found | {small: company for small, (company, _, _) in told.items()}


def without_prefix(group: str) -> str:
    """A web address as its domain: ``https://www.acme.com/`` is ``acme.com``."""
    host = group.split("://")[-1].split("/")[0]
    return host.removeprefix("www.")
