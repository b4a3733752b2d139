"""Which companies one looks at, and in which order: the same for the page and the export."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from customers.custom import current_fields
from customers.models import Company
from customers.segments import in_segment
from doors.fields.asking import holding_own
from doors.fields.values import PREFIX

EQUAL = ("lifecycle", "motion", "owner", "plan")


def narrowed(companies: QuerySet[Company], chosen: dict[str, Any]) -> QuerySet[Company]:
    """The companies that fit what was chosen; archived ones only when asked for."""
    companies = companies.filter(archived_at__isnull=not chosen.get("archived"))
    companies = companies.filter(**{name: chosen[name] for name in EQUAL if name in chosen})
    for field in current_fields() if any(name.startswith(PREFIX) for name in chosen) else ():
        if PREFIX + field.key in chosen:
            companies = companies.filter(**holding_own(field, chosen[PREFIX + field.key]))
    if "segment" in chosen:
        companies = companies.filter(in_segment(chosen["segment"]))
    if "arr_from" in chosen:
        companies = companies.filter(arr__gte=chosen["arr_from"])
    if "arr_to" in chosen:
        companies = companies.filter(arr__lte=chosen["arr_to"])
    return holding(companies, chosen["q"]) if "q" in chosen else companies


def holding(companies: QuerySet[Company], words: str) -> QuerySet[Company]:
    """The words stand in the name or a domain, or are the CRM id."""
    by_domain = Company.objects.filter(domains__domain__icontains=words).values("pk")
    return companies.filter(Q(name__icontains=words) | Q(crm_id__iexact=words) | Q(pk__in=by_domain))


def listed_companies(companies: QuerySet[Company], sort: str) -> QuerySet[Company]:
    """With how often each spoke, in the order wanted; a value that is not known comes last whichever way."""
    spoke = Company.objects.filter(pk=OuterRef("pk")).annotate(n=Count("feedback")).values("n")
    companies = companies.annotate(feedback_count=Coalesce(Subquery(spoke), 0, output_field=IntegerField()))
    name = sort.removeprefix("-")
    order = F(name).desc(nulls_last=True) if sort.startswith("-") else F(name).asc(nulls_last=True)
    return companies.order_by(order, "name", "id")
