"""The API door of publishing: views of the roadmap, their words, and their links."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from doors.api import Changes, Collection, Makes, Nothing, RecordShape, Shape, Visible, roles, verb
from doors.papers import FORMS, paper_file
from doors.policy import ANY_MEMBER, Policy
from doors.web import as_id, find
from history.actor import Role
from people.models import Product, ProductLine
from publishing import actions
from publishing.models import Audience, Card, Field, ReleaseNotes, RoadmapView
from publishing.papers import idea_paper, objectives_paper, portfolio_paper, roadmap_paper
from publishing.rules import may_publish
from roadmap.forms.initiatives import BoardFilter
from roadmap.models import LANES, Idea, Initiative

SHAPERS = roles(Role.PRODUCT)
NAMES = [f"{lane}_name" for lane in LANES]


class CardShape(serializers.Serializer):
    """An initiative in the words of the view."""

    initiative = serializers.IntegerField(source="initiative_id")
    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class LinkShape(serializers.Serializer):
    """The link to a published view."""

    address = serializers.URLField()
    has_password = serializers.BooleanField()
    expires_on = serializers.DateField(allow_null=True)
    frame_origins = serializers.ListField(child=serializers.CharField())


class ViewShape(RecordShape):
    """A roadmap for an audience. Its link shows to those who keep it."""

    cards = serializers.SerializerMethodField()
    link = serializers.SerializerMethodField()

    class Meta:
        model = RoadmapView
        fields: ClassVar = [
            "id", "version", "name", "audience", "product", "line", "title", "intro", "fields", *NAMES, "takes_reactions",
            "cards", "link", "made_by", "created_at", "archived_at",
        ]  # fmt: skip

    def get_cards(self, view: RoadmapView) -> list[dict[str, Any]]:
        """The words of the initiatives that one may see."""
        seen = Card.objects.filter(view=view, initiative__in=Initiative.objects.visible_to(self.context["request"].actor))
        return CardShape(seen, many=True).data

    def get_link(self, view: RoadmapView) -> dict[str, Any] | None:
        """The open link, for those who may publish."""
        link = view.links.filter(revoked_at=None).first()
        may = may_publish(self.context["request"].actor, view.product)
        return dict(LinkShape(link).data) if link is not None and may else None


class ViewChange(Shape):
    """What one may change of a view."""

    name = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=120, required=False)
    intro = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    fields_shown = serializers.ListField(child=serializers.ChoiceField(Field.choices), required=False, max_length=10)
    product = Visible(Product, required=False, allow_null=True)
    line = serializers.PrimaryKeyRelatedField(queryset=ProductLine.objects.all(), required=False, allow_null=True)
    now_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    next_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    later_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    completed_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    takes_reactions = serializers.BooleanField(required=False)


class ViewMake(ViewChange):
    """A view for an audience."""

    audience = serializers.ChoiceField(Audience.choices)


class WordsIn(Shape):
    """What the view says of an initiative."""

    initiative = Visible(Initiative)
    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=3000, required=False, allow_blank=True)


class WhichIn(Shape):
    """Which initiative."""

    initiative = Visible(Initiative)


class ReactionIn(WhichIn):
    """A few words about a card."""

    text = serializers.CharField(max_length=500)


class LinkIn(Shape):
    """How a published view is reached."""

    password = serializers.CharField(max_length=100, required=False, allow_blank=True, allow_null=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    frame_origins = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=10)


class ViewFilter(django_filters.FilterSet):
    """By audience and product."""

    class Meta:
        model = RoadmapView
        fields: ClassVar = ["audience", "product"]


class ViewCollection(Makes, Changes, Collection):
    """Roadmap views: one for each audience, in its fields and words."""

    model = RoadmapView
    shape = ViewShape
    make_shape, change_shape = ViewMake, ViewChange
    filterset_class = ViewFilter
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def make(self, data: dict[str, Any]) -> RoadmapView:
        """Make a view."""
        return actions.make_view(actor=self.request.actor, **renamed(data))

    def change(self, view: RoadmapView, data: dict[str, Any], version: int | None) -> RoadmapView:
        """Change a view."""
        return actions.change_view(view, actor=self.request.actor, version=version, **renamed(data))

    @verb(WordsIn, policy=SHAPERS)
    def word_card(self, view: RoadmapView, initiative: Initiative, **words: Any) -> RoadmapView:
        """Put an initiative on the view in words of its own, or change these."""
        actions.word_card(view, initiative, actor=self.request.actor, **words)
        return view

    @verb(WhichIn, policy=SHAPERS)
    def take_card_off(self, view: RoadmapView, initiative: Initiative) -> RoadmapView:
        """Take an initiative's words off the view."""
        actions.take_card_off(view, initiative, actor=self.request.actor)
        return view

    @verb(ReactionIn, policy=ANY_MEMBER)
    def react(self, view: RoadmapView, initiative: Initiative, text: str) -> RoadmapView:
        """Say a few words about a card: they become feedback."""
        card = Card.objects.filter(view=view, initiative=initiative).first()
        if card is None:
            raise serializers.ValidationError({"initiative": ["This view has no words of this initiative."]})
        actions.react(card, text=text, actor=self.request.actor)
        return view

    @verb(LinkIn, policy=SHAPERS)
    def publish(self, view: RoadmapView, **values: Any) -> RoadmapView:
        """Publish the view by a new link."""
        values["password"] = values.get("password") or ""
        actions.publish_view(view, actor=self.request.actor, **values)
        return view

    @verb(LinkIn, policy=SHAPERS)
    def change_link(self, view: RoadmapView, **values: Any) -> RoadmapView:
        """Change how the view is reached; a password that is not named stays."""
        actions.change_link(view, actor=self.request.actor, **values)
        return view

    @verb(Nothing, policy=SHAPERS)
    def revoke_link(self, view: RoadmapView) -> RoadmapView:
        """Revoke the link, for good."""
        actions.revoke_link(view, actor=self.request.actor)
        return view

    @verb(Nothing, policy=SHAPERS)
    def archive(self, view: RoadmapView) -> RoadmapView:
        """Put the view away; its link shows nothing from then on."""
        return actions.archive_view(view, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def unarchive(self, view: RoadmapView) -> RoadmapView:
        """Bring the view back."""
        return actions.unarchive_view(view, actor=self.request.actor)


def renamed(data: dict[str, Any]) -> dict[str, Any]:
    """``fields`` is a word that shapes keep for themselves."""
    return {"fields" if name == "fields_shown" else name: value for name, value in data.items()}


class FileView(APIView):
    """A paper as a file: the roadmap, the portfolio or the objectives, as far as you may see them."""

    action = "list"

    def policy_of(self, name: str) -> Policy:
        """Any member: the paper holds what its reader may see."""
        return ANY_MEMBER

    @extend_schema(
        operation_id="files_retrieve", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("what", str, OpenApiParameter.PATH, enum=["roadmap", "portfolio", "objectives"]),
            OpenApiParameter("form", str, OpenApiParameter.PATH, enum=list(FORMS)),
            OpenApiParameter("product", int), OpenApiParameter("line", int), OpenApiParameter("cycle", int),
        ],
    )  # fmt: skip
    def get(self, request: Request, what: str, form: str) -> HttpResponse:
        """The file."""
        if form not in FORMS or what not in ("roadmap", "portfolio", "objectives"):
            raise Http404
        if what == "portfolio":
            return paper_file(portfolio_paper(request.actor), form)
        if what == "objectives":
            return paper_file(objectives_paper(request.actor, cycle=as_id(request.query_params.get("cycle"))), form)
        asked = BoardFilter(request.query_params, actor=request.actor)
        if not asked.is_valid():
            raise ValidationError(asked.errors)
        return paper_file(roadmap_paper(request.actor, asked.chosen(), asked.products), form)


