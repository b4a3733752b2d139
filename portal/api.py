"""The API door of the portal: what is published, the portals' settings, what customers wrote, and the public list."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role
from people.models import Product
from portal import actions
from portal.actions.submissions import AT_ONCE, DECISIONS
from portal.models import Audience, Portal, Publication, PublicStatus, Submission
from portal.reading import ideas_on, with_companies
from portal.rules import KEEPERS
from roadmap.models import Idea

SHAPERS = roles(Role.PRODUCT)
KEEPING = roles(*KEEPERS)


class PortalShape(RecordShape):
    """A product's portal."""

    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Portal
        fields: ClassVar = [
            "id", "version", "product", "slug", "title", "greeting", "audience", "shown", "is_moderated", "is_indexed", "url",
            "created_at",
        ]  # fmt: skip


class PortalChange(Shape):
    """A portal's settings."""

    slug = serializers.SlugField(max_length=40, min_length=2, required=False)
    title = serializers.CharField(max_length=120, required=False)
    greeting = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    audience = serializers.ChoiceField(Audience.choices, required=False)
    shown = serializers.ListField(child=serializers.ChoiceField(PublicStatus.choices), required=False, min_length=1, max_length=5)
    is_moderated = serializers.BooleanField(required=False)
    is_indexed = serializers.BooleanField(required=False)


class PortalMake(PortalChange):
    """A portal for a product; what is not said is taken from the product, and it is off."""

    product = Visible(Product)


class PortalCollection(Makes, Changes, Collection):
    """The products' portals."""

    model = Portal
    shape = PortalShape
    make_shape, change_shape = PortalMake, PortalChange
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING}

    def make(self, data: dict[str, Any]) -> Portal:
        """Give a product its portal."""
        return actions.make_portal(data.pop("product"), actor=self.request.actor, **data)

    def change(self, portal: Portal, data: dict[str, Any], version: int | None) -> Portal:
        """Change a portal's settings."""
        return actions.change_portal(portal, actor=self.request.actor, version=version, **data)


class PublicationShape(RecordShape):
    """What customers read of an idea, and how many follow it."""

    companies = serializers.IntegerField(help_text="Companies that spoke or voted for it, as customers read it.")

    class Meta:
        model = Publication
        fields: ClassVar = [
            "id", "version", "idea", "code", "title", "text", "status", "overruled", "status_since", "companies", "published_by",
            "published_at", "withdrawn_at",
        ]  # fmt: skip


class PublicationChange(Shape):
    """The public words. ``overruled`` says another status than the roadmap tells; empty, it follows the roadmap."""

    title = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    overruled = serializers.ChoiceField(PublicStatus.choices, required=False, allow_blank=True)


class PublicationMake(PublicationChange):
    """Which idea customers shall read of, and in which words."""

    idea = Visible(Idea)


class PublicationFilter(django_filters.FilterSet):
    """By idea, product and status, and whether it is on the portal."""

    product = django_filters.NumberFilter(field_name="idea__product")
    idea = django_filters.NumberFilter(field_name="idea")
    is_standing = django_filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull")

    class Meta:
        model = Publication
        fields: ClassVar = ["status"]


class PublicationCollection(Makes, Changes, Collection):
    """What is published of ideas."""

    model = Publication
    shape = PublicationShape
    make_shape, change_shape = PublicationMake, PublicationChange
    filterset_class = PublicationFilter
    orderings = ("title", "companies", "published_at", "status_since")
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}

    def records(self) -> QuerySet[Publication]:
        return with_companies(super().records())

    def again(self, publication: Publication) -> Publication:
        """The publication as the collection shows it."""
        return self.records().get(pk=publication.pk)

    def make(self, data: dict[str, Any]) -> Publication:
        """Publish an idea."""
        return self.again(actions.publish_idea(data.pop("idea"), actor=self.request.actor, **data))

    def change(self, publication: Publication, data: dict[str, Any], version: int | None) -> Publication:
        """Change what is published."""
        return self.again(actions.edit_publication(publication, actor=self.request.actor, version=version, **data))

    @verb(policy=SHAPERS)
    def withdraw(self, publication: Publication) -> Publication:
        """Take it off the portal."""
        return self.again(actions.withdraw_publication(publication, actor=self.request.actor))

    @verb(policy=SHAPERS)
    def publish_again(self, publication: Publication) -> Publication:
        """Put it on the portal again."""
        return self.again(actions.publish_again(publication, actor=self.request.actor))


class SubmissionShape(RecordShape):
    """What a customer wrote, and whether it is in the inbox."""

    class Meta:
        model = Submission
        fields: ClassVar = [
            "id", "version", "portal", "contact", "publication", "title", "text", "state", "held_because", "feedback",
            "decided_by", "decided_at", "reason", "created_at",
        ]  # fmt: skip


