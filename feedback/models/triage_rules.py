"""Rules that do the plain part of triage by themselves, and what each of them did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property

from customers import segments
from customers.models import Company, Contact, Lifecycle
from feedback.models.feedback import Channel, Feedback
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from people.visibility import of_seen_products

ME = settings.AUTH_USER_MODEL
CONDITIONS = (
    "channel", "segment", "lifecycle", "plan", "company", "contact", "product", "words", "source", "least_amount",
)  # fmt: skip
EFFECTS = ("add_tags", "set_product", "set_company", "assign_to", "snooze_days", "archive_reason")


class TriageRuleQuerySet(models.QuerySet["TriageRule"]):
    """Questions about rules."""

    def visible_to(self, actor: Actor) -> Self:
        """Rules that name no product which one may not see."""
        return self.filter(of_seen_products(actor), of_seen_products(actor, "set_product"), archived_at=None)

    def at_work(self) -> Self:
        """Those that are on, in their order."""
        return self.filter(archived_at=None, is_on=True).order_by("position", "id")


class TriageRule(Versioned):
    """When feedback comes in and all conditions hold, do all of this. An empty condition asks nothing."""

    page = "feedback:rule"

    name = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    is_on = models.BooleanField(default=False)
    on_change = models.BooleanField(default=False, help_text="Also when what we wrote about a feedback changes.")
    stops = models.BooleanField(default=False, help_text="No rule after this one runs on the same feedback.")

    channel = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    segment = models.CharField(max_length=20, blank=True, help_text="The market's, or a saved one: see customers.segments.")
    lifecycle = models.CharField(max_length=20, choices=Lifecycle.choices, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400, blank=True, help_text="Words or phrases with commas between; one of them is enough.")
    source = models.CharField(max_length=60, blank=True)
    least_amount = models.DecimalField(
        "deal of at least", max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    add_tags = models.CharField("put on the tags", max_length=200, blank=True, help_text="With commas between.")
    set_product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="move to the product"
    )
    set_company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="mark for the company"
    )
    assign_to = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    snooze_days = models.PositiveSmallIntegerField(
        "snooze for days", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    archive_reason = models.CharField("archive, because", max_length=200, blank=True)

    owner = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="+", help_text="Who wrote it last: it reaches as far.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TriageRuleQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def told_product_id(self) -> int | None:
        """The product whose members may read in history of this rule: of the two that it names, the restricted one."""
        named = [product for product in (self.product, self.set_product) if product is not None]
        return next((product.pk for product in named if product.is_restricted), named[0].pk if named else None)

    @property
    def phrases(self) -> list[str]:
        """What one of must stand in the text."""
        return [" ".join(part.split()).casefold() for part in self.words.split(",") if part.strip()]

    @property
    def tags(self) -> list[str]:
        """The tags that it puts on."""
        return [part.strip() for part in self.add_tags.split(",") if part.strip()]

    @property
    def asks(self) -> list[str]:
        """Its conditions, in words."""
        found = [
            f"{name} is {self.said(name)}"
            for name in ("channel", "segment", "lifecycle", "plan", "company", "contact", "product", "source")
            if getattr(self, f"{name}_id", None) or (not hasattr(self, f"{name}_id") and getattr(self, name))
        ]
        found += [f"the text holds {' or '.join(f'“{phrase}”' for phrase in self.phrases)}"] if self.phrases else []
        found += [f"the deal is worth {self.least_amount:,.0f} or more"] if self.least_amount is not None else []
        return found

    @property
    def does(self) -> list[str]:
        """What it does, in words."""
        found = [f"tag {', '.join(self.tags)}"] if self.tags else []
        found += [f"move to {self.set_product}"] if self.set_product_id else []
        found += [f"mark for {self.set_company}"] if self.set_company_id else []
        found += [f"assign to {self.assign_to}"] if self.assign_to_id else []
        found += [f"snooze for {self.snooze_days} days"] if self.snooze_days else []
        found += [f"archive: {self.archive_reason}"] if self.archive_reason else []
        return found

    @cached_property
    def segment_words(self) -> str:
        """The segment that it asks for, as people read it."""
        return segments.label(self.segment)

    def said(self, name: str) -> str:
        """A condition's value as people read it."""
        if name == "segment":
            return self.segment_words
        display: Any = getattr(self, f"get_{name}_display", None)
        return str(display() if display else getattr(self, name))

    def fitting(self, rows: Iterable[Feedback]) -> list[Feedback]:
        """Those for which all of its conditions hold, in their order. Give it the feedback with company and request joined."""
        found = [row for row in rows if self.fits_besides_segment(row)]
        if not self.segment:
            return found
        companies = {row.company_id: row.company for row in found if row.company is not None}
        inside = segments.members_among(companies.values(), self.segment)
        return [row for row in found if row.company_id in inside]

    def fits(self, feedback: Feedback) -> bool:
        """Whether all of its conditions hold for one."""
        return bool(self.fitting([feedback]))

    def fits_besides_segment(self, feedback: Feedback) -> bool:
        """Whether the conditions hold that the feedback, its company and its request answer by themselves."""
        company, deal = feedback.company, getattr(feedback, "request", None)
        plain = (
            (self.channel, feedback.channel), (self.source, feedback.source),
            (self.lifecycle, company.lifecycle if company else ""),
            (self.plan.casefold(), company.plan.casefold() if company else ""), (self.company_id, feedback.company_id),
            (self.contact_id, feedback.contact_id), (self.product_id, feedback.product_id),
        )  # fmt: skip
        if any(wanted and wanted != held for wanted, held in plain):
            return False
        text = " ".join(f"{feedback.title} {feedback.text}".casefold().split())
        if self.phrases and not any(phrase in text for phrase in self.phrases):
            return False
        return self.least_amount is None or (deal is not None and deal.amount >= self.least_amount)


class RuleFiring(models.Model):
    """What a rule did to one feedback. Once for each of the two; ``steps`` are the events that undoing takes back."""

    rule = models.ForeignKey(TriageRule, on_delete=models.PROTECT, related_name="firings")
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="rule_firings")
    at = models.DateTimeField(default=clock.now)
    did = models.CharField(max_length=500, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    steps: Any = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("rule", "feedback"), name="rule_fires_once"),)

    def __str__(self) -> str:
        return f"{self.rule} on {self.feedback_id}"
