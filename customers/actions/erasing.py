"""Erasing a contact: who they were goes for good, here and on the floors above. What they said stays, without their name."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from customers import rules
from customers.erasure import forget_all
from customers.events import CustomerEvent
from customers.models import Contact, Merge, MergeKind
from history import clock
from history.actor import Actor
from history.models import Event, EventWords
from history.recording import record
from history.refusals import NotPossible, require

ERASED = "An erased contact"


@transaction.atomic
def erase_contact(contact: Contact, *, actor: Actor) -> Contact:
    """Forget who a contact is, for good: name, address, role and persona, who was merged into them, and the words of history.

    Their product users are erased with them, and what these users' events carry. What they said, voted and answered stays, as an
    erased contact's. History names nobody and takes no reason, which might.
    """
    contact = Contact.objects.select_for_update(of=("self",)).select_related("company", "merged_into").get(pk=contact.pk)
    require(rules.may_erase_contact(actor))
    if contact.erased_at is not None:
        raise NotPossible("This contact is erased already.")
    if contact.merged_into is not None:
        raise NotPossible(f"{contact} is merged into {contact.merged_into}. Erase that one.")
    family = family_of(contact)
    emails = {one.email.lower() for one in family if one.email}
    forgotten: dict[str, Any] = dict(forget_all(contact, emails, actor))
    for one in family:
        one.name, one.email, one.job_role, one.persona = ERASED, "", "", ""
        one.erased_at, one.version = clock.now(), one.version + 1
        one.save(update_fields=["name", "email", "job_role", "persona", "erased_at", "version"])
    forget_words(family)
    contact.refresh_from_db()
    record(CustomerEvent.CONTACT_ERASED, contact, actor=actor, about=contact.company, merged=len(family) - 1, **forgotten)
    return contact


def family_of(contact: Contact) -> list[Contact]:
    """The contact, and everybody who was merged into them, however often; locked."""
    found, last = [contact], [contact.pk]
    while last:
        merged = list(Contact.objects.select_for_update().filter(merged_into__in=last).order_by("pk"))
        found += merged
        last = [one.pk for one in merged]
    return found


def forget_words(family: list[Contact]) -> None:
    """Blank what merges and history still say of them. Whoever was separated from them is somebody else, and is not touched."""
    ids = [one.pk for one in family]
    merges = Merge.objects.filter(kind=MergeKind.CONTACT)
    merges.filter(gone_id__in=ids).update(gone_name=ERASED, changes={})
    merges.filter(stays_id__in=ids).update(stays_name=ERASED, changes={})
    kind = Contact._meta.label_lower
    told = Event.objects.filter(Q(subject_type=kind, subject_id__in=ids) | Q(about_type=kind, about_id__in=ids))
    EventWords.objects.filter(event__in=told.order_by().values("pk")).update(body=None)
