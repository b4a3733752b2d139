"""Rules over usage, the leads that they hand to sales, and how a rule would have done in the past."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from customers.models import Company, Contact, Motion
from feedback.models import Request
from history import clock
from history.actor import Actor
from history.versions import Moving
from people.models import Product
from pqls.kinds import UNFINISHED, Level, Loss, PqlState, Rejection, RuleState, Run

ME = settings.AUTH_USER_MODEL


class PqlRuleQuerySet(models.QuerySet["PqlRule"]):
    """Questions about rules."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def current(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)

    def active(self) -> Self:
        """Those that hand over."""
        return self.current().filter(state=RuleState.ACTIVE)


class PqlRule(Moving):
    """When usage makes a company or contact worth a call.

    ``conditions`` must all hold, and at least one of ``any_of`` where there are any; their shapes are in ``pqls.conditions``.
    ``cool_down_days`` must pass before the same company of the product is handed over again, by whichever rule.
    ``answer_days`` are working days after which whoever has the lead is reminded.
    """

    page = "pqls:rule"
    called = "rule"
    MOVES = {
        RuleState.DRAFT: {RuleState.ACTIVE},
        RuleState.ACTIVE: {RuleState.PAUSED},
        RuleState.PAUSED: {RuleState.ACTIVE},
    }

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="pql_rules")
    name = models.CharField(max_length=120)
    why = models.TextField("why this is worth a call", max_length=2000, blank=True)
    level = models.CharField("hands over", max_length=10, choices=Level.choices, default=Level.COMPANY)
    conditions: Any = models.JSONField("all of these", default=list)
    any_of: Any = models.JSONField("and any of these", default=list, blank=True)
    cool_down_days = models.PositiveSmallIntegerField(
        "rests for (days)", default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    most_a_day = models.PositiveSmallIntegerField(
        "at most a day", default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    answer_days = models.PositiveSmallIntegerField(
        "answer within (working days)", default=2, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    fallback = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RuleState.choices, default=RuleState.DRAFT, editable=False)
    evaluated_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PqlRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "PQL rule"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "name"), name="pql_rule_name_once", condition=Q(archived_at=None),
                violation_error_message="This product has a rule of this name already.",
            ),
            models.CheckConstraint(
                name="pql_rule_archived_is_not_active", condition=Q(archived_at=None) | ~Q(state="active"),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether it hands over."""
        return self.state == RuleState.ACTIVE


class PqlQuerySet(models.QuerySet["Pql"]):
    """Questions about leads."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def unfinished(self) -> Self:
        """Those that somebody still works on."""
        return self.filter(state__in=UNFINISHED)

    def awake(self) -> Self:
        """Those that are not put off to a later day."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=clock.today()))

    def waiting(self) -> Self:
        """Those that nobody has answered, and that are not put off."""
        return self.filter(state=PqlState.OPEN).awake()

    def for_pages(self) -> Self:
        """With what a list shows of each."""
        return self.select_related("rule", "product", "company", "contact", "owner")


class Pql(Moving):
    """A company or contact whose usage met a rule, handed to sales.

    ``reason`` and ``evidence`` are as of the handover and never change: the conditions with the numbers that met them, what was
    known of the company, and its weekly use by then. ``motion`` is the company's at that time: it says in which pipeline it is.
    """

    page = "pqls:pql"
    called = "lead"
    MOVES = {
        PqlState.OPEN: {PqlState.ACCEPTED, PqlState.REJECTED},
        PqlState.ACCEPTED: {PqlState.OPPORTUNITY, PqlState.LOST, PqlState.OPEN},
        PqlState.REJECTED: {PqlState.OPEN},
        PqlState.OPPORTUNITY: {PqlState.WON, PqlState.LOST, PqlState.ACCEPTED},
        PqlState.WON: {PqlState.OPPORTUNITY},
        PqlState.LOST: {PqlState.OPPORTUNITY, PqlState.ACCEPTED},
    }

    rule = models.ForeignKey(PqlRule, on_delete=models.PROTECT, related_name="pqls")
    rule_version = models.PositiveIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="pqls")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="pqls")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="pqls")
    motion = models.CharField("pipeline", max_length=20, choices=Motion.choices, blank=True)
    reason = models.TextField(max_length=4000)
    evidence: Any = models.JSONField(default=dict)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="pqls")
    state = models.CharField(max_length=12, choices=PqlState.choices, default=PqlState.OPEN)
    snoozed_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rejection = models.CharField("why rejected", max_length=12, choices=Rejection.choices, blank=True)
    opportunity_at = models.DateTimeField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])
    crm_deal_id = models.CharField("deal's id in the CRM", max_length=80, blank=True)
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.PROTECT, related_name="pqls")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    loss = models.CharField("why lost", max_length=12, choices=Loss.choices, blank=True)
    words = models.TextField("what was said last", max_length=2000, blank=True)

    objects = PqlQuerySet.as_manager()

    class Meta:
        verbose_name = "PQL"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("product", "state", "-id"), name="pql_product"),
            models.Index(fields=("owner", "state", "-id"), name="pql_owner"),
            models.Index(fields=("company", "-id"), name="pql_company"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("product", "company"), name="pql_company_once_at_a_time",
                condition=Q(contact=None, state__in=("open", "accepted", "opportunity")),
            ),
            models.UniqueConstraint(
                fields=("product", "contact"), name="pql_contact_once_at_a_time",
                condition=Q(contact__isnull=False, state__in=("open", "accepted", "opportunity")),
            ),
            models.CheckConstraint(
                name="pql_answered_once_it_is_not_open",
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="pql_rejected_for_a_reason",
                condition=Q(state="rejected") & ~Q(rejection="") | ~Q(state="rejected") & Q(rejection=""),
            ),
            models.CheckConstraint(
                name="pql_won_was_an_opportunity",
                condition=~Q(state__in=("opportunity", "won")) | Q(opportunity_at__isnull=False, amount__isnull=False),
            ),
            models.CheckConstraint(
                name="pql_closed_at_its_end",
                condition=Q(state__in=("won", "lost"), closed_at__isnull=False)
                | (~Q(state__in=("won", "lost")) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="pql_lost_for_a_reason", condition=Q(state="lost") & ~Q(loss="") | ~Q(state="lost") & Q(loss=""),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.key} {self.contact or self.company}"

    @property
    def key(self) -> str:
        """The short name that people use: PQL-7."""
        return f"PQL-{self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody still works on it."""
        return self.state in UNFINISHED

    @property
    def is_snoozed(self) -> bool:
        """Whether it is put off to a later day."""
        return self.snoozed_until is not None and self.snoozed_until > clock.today()

    @property
    def can_step_back(self) -> bool:
        """Whether there is a step to take back."""
        return self.state != PqlState.OPEN

    @property
    def handed_on(self) -> date:
        """The day of the handover where the organisation is."""
        return date.fromisoformat(self.evidence["day"])


class TryOutQuerySet(models.QuerySet["TryOut"]):
    """Questions about try-outs."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of rules one may see."""
        return self if actor.is_system else self.filter(rule__in=PqlRule.objects.visible_to(actor))


class TryOut(models.Model):
    """A rule on history: as of the end of each of so many weeks, whom it would have handed over, and who then converted.

    What it asked for is kept, since the rule may change afterwards. ``result`` is written by the job.
    """

    page = "pqls:try_out"

    rule = models.ForeignKey(PqlRule, on_delete=models.PROTECT, related_name="try_outs")
    rule_version = models.PositiveIntegerField()
    level = models.CharField(max_length=10, choices=Level.choices)
    conditions: Any = models.JSONField()
    any_of: Any = models.JSONField()
    cool_down_days = models.PositiveSmallIntegerField()
    last_day = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=12)
    window_days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, choices=Run.choices, default=Run.WAITING)
    job_id = models.BigIntegerField(null=True)
    result: Any = models.JSONField(null=True)
    by = models.ForeignKey(ME, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    objects = TryOutQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="pql_try_out_done_with_a_result",
                condition=Q(state="done", result__isnull=False, finished_at__isnull=False) | ~Q(state="done"),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Try-out of {self.rule}"

    @property
    def product_id(self) -> int:
        """The product of its rule, which decides who may see it."""
        return self.rule.product_id

    @property
    def is_under_way(self) -> bool:
        """Whether the job has not written its result yet."""
        return self.state == Run.WAITING
