"""Gate policies: a product's rules, version by version."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from gates.policy_rules import PolicyRules, Preset
from gates.presets import PRESETS, preset_of
from history import clock
from history.actor import Actor
from people.models import Product

ME = settings.AUTH_USER_MODEL


class GatePolicyQuerySet(models.QuerySet["GatePolicy"]):
    """Questions about policies."""

    def visible_to(self, actor: Actor) -> Self:
        """Policies of the products one may see."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """The newest version of each product's policy."""
        newest = GatePolicy.objects.filter(product=OuterRef("product")).order_by("-number").values("pk")[:1]
        return self.filter(pk=Subquery(newest))


class GatePolicy(models.Model):
    """One version of a product's policy. Rows are only added; a review keeps the version that it was locked under."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="gate_policies")
    number = models.PositiveIntegerField(help_text="1 for the first version of this product's policy.")
    stored_rules = models.JSONField()
    why = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = GatePolicyQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "gate policies"
        constraints = (models.UniqueConstraint(fields=("product", "number"), name="policy_version_once"),)

    def __str__(self) -> str:
        return f"{self.product}, {self.get_preset_display().lower()}, version {self.number}"

    @property
    def rules(self) -> PolicyRules:
        """The rules as a value."""
        return PolicyRules.from_json(self.stored_rules)

    @property
    def preset(self) -> str:
        """The preset that these rules are, or our own."""
        return preset_of(self.rules)

    def get_preset_display(self) -> str:
        """The preset in words."""
        return Preset(self.preset).label


def standing_policy(product_id: int) -> GatePolicy:
    """The policy in force; a product without one has *Small team*, not yet written down (number 0)."""
    policy = GatePolicy.objects.filter(product_id=product_id).order_by("-number").select_related("product").first()
    return policy or GatePolicy(product_id=product_id, number=0, stored_rules=PRESETS[Preset.SMALL_TEAM].as_json())
