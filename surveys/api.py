"""The API door of surveys."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from customers.models import Company, Contact, Lifecycle
from doors.api import MEMBERS, Changes, Collection, Makes, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from history.actor import Role
from people.models import Product
from surveys import actions
from surveys.figures import LEAST
from surveys.filters import AnswerFilter
from surveys.kinds import SurveyKind
from surveys.models import Survey, SurveyResponse, WidgetClaim, WidgetKey
from surveys.reading import results_of
from surveys.rules import KEEPERS, MAKERS, TAKERS
from usage.models import Feature

MAKING, TAKING, KEEPING = roles(*MAKERS), roles(*TAKERS), roles(*KEEPERS)


class SurveyShape(RecordShape):
    """A survey: what it asks, and whom."""

    segments = serializers.ListField(child=serializers.CharField())
    plans = serializers.ListField(child=serializers.CharField())
    lifecycles = serializers.ListField(child=serializers.ChoiceField(Lifecycle.choices))

    class Meta:
        model = Survey
        fields: ClassVar = [
            "id", "version", "product", "code", "name", "kind", "question", "follow_up", "state", "segments", "plans",
            "lifecycles", "feature", "event_name", "minimum_uses", "within_days", "sampling", "ask_again_days", "created_by",
            "created_at", "started_at", "closed_at",
        ]  # fmt: skip


class SurveyChange(Shape):
    """What of a draft may change."""

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(SurveyKind.choices)
    question = serializers.CharField(max_length=200, required=False, help_text="Without one, the kind's own is asked.")
    follow_up = serializers.CharField(max_length=200, required=False, allow_blank=True)
    segments = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=10)
    plans = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=20)
    lifecycles = serializers.ListField(child=serializers.ChoiceField(Lifecycle.choices), required=False, max_length=10)
    feature = Visible(Feature, required=False, allow_null=True)
    event_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    minimum_uses = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    within_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    sampling = serializers.IntegerField(min_value=1, max_value=100, required=False)
    ask_again_days = serializers.IntegerField(min_value=1, max_value=365, required=False)


class SurveyMake(SurveyChange):
    """A new survey, which is a draft."""

    product = Visible(Product)


class SurveyFilter(django_filters.FilterSet):
    """By product, kind, state, and words of the name."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains")
    product = django_filters.NumberFilter(field_name="product")

    class Meta:
        model = Survey
        fields: ClassVar = ["kind", "state"]


class ScoreShape(serializers.Serializer):
    """A score with its 95% interval. NPS runs from −100 to 100, the others are shares of one."""

    n = serializers.IntegerField()
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    error = serializers.FloatField(allow_null=True, help_text="NPS: the standard error.")
    chance = serializers.FloatField(allow_null=True, help_text="Ellis: the probability of a true share of 40% or more.")


class PartShape(serializers.Serializer):
    """A month or a segment with its score; null with too few answers."""

    what = serializers.CharField()
    counted = serializers.IntegerField()
    score = ScoreShape(allow_null=True)


class ResultsShape(serializers.Serializer):
    """What was answered."""

    answers = serializers.IntegerField()
    counted = serializers.IntegerField()
    least = serializers.IntegerField(help_text="Fewer counted answers give no score.")
    shown_to = serializers.IntegerField()
    by_answer = serializers.DictField(child=serializers.IntegerField())
    left_out = serializers.DictField(child=serializers.IntegerField())
    score = ScoreShape(allow_null=True)
    months = PartShape(many=True)
    segments = PartShape(many=True)


class MailIn(Shape):
    """To whom."""

    contacts = Visible(Contact, many=True)


