"""After the launch: what really came, and what every forecast of it was worth. Records are only ever added."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.models import Company
from gates.models.accounts import AccountAtRisk, NamedAccount
from gates.models.decisions import Decision
from gates.models.projections import Projection
from gates.models.reviews import GateReview
from gates.models.viability import ViabilityAssessment, ViabilityRound
from history import clock
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL
SHARE = (MinValueValidator(0), MaxValueValidator(1))


class LaunchReviewQuerySet(models.QuerySet["LaunchReview"]):
    """Questions about launch reviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Launch reviews of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that no later one takes the place of."""
        return self.filter(superseded_by=None)


class LaunchReview(models.Model):
    """Actual against projected. A later record takes the place of one that was wrong; both stay."""

    page = "gates:launch_review"

    class Basis(models.TextChoices):
        """Where the actual share comes from."""

        USAGE = "usage", "Counted from usage"
        BY_HAND = "by_hand", "Entered by hand"

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="launch_reviews")
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by")
    projection = models.ForeignKey(Projection, null=True, blank=True, on_delete=models.PROTECT, related_name="launch_reviews")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    share = models.DecimalField("actual share", max_digits=6, decimal_places=5, null=True, blank=True, validators=SHARE)
    is_inside = models.JSONField(default=dict, blank=True, help_text="Whether each interval held, by its level.")
    succeeded = models.BooleanField(help_text="Whether the share reached the threshold; without a projection, as was judged.")
    note = models.TextField(max_length=5000, null=True, help_text="What happened, and what we learned.")
    recorded_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    objects = LaunchReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea",), condition=Q(supersedes=None), name="launch_reviewed_once",
                violation_error_message="This launch is reviewed already. Record a correction.",
            ),
            models.CheckConstraint(
                name="launch_share_for_a_projection", condition=Q(projection__isnull=True) | Q(share__isnull=False)
            ),
            models.CheckConstraint(name="launch_share_is_one", condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"launch of {self.idea}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id


class LaunchForecast(models.Model):
    """What one decider said of success at one gate, and how far off it was: (p − what happened)²."""

    launch_review = models.ForeignKey(LaunchReview, on_delete=models.PROTECT, related_name="forecasts")
    gate_review = models.ForeignKey(GateReview, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: the panel."
    )
    probability = models.DecimalField(max_digits=4, decimal_places=3, validators=SHARE)
    brier = models.FloatField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("launch_review", "gate_review", "person"), name="launch_forecast_once"),
            models.UniqueConstraint(
                fields=("launch_review", "gate_review"), condition=Q(person=None), name="launch_panel_forecast_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.probability} at {self.gate_review}"


class OverrideActual(models.Model):
    """What came of the number that a milder decision forecast."""

    launch_review = models.ForeignKey(LaunchReview, on_delete=models.PROTECT, related_name="override_actuals")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("actual value", max_digits=18, decimal_places=4)
    fulfilment = models.FloatField(null=True, help_text="Actual over forecast, a fraction; empty where zero was forecast.")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("launch_review", "decision"), name="override_actual_once"),)

    def __str__(self) -> str:
        return f"{self.value} against {self.decision.forecast_value}"


class UpsellActual(models.Model):
    """What existing customers came to pay more, against the target that salespeople were asked about."""

    launch_review = models.OneToOneField(LaunchReview, on_delete=models.PROTECT, related_name="upsell")
    round = models.ForeignKey(ViabilityRound, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("ARR a year", max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    is_reached = models.BooleanField(null=True, blank=True, help_text="Empty while the target's day is still to come.")

    def __str__(self) -> str:
        return f"{self.amount} against {self.round.target_amount}"


class SalesForecast(models.Model):
    """One probability that a salesperson gave in an assessment, what happened, and how far off it was.

    Of an account it says that the company buys more; of one at risk, that it leaves although the feature is out; of neither,
    that the target is reached.
    """

    launch_review = models.ForeignKey(LaunchReview, on_delete=models.PROTECT, related_name="sales_forecasts")
    assessment = models.ForeignKey(ViabilityAssessment, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(NamedAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    risk = models.ForeignKey(AccountAtRisk, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    probability = models.DecimalField(max_digits=4, decimal_places=3, validators=SHARE)
    happened = models.BooleanField()
    brier = models.FloatField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("launch_review", "account"), name="sales_forecast_of_account_once"),
            models.UniqueConstraint(fields=("launch_review", "risk"), name="sales_forecast_of_risk_once"),
            models.UniqueConstraint(
                fields=("launch_review", "assessment"), condition=Q(account=None, risk=None), name="sales_forecast_of_target_once"
            ),
            models.CheckConstraint(name="sales_forecast_of_one", condition=Q(account=None) | Q(risk=None)),
        )

    def __str__(self) -> str:
        return f"{self.probability}: {self.about}"

    @property
    def company(self) -> Company | None:
        """The company that it is about; none where it is about the target."""
        found = self.account or self.risk
        return found.company if found else None

    @property
    def about(self) -> str:
        """What was said to be likely."""
        if self.account_id:
            return f"{self.company} buys more"
        return f"{self.company} leaves in spite of it" if self.risk_id else "The target is reached"
