"""Where the widget may be used: a public key of a product, good on the sites that it names."""

from __future__ import annotations

import hmac
import re
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product

ME = settings.AUTH_USER_MODEL
ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?")
MOST_ORIGINS = 20


SALT = "surveys.widget.signature"


def new_key() -> str:
    """A key. It stands in the source of public pages, so it is no secret; it only must not be guessed in passing."""
    return "tlp_" + get_random_string(24)


class WidgetKeyQuerySet(models.QuerySet["WidgetKey"]):
    """Questions about widget keys."""

    def visible_to(self, actor: Actor) -> Self:
        """Keys of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class WidgetKey(Versioned):
    """The widget of a product, on the sites named. The key itself is public; what counts is where a request comes from."""

    page = "surveys:widget_key"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="widget_keys")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    origins = models.JSONField("sites", default=list, blank=True)
    secret_seed = models.CharField(max_length=40, blank=True, editable=False)
    requires_signature = models.BooleanField("require a signature", default=False)
    created_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WidgetKeyQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def has_secret(self) -> bool:
        """Whether pages can sign whom they speak for."""
        return bool(self.secret_seed)

    @property
    def secret(self) -> str:
        """What the customer's own server signs with. It is derived, so that the database alone does not tell it."""
        return salted_hmac(SALT, f"{self.pk}:{self.secret_seed}", algorithm="sha256").hexdigest()

    def has_signed(self, signature: str, *said: str) -> bool:
        """Whether the holder of the secret signed these values, each on a line of its own."""
        if not self.has_secret or any("\n" in one for one in said):
            return False
        right = hmac.new(self.secret.encode(), "\n".join(said).encode(errors="replace"), "sha256").hexdigest()
        return constant_time_compare(right, signature.lower())

    @property
    def is_revoked(self) -> bool:
        """Whether it is good nowhere any more."""
        return self.revoked_at is not None

    def clean(self) -> None:
        """A site is a scheme and a host, and a port where there is one; a signature needs a secret to be made with."""
        if self.requires_signature and not self.has_secret:
            raise ValidationError({"requires_signature": "Make a secret first: without one nobody could sign."})
        said = self.origins
        if not isinstance(said, list) or len(said) > MOST_ORIGINS:
            raise ValidationError({"origins": f"Name at most {MOST_ORIGINS} sites."})
        for origin in said:
            if not isinstance(origin, str) or not ORIGIN.fullmatch(origin):
                raise ValidationError({"origins": f"{str(origin)[:80]} is no site. Write it as https://app.example.com."})
