"""The API door of requests."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers

from customers.models import Company, Contact
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles
from doors.policy import Policy
from feedback import actions
from feedback.models import DealStage, Firmness, Request
from feedback.rules import CONTRIBUTORS
from feedback.standing import standings
from people.models import Product

CONTRIBUTING = roles(*CONTRIBUTORS)


class RequestShape(RecordShape):
    """A request, with the words it rests on and where it stands."""

    text = serializers.CharField(source="feedback.text")
    company = serializers.PrimaryKeyRelatedField(source="feedback.company", read_only=True)
    contact = serializers.PrimaryKeyRelatedField(source="feedback.contact", read_only=True)
    product = serializers.PrimaryKeyRelatedField(source="feedback.product", read_only=True)
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Request
        fields: ClassVar = [
            "id", "feedback", "deal", "opportunity", "amount", "stage", "close_date", "firmness", "need", "text",
            "company", "contact", "product", "standing", "submitted_by", "version",
        ]  # fmt: skip

    def get_standing(self, request: Request) -> str:
        """What became of it, in plain words."""
        told = self.context.setdefault("standings", {})
        if request.feedback_id not in told:
            page = self.parent.instance if self.parent is not None else [request]
            told |= standings([row.feedback for row in page], self.context["request"].actor)
        return told[request.feedback_id].words


class RequestDealIn(Shape):
    """The deal of a request."""

    opportunity = serializers.CharField(max_length=160)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    stage = serializers.ChoiceField(choices=DealStage.choices, required=False)
    close_date = serializers.DateField(required=False, allow_null=True)
    firmness = serializers.ChoiceField(choices=Firmness.choices, required=False)
    need = serializers.CharField(max_length=5000)


class RequestIn(RequestDealIn):
    """A request as it is submitted."""

    company = Visible(Company)
    contact = Visible(Contact, required=False, allow_null=True)
    product = Visible(Product, required=False, allow_null=True)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    text = serializers.CharField(max_length=20_000, trim_whitespace=False)


class RequestFilter(django_filters.FilterSet):
    """By company, product, stage, firmness and who submitted it."""

    company = django_filters.NumberFilter(field_name="feedback__company_id")
    product = django_filters.NumberFilter(field_name="feedback__product_id")
    submitted_by = django_filters.NumberFilter(field_name="submitted_by_id")

    class Meta:
        model = Request
        fields: ClassVar = ["stage", "firmness"]


class RequestCollection(Makes, Changes, Collection):
    """Requests that salespeople submitted for deals."""

    model = Request
    shape = RequestShape
    orderings = ("amount", "opportunity")
    make_shape = RequestIn
    change_shape = RequestDealIn
    filterset_class = RequestFilter
    policies: ClassVar[dict[str, Policy]] = {"create": CONTRIBUTING, "partial_update": CONTRIBUTING}

    def records(self) -> Any:
        return super().records().select_related("feedback")

    def make(self, data: dict[str, Any]) -> Request:
        """Submit a request."""
        return actions.submit_request(actor=self.request.actor, **data)

    def change(self, request: Request, data: dict[str, Any], version: int | None) -> Request:
        """Keep a deal up to date."""
        return actions.change_request(request, actor=self.request.actor, version=version, **data)
