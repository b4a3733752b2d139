"""Pilots and their companies, for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from customers.models import Company, Contact
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import comparing
from gates.actions import pilots as actions
from gates.api.shapes.pilots import FiguresShape, RepresentationShape, beside
from gates.evidence.pilots import scorecard
from gates.evidence.representing import representation
from gates.models.pilots import Pilot, PilotCompany, PilotState
from history.actor import Role
from roadmap.models import Idea

ENTERERS = roles(Role.SUCCESS)
RUNNERS = roles(Role.PRODUCT, Role.SUCCESS)
JUDGES = roles(Role.PRODUCT, Role.SUCCESS, Role.LEADERSHIP)


class PilotCompanyShape(RecordShape):
    """A company's place in a pilot."""

    outcome = serializers.SerializerMethodField()

    class Meta:
        model = PilotCompany
        fields: ClassVar = [
            "id", "pilot", "company", "contact", "enrolled_by", "enrolled_at", "cost", "exposed_by", "exposed_at",
            "dropped_out_at", "dropped_out_reason",
            "withdrawal_asked_by", "withdrawal_asked_at", "withdrawal_reason", "withdrawal_approved_by",
            "withdrawal_approved_at", "outcome",
        ]  # fmt: skip

    def get_outcome(self, place: PilotCompany) -> int | None:
        """The id of its outcome, once it is fixed."""
        outcome = getattr(place, "outcome", None)
        return outcome.pk if outcome else None


class PilotShape(RecordShape):
    """A pilot's design and state."""

    looks = serializers.ListField(child=serializers.IntegerField())

    class Meta:
        model = Pilot
        fields: ClassVar = [
            "id", "version", "idea", "name", "purpose", "segment", "theta", "fewest", "looks", "is_randomised", "prior_mean",
            "prior_weight", "state", "created_by", "created_at", "locked_by", "locked_at", "closed_by", "closed_at",
        ]  # fmt: skip


class PilotWithFigures(PilotShape):
    """A pilot with what it comes to now, and whom it speaks for."""

    figures = serializers.SerializerMethodField()
    representation = serializers.SerializerMethodField()
    beside = serializers.SerializerMethodField()

    class Meta(PilotShape.Meta):
        fields: ClassVar = [*PilotShape.Meta.fields, "figures", "representation", "beside"]

    def get_beside(self, pilot: Pilot) -> dict[str, Any]:
        """The difference to companies without it, what it was worth, what their people answer, and their words in codes."""
        return beside(scorecard(pilot), self.context["request"].actor)

    def get_representation(self, pilot: Pilot) -> dict[str, Any] | None:
        """Its companies beside the target segment; null while nobody is enrolled."""
        found = representation(pilot)
        return RepresentationShape(found).data if found else None

    def get_figures(self, pilot: Pilot) -> dict[str, Any]:
        """Achieved of settled, with the verdict and its probability."""
        return FiguresShape(scorecard(pilot)).data


class PilotChange(Shape):
    """What one may change of a design."""

    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    segment = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text="Whom it is for: such as enterprise, or saved-12."
    )
    theta = serializers.DecimalField(max_digits=3, decimal_places=2, required=False)
    fewest = serializers.IntegerField(min_value=3, max_value=200, required=False)
    looks = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=500), max_length=20, required=False)
    is_randomised = serializers.BooleanField(required=False, help_text="Whether a lot decided who has it.")
    prior_mean = serializers.DecimalField(max_digits=3, decimal_places=2, required=False, allow_null=True)
    prior_weight = serializers.DecimalField(max_digits=2, decimal_places=1, required=False, allow_null=True)


class PilotMake(PilotChange):
    """A new pilot."""

    idea = Visible(Idea)


class Enrolment(Shape):
    """Which companies to take in."""

    companies = Visible(Company, many=True, allow_empty=False)


class Reason(Shape):
    """Why."""

    reason = serializers.CharField(max_length=500)


class ContactNamed(Shape):
    """Who confirms at the company."""

    contact = Visible(Contact, allow_null=True)


class CostNoted(Shape):
    """What it cost a company, once."""

    cost = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, allow_null=True)


class BenefitNoted(Shape):
    """What a month was worth."""

    month = serializers.DateField(help_text="Any day of it.")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    words = serializers.CharField(max_length=500, required=False, allow_blank=True)


class PilotFilters(django_filters.FilterSet):
    """What a list of pilots can be narrowed by."""

    idea = django_filters.NumberFilter()
    product = django_filters.NumberFilter(field_name="idea__product")
    state = django_filters.ChoiceFilter(choices=PilotState.choices)

    class Meta:
        model = Pilot
        fields: ClassVar = ["idea", "product", "state"]


