"""Who uses a product of ours, under every id that its clients give them, and of which company they are."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from customers.models import Company, Contact
from history import clock
from history.actor import Actor
from people.models import Product


class ProductUserQuerySet(models.QuerySet["ProductUser"]):
    """Questions about the users of products."""

    def visible_to(self, actor: Actor) -> Self:
        """Users of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def known_as(self, words: str) -> Self:
        """Those whose id, other id, e-mail address or company is called so; of a few words any part."""
        others = UserAlias.objects.filter(key=words).values("user")
        return self.filter(
            Q(user_key__icontains=words) | Q(email__icontains=words) | Q(company__name__icontains=words) | Q(pk__in=others)
        )

    def of_contact(self, contact: Contact) -> Self:
        """The users that a contact is: of the same company, with one of their e-mail addresses."""
        emails = Contact.objects.filter(Q(pk=contact.pk) | Q(merged_into=contact)).exclude(email="").values(small=Lower("email"))
        return self.filter(company=contact.company_id, email__in=emails) if contact.company_id else self.none()


class ProductUser(models.Model):
    """Somebody who uses a product of ours, as its events name them.

    ``is_identified`` once a client said who they are, or an alias led to them: two of those are never made one.
    ``trait_times`` says of each trait when it was told, in seconds since 1970, so that what comes late does not undo what is
    newer; a negative moment marks what a client said only for a start, of which the first counts until it is told outright.
    """

    page = "usage:user"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="users")
    user_key = models.CharField(max_length=200)
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="product_users")
    company_told_at = models.DateTimeField(null=True, editable=False)
    traits = models.JSONField(default=dict)
    trait_times = models.JSONField(default=dict, editable=False)
    email = models.CharField(max_length=254, blank=True, editable=False, help_text="From the traits, in small letters.")
    is_identified = models.BooleanField(default=False, editable=False)
    first_seen_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = ProductUserQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "user_key"), name="product_user_once"),)
        indexes = (
            models.Index(fields=("email",), name="product_user_email"),
            models.Index(fields=("product", "company"), name="product_user_company"),
            models.Index(fields=("product", "first_seen_at", "company"), name="product_user_seen"),
        )

    def __str__(self) -> str:
        return "an erased user" if self.erased_at else self.user_key

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody told yet who this is."""
        return not self.is_identified and self.user_key.startswith("anonymous:")

    @property
    def name(self) -> str:
        """What they are called, if a client told it."""
        name = self.traits.get("name")
        return name if isinstance(name, str) and name.strip() else self.email


class UserAlias(models.Model):
    """Another id under which a client knew, or may yet name, a user: what comes under ``key`` is theirs."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    user = models.ForeignKey(ProductUser, on_delete=models.CASCADE, related_name="aliases")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "user aliases"
        constraints = (models.UniqueConstraint(fields=("product", "key"), name="user_alias_once"),)

    def __str__(self) -> str:
        return self.key


class GroupName(models.Model):
    """What a client calls a company of ours, in small letters, once it told us which one it means."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "key"), name="group_name_once"),)

    def __str__(self) -> str:
        return self.key