class SurveyCollection(Makes, Changes, Collection):
    """Surveys: NPS, CSAT, CES and the Ellis question."""

    model = Survey
    shape = SurveyShape
    make_shape, change_shape = SurveyMake, SurveyChange
    orderings = ("name", "created_at")
    filterset_class = SurveyFilter
    policies: ClassVar[dict[str, Policy]] = {"create": MAKING, "partial_update": MAKING, "results": MEMBERS}

    def make(self, data: dict[str, Any]) -> Survey:
        """Make a survey."""
        return actions.create_survey(actor=self.request.actor, **data)

    def change(self, survey: Survey, data: dict[str, Any], version: int | None) -> Survey:
        """Change a draft."""
        return actions.edit_survey(survey, actor=self.request.actor, version=version, **data)

    @verb(policy=MAKING)
    def start(self, survey: Survey) -> Survey:
        """Begin to ask."""
        return actions.start_survey(survey, actor=self.request.actor)

    @verb(ReasonIn, policy=MAKING)
    def close(self, survey: Survey, reason: str = "") -> Survey:
        """Ask no more."""
        return actions.close_survey(survey, reason=reason, actor=self.request.actor)

    @verb(MailIn, policy=MAKING)
    def mail(self, survey: Survey, contacts: list[Contact]) -> Survey:
        """Mail it to contacts, each with a link of their own. Whoever was mailed, answered or declined is passed over."""
        actions.mail_survey(survey, contacts=contacts, actor=self.request.actor)
        return survey

    @extend_schema(responses=ResultsShape)
    @action(detail=True, methods=["get"])
    def results(self, request: Request, pk: str | None = None) -> Response:
        """The score with its interval, by month and by segment."""
        results = results_of(self.get_object())
        body = {
            "answers": results.total, "counted": results.counted.total(), "least": LEAST, "shown_to": results.shown_to,
            "by_answer": {str(score): many for score, many in sorted(results.answers.items())},
            "left_out": dict(results.left_out), "score": results.figure,
            "months": [{"what": f"{month:%Y-%m}", "counted": n, "score": score} for month, n, score in results.by_month()],
            "segments": [{"what": what, "counted": n, "score": score} for what, n, score in results.by_segment()],
        }  # fmt: skip
        return Response(ResultsShape(body).data)


class SurveyResponseShape(RecordShape):
    """One answer."""

    class Meta:
        model = SurveyResponse
        fields: ClassVar = [
            "id", "survey", "score", "words", "user_key", "contact", "company", "recent_uses", "feedback", "at",
        ]  # fmt: skip


class SurveyResponseMake(Shape):
    """An answer that was given elsewhere. Say who: a user's key, a contact, or both."""

    survey = Visible(Survey)
    score = serializers.IntegerField(min_value=0, max_value=10)
    words = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    user_key = serializers.CharField(max_length=200, required=False, allow_blank=True)
    contact = Visible(Contact, required=False, allow_null=True)
    company = Visible(Company, required=False, allow_null=True)
    at = serializers.DateTimeField(required=False)


class SurveyResponseFilter(AnswerFilter):
    """As on a survey's page; and by survey, company and contact."""

    survey = django_filters.NumberFilter(field_name="survey")
    company = django_filters.NumberFilter(field_name="company")
    contact = django_filters.NumberFilter(field_name="contact")

    class Meta:
        model = SurveyResponse
        fields: ClassVar = []


class SurveyResponseCollection(Makes, Collection):
    """What was answered. Somebody who answered before is answered with what they said first."""

    model = SurveyResponse
    shape = SurveyResponseShape
    make_shape = SurveyResponseMake
    orderings = ("at",)
    filterset_class = SurveyResponseFilter
    policies: ClassVar[dict[str, Policy]] = {"create": TAKING}

    def records(self) -> QuerySet[SurveyResponse]:
        return super().records().select_related("survey")

    def make(self, data: dict[str, Any]) -> SurveyResponse:
        """Take in an answer."""
        return actions.respond(data.pop("survey"), actor=self.request.actor, **data)


class WidgetKeyShape(RecordShape):
    """A key of the widget. It is public: it stands in the source of pages. Its secret is not."""

    origins = serializers.ListField(child=serializers.CharField())
    has_secret = serializers.BooleanField(read_only=True)

    class Meta:
        model = WidgetKey
        fields: ClassVar = [
            "id", "version", "product", "name", "key", "origins", "has_secret", "requires_signature", "created_by", "created_at",
            "revoked_at",
        ]  # fmt: skip


