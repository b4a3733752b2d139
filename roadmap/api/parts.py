"""The parts of ideas, for programs: user stories, designs, files, and links to other ideas."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from doors.api import MEMBERS, Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.attaching import sent
from doors.policy import Policy
from feedback.api.shapes import PackedFile
from history.actor import Role
from roadmap import actions
from roadmap.models import Design, Idea, IdeaFile, IdeaLink, LinkKind, Story

SHAPERS = roles(Role.PRODUCT)
WRITING: dict[str, Policy] = {"create": SHAPERS, "partial_update": SHAPERS}


class CriterionOfStory(Shape):
    """An acceptance criterion."""

    text = serializers.CharField()
    is_met = serializers.BooleanField()


class StoryShape(RecordShape):
    """A user story with its acceptance criteria."""

    criteria = CriterionOfStory(many=True)

    class Meta:
        model = Story
        fields: ClassVar = [
            "id",
            "version",
            "idea",
            "position",
            "role",
            "want",
            "so_that",
            "criteria",
            "created_at",
            "removed_at",
        ]


class StoryChange(Shape):
    """What one may change of a story. Of the criteria, those that stay as worded stay met."""

    role = serializers.CharField(max_length=120, help_text="As a …")
    want = serializers.CharField(max_length=400, help_text="I want …")
    so_that = serializers.CharField(max_length=400, allow_blank=True, required=False)
    criteria = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=30)


class StoryMake(StoryChange):
    """A new story."""

    idea = Visible(Idea)


class CriterionMark(Shape):
    """Which criterion, counted from 1, and whether it is met."""

    number = serializers.IntegerField(min_value=1)
    is_met = serializers.BooleanField()


class StoryMove(Shape):
    """Up or down by one."""

    up = serializers.BooleanField()


class OfIdea(django_filters.FilterSet):
    """Of which idea."""

    idea = django_filters.NumberFilter()


class StoryCollection(Makes, Changes, Collection):
    """User stories of ideas, in their order. One that was taken off is still found by its id, to be put back."""

    model, shape, make_shape, change_shape = Story, StoryShape, StoryMake, StoryChange
    orderings = ("position",)
    filterset_class = OfIdea
    policies = WRITING

    def records(self) -> QuerySet[Story]:
        rows = super().records().select_related("idea")
        return rows.standing() if self.action == "list" else rows

    def make(self, data: dict[str, Any]) -> Story:
        """Tell a story."""
        return actions.add_story(data.pop("idea"), actor=self.request.actor, **data)

    def change(self, story: Story, data: dict[str, Any], version: int | None) -> Story:
        """Word it anew."""
        return actions.change_story(story, actor=self.request.actor, version=version, **data)

    @verb(CriterionMark, policy=SHAPERS)
    def mark_criterion(self, story: Story, number: int, is_met: bool) -> Story:
        """Say whether a criterion is met."""
        return actions.mark_criterion(
            story, number=number, is_met=is_met, actor=self.request.actor, version=self.seen_version()
        )  # fmt: skip

    @verb(StoryMove, policy=SHAPERS)
    def move(self, story: Story, up: bool) -> Story:
        """Let it change places with its neighbour."""
        return actions.move_story(story, up=up, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def remove(self, story: Story) -> Story:
        """Take it off the idea."""
        return actions.remove_story(story, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def restore(self, story: Story) -> Story:
        """Put it back."""
        return actions.restore_story(story, actor=self.request.actor)


class DesignShape(RecordShape):
    """A link to a design."""

    class Meta:
        model = Design
        fields: ClassVar = ["id", "version", "idea", "title", "address", "added_by", "added_at", "removed_at"]


class DesignChange(Shape):
    """What one may change of a design."""

    title = serializers.CharField(max_length=120)
    address = serializers.CharField(max_length=1000, help_text="https:// or http://, and nothing else.")


class DesignMake(DesignChange):
    """A new design."""

    idea = Visible(Idea)


class DesignCollection(Makes, Changes, Collection):
    """Links to designs of ideas."""

    model, shape, make_shape, change_shape = Design, DesignShape, DesignMake, DesignChange
    filterset_class = OfIdea
    policies = WRITING

    def records(self) -> QuerySet[Design]:
        rows = super().records() if self.action == "list" else Design.objects.of_visible(self.request.actor)
        return rows.select_related("idea")

    def make(self, data: dict[str, Any]) -> Design:
        """Link to a design."""
        return actions.add_design(data.pop("idea"), actor=self.request.actor, **data)

    def change(self, design: Design, data: dict[str, Any], version: int | None) -> Design:
        """Give it another title or address."""
        return actions.change_design(design, actor=self.request.actor, version=version, **data)

    @verb(policy=SHAPERS)
    def remove(self, design: Design) -> Design:
        """Take it off the idea."""
        return actions.remove_design(design, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def restore(self, design: Design) -> Design:
        """Put it back."""
        return actions.restore_design(design, actor=self.request.actor)


class IdeaFileShape(RecordShape):
    """A file that lies with an idea."""

    class Meta:
        model = IdeaFile
        fields: ClassVar = ["id", "idea", "name", "content_type", "size", "digest", "added_by", "added_at", "removed_at"]


class IdeaFileMake(Shape):
    """A file, its content in base64."""

    idea = Visible(Idea)
    name = serializers.CharField(max_length=150)
    content_base64 = PackedFile(max_length=14_000_000)


class IdeaFileCollection(Makes, Collection):
    """Files that lie with ideas."""

    model, shape, make_shape = IdeaFile, IdeaFileShape, IdeaFileMake
    filterset_class = OfIdea
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "file": MEMBERS}

    def records(self) -> QuerySet[IdeaFile]:
        rows = IdeaFile.objects.of_visible(self.request.actor) if self.action == "restore" else super().records()
        return rows.select_related("idea")

    def make(self, data: dict[str, Any]) -> IdeaFile:
        """Attach a file."""
        content = ContentFile(data["content_base64"])
        return actions.add_file(data["idea"], file=content, name=data["name"], actor=self.request.actor)

    @extend_schema(responses={200: OpenApiResponse(OpenApiTypes.BINARY)})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str | None = None) -> Any:
        """The file itself."""
        return sent(self.get_object())

    @verb(policy=SHAPERS)
    def remove(self, file: IdeaFile) -> IdeaFile:
        """Take it off the idea."""
        return actions.remove_file(file, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def restore(self, file: IdeaFile) -> IdeaFile:
        """Put it back."""
        return actions.restore_file(file, actor=self.request.actor)


class IdeaLinkShape(RecordShape):
    """What one idea is to another. ``depends_on``: ``idea`` waits for ``other``."""

    class Meta:
        model = IdeaLink
        fields: ClassVar = ["id", "idea", "other", "kind", "made_by", "made_at"]


class IdeaLinkMake(Shape):
    """A new link."""

    idea = Visible(Idea)
    other = Visible(Idea)
    kind = serializers.ChoiceField(LinkKind.choices)


class IdeaLinkFilters(django_filters.FilterSet):
    """By kind, by an idea at either end, and dependencies on what is not shipped."""

    of = django_filters.NumberFilter(method="at_either_end", label="An idea, or a duplicate of it, at either end.")
    unshipped = django_filters.BooleanFilter(method="waiting", label="Only dependencies on what is not shipped yet.")

    class Meta:
        model = IdeaLink
        fields: ClassVar = ["idea", "other", "kind"]

    def at_either_end(self, links: QuerySet[IdeaLink], name: str, idea: Any) -> QuerySet[IdeaLink]:
        """Links of one idea."""
        return links.of(Idea(pk=int(idea)))  # type: ignore[attr-defined]

    def waiting(self, links: QuerySet[IdeaLink], name: str, wanted: bool) -> QuerySet[IdeaLink]:
        """Dependencies that still hold something up."""
        return links.unshipped() if wanted else links.exclude(pk__in=links.unshipped().values("pk"))  # type: ignore[attr-defined]


class IdeaLinkCollection(Makes, Collection):
    """Links between ideas. Dependencies never go round in a circle."""

    model, shape, make_shape = IdeaLink, IdeaLinkShape, IdeaLinkMake
    filterset_class = IdeaLinkFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS}

    def make(self, data: dict[str, Any]) -> IdeaLink:
        """Link two ideas."""
        return actions.link_ideas(data["idea"], to=data["other"], kind=data["kind"], actor=self.request.actor)

    @verb(policy=SHAPERS)
    def remove(self, link: IdeaLink) -> IdeaLink:
        """Take the link away."""
        return actions.unlink_ideas(link, actor=self.request.actor)


routes = [
    ("stories", StoryCollection),
    ("designs", DesignCollection),
    ("idea-files", IdeaFileCollection),
    ("idea-links", IdeaLinkCollection),
]
