"""What customers do, in a line."""

from __future__ import annotations

from django.urls import reverse

from portal import actions
from portal.codes import link_secret


def come_in(portal, email: str) -> str:
    """Ask for a link, come in by it, and return the secret that the cookie holds."""
    return actions.sign_in(actions.ask_link(portal, email=email))[1]


def entry_of(link) -> str:
    """The address that the mail holds."""
    return reverse("portal:entry", args=[link.portal.slug, link_secret(link.nonce)])


def at(portal, name: str, *args: str) -> str:
    """An address of the portal."""
    return reverse(f"portal:{name}", args=[portal.slug, *args])
