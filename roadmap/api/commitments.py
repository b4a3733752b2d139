"""Commitments, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers.models import Company, Deal
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from feedback.models import Feedback, Firmness
from people.models import Person
from roadmap import actions
from roadmap.models import Commitment, CommitmentState, Idea
from roadmap.promises import words_on
from roadmap.rules import PROMISERS

PROMISING = roles(*PROMISERS)


class CommitmentShape(RecordShape):
    """What was promised to whom, and what became of it."""

    asks = serializers.SerializerMethodField(help_text="What has happened since that asks for a word on it.")

    class Meta:
        model = Commitment
        fields: ClassVar = [
            "id", "company", "words", "idea", "feedback", "deal", "firmness", "promised_by", "promised_on", "due_on", "state",
            "resolution", "resolved_by", "resolved_at", "asks", "made_by", "made_at", "version",
        ]  # fmt: skip

    def get_asks(self, commitment: Commitment) -> list[str]:
        """In plain words."""
        return [word.text for word in words_on(commitment)]


class CommitmentChange(Shape):
    """What one may put right."""

    words = serializers.CharField(max_length=2000)
    idea = Visible(Idea, required=False, allow_null=True)
    deal = Visible(Deal, required=False, allow_null=True)
    firmness = serializers.ChoiceField(Firmness.choices, required=False)
    promised_by = Visible(Person, required=False)
    promised_on = serializers.DateField(required=False)
    due_on = serializers.DateField(required=False, allow_null=True)


class CommitmentIn(CommitmentChange):
    """A new commitment."""

    company = Visible(Company)
    feedback = Visible(Feedback, required=False, allow_null=True)


class ResolutionIn(Shape):
    """What became of it, and why."""

    state = serializers.ChoiceField([choice for choice in CommitmentState.choices if choice[0] != CommitmentState.OPEN])
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class CommitmentFilters(django_filters.FilterSet):
    """By company, idea, deal, state, firmness and who promised it."""

    company = django_filters.NumberFilter(field_name="company_id")
    idea = django_filters.NumberFilter(field_name="idea_id")
    deal = django_filters.NumberFilter(field_name="deal_id")
    promised_by = django_filters.NumberFilter(field_name="promised_by_id")

    class Meta:
        model = Commitment
        fields: ClassVar = ["state", "firmness"]


class CommitmentCollection(Makes, Changes, Collection):
    """Commitments: what was promised to whom."""

    model = Commitment
    shape = CommitmentShape
    make_shape = CommitmentIn
    change_shape = CommitmentChange
    filterset_class = CommitmentFilters
    policies: ClassVar[dict[str, Policy]] = {"create": PROMISING, "partial_update": PROMISING}

    def records(self) -> Any:
        return super().records().select_related("deal", "idea", "company")

    def make(self, data: dict[str, Any]) -> Commitment:
        """Write down what was promised."""
        return actions.make_commitment(actor=self.request.actor, **data)

    def change(self, commitment: Commitment, data: dict[str, Any], version: int | None) -> Commitment:
        """Put right what was written down."""
        return actions.change_commitment(commitment, actor=self.request.actor, version=version, **data)

    @verb(ResolutionIn, policy=PROMISING)
    def resolve(self, commitment: Commitment, **values: Any) -> Commitment:
        """Say that it was kept, broken or withdrawn."""
        return actions.resolve_commitment(commitment, actor=self.request.actor, **values)

    @verb(policy=PROMISING)
    def reopen(self, commitment: Commitment) -> Commitment:
        """Say that it binds us after all."""
        return actions.reopen_commitment(commitment, actor=self.request.actor)


routes = [("commitments", CommitmentCollection)]
