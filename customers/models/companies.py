"""Whom we build for: companies, and the people there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from customers.models.merging import Mergeable, MergeableQuerySet
from history import clock
from people.models import Person, Segment


class Lifecycle(models.TextChoices):
    """How far a company has come with us."""

    PROSPECT = "prospect", "Prospect"
    TRIAL = "trial", "Trial"
    CUSTOMER = "customer", "Customer"
    CHURNED = "churned", "Churned"


class Motion(models.TextChoices):
    """How a company came to us, and grows."""

    SELF_SERVE = "self_serve", "Self-serve"
    SALES_ASSISTED = "sales_assisted", "Sales-assisted"


class CompanyQuerySet(MergeableQuerySet):
    """Questions about companies."""

    def current(self) -> Self:
        """Companies that are not archived."""
        return self.filter(archived_at=None)


class Company(Mergeable):
    """A customer or prospect organisation. ARR is in the organisation's currency, a year."""

    page = "customers:company"

    name = models.CharField(max_length=160)
    segment = models.CharField(max_length=20, choices=Segment.choices, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    lifecycle = models.CharField(max_length=20, choices=Lifecycle.choices, default=Lifecycle.PROSPECT)
    motion = models.CharField("growth motion", max_length=20, choices=Motion.choices, blank=True)
    arr = models.DecimalField("ARR", max_digits=14, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)])
    crm_id = models.CharField("CRM id", max_length=80, null=True, blank=True, unique=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="companies")
    custom: Any = models.JSONField("own fields", default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back = models.BooleanField(default=False, editable=False, help_text="Whether it was put away with its import.")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "companies"
        constraints = (
            models.UniqueConstraint(
                Lower("name"), name="company_name_once", violation_error_message="A company of this name is here already."
            ),
            models.CheckConstraint(name="company_arr_not_negative", condition=Q(arr__gte=0)),
            models.CheckConstraint(name="company_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))),
            models.CheckConstraint(
                name="company_merged_is_archived", condition=Q(merged_into=None) | Q(archived_at__isnull=False)
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class CompanyDomain(models.Model):
    """An internet domain of a company, by which its people are recognised."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain


class Contact(Mergeable):
    """A person at a company."""

    page = "customers:contact"

    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    job_role = models.CharField(max_length=120, blank=True)
    persona = models.CharField(max_length=80, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MergeableQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="contact_email_once",
                violation_error_message="A contact with this e-mail address is here already.",
            ),
            models.CheckConstraint(
                name="contact_erased_is_blank", condition=Q(erased_at=None) | Q(email="", job_role="", persona="")
            ),
            models.CheckConstraint(name="contact_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))),
        )

    def __str__(self) -> str:
        return self.name
