"""What feedback looks like in the API, and what its verbs take."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.models import Company, Contact
from doors.api import RecordShape, Shape, Visible
from feedback.models import Channel, Feedback, SavedView, SetAside, SetAsideReason
from people.models import Person, Product


class PackedFile(serializers.CharField):
    """A file in base64."""

    def to_internal_value(self, data: Any) -> bytes:
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError) as error:
            raise serializers.ValidationError("This is no base64.") from error


class AttachIn(Shape):
    """A file to put to a feedback, in base64."""

    name = serializers.CharField(max_length=200)
    content_base64 = PackedFile(max_length=4_800_000)


class SetAsideShape(RecordShape):
    """Why a feedback supports no idea."""

    class Meta:
        model = SetAside
        fields = (
            "reason", "words", "look_again_when", "by", "at", "revisit_on", "revisit_count", "revisit_segment", "revisit_words",
        )  # fmt: skip


class FeedbackShape(RecordShape):
    """One thing somebody said, and where it stands."""

    key = serializers.CharField(read_only=True)
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    is_snoozed = serializers.BooleanField(read_only=True)
    is_quotable = serializers.BooleanField(read_only=True, help_text="False for an interview without consent to quote it.")
    set_aside = serializers.SerializerMethodField()

    class Meta:
        model = Feedback
        fields = (
            "id", "key", "title", "text", "channel", "said_at", "product", "company", "contact", "state", "is_snoozed",
            "snoozed_until", "set_aside", "merged_into", "assignee", "submitted_by", "tags", "source", "source_id",
            "source_url", "is_quotable", "version", "created_at",
        )  # fmt: skip

    @extend_schema_field(SetAsideShape(allow_null=True))
    def get_set_aside(self, feedback: Feedback) -> dict[str, Any] | None:
        """The set-aside that stands, if one does."""
        standing = next((aside for aside in feedback.set_asides.all() if aside.undone_at is None), None)
        return dict(SetAsideShape(standing).data) if standing else None


class TagsField(serializers.ListField):
    """Tags by name."""

    child = serializers.CharField(max_length=40)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)


class FeedbackIn(Shape):
    """What bringing feedback in takes."""

    text = serializers.CharField(max_length=20_000)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    product = Visible(Product, required=False, allow_null=True)
    channel = serializers.ChoiceField(Channel.choices, default=Channel.API)
    company = Visible(Company, required=False, allow_null=True)
    contact = Visible(Contact, required=False, allow_null=True)
    company_name = serializers.CharField(
        max_length=160, required=False, allow_blank=True, help_text="In place of company: found by name, or made on the spot."
    )
    contact_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    contact_email = serializers.EmailField(required=False, allow_blank=True)
    said_at = serializers.DateTimeField(required=False)
    tags = TagsField(required=False)
    source = serializers.CharField(max_length=60, required=False, allow_blank=True)
    source_id = serializers.CharField(max_length=200, required=False, allow_blank=True)
    source_url = serializers.URLField(max_length=500, required=False, allow_blank=True)


class FeedbackChange(Shape):
    """What may be put right about a feedback. Its text is the customer's."""

    title = serializers.CharField(max_length=200, allow_blank=True)
    product = Visible(Product, allow_null=True)
    channel = serializers.ChoiceField(Channel.choices)
    company = Visible(Company, allow_null=True)
    contact = Visible(Contact, allow_null=True)
    source_url = serializers.URLField(max_length=500, allow_blank=True)
    tags = TagsField()


class SetAsideIn(Shape):
    """Why, and what would make one look again."""

    reason = serializers.ChoiceField(SetAsideReason.choices)
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    look_again_when = serializers.CharField(max_length=200, required=False, allow_blank=True)
    revisit_on = serializers.DateField(required=False, allow_null=True, help_text="The day on which it comes back.")
    revisit_count = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=1000, help_text="It comes back when so many more say the same."
    )
    revisit_segment = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="It comes back when a company of this segment, such as enterprise or saved-12, says the same.",
    )
    revisit_words = serializers.CharField(max_length=200, required=False, allow_blank=True)


class SnoozeIn(Shape):
    """The day on which it is back in the inbox."""

    until = serializers.DateField()


class ArchiveIn(Shape):
    """Why, if there is something to say."""

    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class MergeIn(Shape):
    """The feedback that stays."""

    into = Visible(Feedback)


class AssignIn(Shape):
    """Whose it is from now on; null for nobody's."""

    assignee = Visible(Person, allow_null=True)


class TagIn(Shape):
    """Tags to put on and to take off."""

    add = TagsField(required=False)
    remove = TagsField(required=False)


class MoveIn(Shape):
    """The product that it is about; null for none."""

    product = Visible(Product, allow_null=True)


class SavedViewShape(RecordShape):
    """A named filter."""

    class Meta:
        model = SavedView
        fields = ("id", "name", "owner", "is_shared", "query", "version")


class SavedViewIn(Shape):
    """A filter as it stands in the address of the inbox."""

    name = serializers.CharField(max_length=60)
    query = serializers.CharField(max_length=1000, allow_blank=True)
    is_shared = serializers.BooleanField(required=False)
