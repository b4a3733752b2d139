"""The link by which a customer asks for no more mail: signed, never stored."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from customers.models import Contact

signer = Signer(salt="answers.stop")


def stop_address(contact: Contact) -> str:
    """The whole address that stops mail to a contact."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("answers:stop", args=[signer.sign(str(contact.pk))])


def contact_for(token: str) -> Contact | None:
    """The contact of a link; None for a forged one."""
    try:
        found = Contact.objects.filter(pk=int(signer.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
    return found.standing if found is not None else None
