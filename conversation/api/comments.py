"""Comments and followers, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Model, QuerySet
from rest_framework import serializers

from conversation import actions, rules
from conversation.models import Comment, Follow
from conversation.rules import TALKERS
from conversation.topics import topic_named, topic_of_kind, topics
from doors.api import Changes, Collection, Makes, RecordShape, Shape, roles, verb
from history.refusals import require

TALK = roles(*TALKERS)
KINDS = "idea, initiative, objective, key-result, feedback or gate-review."


class AboutShape(RecordShape):
    """A row about a record."""

    topic = serializers.SerializerMethodField()

    def get_topic(self, row: Any) -> str:
        """The kind of record, as addresses name it: idea, initiative, objective, key-result, feedback, gate-review."""
        topic = topic_of_kind(row.subject_type)
        return topic.slug if topic else ""


class AboutIn(Shape):
    """Which record."""

    topic = serializers.CharField(max_length=40, help_text=KINDS)
    record = serializers.IntegerField(min_value=1, max_value=2**53, help_text="Its id.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A record that the actor may see; a hidden one and a missing one give the same error."""
        topic = topic_named(data.pop("topic"))
        if topic is None:
            known = ", ".join(sorted(one.slug for one in topics()))
            raise serializers.ValidationError({"topic": f"There is no such kind of record. Known are: {known}."})
        found = topic.visible_to(self.context["request"].actor).filter(pk=data["record"]).first()
        if found is None:
            raise serializers.ValidationError({"record": "There is no such record, or you may not see it."})
        return data | {"record": found}


class AboutFilter(django_filters.FilterSet):
    """By the record."""

    topic = django_filters.CharFilter(method="of_topic", help_text=KINDS)
    record = django_filters.NumberFilter(field_name="subject_id")

    def of_topic(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those about one kind of record; an unknown kind has none."""
        topic = topic_named(value)
        return rows.filter(subject_type=topic.kind) if topic else rows.none()


class CommentShape(AboutShape):
    """A comment, as far as it is heard by now. A deleted one has no words."""

    class Meta:
        model = Comment
        fields: ClassVar = [
            "id", "topic", "subject_id", "author", "reply_to", "text", "mentioned", "written_at", "edited_at", "resolved_at",
            "resolved_by", "deleted_at", "version",
        ]  # fmt: skip


class CommentIn(AboutIn):
    """A new thread about a record."""

    text = serializers.CharField(max_length=10_000, help_text="Markdown. @ and the beginning of an e-mail address mentions.")


class TextIn(Shape):
    """The words."""

    text = serializers.CharField(max_length=10_000)


class CommentFilter(AboutFilter):
    """By the record, who wrote it, and whether its thread is open."""

    is_open = django_filters.BooleanFilter(field_name="resolved_at", lookup_expr="isnull")
    author = django_filters.NumberFilter()
    thread = django_filters.NumberFilter(field_name="reply_to_id")

    class Meta:
        model = Comment
        fields: ClassVar = []


class CommentCollection(Makes, Changes, Collection):
    """What colleagues say about records."""

    model = Comment
    shape = CommentShape
    orderings = ("written_at",)
    make_shape = CommentIn
    change_shape = TextIn
    filterset_class = CommentFilter
    policies: ClassVar = {"create": TALK, "partial_update": TALK}

    def records(self) -> Any:
        return super().records().prefetch_related("mentioned")

    def make(self, data: dict[str, Any]) -> Comment:
        """Begin a thread."""
        return actions.write_comment(data["record"], text=data["text"], actor=self.request.actor)

    def change(self, comment: Comment, data: dict[str, Any], version: int | None) -> Comment:
        """Put one's own words right."""
        text = data.get("text", comment.text or "")
        return actions.edit_comment(comment, text=text, actor=self.request.actor, version=version)

    @verb(TextIn, policy=TALK, code=201)
    def reply(self, comment: Comment, text: str) -> Comment:
        """Answer in its thread."""
        return actions.reply(comment, text=text, actor=self.request.actor)

    @verb(policy=TALK)
    def resolve(self, comment: Comment) -> Comment:
        """Settle its thread."""
        return actions.resolve_thread(comment, actor=self.request.actor)

    @verb(policy=TALK)
    def reopen(self, comment: Comment) -> Comment:
        """Take its thread up again."""
        return actions.reopen_thread(comment, actor=self.request.actor)

    @verb(policy=TALK, path="delete")
    def take_back(self, comment: Comment) -> Comment:
        """Take one's own words back. They are gone; that there was a comment stays."""
        return actions.delete_comment(comment, actor=self.request.actor)


class FollowShape(AboutShape):
    """Somebody who follows a record, and how they came to."""

    class Meta:
        model = Follow
        fields: ClassVar = ["id", "topic", "subject_id", "person", "why", "since"]


class FollowFilter(AboutFilter):
    """By the record and who follows it."""

    person = django_filters.NumberFilter()

    class Meta:
        model = Follow
        fields: ClassVar = []


class FollowCollection(Makes, Collection):
    """Who follows what. One follows and stops for oneself."""

    model = Follow
    shape = FollowShape
    make_shape = AboutIn
    filterset_class = FollowFilter
    policies: ClassVar = {"create": TALK}

    def make(self, data: dict[str, Model]) -> Follow:
        """Hear what becomes of a record."""
        return actions.follow(data["record"], actor=self.request.actor)

    @verb(policy=TALK)
    def stop(self, follow: Follow) -> Follow:
        """Hear no more of it. Only one's own following is stopped."""
        require(rules.may_stop(self.request.actor, follow))
        actions.unfollow(follow.record, actor=self.request.actor)
        return follow