class IdeaFileView(APIView):
    """One idea as a paper: its canvas, its parts, and what stands behind it."""

    action = "list"
    policy_of = FileView.policy_of

    @extend_schema(
        operation_id="files_idea_retrieve", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("form", str, OpenApiParameter.PATH, enum=list(FORMS))],
    )  # fmt: skip
    def get(self, request: Request, pk: int, form: str) -> HttpResponse:
        """The file."""
        if form not in FORMS:
            raise Http404
        found = find(Idea.objects.visible_to(request.actor).select_related("product", "owner"), pk)
        return paper_file(idea_paper(request.actor, found), form)


class NotesShape(RecordShape):
    """Release notes."""

    initiatives = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = ReleaseNotes
        fields: ClassVar = [
            "id", "version", "product", "title", "text", "since", "until", "initiatives", "made_at", "published_at",
            "published_by", "sent_at",
        ]  # fmt: skip


class NotesChange(Shape):
    """The words."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=20_000)


class NotesMake(Shape):
    """Of which product, and of which days."""

    product = Visible(Product)
    since = serializers.DateField()
    until = serializers.DateField()
    title = serializers.CharField(max_length=160, required=False, allow_blank=True)


class NotesFilter(django_filters.FilterSet):
    """By product."""

    class Meta:
        model = ReleaseNotes
        fields: ClassVar = ["product"]


class NotesCollection(Makes, Changes, Collection):
    """Release notes, drafted from what was completed. Drafts show to product managers."""

    model = ReleaseNotes
    shape = NotesShape
    make_shape, change_shape = NotesMake, NotesChange
    filterset_class = NotesFilter
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> Any:
        rows = super().records().prefetch_related("initiatives")
        return rows if self.request.actor.has(Role.PRODUCT) else rows.published()

    def make(self, data: dict[str, Any]) -> ReleaseNotes:
        """Draft notes."""
        return actions.draft_notes(data.pop("product"), actor=self.request.actor, **data)

    def change(self, notes: ReleaseNotes, data: dict[str, Any], version: int | None) -> ReleaseNotes:
        """Change the words."""
        return actions.edit_notes(notes, actor=self.request.actor, version=version, **data)

    @verb(Nothing, policy=SHAPERS)
    def publish(self, notes: ReleaseNotes) -> ReleaseNotes:
        """Let them be read."""
        return actions.publish_notes(notes, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def withdraw(self, notes: ReleaseNotes) -> ReleaseNotes:
        """Take them back to a draft."""
        return actions.withdraw_notes(notes, actor=self.request.actor)

    @verb(Nothing, policy=SHAPERS)
    def send(self, notes: ReleaseNotes) -> ReleaseNotes:
        """Mail them to those who asked; nobody is told twice."""
        actions.send_notes(notes, actor=self.request.actor)
        return self.records().get(pk=notes.pk)


routes: list[tuple[str, type[Collection]]] = [("roadmap-views", ViewCollection), ("release-notes", NotesCollection)]
