"""The API door of splitting ideas: what went to the new one, and the way back."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from rest_framework import serializers

from doors.api import Collection, RecordShape, Shape, Visible, roles, verb
from history.actor import Role
from roadmap import actions
from roadmap.models import IdeaSplit, Insight


class IdeaSplitShape(RecordShape):
    """A split: the idea that was split, the new one, and the rows that are the new one's: moved, or shared."""

    insights = serializers.ListField(child=serializers.IntegerField())
    votes = serializers.ListField(child=serializers.IntegerField())

    class Meta:
        model = IdeaSplit
        fields: ClassVar = ["id", "source", "made", "shared", "insights", "votes", "by", "at", "undone_by", "undone_at"]


class SplitOff(Shape):
    """What the new idea is called, and which of the words that support this one it gets."""

    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=10_000, allow_blank=True, required=False)
    insights = Visible(Insight, many=True)
    shared = serializers.BooleanField(required=False, help_text="The words go on supporting this idea too.")
    votes = serializers.BooleanField(required=False, help_text="With the votes of the companies that said them. So if left out.")


class IdeaSplitFilters(django_filters.FilterSet):
    """By the idea that was split, or the new one."""

    source = django_filters.NumberFilter()
    made = django_filters.NumberFilter()

    class Meta:
        model = IdeaSplit
        fields: ClassVar = ["source", "made"]


class IdeaSplitCollection(Collection):
    """Splits of ideas."""

    model = IdeaSplit
    shape = IdeaSplitShape
    filterset_class = IdeaSplitFilters

    @verb(policy=roles(Role.PRODUCT))
    def undo(self, split: IdeaSplit) -> IdeaSplit:
        """Take the split back: words and votes are with the first idea again."""
        return actions.undo_split(split, actor=self.request.actor)


routes = [("idea-splits", IdeaSplitCollection)]
