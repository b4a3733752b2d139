"""The record of decisions, for programs."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import MEMBERS, Collection, roles, verb
from doors.policy import ANY_MEMBER, Policy
from doors.web import find
from gates.actions import decisions
from gates.actions.conditions import verify_condition
from gates.actions.reopening import answer_reopening
from gates.actions.revival import revive_idea
from gates.api import shapes
from gates.models import Decision
from gates.models.scores import Outcome
from gates.packet_checks import check_document
from gates.packet_files import NoPacket, document_of, read_document
from history.actor import Role


class DecisionFilter(django_filters.FilterSet):
    """By outcome, gate, product, idea; only those that stand."""

    outcome = django_filters.MultipleChoiceFilter(choices=Outcome.choices)
    gate = django_filters.NumberFilter(field_name="review__gate")
    product = django_filters.NumberFilter(field_name="review__idea__product")
    idea = django_filters.NumberFilter(field_name="review__idea")
    q = django_filters.CharFilter(method="saying", label="Words of the idea, the rationale or the lessons.", max_length=100)
    standing = django_filters.BooleanFilter(method="only_standing", label="Only those that no later record supersedes.")

    class Meta:
        model = Decision
        fields: ClassVar = ["outcome"]

    def saying(self, rows: Any, name: str, value: str) -> QuerySet[Decision]:
        """Those that say so."""
        return rows.saying(value)

    def only_standing(self, rows: Any, name: str, value: bool) -> QuerySet[Decision]:
        """Those that no later record supersedes."""
        return rows.standing() if value else rows


class DecisionCollection(Collection):
    """Decisions with their sealed packets. Nothing of a decision changes; a correction is a new record."""

    model = Decision
    shape = shapes.DecisionShape
    orderings = ("decided_at",)
    filterset_class = DecisionFilter
    policies: ClassVar[dict[str, Policy]] = {"packet_file": MEMBERS, "check_packet": MEMBERS}

    def records(self) -> QuerySet[Decision]:
        rows = super().records().select_related("review__idea", "packet__words", "superseded_by", "supersedes")
        return rows.prefetch_related("conditions", "tripwires", "reopenings")

    def shape_out(self, name: str) -> Any:
        return super().shape_out(name) if name == "list" else shapes.DecisionDetail

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One decision, with its packet and the words beside it."""
        return self.show(self.get_object())

    def show(self, record: Any, *, shape: Any = None, code: int = 200) -> Response:
        """A decision after a verb is the record as it is now."""
        return super().show(self.records().get(pk=record.pk), shape=shapes.DecisionDetail, code=code)

    @extend_schema(responses=shapes.PacketFile)
    @action(detail=True, url_path="packet-file")
    def packet_file(self, request: Request, pk: str | None = None) -> Response:
        """The packet as a file that anybody may hold, and check alone."""
        return Response(document_of(self.get_object().packet))

    @extend_schema(request=shapes.PacketFile, responses=shapes.PacketCheck)
    @action(detail=False, methods=["post"], url_path="check-packet")
    def check_packet(self, request: Request) -> Response:
        """Say whether a packet's file is whole, and is what was decided here. Nothing of it is kept."""
        try:
            document = read_document(json.dumps(request.data).encode())
        except NoPacket as error:
            raise ValidationError({"format": str(error)}) from error
        return Response(shapes.PacketCheck(check_document(document, request.actor)).data)

    @verb(shapes.VerifyIn, policy=roles(Role.LEADERSHIP, Role.PRODUCT, Role.SUCCESS))
    def verify_condition(self, record: Decision, condition: int, finding: str) -> Decision:
        """Say that a condition is met, having seen it. Answers the record that stands then."""
        verify_condition(find(record.conditions.all(), condition), finding=finding, actor=self.request.actor)
        return record

    @verb(shapes.RevalidateIn, policy=roles(Role.LEADERSHIP))
    def revalidate(self, record: Decision, reopening: int, still_stands: bool, answer: str) -> Decision:
        """Say whether the decision stands although something it rested on changed."""
        asked = find(record.reopenings.all(), reopening)  # type: ignore[attr-defined]
        answer_reopening(asked, still_stands=still_stands, answer=answer, actor=self.request.actor)
        return record

    @verb(shapes.CorrectIn, policy=roles(Role.LEADERSHIP))
    def correct(self, record: Decision, **corrected: Any) -> Decision:
        """Put a corrected record in the place of this one."""
        return decisions.correct_decision(record, actor=self.request.actor, **corrected)

    @verb(shapes.ReviveIn, policy=ANY_MEMBER)
    def revive(self, record: Decision, **values: Any) -> Decision:
        """Write the new idea that a killed one comes back as."""
        revive_idea(record, actor=self.request.actor, **values)
        return record
