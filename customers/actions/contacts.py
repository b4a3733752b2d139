"""The verbs of contacts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from customers import rules
from customers.events import CustomerEvent
from customers.models import Company, CompanyDomain, Contact
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change


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
    if contact.merged_into is not None:
        raise NotPossible(f"{contact} is merged into {contact.merged_into}. Change that one.")
    if contact.erased_at is not None:
        raise NotPossible("This contact is erased. Add the person anew, if they wish it.")
    if "email" in values:
        values["email"] = values["email"].strip().lower()
    changes = change(contact, values, version=version)
    if changes:
        record(CustomerEvent.CONTACT_CHANGED, contact, actor=actor, about=contact.company, changes=changes)
    return contact


def contact_known_as(*, name: str, email: str, company: Company | None, actor: Actor) -> Contact | None:
    """The contact with this e-mail address, or of this name at the company, made on the spot if there is none."""
    name, email = name.strip(), email.strip().lower()
    if not name and not email:
        return None
    found = Contact.objects.filter(email=email).first() if email else contact_named(name, company)
    if found is not None:
        return found.standing
    return add_contact(name=name or email.partition("@")[0], email=email, company=company, actor=actor)


def contact_named(name: str, company: Company | None) -> Contact | None:
    """The contact of this name at the company; one who goes by it before one who did before they were merged."""
    alike = Contact.objects.filter(name__iexact=name, erased_at=None).select_related("company")
    found = alike.filter(company=company, merged_into=None).first() or alike.filter(merged_into__company=company).first()
    return found.standing if found is not None else None
