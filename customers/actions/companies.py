"""The verbs of companies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction

from customers import custom, rules
from customers.events import CustomerEvent
from customers.models import Company, CompanyDomain, CompanyField
from doors.fields.values import told
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change

domain_shape = RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", "A domain looks like acme.com.")


@transaction.atomic
def add_company(*, name: str, actor: Actor, domains: Iterable[str] = (), **values: Any) -> Company:
    """Add a customer or prospect. Its internet ``domains`` recognise its people."""
    require(rules.may_keep_customers(actor))
    values["crm_id"] = values.get("crm_id") or None
    if "custom" in values:
        values["custom"] = custom.changed({}, values["custom"])
    company = Company(name=name.strip(), **values)
    company.full_clean()
    company.save()
    written = set_domains(company, domains)
    record(CustomerEvent.COMPANY_ADDED, company, actor=actor, words={"domains": written} if written else None)
    return company


@transaction.atomic
def change_company(
    company: Company, *, actor: Actor, version: int | None = None, domains: Iterable[str] | None = None, **values: Any
) -> Company:
    """Change what we know of a company. Of its own fields, given by key under ``custom``, those not named stay."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    require(rules.may_keep_customers(actor))
    if company.merged_into is not None:
        raise NotPossible(f"{company} is merged into {company.merged_into}. Change that one.")
    if "crm_id" in values:
        values["crm_id"] = values["crm_id"] or None
    if "custom" in values:
        values["custom"] = custom.changed(company.custom, values["custom"])
    own = company.custom
    changes = change(company, values, version=version)
    if changes.pop("custom", None):
        changes |= told(CompanyField.objects.all(), own, company.custom)
    if domains is not None:
        before = [row.domain for row in company.domains.all()]
        after = set_domains(company, domains)
        if before != after:
            changes["domains"] = [", ".join(before), ", ".join(after)]
    if changes:
        record(CustomerEvent.COMPANY_CHANGED, company, actor=actor, changes=changes)
    return company


def set_domains(company: Company, domains: Iterable[str]) -> list[str]:
    """Say which domains are the company's, and no others. Raises ValidationError at ``domains``."""
    wanted = sorted({domain.strip().lower().removeprefix("@") for domain in domains if domain.strip()})
    for domain in wanted:
        try:
            domain_shape(domain)
        except ValidationError as error:
            raise ValidationError({"domains": f"“{domain[:80]}”: {error.message}"}) from error
    taken = CompanyDomain.objects.filter(domain__in=wanted).exclude(company=company).select_related("company").first()
    if taken is not None:
        raise ValidationError({"domains": f"{taken.domain} belongs to {taken.company}."})
    company.domains.exclude(domain__in=wanted).delete()
    CompanyDomain.objects.bulk_create([CompanyDomain(company=company, domain=domain) for domain in wanted], ignore_conflicts=True)
    return wanted


@transaction.atomic
def archive_company(company: Company, *, actor: Actor, reason: str = "") -> Company:
    """Put a company away. What it said stays."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    require(rules.may_keep_customers(actor))
    if company.archived_at is not None:
        raise NotPossible(f"{company} is archived already.")
    company.archived_at, company.version = clock.now(), company.version + 1
    company.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.COMPANY_ARCHIVED, company, actor=actor, reason=reason)
    return company


@transaction.atomic
def restore_company(company: Company, *, actor: Actor) -> Company:
    """Bring an archived company back."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    require(rules.may_keep_customers(actor))
    if company.archived_at is None:
        raise NotPossible(f"{company} is not archived.")
    if company.merged_into is not None:
        raise NotPossible(f"{company} is merged into {company.merged_into}. Undo the merge instead.")
    company.archived_at, company.taken_back, company.version = None, False, company.version + 1
    company.save(update_fields=["archived_at", "taken_back", "version"])
    record(CustomerEvent.COMPANY_RESTORED, company, actor=actor)
    return company


def company_named(name: str, *, actor: Actor) -> Company:
    """The company of this name, whatever its case, or the one that it was merged into; made on the spot if there is none."""
    found = Company.objects.filter(name__iexact=name.strip()).first()
    return found.standing if found is not None else add_company(name=name, actor=actor)
