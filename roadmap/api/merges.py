"""The API door of merging ideas: what was merged into what, what moved, and the way back."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from rest_framework import serializers

from customers.api.merges import TellsWhatMoved
from doors.api import Collection, RecordShape, Shape, Visible, roles, verb
from history.actor import Role
from roadmap import actions
from roadmap.models import Idea, IdeaMerge


class IdeaMergeShape(RecordShape):
    """A merge of two ideas; ``changes`` are the values that the one that stayed took: ``{field: [before, after]}``."""

    class Meta:
        model = IdeaMerge
        fields: ClassVar = ["id", "gone", "stays", "changes", "was_stage", "by", "at", "undone_by", "undone_at"]


class IdeaMergesOut(serializers.Serializer):
    """The merges that were made."""

    results = IdeaMergeShape(many=True)


class MergeInto(Shape):
    """Into which idea, and the fields whose value stays from the merged one."""

    into = Visible(Idea)
    take = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)


class MergeHere(Shape):
    """The ideas that are merged into this one."""

    ideas = Visible(Idea, many=True)


class IdeaMergeFilters(django_filters.FilterSet):
    """By the idea that went or stayed, and whether undone."""

    gone = django_filters.NumberFilter()
    stays = django_filters.NumberFilter()
    undone = django_filters.BooleanFilter(field_name="undone_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = IdeaMerge
        fields: ClassVar = ["gone", "stays"]


class IdeaMergeCollection(TellsWhatMoved, Collection):
    """Merges of ideas."""

    model = IdeaMerge
    shape = IdeaMergeShape
    filterset_class = IdeaMergeFilters

    @verb(policy=roles(Role.PRODUCT))
    def undo(self, merge: IdeaMerge) -> IdeaMerge:
        """Tell the two apart again: each has its own, as before."""
        return actions.undo_idea_merge(merge, actor=self.request.actor)


routes = [("idea-merges", IdeaMergeCollection)]
