"""Names by which customers know what is on a portal. Our own numbers stay inside: they tell how much there is."""

from __future__ import annotations

import hashlib

from django.utils.crypto import get_random_string, salted_hmac

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LINK_SALT = "portal.sign-in"


def new_code() -> str:
    """A name that nobody guesses and everybody can read out."""
    return get_random_string(12, LETTERS)


def new_secret() -> str:
    """What a visitor's cookie holds."""
    return get_random_string(48)


def link_secret(nonce: str) -> str:
    """What the link with this nonce carries. Whoever reads the database alone cannot make it."""
    return salted_hmac(LINK_SALT, nonce, algorithm="sha256").hexdigest()


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
