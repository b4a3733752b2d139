"""What is tried before it is built: the plan, fixed when it starts; the result; and what was learned."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from experiments.kinds import Direction, ExperimentState, Kind, Measure, Verdict
from feedback.models import Tag
from history import clock
from history.actor import Actor
from history.telling import unpadded
from history.versions import Versioned
from objectives.models import KeyResult
from people.models import Product
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    """Questions about experiments."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Those that were not archived as a plan."""
        return self.filter(archived_at=None)

    def overdue(self) -> Self:
        """Those that still run though the day on which they were to end has passed."""
        return self.filter(state=ExperimentState.RUNNING, ends_on__lt=clock.today())

    def of(self, actor: Actor) -> Self:
        """Those that somebody owns; one without an owner is whose who planned it."""
        return self.filter(Q(owner=actor.person) | Q(owner=None, created_by=actor.person))

    def ended(self) -> Self:
        """Those from which something was learned: concluded, or stopped before their end."""
        return self.filter(state__in=(ExperimentState.CONCLUDED, ExperimentState.STOPPED))


class Experiment(Versioned):
    """One thing that is tried for one or more ideas of a product.

    ``threshold`` and ``direction`` are the success criterion, said in the unit of the metric; ``guards`` are what must not get
    worse meanwhile, each with ``name``, ``direction`` and ``limit``. ``result``, ``low`` and ``high`` come of ``measured``;
    ``guard_values`` stand in the order of the guards, null where not measured.
    """

    page = "experiments:experiment"
    MOVES = {
        ExperimentState.DRAFT: {ExperimentState.RUNNING},
        ExperimentState.RUNNING: {ExperimentState.CONCLUDED, ExperimentState.STOPPED},
        ExperimentState.CONCLUDED: {ExperimentState.RUNNING},
        ExperimentState.STOPPED: {ExperimentState.RUNNING},
    }

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="experiments")
    title = models.CharField(max_length=200)
    hypothesis = models.TextField(max_length=10_000)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    ideas = models.ManyToManyField(Idea, related_name="experiments")
    key_result = models.ForeignKey(KeyResult, null=True, blank=True, on_delete=models.PROTECT, related_name="experiments")
    tags = models.ManyToManyField(Tag, blank=True, related_name="experiments")
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="experiments")
    starts_on = models.DateField("starts", null=True, blank=True)
    ends_on = models.DateField("ends", null=True, blank=True)

    metric = models.CharField(max_length=200)
    measure = models.CharField(max_length=10, choices=Measure.choices)
    unit = models.CharField(max_length=30, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.AT_LEAST)
    threshold = models.DecimalField("success criterion", max_digits=14, decimal_places=4)
    guards = models.JSONField(default=list, blank=True)
    planned_sample = models.PositiveIntegerField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=ExperimentState.choices, default=ExperimentState.DRAFT, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    measured = models.JSONField(default=dict, blank=True, editable=False)
    measured_at = models.DateTimeField(null=True, blank=True, editable=False)
    measured_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    result = models.FloatField(null=True, blank=True, editable=False)
    low = models.FloatField(null=True, blank=True, editable=False)
    high = models.FloatField(null=True, blank=True, editable=False)
    sample = models.PositiveIntegerField(null=True, blank=True, editable=False)
    guard_values = models.JSONField(default=list, blank=True, editable=False)

    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True, editable=False)
    proposed = models.CharField(max_length=20, choices=Verdict.choices, blank=True, editable=False)
    verdict_reason = models.TextField(max_length=2000, blank=True, editable=False)
    learning = models.TextField("what we learned", max_length=10_000, blank=True, editable=False)
    decided_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    followed = models.TextField("what followed", max_length=2000, blank=True, editable=False)
    led_to_kind = models.CharField(max_length=20, blank=True, editable=False)
    led_to_id = models.BigIntegerField(null=True, blank=True, editable=False)

    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("product", "state", "-id"), name="experiment_product"),)
        constraints = (
            models.CheckConstraint(
                name="experiment_started_once_it_is_no_plan",
                condition=Q(state="draft", started_at=None) | (~Q(state="draft") & Q(started_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="experiment_ended_with_a_reason_and_a_learning",
                condition=Q(state__in=("draft", "running"), ended_at=None)
                | (Q(state__in=("concluded", "stopped"), ended_at__isnull=False) & ~Q(learning="") & ~Q(verdict_reason="")),
            ),
            models.CheckConstraint(
                name="experiment_concluded_with_a_verdict",
                condition=Q(state="concluded") & ~Q(verdict="") | ~Q(state="concluded") & Q(verdict=""),
            ),
            models.CheckConstraint(
                name="experiment_archived_as_a_plan_only", condition=Q(archived_at=None) | Q(state="draft"),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The short name that people use: EXP-7."""
        return f"EXP-{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether the plan may still be changed freely."""
        return self.state == ExperimentState.DRAFT

    @property
    def is_ended(self) -> bool:
        """Whether it was concluded or stopped."""
        return self.state in (ExperimentState.CONCLUDED, ExperimentState.STOPPED)

    @property
    def said_unit(self) -> str:
        """The unit of result and criterion: shares have theirs by nature."""
        return {Measure.SHARES: "points", Measure.SHARE: "%"}.get(Measure(self.measure), self.unit)

    @property
    def judged_guards(self) -> list[dict[str, Any]]:
        """Each guard with its value, and whether it held: null where it was not measured."""
        values = [*self.guard_values, *[None] * len(self.guards)]
        return [guard | {"value": value, "held": held(guard, value)} for guard, value in zip(self.guards, values, strict=False)]


def held(guard: dict[str, Any], value: float | None) -> bool | None:
    """Whether a guard's value lies on the side where it must; unknown where there is none."""
    if value is None:
        return None
    limit = float(guard["limit"])
    return value >= limit if guard["direction"] == Direction.AT_LEAST else value <= limit


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Questions about amendments."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of experiments one may see."""
        return self if actor.is_system else self.filter(experiment__in=Experiment.objects.visible_to(actor))


class Amendment(models.Model):
    """A change of what had been fixed when the experiment started: who, why, and whether a result was known by then."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="amendments")
    changes = models.JSONField()
    reason = models.TextField(max_length=2000)
    knew_result = models.BooleanField()
    by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Amendment of {self.experiment}"

    @property
    def said(self) -> list[tuple[str, list[Any]]]:
        """Each change by the name that people know, with before and after."""
        named = {one.name: str(one.verbose_name) for one in Experiment._meta.get_fields() if hasattr(one, "verbose_name")}
        return [(named.get(name, name), [unpadded(value) for value in pair]) for name, pair in self.changes.items()]
