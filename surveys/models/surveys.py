"""A question put to customers, and to which of them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string

from customers import segments
from customers.models import Lifecycle
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from surveys.kinds import SCALES, Scale, SurveyKind
from usage.models import Feature

ME = settings.AUTH_USER_MODEL
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """A name by which the outside knows a survey. Our own numbers tell how much there is."""
    return get_random_string(12, LETTERS)


class SurveyState(models.TextChoices):
    """Whether it is being asked."""

    DRAFT = "draft", "Draft"
    RUNNING = "running", "Running"
    CLOSED = "closed", "Closed"


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions about surveys."""

    def visible_to(self, actor: Actor) -> Self:
        """Surveys of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def running(self) -> Self:
        """Those that are being asked."""
        return self.filter(state=SurveyState.RUNNING, product__archived_at=None)


class Survey(Versioned):
    """One question, its follow-up in free words, and whom it is put to. Once running, what is asked stays as it is."""

    MOVES = {
        SurveyState.DRAFT: {SurveyState.RUNNING},
        SurveyState.RUNNING: {SurveyState.CLOSED},
        SurveyState.CLOSED: set(),
    }
    page = "surveys:survey"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="surveys")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=SurveyKind.choices)
    question = models.CharField(max_length=200)
    follow_up = models.CharField("follow-up question", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT, editable=False)
    segments = models.JSONField(default=list, blank=True)
    plans = models.JSONField(default=list, blank=True)
    lifecycles = models.JSONField(default=list, blank=True)
    feature = models.ForeignKey(Feature, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys")
    event_name = models.CharField("event", max_length=120, blank=True)
    minimum_uses = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)])
    within_days = models.PositiveSmallIntegerField(default=14, validators=[MinValueValidator(1), MaxValueValidator(365)])
    sampling = models.PositiveSmallIntegerField(
        "share asked (%)", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    ask_again_days = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="After how many days somebody who did not answer is asked once more.",
    )  # fmt: skip
    created_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("product", "state"), name="survey_product_state"),)
        constraints = (
            models.CheckConstraint(name="survey_sampling", condition=Q(sampling__gte=1, sampling__lte=100)),
            models.CheckConstraint(name="survey_minimum_uses", condition=Q(minimum_uses__gte=1)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def scale(self) -> Scale:
        """The answers that it takes."""
        return SCALES[self.kind]

    @property
    def is_draft(self) -> bool:
        """Whether what it asks may still change."""
        return self.state == SurveyState.DRAFT

    @property
    def is_running(self) -> bool:
        """Whether it is being asked."""
        return self.state == SurveyState.RUNNING

    def clean(self) -> None:
        """Targets are some of those that there are, and what it waits for is one thing."""
        faults: dict[str, str] = {}
        for name, known in (("segments", [value for value, _ in segments.choices()]), ("lifecycles", Lifecycle.values)):
            said = getattr(self, name)
            if not isinstance(said, list) or any(one not in known for one in said):
                faults[name] = "Choose among those that there are."
        if not isinstance(self.plans, list) or len(self.plans) > 20 or not all(is_plan(plan) for plan in self.plans):
            faults["plans"] = "Name at most 20 plans, each in at most 60 characters."
        if self.feature is not None and self.event_name:
            faults["event_name"] = "Wait for a feature or for an event, not for both."
        if self.feature is not None and self.feature.product_id != self.product_id:
            faults["feature"] = "This is a feature of another product."
        if faults:
            raise ValidationError(faults)


def is_plan(plan: object) -> bool:
    """Whether this can be the name of a plan."""
    return isinstance(plan, str) and 0 < len(plan) <= 60
