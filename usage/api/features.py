"""The API door of features: what they are, how they stand, how they are used in depth, and by whom."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.refusals import NotPossible
from people.models import Product
from usage import actions
from usage.calendar import today
from usage.depth import SPLITS, depth_kept
from usage.models import CountedUnit, Feature
from usage.rules import DEFINERS
from usage.standing import RECENT, is_being_counted, standing_of
from usage.who import Line, Use, as_rows, doers, in_order, lines_of, strangers, word_of

DEFINING = roles(*DEFINERS)
BEING_COUNTED = "Its uses are being counted. Ask again in a moment."
PAGE, MOST_PAGES = 200, 1000


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


class MeanShape(serializers.Serializer):
    """A mean with Student's interval, 95%; the interval is null for one value."""

    n = serializers.IntegerField()
    mean = serializers.FloatField()
    median = serializers.FloatField()
    median_low = serializers.FloatField(allow_null=True, help_text="Null of fewer than six: see figures.md, Medians.")
    median_high = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class DepthGroupShape(serializers.Serializer):
    """What one group makes of a feature; the first of the groups is everybody."""

    name = serializers.CharField()
    eligible = serializers.IntegerField()
    adopters = serializers.IntegerField()
    active = serializers.IntegerField(help_text="Used it in the last four weeks.")
    stopped = serializers.IntegerField(help_text="Of the adopters, without a use in the last 30 days.")
    uses = MeanShape(allow_null=True, help_text="Uses of each of the active in four weeks.")
    uses_spread = serializers.ListField(
        child=serializers.IntegerField(), help_text="How many have 1, 2–3, 4–7, 8–15, 16 or more."
    )
    days = MeanShape(allow_null=True, help_text="Days of use of each of the active in four weeks.")
    days_spread = serializers.ListField(child=serializers.IntegerField())
    returned = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="For each week after the first use: how many used it again, and of how many the week is over.",
    )
    wait = MeanShape(allow_null=True, help_text="Days until the first use, of those who used it.")
    weekly = serializers.ListField(child=serializers.IntegerField(), help_text="How many used it in each of 26 weeks.")
    began = serializers.ListField(child=serializers.IntegerField(), help_text="How many for the first time.")


class DepthShape(serializers.Serializer):
    """A feature in depth, over the whole days before ``until``."""

    as_of = serializers.DateTimeField()
    until = serializers.DateField()
    unit = serializers.CharField()
    by = serializers.CharField()
    groups = DepthGroupShape(many=True)


class UserOfFeatureShape(serializers.Serializer):
    """A company or a user with what it did; ``user`` is null where companies are counted."""

    company = serializers.IntegerField(allow_null=True)
    company_name = serializers.CharField()
    owner = serializers.IntegerField(allow_null=True)
    user = serializers.IntegerField(allow_null=True)
    standing = serializers.CharField()
    uses = serializers.IntegerField()
    days = serializers.IntegerField()
    first = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True)


class FeatureCollection(Makes, Changes, Collection):
    """Features: named capabilities of a product, recognised by their usage events."""

    model = Feature
    shape = FeatureShape
    orderings = ("name", "created_at")
    make_shape, change_shape = FeatureMake, FeatureChange
    filterset_class = FeatureFilter
    policies: ClassVar[dict[str, Policy]] = {
        "create": DEFINING,
        "partial_update": DEFINING,
        "usage": MEMBERS,
        "depth": MEMBERS,
        "who": MEMBERS,
    }

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

    @extend_schema(
        responses=DepthShape,
        parameters=[OpenApiParameter("unit", str, enum=CountedUnit.values), OpenApiParameter("by", str, enum=list(SPLITS))],
    )
    @action(detail=True, methods=["get"])
    def depth(self, request: Request, pk: str | None = None) -> Response:
        """Adoption, depth, frequency, retention and trend, of everybody and of each segment, plan or motion."""
        unit, by = self.choice("unit", CountedUnit.values, "company"), self.choice("by", list(SPLITS), "all")
        self.only("unit", "by")
        feature = self.get_object()
        if is_being_counted(feature):
            raise NotPossible(BEING_COUNTED)
        deep, kept = depth_kept(feature)
        return Response(
            DepthShape({"as_of": kept.counted_at, "until": deep.day, "unit": unit, "by": by, "groups": deep.of(unit, by)}).data
        )

    @extend_schema(
        responses=UserOfFeatureShape(many=True),
        filters=False,
        parameters=[
            OpenApiParameter("unit", str, enum=CountedUnit.values),
            OpenApiParameter("use", str, enum=Use.values),
            OpenApiParameter("page", int, description=f"Each has {PAGE}; an empty one is behind the last."),
        ],
    )
    @action(detail=True, methods=["get"])
    def who(self, request: Request, pk: str | None = None) -> Response:
        """Who uses it, stopped, tried it or never met it, each with the account's owner; those who used it last first."""
        unit, use = self.choice("unit", CountedUnit.values, "company"), self.choice("use", Use.values, "")
        number = self.request.query_params.get("page", "1")
        if not number.isdigit() or not 0 < int(number) <= MOST_PAGES:
            raise ValidationError({"page": f"A number from 1 to {MOST_PAGES}."})
        self.only("unit", "use", "page")
        feature = self.get_object()
        rows = strangers(feature, unit) if use == Use.NEVER else in_order(doers(feature, unit, use), unit, "-last")
        some = list(rows[(int(number) - 1) * PAGE : int(number) * PAGE])
        since = today() - RECENT
        lines = lines_of(as_rows(some) if use == Use.NEVER else some, unit)
        return Response(UserOfFeatureShape([told(line, word_of(line, feature, since)) for line in lines], many=True).data)

    def choice(self, name: str, known: list[str], usual: str) -> str:
        """One parameter, of those that can be."""
        value = self.request.query_params.get(name, usual)
        if value != usual and value not in known:
            raise ValidationError({name: f"Known are: {', '.join(known[:20])}."})
        return value

    def only(self, *known: str) -> None:
        """Refuse every other parameter."""
        if unknown := sorted(set(self.request.query_params) - {"format", *known}):
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))

    @extend_schema(responses=FeatureUsageShape)
    @action(detail=True, methods=["get"])
    def usage(self, request: Request, pk: str | None = None) -> Response:
        """How many could use it, how many do, and how that grew week by week."""
        self.refuse_unknown_parameters()
        return Response(FeatureUsageShape(usage_of(self.get_object())).data)


def told(line: Line, standing: str) -> dict[str, Any]:
    """A company or a user as it is answered."""
    return {
        "company": line.company.pk if line.company else None,
        "company_name": str(line.company or ""),
        "owner": line.company.owner_id if line.company else None,
        "user": line.user.pk if line.user else None,
        "standing": standing,
        "uses": line.uses,
        "days": line.days,
        "first": line.first,
        "last": line.last,
    }


def usage_of(feature: Feature) -> dict[str, Any]:
    """A feature's counts, as of when they were counted."""
    if is_being_counted(feature):
        raise NotPossible(BEING_COUNTED)
    standing, count = standing_of(feature)
    companies, users = standing.company, standing.user
    by_week = enumerate(zip(companies.weekly, users.weekly, strict=False), 1)
    return {
        "as_of": count.counted_at,
        "eligible_companies": companies.eligible,
        "eligible_users": users.eligible,
        "adopting_companies": companies.adopters,
        "adopting_users": users.adopters,
        "recent_companies": companies.recent,
        "recent_users": users.recent,
        "cohort_companies": companies.cohort,
        "cohort_users": users.cohort,
        "weeks": [{"week": week, "companies": some, "users": many} for week, (some, many) in by_week],
    }