class RefuseIn(Shape):
    """Why it is not taken, as the customer reads it."""

    reason = serializers.CharField(max_length=1000)


class ManyIn(Shape):
    """One decision about many: approve, refuse (with a reason), or hold-again."""

    verb = serializers.ChoiceField(sorted(DECISIONS))
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**53), min_length=1, max_length=AT_ONCE)
    reason = serializers.CharField(max_length=1000, required=False, help_text="For refuse: the customers read it.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if (data["verb"] == "refuse") != ("reason" in data):
            raise serializers.ValidationError({"reason": "Say why when you refuse, and only then."})
        return data


class ManyOut(serializers.Serializer):
    """Every one of them as it stands now."""

    results = SubmissionShape(many=True)


class SubmissionFilter(django_filters.FilterSet):
    """By state, portal, and what it is about."""

    portal = django_filters.NumberFilter(field_name="portal")
    publication = django_filters.NumberFilter(field_name="publication")

    class Meta:
        model = Submission
        fields: ClassVar = ["state"]


class SubmissionCollection(Collection):
    """What customers wrote on the portals."""

    model = Submission
    shape = SubmissionShape
    filterset_class = SubmissionFilter
    orderings = ("created_at",)
    policies: ClassVar[dict[str, Policy]] = {"bulk": SHAPERS}

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """One decision about many, all or nothing."""
        return self.once(lambda: self.decide(**self.read(ManyIn)))

    bulk.shape_in, bulk.shape_out = ManyIn, ManyOut  # type: ignore[attr-defined]

    def decide(self, verb: str, ids: list[int], **values: str) -> Response:
        """Find all, decide, and show them."""
        rows = list(self.records().filter(pk__in=ids))
        if missing := sorted(set(ids) - {row.pk for row in rows}):
            raise ValidationError({"ids": [f"There is no submission {pk}, or you may not see it." for pk in missing[:20]]})
        done = actions.decide_on_all(verb, rows, actor=self.request.actor, **values)
        return Response(ManyOut({"results": done}, context=self.get_serializer_context()).data)

    @verb(policy=SHAPERS)
    def hold_again(self, submission: Submission) -> Submission:
        """Take back what was decided about it: it waits again."""
        return actions.hold_again(submission, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def approve(self, submission: Submission) -> Submission:
        """Let it through to the inbox."""
        return actions.approve_submission(submission, actor=self.request.actor)

    @verb(RefuseIn, policy=SHAPERS)
    def refuse(self, submission: Submission, reason: str) -> Submission:
        """Do not take it."""
        return actions.refuse_submission(submission, reason=reason, actor=self.request.actor)


class PublicIdeaShape(serializers.Serializer):
    """A published idea, as everybody may read it."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    status = serializers.ChoiceField(PublicStatus.choices)
    companies = serializers.IntegerField(help_text="How many companies asked for it.")
    published_at = serializers.DateTimeField()
    status_since = serializers.DateTimeField()
    url = serializers.SerializerMethodField()

    def get_url(self, publication: Publication) -> str:
        """Its page on the portal."""
        return publication.address_on(self.context["portal"])


class NewestFirst(CursorPagination):
    """Pages by the moment of publication. The house's own cursors hold a row's number, which would tell how much there is."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = ("-published_at", "-code")


class PublicIdeasView(APIView):
    """What a public portal shows, for anybody and without a token. A portal that is off, or by link only, is not there."""

    action = "list"
    authentication_classes = ()
    pagination_class = NewestFirst
    serializer_class = PublicIdeaShape

    def policy_of(self, name: str) -> Policy:
        """Open to everybody."""
        return Policy(public="a public portal is read by everybody")

    @extend_schema(
        operation_id="portal_ideas_list", responses=PublicIdeaShape(many=True),
        parameters=[
            OpenApiParameter("q", str, description="Words that the idea holds."),
            OpenApiParameter("status", str, enum=PublicStatus.values),
            OpenApiParameter("cursor", str), OpenApiParameter("page_size", int),
        ],
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        """Published ideas, the newest first."""
        portal = Portal.objects.open().filter(slug=slug, audience=Audience.PUBLIC).first()
        if portal is None:
            raise Http404
        unknown = sorted(set(request.query_params) - {"q", "status", "cursor", "page_size"})
        status = request.query_params.get("status", "")
        if unknown or (status and status not in PublicStatus.values):
            raise ValidationError(dict.fromkeys(unknown or ["status"], "There is no such filter, or no such value of it."))
        pages = NewestFirst()
        rows = ideas_on(portal, words=request.query_params.get("q", ""), status=status)
        shown = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(PublicIdeaShape(shown, many=True, context={"portal": portal}).data)


routes: list[tuple[str, type[Collection]]] = [
    ("portals", PortalCollection),
    ("publications", PublicationCollection),
    ("portal-submissions", SubmissionCollection),
]
