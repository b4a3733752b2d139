"""Gate 1's evidence: how many will use it, projected from what was known at an origin. Projections are only ever added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from gates.models.renewals import Renewal
from gates.models.reviews import GateReview
from history import clock
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea
from usage.models import CountedUnit, Feature

ME = settings.AUTH_USER_MODEL


class ProbeKind(models.TextChoices):
    """What the feature's own trial is, if there is one."""

    RELEASED = "released", "Its own first weeks, for everybody who was there at the release"
    EXPOSED = "exposed", "A trial: those who met it, told by an event"
    NONE = "none", "None yet: earlier features alone"


class ProbeSelection(models.TextChoices):
    """How those in the probe came to be in it."""

    RANDOM = "random", "By lot, or everybody"
    OPT_IN = "opt_in", "They asked for it"
    FAKE_DOOR = "fake_door", "They clicked a door that leads nowhere yet"


class ProjectionStatus(models.TextChoices):
    """What a projection rests on."""

    OK = "ok", "Projected"
    REFERENCE_ONLY = "reference_only", "From earlier features only"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence", "Not enough data"
    DRIFT_WARNING = "drift_warning", "Projected, with a warning of drift"


class ProjectionQuerySet(models.QuerySet["Projection"]):
    """Questions about projections."""

    def visible_to(self, actor: Actor) -> Self:
        """Projections of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def with_schedule(self) -> Self:
        """Each with whether it is made anew each week (``is_weekly``) and whether a review of its idea is open."""
        of_both = {"idea": OuterRef("idea"), "feature": OuterRef("feature")}
        later = Projection.objects.filter(**of_both, pk__gt=OuterRef("pk"))
        return self.annotate(
            is_weekly=Exists(Renewal.objects.filter(**of_both, is_on=True)),
            has_open_review=Exists(GateReview.objects.open().filter(idea=OuterRef("idea"))),
            is_superseded=Exists(later),
        )

    def due_for_renewal(self, day: date) -> Self:
        """Those to be made anew: the last of their kind, a week old, wished so, with a review of their idea open."""
        week_ago = day - timedelta(weeks=1)
        rows = self.with_schedule().filter(is_weekly=True, is_superseded=False, has_open_review=True)
        return rows.filter(origin__lte=week_ago)

    def with_numbers(self) -> Self:
        """Those that did not abstain."""
        return self.exclude(status=ProjectionStatus.INSUFFICIENT_EVIDENCE)


class Projection(models.Model):
    """Which share of the eligible will use a feature at a horizon, as it could be known at the origin.

    ``inputs`` are the canonical inputs and ``input_hash`` seals what of them was used; ``intervals`` and ``fan`` hold counts and
    shares; ``kept`` the same of those who keep using it. ``champion`` names the model that spoke, ``widened`` by how much it
    widened each interval, ``flags`` what looked odd in its inputs. ``segments`` holds the same of each customer segment, and
    ``demand`` who had asked for it by the origin, which is shown beside. What came of it is a row of its own.
    """

    page = "gates:projection"

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="projections")
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="projections")
    unit = models.CharField(max_length=10, choices=CountedUnit.choices)
    origin = models.DateField()
    horizon = models.PositiveSmallIntegerField(validators=[MinValueValidator(2), MaxValueValidator(104)])
    threshold = models.DecimalField(max_digits=5, decimal_places=4, validators=[MinValueValidator(0), MaxValueValidator(1)])
    minimum_uses = models.PositiveSmallIntegerField()
    probe_kind = models.CharField(max_length=10, choices=ProbeKind.choices)
    probe_selection = models.CharField(max_length=10, choices=ProbeSelection.choices, blank=True)
    exposure_event = models.CharField(max_length=120, blank=True)
    exposure_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    probe_n = models.PositiveIntegerField(null=True, blank=True)
    probe_adopters = models.PositiveIntegerField(null=True, blank=True)
    elapsed = models.PositiveSmallIntegerField(default=0)
    eligible = models.PositiveIntegerField()
    status = models.CharField(max_length=30, choices=ProjectionStatus.choices)
    reasons = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=dict, blank=True)
    median = models.FloatField(null=True, blank=True)
    median_count = models.PositiveIntegerField(null=True, blank=True)
    intervals = models.JSONField(default=list, blank=True)
    fan = models.JSONField(default=list, blank=True)
    probability = models.FloatField(null=True, blank=True)
    kept_weeks = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The last weeks in which it is used again.")
    kept = models.JSONField(default=dict, blank=True)
    widened = models.JSONField(default=dict, blank=True)
    sensitivity = models.JSONField(default=dict, blank=True)
    segments = models.JSONField(default=list, blank=True)
    demand = models.JSONField(default=dict, blank=True)
    reference_ids = models.JSONField(default=list, blank=True)
    backtest = models.JSONField(default=dict, blank=True)
    training_from = models.DateField(null=True, blank=True)
    training_to = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=200)
    champion = models.CharField(max_length=40, blank=True)
    model_version = models.CharField(max_length=60)
    seed = models.BigIntegerField()
    inputs = models.JSONField()
    input_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals")
    is_renewed = models.BooleanField(default=False, help_text="Whether it was asked to be made anew each week.")
    made_at = models.DateTimeField(default=clock.now)

    objects = ProjectionQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("idea", "-id"), name="projection_idea"),)
        constraints = (
            models.CheckConstraint(
                name="projection_abstains_or_has_numbers",
                condition=Q(status="insufficient_evidence", median=None, probability=None)
                | (~Q(status="insufficient_evidence") & Q(median__isnull=False, probability__isnull=False)),
            ),
            models.CheckConstraint(name="projection_horizon_ahead", condition=Q(horizon__gt=F("elapsed"))),
        )

    def __str__(self) -> str:
        return f"{self.feature.name} at week {self.horizon}"

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id

    @property
    def has_numbers(self) -> bool:
        """Whether it says a number rather than why it cannot."""
        return self.status != ProjectionStatus.INSUFFICIENT_EVIDENCE

    @property
    def counts_from_release(self) -> bool:
        """Whether its weeks run from the release. Before that clicks on a fake door are no use of the feature."""
        return self.probe_kind == ProbeKind.RELEASED or self.probe_selection == ProbeSelection.FAKE_DOOR

    @property
    def due_on(self) -> date:
        """The day on which what came of it can be counted; of a fake door not before the feature is released."""
        if self.counts_from_release and self.feature.released_on:
            return self.feature.released_on + timedelta(weeks=self.horizon)
        return self.origin + timedelta(weeks=self.horizon)

    @property
    def is_countable(self) -> bool:
        """Whether there is something to count: behind a fake door there is nothing to use before the release."""
        return self.probe_selection != ProbeSelection.FAKE_DOOR or self.feature.released_on is not None

    @property
    def is_due(self) -> bool:
        """Whether its horizon has passed."""
        return self.due_on <= clock.today()

    @property
    def likely_range(self) -> tuple[float, float] | None:
        """Low and high of the 80 % interval; None without numbers."""
        found = self.interval(80)
        return (found["low"], found["high"]) if found else None

    def interval(self, level: int) -> dict[str, Any] | None:
        """The interval of ``level`` percent: low, high, low_count, high_count."""
        return next((one for one in self.intervals if one["level"] == level), None)


class ProjectionActual(models.Model):
    """What came of a projection, counted once its horizon had passed."""

    projection = models.OneToOneField(Projection, on_delete=models.PROTECT, related_name="actual")
    adopters = models.PositiveIntegerField()
    share = models.FloatField()
    is_inside = models.JSONField(default=dict, blank=True, help_text="Whether each interval held, by its level.")
    reached = models.BooleanField(help_text="Whether the share reached the threshold.")
    kept = models.PositiveIntegerField(null=True, blank=True)
    kept_share = models.FloatField(null=True, blank=True)
    kept_is_inside = models.JSONField(default=dict, blank=True)
    segments = models.JSONField(default=list, blank=True)
    counted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.adopters} of {self.projection.eligible}"