class PilotCollection(Makes, Changes, Collection):
    """Pilots: what would count as success is locked before anybody has the feature."""

    model = Pilot
    shape = PilotShape
    orderings = ("name", "created_at")
    make_shape = PilotMake
    change_shape = PilotChange
    filterset_class = PilotFilters
    policies: ClassVar[dict[str, Policy]] = {"create": RUNNERS, "partial_update": RUNNERS}

    def shape_out(self, name: str) -> Any:
        """One pilot comes with its figures; a list without."""
        return PilotWithFigures if name == "retrieve" else super().shape_out(name)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """One pilot, with what it comes to now."""
        return self.show(self.get_object(), shape=PilotWithFigures)

    def records(self) -> QuerySet[Pilot]:
        return super().records().select_related("idea")

    def make(self, data: dict[str, Any]) -> Pilot:
        """Begin a pilot."""
        return actions.design_pilot(actor=self.request.actor, **data)

    def change(self, pilot: Pilot, data: dict[str, Any], version: int | None) -> Pilot:
        """Change the design, until it is locked."""
        return actions.change_pilot(pilot, actor=self.request.actor, version=version, **data)

    @verb(Enrolment, policy=RUNNERS)
    def enrol(self, pilot: Pilot, companies: list[Company]) -> Pilot:
        """Take companies in. All or none."""
        actions.enrol(pilot, companies, actor=self.request.actor)
        return pilot

    @verb(policy=RUNNERS)
    def lock(self, pilot: Pilot, **nothing: Any) -> Pilot:
        """Fix what would count as success."""
        return actions.lock_pilot(pilot, actor=self.request.actor, version=self.seen_version())

    @verb(policy=RUNNERS)
    def close(self, pilot: Pilot, **nothing: Any) -> Pilot:
        """End the pilot; its verdict is the last."""
        return actions.close_pilot(pilot, actor=self.request.actor, version=self.seen_version())


class PlaceFilters(django_filters.FilterSet):
    """What a list of places can be narrowed by."""

    pilot = django_filters.NumberFilter()
    company = django_filters.NumberFilter()

    class Meta:
        model = PilotCompany
        fields: ClassVar = ["pilot", "company"]


class PilotCompanyCollection(Collection):
    """Companies' places in pilots."""

    model = PilotCompany
    shape = PilotCompanyShape
    orderings = ("enrolled_at",)
    filterset_class = PlaceFilters

    def records(self) -> QuerySet[PilotCompany]:
        rows = PilotCompany.objects.filter(pilot__in=Pilot.objects.visible_to(self.request.actor))
        return rows.select_related("pilot__idea", "company", "contact", "outcome")

    @verb(ContactNamed, policy=RUNNERS)
    def name_contact(self, place: PilotCompany, contact: Contact | None) -> PilotCompany:
        """Say who at the company confirms."""
        return actions.name_contact(place, actor=self.request.actor, contact=contact)

    @verb(policy=RUNNERS)
    def expose(self, place: PilotCompany, **nothing: Any) -> PilotCompany:
        """Note that the company has the feature now."""
        return actions.expose(place, actor=self.request.actor)

    @verb(Reason, policy=RUNNERS)
    def drop_out(self, place: PilotCompany, reason: str) -> PilotCompany:
        """Note that it left; it stays in the denominator."""
        return actions.drop_out(place, actor=self.request.actor, reason=reason)

    @verb(Reason, policy=RUNNERS)
    def ask_withdrawal(self, place: PilotCompany, reason: str) -> PilotCompany:
        """Ask that it leave the denominator, before it is exposed."""
        return actions.ask_withdrawal(place, actor=self.request.actor, reason=reason)

    @verb(policy=JUDGES)
    def approve_withdrawal(self, place: PilotCompany, **nothing: Any) -> PilotCompany:
        """Let it leave the denominator."""
        return actions.approve_withdrawal(place, actor=self.request.actor)

    @verb(policy=JUDGES)
    def refuse_withdrawal(self, place: PilotCompany, **nothing: Any) -> PilotCompany:
        """Keep it in the denominator."""
        return actions.refuse_withdrawal(place, actor=self.request.actor)

    @verb(CostNoted, policy=ENTERERS)
    def note_cost(self, place: PilotCompany, cost: Decimal | None) -> PilotCompany:
        """Say what taking it up cost the company."""
        return comparing.note_cost(place, actor=self.request.actor, cost=cost)

    @verb(BenefitNoted, policy=ENTERERS)
    def note_benefit(self, place: PilotCompany, **said: Any) -> PilotCompany:
        """Say what a month with it was worth to the company. Said again, it is replaced."""
        comparing.note_benefit(place, actor=self.request.actor, **said)
        return place

    @verb(policy=RUNNERS)
    def take_out(self, place: PilotCompany, **nothing: Any) -> PilotCompany:
        """Take it out again before the lock."""
        pk = place.pk
        actions.take_out(place, actor=self.request.actor)
        place.pk = pk
        return place


routes = [("pilots", PilotCollection), ("pilot-companies", PilotCompanyCollection)]
