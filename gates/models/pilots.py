"""Gate 2's evidence: a pilot, the companies in it, the one outcome each was promised, and what they say came of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from customers import segments
from customers.models import Company, Contact
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL
TIME_TO_CONFIRM = timedelta(days=14)
"""So long after its due date a met outcome waits for the customer's word; then it counts as missed."""


def usual_looks() -> list[int]:
    """At which numbers of companies one looks, unless the design says otherwise."""
    return [6, 9, 12]


class PilotState(models.TextChoices):
    """How far a pilot is."""

    DRAFT = "draft", "Being designed"
    LOCKED = "locked", "Running"
    CLOSED = "closed", "Closed"


class PilotQuerySet(models.QuerySet["Pilot"]):
    """Questions about pilots."""

    def visible_to(self, actor: Actor) -> Self:
        """Pilots of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))


class Pilot(Versioned):
    """A trial of an idea at a few companies. Once locked, what would count as success does not change any more."""

    MOVES = {PilotState.DRAFT: {PilotState.LOCKED}, PilotState.LOCKED: {PilotState.CLOSED}, PilotState.CLOSED: set()}

    page = "gates:pilot"
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="pilots")
    name = models.CharField(max_length=120)
    purpose = models.TextField("what it should show", blank=True, max_length=5000)
    segment = models.CharField("target segment", max_length=20, blank=True)
    theta = models.DecimalField(
        "rate to reach", max_digits=3, decimal_places=2, default=Decimal("0.60"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal("0.95"))],
        help_text="The share of companies that has to achieve its outcome.",
    )  # fmt: skip
    fewest = models.PositiveSmallIntegerField(
        "fewest companies", default=6, validators=[MinValueValidator(3), MaxValueValidator(200)],
        help_text="Below so many with an outcome there is no verdict.",
    )  # fmt: skip
    looks = models.JSONField(default=usual_looks, help_text="At how many companies one looks; the last is the end.")
    prior_mean = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal("0.99"))],
    )  # fmt: skip
    prior_weight = models.DecimalField(
        max_digits=2, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(4)],
        help_text="As how many companies the expectation counts, four at most.",
    )  # fmt: skip
    is_randomised = models.BooleanField(
        "a lot decided who has it", default=False, help_text="Only then may a difference be called an effect."
    )
    state = models.CharField(max_length=10, choices=PilotState.choices, default=PilotState.DRAFT, editable=False)
    created_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    locked_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PilotQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("idea", "-id"), name="pilot_idea"),)
        constraints = (
            models.CheckConstraint(
                name="pilot_prior_is_whole",
                condition=Q(prior_mean=None, prior_weight=None) | Q(prior_mean__isnull=False, prior_weight__isnull=False),
                violation_error_message="An expectation needs both: the rate, and how many companies it counts as.",
            ),
            models.CheckConstraint(name="pilot_locked_since", condition=Q(state="draft") | Q(locked_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id

    @property
    def is_draft(self) -> bool:
        """Whether its design may still change."""
        return self.state == PilotState.DRAFT

    @property
    def is_running(self) -> bool:
        """Whether it is locked and not closed."""
        return self.state == PilotState.LOCKED

    @property
    def segment_words(self) -> str:
        """The target segment, as people read it."""
        return segments.label(self.segment) if self.segment else ""

    def clean(self) -> None:
        """The segment is one that there is; looks rise, and the first has enough companies for a verdict."""
        segments.check(self.segment, "segment")
        looks = self.looks
        if not isinstance(looks, list) or not looks or any(type(look) is not int for look in looks):
            raise ValidationError({"looks": "Name the numbers of companies at which you look, such as 6, 9, 12."})
        if looks != sorted(set(looks)) or looks[-1] > 500:
            raise ValidationError({"looks": "Looks rise from one to the next, to 500 at most."})
        if self.fewest and looks[0] < self.fewest:
            raise ValidationError({"looks": f"The first look needs at least {self.fewest} companies."})


class PilotCompany(models.Model):
    """A company's place in a pilot. Once the pilot is locked it stays in the denominator, come what may.

    It is out only if it withdrew before exposure and somebody other than the idea's owner approved that.
    """

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="companies")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="pilot_places")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    enrolled_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=clock.now)
    cost = models.DecimalField(
        "what it cost the company", max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    exposed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    exposed_at = models.DateTimeField(null=True, blank=True)
    dropped_out_at = models.DateTimeField(null=True, blank=True)
    dropped_out_reason = models.CharField(max_length=500, blank=True)
    withdrawal_asked_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)
    withdrawal_approved_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawal_approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "pilot companies"
        constraints = (
            models.UniqueConstraint(
                fields=("pilot", "company"), name="pilot_company_once",
                violation_error_message="This company is in the pilot already.",
            ),
            models.CheckConstraint(
                name="pilot_withdrawal_before_exposure",
                condition=Q(withdrawal_approved_at=None)
                | (Q(withdrawal_asked_at__isnull=False) & (Q(exposed_at=None) | Q(exposed_at__gt=F("withdrawal_approved_at")))),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.company} in {self.pilot}"

    @property
    def product_id(self) -> int:
        """The product of its pilot."""
        return self.pilot.product_id

    @property
    def is_excused(self) -> bool:
        """Whether it withdrew before exposure with somebody's approval, and so counts nowhere."""
        return self.withdrawal_approved_at is not None

    @property
    def asks_to_withdraw(self) -> bool:
        """Whether its withdrawal waits for approval."""
        return self.withdrawal_asked_at is not None and self.withdrawal_approved_at is None
