"""One's own notifications, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from conversation import actions, mailings
from conversation.api.comments import AboutShape
from conversation.mailing import words_of
from conversation.models import Means, Notice, NoticeKind
from doors.api import Collection, Shape, verb
from doors.policy import ANY_MEMBER


class NoticeShape(AboutShape):
    """That one was told of something."""

    sentence = serializers.SerializerMethodField()
    said = serializers.CharField(source="snippet", help_text="The first words of the comment, if it is one.")

    class Meta:
        model = Notice
        fields: ClassVar = ["id", "kind", "topic", "subject_id", "comment", "event", "sentence", "said", "at", "read_at"]

    def get_sentence(self, notice: Notice) -> str:
        """What happened, in plain words."""
        return words_of(notice)


class PreferencesShape(Shape):
    """How one is told of each kind of thing."""

    mention = serializers.ChoiceField(choices=Means.choices, required=False)
    mine = serializers.ChoiceField(choices=Means.choices, required=False)
    comment = serializers.ChoiceField(choices=Means.choices, required=False)
    change = serializers.ChoiceField(choices=Means.choices, required=False)

    def get_fields(self) -> dict[str, Any]:
        """Mail that floors above send stands beside: by mail, or not at all."""
        more = {kind: serializers.ChoiceField(choices=mailings.MEANS, required=False) for kind in mailings.known()}
        return super().get_fields() | more


class KindIn(Shape):
    """Of which kind; none named is every kind."""

    kind = serializers.ChoiceField(choices=NoticeKind.choices, required=False)


class ReadAllShape(Shape):
    """How many were noted as read, and when: by that moment it is taken back."""

    count = serializers.IntegerField()
    at = serializers.DateTimeField()


class MomentIn(Shape):
    """The moment that ``read-all`` answered."""

    at = serializers.DateTimeField()


class KeptShape(Shape):
    """How many are unread again."""

    count = serializers.IntegerField()


class NoticeFilter(django_filters.FilterSet):
    """By kind, and whether it is unread."""

    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices)
    is_unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields: ClassVar = []


class NoticeCollection(Collection):
    """What one is told: one's own notifications, of what one may see now."""

    model = Notice
    shape = NoticeShape
    orderings = ("at",)
    filterset_class = NoticeFilter
    policies: ClassVar = {"read_all": ANY_MEMBER, "keep_all": ANY_MEMBER, "preferences": ANY_MEMBER, "prefer": ANY_MEMBER}

    def records(self) -> Any:
        return super().records().for_pages()

    @verb(policy=ANY_MEMBER, path="read")
    def mark_read(self, notice: Notice) -> Notice:
        """Note it as read."""
        return actions.mark_read(notice, actor=self.request.actor)

    @verb(policy=ANY_MEMBER)
    def keep(self, notice: Notice) -> Notice:
        """Keep it for later, as unread."""
        return actions.mark_unread(notice, actor=self.request.actor)

    @extend_schema(request=KindIn, responses=ReadAllShape)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Note everything as read, or everything of one kind; says how many that were, and when."""
        asked = self.read(KindIn)
        return self.once(lambda: Response(ReadAllShape(actions.mark_all_read(actor=request.actor, **asked)).data))

    @extend_schema(request=MomentIn, responses=KeptShape)
    @action(detail=False, methods=["post"], url_path="keep-all")
    def keep_all(self, request: Request) -> Response:
        """Take ``read-all`` back: what was noted as read at that moment is unread again."""
        asked = self.read(MomentIn)
        return self.once(lambda: Response({"count": actions.keep_all(actor=request.actor, **asked)}))

    @extend_schema(responses=PreferencesShape, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def preferences(self, request: Request) -> Response:
        """How one is told of each kind of thing."""
        return Response(actions.preferences_of(request.actor.person))

    @extend_schema(request=PreferencesShape, responses=PreferencesShape)
    @action(detail=False, methods=["post"])
    def prefer(self, request: Request) -> Response:
        """Say how one wants to be told; what is not named stays as it is."""
        asked = self.read(PreferencesShape)
        return self.once(lambda: Response(actions.prefer(asked, actor=request.actor)))
