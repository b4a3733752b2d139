"""The API door of triage rules."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from customers.models import Company, Contact, Lifecycle
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import ANY_MEMBER, Policy
from feedback import actions
from feedback.actions.ruling import TRIED, try_out
from feedback.models import Channel, RuleFiring, TriageRule, seen_by
from feedback.models.triage_rules import CONDITIONS, EFFECTS
from history.actor import Role
from people.models import Person, Product

PRODUCT = roles(Role.PRODUCT)


class RuleShape(RecordShape):
    """A rule: what it asks, what it does, whether it is on."""

    class Meta:
        model = TriageRule
        fields: ClassVar = [
            "id", "name", "position", "is_on", "on_change", "stops", *CONDITIONS, *EFFECTS, "owner", "created_at", "version",
        ]  # fmt: skip


class RuleIn(Shape):
    """What a rule asks and does. All conditions that are named must hold."""

    name = serializers.CharField(max_length=60)
    on_change = serializers.BooleanField(required=False)
    stops = serializers.BooleanField(required=False)
    channel = serializers.ChoiceField(Channel.choices, required=False, allow_blank=True)
    segment = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text="Of the company: such as enterprise, or saved-12."
    )
    lifecycle = serializers.ChoiceField(Lifecycle.choices, required=False, allow_blank=True)
    plan = serializers.CharField(max_length=60, required=False, allow_blank=True)
    company = Visible(Company, required=False, allow_null=True)
    contact = Visible(Contact, required=False, allow_null=True)
    product = Visible(Product, required=False, allow_null=True)
    words = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text="With commas between; one is enough."
    )
    source = serializers.CharField(max_length=60, required=False, allow_blank=True)
    least_amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True)
    add_tags = serializers.CharField(max_length=200, required=False, allow_blank=True)
    set_product = Visible(Product, required=False, allow_null=True)
    set_company = Visible(Company, required=False, allow_null=True)
    assign_to = Visible(Person, required=False, allow_null=True)
    snooze_days = serializers.IntegerField(min_value=1, max_value=730, required=False, allow_null=True)
    archive_reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class MoveRuleIn(Shape):
    """One place earlier (-1) or later (1)."""

    by = serializers.ChoiceField([-1, 1])


class FiringIn(Shape):
    """Which firing."""

    firing = serializers.IntegerField(min_value=1, max_value=2**53)


class FiringShape(RecordShape):
    """What a rule did to one feedback."""

    class Meta:
        model = RuleFiring
        fields: ClassVar = ["id", "rule", "feedback", "at", "did", "failure", "undone_at"]


class TryShape(serializers.Serializer):
    """What a rule would run on."""

    of = serializers.IntegerField(help_text="How many of the last feedback were looked at, at most.")
    feedback = serializers.ListField(child=serializers.IntegerField())


class RuleCollection(Makes, Changes, Collection):
    """Rules that do the plain part of triage when feedback comes in."""

    model = TriageRule
    shape = RuleShape
    make_shape = change_shape = RuleIn
    orderings = ("position",)
    policies: ClassVar[dict[str, Policy]] = {
        "create": PRODUCT, "partial_update": PRODUCT, "firings": ANY_MEMBER, "try_out": ANY_MEMBER,
    }  # fmt: skip

    def make(self, data: dict[str, Any]) -> TriageRule:
        """Write a rule; it is off."""
        return actions.add_rule(actor=self.request.actor, **data)

    def change(self, rule: TriageRule, data: dict[str, Any], version: int | None) -> TriageRule:
        """Write a rule anew."""
        return actions.change_rule(rule, actor=self.request.actor, version=version, **data)

    @verb(policy=PRODUCT)
    def switch_on(self, rule: TriageRule) -> TriageRule:
        """Let it run from now on."""
        return actions.switch_rule(rule, actor=self.request.actor, is_on=True)

    @verb(policy=PRODUCT)
    def switch_off(self, rule: TriageRule) -> TriageRule:
        """Let it run no more."""
        return actions.switch_rule(rule, actor=self.request.actor, is_on=False)

    @verb(MoveRuleIn, policy=PRODUCT)
    def move(self, rule: TriageRule, by: int) -> TriageRule:
        """Let it run earlier or later."""
        return actions.move_rule(rule, actor=self.request.actor, by=by)

    @verb(policy=PRODUCT)
    def remove(self, rule: TriageRule) -> TriageRule:
        """Take it away. What it did stays."""
        return actions.remove_rule(rule, actor=self.request.actor)

    @verb(FiringIn, policy=PRODUCT, out=FiringShape)
    def undo_firing(self, rule: TriageRule, firing: int) -> RuleFiring:
        """Take back what it did to one feedback."""
        found = self.visible_firings(rule).filter(pk=firing).first()
        if found is None:
            raise serializers.ValidationError({"firing": "There is no such firing, or you may not see it."})
        return actions.undo_firing(found, actor=self.request.actor)

    @action(detail=True, methods=["get"])
    def firings(self, request: Request, pk: str | None = None) -> Response:
        """What it did."""
        shown = self.paginate_queryset(self.visible_firings(self.get_object()).order_by("-id"))
        return self.get_paginated_response(FiringShape(shown, many=True, context=self.get_serializer_context()).data)

    firings.shape_out = FiringShape  # type: ignore[attr-defined]

    @action(detail=True, methods=["get"], url_path="try-out")
    def try_out(self, request: Request, pk: str | None = None) -> Response:
        """What it would run on, of the last feedback. Nothing is changed."""
        fitting = try_out(self.get_object(), request.actor)
        return Response({"of": TRIED, "feedback": [row.pk for row in fitting]})

    try_out.shape_out = TryShape  # type: ignore[attr-defined]

    def visible_firings(self, rule: TriageRule) -> Any:
        """Those on feedback that one may see."""
        return rule.firings.filter(seen_by(self.request.actor, "feedback__"))
