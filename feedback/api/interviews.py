"""The API door of interviews."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from customers.models import Company, Contact
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles
from doors.policy import Policy
from feedback import actions
from feedback.actions.interviews import MOST
from feedback.api.shapes import TagsField
from feedback.interviewing import InterviewFilter
from feedback.models import Consent, Interview
from feedback.rules import INTERVIEWERS
from people.models import Person, Product

INTERVIEWING = roles(*INTERVIEWERS)


class InterviewShape(RecordShape):
    """An interview with its words. Insights are made of its ``feedback``."""

    title = serializers.CharField()
    said_at = serializers.DateTimeField()
    text = serializers.CharField(source="feedback.text")
    company = serializers.PrimaryKeyRelatedField(source="feedback.company", read_only=True)
    product = serializers.PrimaryKeyRelatedField(source="feedback.product", read_only=True)
    participants = serializers.SerializerMethodField()
    is_quotable = serializers.BooleanField(source="feedback.is_quotable", help_text="Whether they may be quoted to customers.")

    class Meta:
        model = Interview
        fields: ClassVar = [
            "id", "feedback", "title", "said_at", "text", "company", "participants", "interviewer", "consent", "consent_on",
            "is_quotable", "guide", "product", "version",
        ]  # fmt: skip

    def get_participants(self, interview: Interview) -> list[int]:
        """Contacts, the first of them first."""
        return [one.pk for one in interview.people]


class FrameIn(Shape):
    """Everything but the words. Who took part is named by ``participants``, and after them by ``participant_names``."""

    title = serializers.CharField(max_length=200)
    said_at = serializers.DateTimeField(required=False)
    participants = serializers.ListField(
        child=Visible(Contact), max_length=MOST, required=False, help_text="Contacts; the company follows from the first."
    )
    participant_names = serializers.ListField(
        child=serializers.CharField(max_length=160), max_length=MOST, required=False,
        help_text="People by name: found at the company, or made on the spot.",
    )  # fmt: skip
    company = Visible(Company, required=False, allow_null=True)
    company_name = serializers.CharField(max_length=160, required=False, allow_blank=True, help_text="In place of company.")
    interviewer = Visible(Person, required=False, help_text="Whoever calls, unless you say otherwise.")
    consent = serializers.ChoiceField(Consent.choices, help_text="Without a yes, it is not quoted to customers or in files.")
    consent_on = serializers.DateField(required=False, allow_null=True)
    guide = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    product = Visible(Product, required=False, allow_null=True)


class InterviewIn(FrameIn):
    """An interview as it is recorded."""

    text = serializers.CharField(max_length=20_000)
    tags = TagsField(required=False)


def with_people(data: dict[str, Any]) -> dict[str, Any]:
    """Those who are known and those who are named, as the verbs take them."""
    if "participants" not in data and "participant_names" not in data:
        return data
    return data | {"participants": [*data.get("participants", ()), *data.pop("participant_names", ())]}


class InterviewCollection(Makes, Changes, Collection):
    """Conversations with customers, noted down."""

    model = Interview
    shape = InterviewShape
    make_shape = InterviewIn
    change_shape = FrameIn
    filterset_class = InterviewFilter
    policies: ClassVar[dict[str, Policy]] = {"create": INTERVIEWING, "partial_update": INTERVIEWING}

    def records(self) -> Any:
        return super().records().select_related("feedback").prefetch_related("participants")

    def make(self, data: dict[str, Any]) -> Interview:
        """Note a conversation down."""
        return actions.record_interview(actor=self.request.actor, **{"participants": []} | with_people(data))

    def change(self, interview: Interview, data: dict[str, Any], version: int | None) -> Interview:
        """Put the frame right; the words stay as they were said."""
        return actions.edit_interview(interview, actor=self.request.actor, version=version, **with_people(data))
