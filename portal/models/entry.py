"""How customers come in: a link by e-mail, then a visit. Of both only a hash of the secret is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from customers.models import Contact
from history import clock
from portal.models.portals import Portal

LINK_LASTS = timedelta(minutes=30)
VISIT_LASTS = timedelta(days=30)


def link_end() -> Any:
    """A link is good for half an hour."""
    return clock.now() + LINK_LASTS


def visit_end() -> Any:
    """A visit is good for thirty days."""
    return clock.now() + VISIT_LASTS


class SignInLink(models.Model):
    """A link that lets the holder of an e-mail address in, once."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField()
    nonce = models.CharField(max_length=32)
    secret_hash = models.CharField(max_length=64, unique=True)
    next_path = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=link_end)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("email", "made_at"), name="portal_link_email"),)

    def __str__(self) -> str:
        return f"link to {self.portal}"

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in."""
        return self.used_at is None and self.expires_at > clock.now()


class Visit(models.Model):
    """A customer's stay on the portals of this house, kept apart from the colleagues' sessions."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="portal_visits")
    secret_hash = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=visit_end)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"visit of {self.contact}"
