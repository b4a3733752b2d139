"""Links that customers open without an account: made from what is stored and the installation's key, never stored themselves."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from gates.models.confirmations import ConfirmationLink

SALT = "gates.confirmation"


def token_for(nonce: str) -> str:
    """The secret of the link with this nonce. Whoever reads the database alone cannot make it."""
    return salted_hmac(SALT, nonce, algorithm="sha256").hexdigest()


def hashed(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(link: ConfirmationLink) -> str:
    """The whole address that the customer gets."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("gates:confirmation", args=[token_for(link.nonce)])


def link_for(token: str) -> ConfirmationLink | None:
    """The link of a token, whatever its state; None for a forged one."""
    rows = ConfirmationLink.objects.select_related(
        "value__outcome__place__pilot__idea__product", "value__outcome__place__company", "contact", "confirmation"
    )
    return rows.filter(token_hash=hashed(token)).first()
