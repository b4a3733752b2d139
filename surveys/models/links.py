"""A survey sent to a contact by mail: a link of their own, of which only a hash is kept."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.crypto import salted_hmac

from customers.models import Contact
from history import clock
from surveys.models.surveys import Survey

SALT = "surveys.link"


def secret_of(nonce: str) -> str:
    """What the link with this nonce carries. Whoever reads the database alone cannot make it."""
    return salted_hmac(SALT, nonce, algorithm="sha256").hexdigest()


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


class SurveyLink(models.Model):
    """By this link one contact answers one survey, without an account."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="links")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="survey_links")
    nonce = models.CharField(max_length=32)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("survey", "contact"), name="survey_link_once"),)

    def __str__(self) -> str:
        return f"{self.survey} for {self.contact}"

    @property
    def product_id(self) -> int:
        """The product of its survey."""
        return self.survey.product_id

    @property
    def secret(self) -> str:
        """What its address carries."""
        return secret_of(self.nonce)
