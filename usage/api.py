"""The API door of usage."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history import clock
from history.actor import Role
from people.models import Product
from usage import actions
from usage.adoption import adopters, adoption_by_week, eligible
from usage.models import CountedUnit, Feature, Source
from usage.overview import overviews
from usage.rules import DEFINERS

DEFINING, KEEPING = roles(*DEFINERS), roles(Role.ADMIN)
MOST_WEEKS = 104


class FeatureShape(RecordShape):
    """A feature: the events by which it is recognised."""

    class Meta:
        model = Feature
        fields: ClassVar = [
            "id", "product", "name", "description", "event_names", "properties", "minimum_uses", "released_on",
            "created_at", "archived_at", "version",
        ]  # fmt: skip


class FeatureChange(Shape):
    """What of a feature may change."""

    name = serializers.CharField(max_length=120)
    event_names = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, allow_empty=False)
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    properties = serializers.DictField(child=serializers.JSONField(), required=False, help_text="What an event must carry.")
    minimum_uses = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    released_on = serializers.DateField(required=False, allow_null=True)


class FeatureMake(FeatureChange):
    """A new feature."""

    product = Visible(Product)


class FeatureFilter(django_filters.FilterSet):
    """By product, words, and whether archived."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Feature
        fields: ClassVar = ["product"]


class WeekShape(serializers.Serializer):
    """How many units had taken it up by the end of a week after its release."""

    week = serializers.IntegerField()
    companies = serializers.IntegerField()
    users = serializers.IntegerField()


class FeatureUsageShape(serializers.Serializer):
    """How a feature is used. Shares are of those eligible; weeks count those known on the day of its release."""

    as_of = serializers.DateTimeField()
    eligible_companies = serializers.IntegerField()
    eligible_users = serializers.IntegerField()
    adopting_companies = serializers.IntegerField()
    adopting_users = serializers.IntegerField()
    recent_companies = serializers.IntegerField(help_text="In the last 30 days.")
    recent_users = serializers.IntegerField(help_text="In the last 30 days.")
    cohort_companies = serializers.IntegerField(allow_null=True, help_text="Companies known on the day of release.")
    cohort_users = serializers.IntegerField(allow_null=True, help_text="Users known on the day of release.")
    weeks = WeekShape(many=True)


class FeatureCollection(Makes, Changes, Collection):
    """Features: named capabilities of a product, recognised by their usage events."""

    model = Feature
    shape = FeatureShape
    make_shape, change_shape = FeatureMake, FeatureChange
    filterset_class = FeatureFilter
    policies: ClassVar[dict[str, Policy]] = {"create": DEFINING, "partial_update": DEFINING, "usage": MEMBERS}

    def make(self, data: dict[str, Any]) -> Feature:
        """Define a feature."""
        return actions.define_feature(actor=self.request.actor, **data)

    def change(self, feature: Feature, data: dict[str, Any], version: int | None) -> Feature:
        """Edit a feature."""
        return actions.edit_feature(feature, actor=self.request.actor, version=version, **data)

    @verb(ReasonIn, policy=DEFINING)
    def archive(self, feature: Feature, reason: str = "") -> Feature:
        """Put a feature away."""
        return actions.archive_feature(feature, reason=reason, actor=self.request.actor)

    @verb(policy=DEFINING)
    def restore(self, feature: Feature) -> Feature:
        """Bring an archived feature back."""
        return actions.restore_feature(feature, actor=self.request.actor)

    @extend_schema(responses=FeatureUsageShape)
    @action(detail=True, methods=["get"])
    def usage(self, request: Request, pk: str | None = None) -> Response:
        """How many could use it, how many do, and how that grew week by week."""
        self.refuse_unknown_parameters()
        return Response(FeatureUsageShape(usage_of(self.get_object())).data)


def usage_of(feature: Feature) -> dict[str, Any]:
    """A feature's counts as of now."""
    now = clock.now()
    company, user = CountedUnit.COMPANY, CountedUnit.USER
    companies, users = (adoption_by_week(feature, now, unit, MOST_WEEKS) for unit in (company, user))
    lately = overviews([feature], now)[0]
    by_week = zip(companies.adopters.items(), users.adopters.values(), strict=True) if companies and users else ()
    return {
        "as_of": now,
        "eligible_companies": eligible(feature, now, company),
        "eligible_users": eligible(feature, now, user),
        "adopting_companies": adopters(feature, now, company),
        "adopting_users": adopters(feature, now, user),
        "recent_companies": lately.recent_companies,
        "recent_users": lately.recent_users,
        "cohort_companies": companies.n if companies else None,
        "cohort_users": users.n if users else None,
        "weeks": [{"week": week, "companies": some, "users": many} for (week, some), many in by_week],
    }


class SourceShape(RecordShape):
    """A source of usage events. Its key is shown once, when it is made."""

    class Meta:
        model = Source
        fields: ClassVar = ["id", "name", "product", "key_hint", "created_at", "revoked_at", "version"]


class SourceMake(Shape):
    """A new source."""

    name = serializers.CharField(max_length=80)
    product = Visible(Product)


class SourceWithKey(SourceShape):
    """A source with its key, shown this once."""

    write_key = serializers.CharField(source="shown_key", read_only=True)

    class Meta(SourceShape.Meta):
        fields: ClassVar = [*SourceShape.Meta.fields, "write_key"]


class SourceCollection(Makes, Collection):
    """Usage sources: the keys with which analytics clients send events."""

    model = Source
    shape = SourceShape
    make_shape = SourceMake
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "list": KEEPING, "retrieve": KEEPING, "rotate_key": KEEPING}

    def shape_out(self, name: str) -> Any:
        """Making a source shows its key."""
        return SourceWithKey if name == "create" else super().shape_out(name)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a source. The answer is the only place that shows its key."""
        return self.unkept(lambda: self.show(self.make(self.read(SourceMake)), shape=SourceWithKey, code=201))

    def unkept(self, work: Any) -> Response:
        """A secret is not kept for a repeated Idempotency-Key: the answer would hold it."""
        if self.request.headers.get("Idempotency-Key"):
            raise serializers.ValidationError({"Idempotency-Key": "A key is shown once, so this request cannot be repeated."})
        return work()

    def make(self, data: dict[str, Any]) -> Source:
        """Make a source."""
        return with_key(*actions.make_source(actor=self.request.actor, **data))

    @extend_schema(request=None, responses=SourceWithKey)
    @action(detail=True, methods=["post"], url_path="rotate-key")
    def rotate_key(self, request: Request, pk: str | None = None) -> Response:
        """Give a source a new key; the old one stops at once."""
        source = self.get_object()
        return self.unkept(lambda: self.show(with_key(*actions.rotate_key(source, actor=request.actor)), shape=SourceWithKey))

    @verb(ReasonIn, policy=KEEPING)
    def revoke(self, source: Source, reason: str = "") -> Source:
        """Take nothing from a source any more."""
        return actions.revoke_source(source, reason=reason, actor=self.request.actor)


def with_key(source: Source, key: str) -> Source:
    """The source with the key that is shown this once."""
    source.shown_key = key  # type: ignore[attr-defined]
    return source


routes: list[tuple[str, type[Collection]]] = [("features", FeatureCollection), ("usage-sources", SourceCollection)]
