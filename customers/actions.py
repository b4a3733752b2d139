"""The verbs of companies and contacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction

from customers import rules
from customers.events import CustomerEvent
from customers.models import Company, CompanyDomain, Contact
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
    """Change what we know of a company."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    require(rules.may_keep_customers(actor))
    if "crm_id" in values:
        values["crm_id"] = values["crm_id"] or None
    changes = change(company, values, version=version)
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
    company.archived_at, company.version = None, company.version + 1
    company.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.COMPANY_RESTORED, company, actor=actor)
    return company


@transaction.atomic
def add_contact(*, name: str, actor: Actor, company: Company | None = None, **values: Any) -> Contact:
    """Add a person at a company. Without a company, the domain of their e-mail address finds it."""
    require(rules.may_keep_customers(actor))
    values["email"] = values.get("email", "").strip().lower()
    contact = Contact(name=name.strip(), company=company or company_by_email(values["email"]), **values)
    contact.full_clean()
    contact.save()
    record(CustomerEvent.CONTACT_ADDED, contact, actor=actor, about=contact.company)
    return contact


def company_by_email(email: str) -> Company | None:
    """The company whose domain an e-mail address has."""
    row = (
        CompanyDomain.objects.select_related("company").filter(domain=email.rpartition("@")[2]).first() if "@" in email else None
    )
    return row.company if row else None


@transaction.atomic
def change_contact(contact: Contact, *, actor: Actor, version: int | None = None, **values: Any) -> Contact:
    """Change what we know of a contact."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    require(rules.may_keep_customers(actor))
    if "email" in values:
        values["email"] = values["email"].strip().lower()
    changes = change(contact, values, version=version)
    if changes:
        record(CustomerEvent.CONTACT_CHANGED, contact, actor=actor, about=contact.company, changes=changes)
    return contact


def company_named(name: str, *, actor: Actor) -> Company:
    """The company of this name, whatever its case, made on the spot if there is none."""
    found = Company.objects.visible_to(actor).filter(name__iexact=name.strip()).first()
    return found or add_company(name=name, actor=actor)


def contact_known_as(*, name: str, email: str, company: Company | None, actor: Actor) -> Contact | None:
    """The contact with this e-mail address, or of this name at the company, made on the spot if there is none."""
    name, email = name.strip(), email.strip().lower()
    if not name and not email:
        return None
    people = Contact.objects.visible_to(actor)
    found = people.filter(email=email).first() if email else people.filter(name__iexact=name, company=company).first()
    return found or add_contact(name=name or email.partition("@")[0], email=email, company=company, actor=actor)
