"""Possible changes and the roadmap: ideas with their evidence, and initiatives in Now, Next and Later."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Company, Contact
from feedback.models import Feedback
from history import clock
from history.actor import Actor
from history.versions import Versioned
from objectives.models import KeyResult
from people.models import Product
from usage.models import Feature

ME = settings.AUTH_USER_MODEL


class IdeaState(models.TextChoices):
    """Whether we consider it."""

    UNSORTED = "unsorted", "Unsorted"
    BACKLOG = "backlog", "Backlog"
    ARCHIVED = "archived", "Archived"


class Stage(models.TextChoices):
    """How far the work on an idea is; kept apart from its state."""

    ASSESSMENT = "assessment", "Assessment"
    DISCOVERY = "discovery", "Discovery"
    PILOT = "pilot", "Pilot"
    DELIVERY = "delivery", "Delivery"
    VALIDATION = "validation", "Validation"
    DONE = "done", "Done"
    NOT_DOING = "not_doing", "Not doing"
    DUPLICATE = "duplicate", "Duplicate"
    FAILED_EXPERIMENT = "failed_experiment", "Failed experiment"


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Questions about ideas."""

    def visible_to(self, actor: Actor) -> Self:
        """Ideas of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Ideas that are not archived."""
        return self.exclude(state=IdeaState.ARCHIVED)


class Idea(Versioned):
    """A possible change, and the canvas that argues for it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="ideas")
    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True, max_length=10_000)
    value = models.TextField("value if solved", blank=True, max_length=10_000)
    hypothesis = models.TextField(blank=True, max_length=10_000)
    target_outcomes = models.TextField(blank=True, max_length=10_000)
    actual_outcomes = models.TextField(blank=True, max_length=10_000)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    state = models.CharField(max_length=20, choices=IdeaState.choices, default=IdeaState.UNSORTED)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.ASSESSMENT)
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    stage_reason = models.TextField(blank=True, max_length=2000)
    revived_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="revivals")
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    features = models.ManyToManyField(Feature, blank=True, related_name="ideas")
    created_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("product", "state", "-id"), name="idea_product"),)

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The short name that people use: IDEA-41."""
        return f"IDEA-{self.pk}"


class Importance(models.IntegerChoices):
    """How much what the customer said matters to them."""

    NOT_IMPORTANT = 0, "Not important"
    NICE_TO_HAVE = 1, "Nice to have"
    IMPORTANT = 2, "Important"
    CRITICAL = 3, "Critical"


class InsightQuerySet(models.QuerySet["Insight"]):
    """Questions about insights."""

    def visible_to(self, actor: Actor) -> Self:
        """Insights of which one may see both ends."""
        if actor.is_system:
            return self
        return self.filter(idea__in=Idea.objects.visible_to(actor), feedback__in=Feedback.objects.visible_to(actor))

    def standing(self) -> Self:
        """Insights that nobody took back."""
        return self.filter(withdrawn_at=None)


class Insight(Versioned):
    """A highlighted excerpt of a feedback, linked to an idea. ``start`` and ``end`` count characters of the feedback's text."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="insights")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="insights")
    excerpt = models.TextField(max_length=20_000)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    importance = models.PositiveSmallIntegerField(choices=Importance.choices, default=Importance.IMPORTANT)
    made_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="insights")
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ("-importance", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("feedback", "idea", "start", "end"), condition=Q(withdrawn_at=None), name="insight_once",
                violation_error_message="These words support this idea already.",
            ),
            models.CheckConstraint(name="insight_excerpt_is_somewhere", condition=Q(end__gt=F("start"))),
        )  # fmt: skip
        indexes = (models.Index(fields=("idea", "withdrawn_at"), name="insight_idea"),)

    def __str__(self) -> str:
        return self.excerpt[:80]

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id


class Vote(models.Model):
    """A company's vote for an idea, given through a person there or by a colleague on its behalf. One a company."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="votes")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="votes")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="votes")
    given_by = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="votes")
    words = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "company"),
                name="vote_once_per_company",
                violation_error_message="This company has voted for this idea already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company} for {self.idea}"


class Horizon(models.TextChoices):
    """The roadmap's columns. No dates are promised."""

    NOW = "now", "Now"
    NEXT = "next", "Next"
    LATER = "later", "Later"


class InitiativeState(models.TextChoices):
    """How far a roadmap card is."""

    CANDIDATE = "candidate", "Candidate"
    ON_ROADMAP = "on_roadmap", "On the roadmap"
    COMPLETED = "completed", "Completed"
    ARCHIVED = "archived", "Archived"


class Lane(models.Model):
    """One column of the board. Its row is the lock that keeps the order of its cards."""

    horizon = models.CharField(max_length=10, choices=Horizon.choices, primary_key=True)

    def __str__(self) -> str:
        return self.get_horizon_display()


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Questions about initiatives."""

    def visible_to(self, actor: Actor) -> Self:
        """Initiatives of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def on_roadmap(self) -> Self:
        """The cards on the board, in the order of their lanes."""
        return self.filter(state=InitiativeState.ON_ROADMAP).order_by("position", "id")


class Initiative(Versioned):
    """A roadmap card: a problem to solve, its target outcomes, the ideas in it and the key results it serves.

    ``position`` orders the cards of a lane over all products, in whole numbers with gaps.
    """

    MOVES = {
        InitiativeState.CANDIDATE: {InitiativeState.ON_ROADMAP, InitiativeState.ARCHIVED},
        InitiativeState.ON_ROADMAP: {InitiativeState.CANDIDATE, InitiativeState.COMPLETED, InitiativeState.ARCHIVED},
        InitiativeState.COMPLETED: {InitiativeState.ON_ROADMAP},
        InitiativeState.ARCHIVED: {InitiativeState.CANDIDATE},
    }

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="initiatives")
    title = models.CharField(max_length=200)
    problem = models.TextField(max_length=10_000, blank=True)
    target_outcomes = models.TextField(max_length=10_000, blank=True)
    actual_outcomes = models.TextField(max_length=10_000, blank=True)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="initiatives")
    state = models.CharField(max_length=20, choices=InitiativeState.choices, default=InitiativeState.CANDIDATE)
    horizon = models.CharField(max_length=10, choices=Horizon.choices, blank=True)
    position = models.BigIntegerField(null=True, blank=True, editable=False)
    ideas = models.ManyToManyField(Idea, blank=True, related_name="initiatives")
    key_results = models.ManyToManyField(KeyResult, blank=True, related_name="initiatives")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("horizon", "position"), condition=Q(state="on_roadmap"), name="initiative_place_once"
            ),
            models.CheckConstraint(
                name="initiative_on_roadmap_has_a_place",
                condition=~Q(state="on_roadmap") | (~Q(horizon="") & Q(position__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The short name that people use: INIT-12."""
        return f"INIT-{self.pk}"
