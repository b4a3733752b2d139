"""Gate meetings, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import meetings
from gates.models import AgendaItem, GateMeeting, GateReview
from history.actor import Role
from people.models import Person

LEADERS = roles(Role.LEADERSHIP)


class AgendaItemShape(RecordShape):
    """One review on the agenda."""

    class Meta:
        model = AgendaItem
        fields: ClassVar = ["review", "position", "minutes"]


class MeetingShape(RecordShape):
    """A gate meeting, with as much of its agenda as one may see."""

    items = AgendaItemShape(many=True, source="seen_items")

    class Meta:
        model = GateMeeting
        fields: ClassVar = [
            "id",
            "title",
            "starts_at",
            "place",
            "chair",
            "made_by",
            "made_at",
            "cancelled_at",
            "items",
            "version",
        ]


class MeetingChange(Shape):
    """What may be changed of a meeting."""

    title = serializers.CharField(max_length=120)
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200, allow_blank=True, required=False)
    chair = Visible(Person, required=False)


class MeetingMake(MeetingChange):
    """A meeting to plan, with its reviews in order."""

    reviews = Visible(GateReview, many=True)


class AgendaItemIn(Shape):
    """A review to take, and for how many minutes."""

    review = Visible(GateReview)
    minutes = serializers.IntegerField(min_value=5, max_value=240, default=meetings.USUAL)


class AgendaIn(Shape):
    """The whole agenda, in order."""

    items = AgendaItemIn(many=True)


class MeetingFilter(django_filters.FilterSet):
    """By review, by chair, and only those that were not cancelled."""

    review = django_filters.NumberFilter(field_name="items__review")
    chair = django_filters.NumberFilter(field_name="chair")
    cancelled = django_filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = GateMeeting
        fields: ClassVar = ["chair"]


class MeetingCollection(Makes, Changes, Collection):
    """Gate meetings: several reviews in an order. What is decided is decided in each review."""

    model = GateMeeting
    shape = MeetingShape
    make_shape = MeetingMake
    change_shape = MeetingChange
    orderings = ("starts_at",)
    filterset_class = MeetingFilter
    policies: ClassVar[dict[str, Policy]] = {"create": LEADERS, "partial_update": LEADERS}

    def records(self) -> QuerySet[GateMeeting]:
        """With as much of each agenda as the reader may see."""
        seen = AgendaItem.objects.filter(review__in=GateReview.objects.visible_to(self.request.actor))
        return super().records().prefetch_related(Prefetch("items", seen, to_attr="seen_items"))

    def show(self, record: Any, *, shape: Any = None, code: int = 200) -> Any:
        """A meeting after a verb is the meeting as it is now."""
        return super().show(self.records().get(pk=record.pk), shape=shape, code=code)

    def make(self, data: dict[str, Any]) -> GateMeeting:
        """Plan a meeting."""
        return meetings.plan_meeting(actor=self.request.actor, **data)

    def change(self, record: GateMeeting, data: dict[str, Any], version: int | None) -> GateMeeting:
        """Change a meeting."""
        return meetings.change_meeting(record, actor=self.request.actor, version=version, **data)

    @verb(AgendaIn, policy=LEADERS)
    def set_agenda(self, record: GateMeeting, items: list[dict[str, Any]]) -> GateMeeting:
        """Say which reviews are taken, in which order, and how many minutes each has."""
        rows = [(one["review"], one["minutes"]) for one in items]
        return meetings.set_agenda(record, rows, actor=self.request.actor)

    @verb(ReasonIn, policy=LEADERS)
    def cancel(self, record: GateMeeting, reason: str = "") -> GateMeeting:
        """Call it off. Its reviews go on."""
        return meetings.cancel_meeting(record, reason=reason, actor=self.request.actor)
