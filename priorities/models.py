"""How a product puts its ideas in order: the scheme and its factors, estimates, and rounds in which several rate blind."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from priorities.methods import Method, Source
from roadmap.models import Idea

ME = settings.AUTH_USER_MODEL


def plainly(value: Decimal) -> str:
    """A value without idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class OfProductQuerySet(models.QuerySet["Scheme"]):
    """Questions about what belongs to a product."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class Scheme(Versioned):
    """The method of a product, with its factors."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="scheme")
    method = models.CharField(max_length=20, choices=Method.choices)

    objects = OfProductQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_method_display()} of {self.product}"

    def factors_in_use(self) -> list[Factor]:
        """The factors of the method, in order."""
        return list(self.factors.filter(archived_at=None))


class Factor(models.Model):
    """One thing that is asked about every idea. Without ``most``, the most that any idea of the backlog has takes its place."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="factors")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    help = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    least = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    most = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1, validators=[MinValueValidator(0)])
    is_cost = models.BooleanField("counts against", default=False)
    fades = models.BooleanField("falls with the age of the evidence", default=False)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.PEOPLE)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "code"), name="factor_code_once"),
            models.CheckConstraint(
                name="factor_from_least_to_most", condition=Q(most=None) | Q(most__gt=F("least")),
                violation_error_message="The most must be more than the least.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> str:
        """The ends of its scale in words, such as "0.25–3 months"; "0 or more" where it has no upper end."""
        ends = f"{plainly(self.least)} or more" if self.most is None else f"{plainly(self.least)}–{plainly(self.most)}"
        return f"{ends}{self.unit if self.unit == '%' else ' ' + self.unit}".strip()

    def clean(self) -> None:
        """People estimate on a scale that ends; what is counted may have no end."""
        if self.source == Source.PEOPLE and self.most is None:
            raise ValidationError({"most": "Say where the scale ends: people estimate between two ends."})


class EstimateQuerySet(models.QuerySet["Estimate"]):
    """Questions about estimates."""

    def visible_to(self, actor: Actor) -> Self:
        """Of ideas one may see."""
        return self if actor.is_system else self.filter(idea__in=Idea.objects.visible_to(actor))


class Estimate(models.Model):
    """What people hold a factor of an idea to be. It stands before what is counted."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="estimates")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="estimates")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = EstimateQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("idea", "factor"), name="estimate_once"),)

    def __str__(self) -> str:
        return f"{self.factor} of {self.idea}: {self.value:f}"


class RoundState(models.TextChoices):
    """How far a rating round is."""

    RATING = "rating", "Being rated"
    REVEALED = "revealed", "Revealed, to be talked about"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Called off"


class RatingRoundQuerySet(models.QuerySet["RatingRound"]):
    """Questions about rating rounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def waiting_for(self, actor: Actor) -> Self:
        """Those in which one has still to rate."""
        return self.visible_to(actor).filter(state=RoundState.RATING, seats__person=actor.person, seats__done_at=None)


class RatingRound(Versioned):
    """Several people rate some ideas, each alone; then all is shown, talked about, and rated again or taken over."""

    MOVES = {
        RoundState.RATING: {RoundState.REVEALED, RoundState.CANCELLED},
        RoundState.REVEALED: {RoundState.RATING, RoundState.CLOSED, RoundState.CANCELLED},
        RoundState.CLOSED: set(),
        RoundState.CANCELLED: set(),
    }
    page = "priorities:round"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="rating_rounds")
    title = models.CharField(max_length=120)
    ideas = models.ManyToManyField(Idea, related_name="rating_rounds")
    factors = models.ManyToManyField(Factor, related_name="+")
    state = models.CharField(max_length=20, choices=RoundState.choices, default=RoundState.RATING)
    turn = models.PositiveSmallIntegerField(default=1, help_text="1 at first, one more each time it is rated again.")
    due_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RatingRoundQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it has not come to its end."""
        return bool(self.MOVES[RoundState(self.state)])

    @property
    def is_blind(self) -> bool:
        """Whether nobody may see yet what others rate in this turn."""
        return self.state == RoundState.RATING


class RoundSeat(models.Model):
    """Somebody who is asked to rate, and whether they have in this turn."""

    round = models.ForeignKey(RatingRound, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "person"), name="round_seat_once"),)

    def __str__(self) -> str:
        return str(self.person)


class RatingQuerySet(models.QuerySet["Rating"]):
    """Questions about ratings."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; others' once their turn was revealed, and never those of a turn that was called off unseen."""
        if actor.is_system:
            return self
        rows = self.filter(round__in=RatingRound.objects.visible_to(actor))
        shown = Q(turn__lt=F("round__turn")) | Q(round__state__in=(RoundState.REVEALED, RoundState.CLOSED))
        return rows.filter(Q(rater=actor.person) | shown)


class Rating(models.Model):
    """What one person rates one factor of one idea in one turn."""

    round = models.ForeignKey(RatingRound, on_delete=models.CASCADE, related_name="ratings")
    turn = models.PositiveSmallIntegerField()
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=14, decimal_places=2)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "turn", "idea", "factor", "rater"), name="rating_once"),)

    def __str__(self) -> str:
        return f"{self.factor} of {self.idea}: {self.value:f}"