class WidgetKeyChange(Shape):
    """What of a key may change."""

    name = serializers.CharField(max_length=80)
    origins = serializers.ListField(
        child=serializers.CharField(max_length=300), max_length=20, help_text="Such as https://app.example.com."
    )


class WidgetKeyEdit(WidgetKeyChange):
    """What of a key may change once it is there."""

    requires_signature = serializers.BooleanField(required=False, help_text="It must have a secret.")


class WidgetSecretShape(WidgetKeyShape):
    """A key with its secret, shown this once."""

    secret = serializers.CharField()

    class Meta(WidgetKeyShape.Meta):
        fields: ClassVar = [*WidgetKeyShape.Meta.fields, "secret"]


class WidgetKeyMake(WidgetKeyChange):
    """A new key."""

    product = Visible(Product)


class WidgetKeyCollection(Makes, Changes, Collection):
    """Keys of the widget: where it may be used."""

    model = WidgetKey
    shape = WidgetKeyShape
    make_shape, change_shape = WidgetKeyMake, WidgetKeyEdit
    policies: ClassVar[dict[str, Policy]] = {"create": KEEPING, "partial_update": KEEPING, "rotate_secret": KEEPING}

    def make(self, data: dict[str, Any]) -> WidgetKey:
        """Make a key."""
        return actions.make_widget_key(actor=self.request.actor, **data)

    def change(self, key: WidgetKey, data: dict[str, Any], version: int | None) -> WidgetKey:
        """Change where it may be used."""
        return actions.change_widget_key(key, actor=self.request.actor, version=version, **data)

    @verb(policy=KEEPING)
    def rotate(self, key: WidgetKey) -> WidgetKey:
        """Replace the key; the old one stops at once."""
        return actions.rotate_widget_key(key, actor=self.request.actor)

    @extend_schema(request=None, responses=WidgetSecretShape)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: str | None = None) -> Response:
        """Make the secret that users are signed with, or replace it. The answer is the only place that shows it."""
        if request.headers.get("Idempotency-Key"):
            raise ValidationError({"Idempotency-Key": "A secret is shown once, so this request cannot be repeated."})
        return self.show(actions.rotate_widget_secret(self.get_object(), actor=request.actor), shape=WidgetSecretShape)

    @verb(ReasonIn, policy=KEEPING)
    def revoke(self, key: WidgetKey, reason: str = "") -> WidgetKey:
        """Let it be used nowhere any more."""
        return actions.revoke_widget_key(key, reason=reason, actor=self.request.actor)


class WidgetClaimShape(RecordShape):
    """Whom a page said that it speaks for. Signed, it is proven; otherwise it counts for nobody until a colleague believes it."""

    class Meta:
        model = WidgetClaim
        fields: ClassVar = ["id", "feedback", "user", "company", "email", "is_signed"]


class WidgetClaimFilter(django_filters.FilterSet):
    """Whose feedback; proven or not."""

    class Meta:
        model = WidgetClaim
        fields: ClassVar = ["feedback", "is_signed"]


class WidgetClaimCollection(Collection):
    """Whom the widget's pages named."""

    model = WidgetClaim
    shape = WidgetClaimShape
    filterset_class = WidgetClaimFilter

    @verb(policy=roles(Role.PRODUCT))
    def believe(self, claim: WidgetClaim) -> WidgetClaim:
        """Take the page at its word: the feedback is of whom it named."""
        actions.believe_claim(claim, actor=self.request.actor)
        return claim


routes: list[tuple[str, type[Collection]]] = [
    ("surveys", SurveyCollection),
    ("survey-responses", SurveyResponseCollection),
    ("widget-keys", WidgetKeyCollection),
    ("widget-claims", WidgetClaimCollection),
]
