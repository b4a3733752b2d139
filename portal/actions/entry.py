"""The verbs of coming in: ask for a link, come in by it, leave. They are the customer's own, who acts as the portal."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from customers.actions import add_contact, change_contact, company_by_email
from customers.models import Contact
from history import clock
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from portal import rules
from portal.codes import hashed, link_secret, new_secret
from portal.events import PORTAL, PortalEvent
from portal.models import Portal, SignInLink, Visit

LINKS_AN_HOUR = 5
KEPT = timedelta(days=7)


@transaction.atomic
def ask_link(portal: Portal, *, email: str, next_path: str = "") -> SignInLink | None:
    """Mail somebody a link to come in by, whether we know the address or not. Beyond a few an hour none is sent.

    History does not keep that somebody asked: anybody can type any address. It keeps who came in.
    """
    require(rules.may_take_part(portal))
    email = email.strip().lower()
    if SignInLink.objects.filter(email=email, made_at__gt=clock.now() - timedelta(hours=1)).count() >= LINKS_AN_HOUR:
        return None
    nonce = secrets.token_hex(16)
    link = SignInLink(
        portal=portal, email=email, nonce=nonce, secret_hash=hashed(link_secret(nonce)), next_path=next_path[:300]
    )  # fmt: skip
    link.full_clean(exclude=["portal"])
    link.save()
    enqueue("portal.mail_sign_in_link", link.pk, actor=PORTAL, title="Mail a link to the portal", max_attempts=3)
    return link


@transaction.atomic
def sign_in(link: SignInLink, *, name: str = "") -> tuple[Visit, str]:
    """Let in who holds the link, once, and return the visit with its secret. A first visit makes the contact."""
    link = SignInLink.objects.select_for_update(of=("self",)).select_related("portal").get(pk=link.pk)
    if not link.is_open or not link.portal.is_open:
        raise NotPossible("This link was used, or is not valid any more. Ask for a new one.")
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    contact, secret = contact_of(link.email, name), new_secret()
    visit = Visit.objects.create(contact=contact, secret_hash=hashed(secret))
    record(PortalEvent.SIGNED_IN, contact, actor=PORTAL, about=link.portal, visit=visit)
    return visit, secret


def contact_of(email: str, name: str) -> Contact:
    """The contact of an address that was shown to be theirs; its domain tells the company where that is known."""
    contact = Contact.objects.filter(email__iexact=email).first()
    contact = contact.standing if contact is not None else None
    if contact is None:
        called = " ".join(name.split())[:160] or email.partition("@")[0]
        return add_contact(name=called, email=email, actor=PORTAL)
    if contact.company_id is None and (company := company_by_email(email)) is not None:
        return change_contact(contact, company=company, actor=PORTAL)
    return contact


@transaction.atomic
def sign_out(visit: Visit) -> Visit:
    """End a visit."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("contact").get(pk=visit.pk)
    if visit.ended_at is not None:
        raise NotPossible("This visit has ended already.")
    visit.ended_at = clock.now()
    visit.save(update_fields=["ended_at"])
    record(PortalEvent.SIGNED_OUT, visit.contact, actor=PORTAL, visit=visit)
    return visit


@transaction.atomic
def forget_old() -> int:
    """Forget links and visits that ended a week ago: addresses of people who only tried are not ours to keep."""
    before = clock.now() - KEPT
    links, _ = SignInLink.objects.filter(expires_at__lt=before).delete()
    visits, _ = Visit.objects.filter(expires_at__lt=before).delete()
    return links + visits
