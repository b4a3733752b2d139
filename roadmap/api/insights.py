"""The API door of insights."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from feedback.models import Feedback
from history.actor import Role
from people.models import Product
from roadmap import actions
from roadmap.models import Idea, Importance, Insight

PRODUCT = roles(Role.PRODUCT)


class InsightShape(RecordShape):
    """Words of a customer, and the idea that they support."""

    is_quotable = serializers.BooleanField(
        source="feedback.is_quotable", read_only=True, help_text="False where whoever said it did not agree to be quoted outside."
    )

    class Meta:
        model = Insight
        fields = (
            "id", "feedback", "idea", "excerpt", "start", "end", "importance", "is_quotable", "made_by",
            "made_at", "withdrawn_at", "version",
        )  # fmt: skip


class NewIdeaIn(Shape):
    """An idea to be written down with the insight."""

    product = Visible(Product)
    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class InsightIn(Shape):
    """Which words (all of them when no place is named), for an idea that is there or for a new one, and how much they matter."""

    feedback = Visible(Feedback)
    idea = Visible(Idea, required=False)
    new_idea = NewIdeaIn(required=False)
    start = serializers.IntegerField(min_value=0, max_value=20_000, required=False)
    end = serializers.IntegerField(min_value=1, max_value=20_000, required=False)
    importance = serializers.ChoiceField(Importance.choices, required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if ("idea" in data) == ("new_idea" in data):
            raise serializers.ValidationError({"idea": "Name an idea, or a new_idea, and not both."})
        return data


class ImportanceIn(Shape):
    """How much it matters to this customer."""

    importance = serializers.ChoiceField(Importance.choices)


class InsightFilter(filters.FilterSet):
    """By feedback, by idea, by importance, and whether it stands."""

    feedback = filters.NumberFilter(field_name="feedback_id")
    idea = filters.NumberFilter(field_name="idea_id")
    importance = filters.ChoiceFilter(choices=Importance.choices)
    standing = filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = Insight
        fields: tuple[str, ...] = ()


class InsightCollection(Makes, Changes, Collection):
    """Customers' words, linked to ideas."""

    model = Insight
    shape = InsightShape
    orderings = ("importance", "made_at")
    make_shape = InsightIn
    change_shape = ImportanceIn
    filterset_class = InsightFilter
    policies = {"create": PRODUCT, "partial_update": PRODUCT}

    def records(self) -> QuerySet[Insight]:
        return super().records().select_related("idea", "feedback__interview")

    def make(self, data: dict[str, Any]) -> Insight:
        feedback, idea, new = data.pop("feedback"), data.pop("idea", None), data.pop("new_idea", None)
        if idea is not None:
            return actions.link_insight(feedback, idea, actor=self.request.actor, **data)
        return actions.link_to_new_idea(feedback, actor=self.request.actor, **new, **data)

    def change(self, insight: Insight, data: dict[str, Any], version: int | None) -> Insight:
        return actions.change_importance(insight, actor=self.request.actor, version=version, **data)

    @verb(policy=PRODUCT)
    def withdraw(self, insight: Insight) -> Insight:
        """Take an insight back; a feedback that supports nothing else waits in the inbox again."""
        return actions.withdraw_insight(insight, actor=self.request.actor)

    @verb(policy=PRODUCT)
    def restore(self, insight: Insight) -> Insight:
        """Let an insight that was taken back stand again."""
        return actions.restore_insight(insight, actor=self.request.actor)


routes: list[tuple[str, type[Collection]]] = [("insights", InsightCollection)]
