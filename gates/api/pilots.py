"""Pilots, their companies and outcomes, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from customers.models import Company, Contact
from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import outcomes as outcome_actions
from gates.actions import pilots as actions
from gates.evidence.pilots import scorecard
from gates.links import address_of
from gates.models.pilots import (
    Confirmation,
    ConfirmationLink,
    Direction,
    OutcomeValue,
    Pilot,
    PilotCompany,
    PilotOutcome,
    PilotState,
)
from history.actor import Role
from history.refusals import NotPossible
from people.models import Segment
from roadmap.models import Idea

RUNNERS = roles(Role.PRODUCT, Role.SUCCESS)
JUDGES = roles(Role.PRODUCT, Role.SUCCESS, Role.LEADERSHIP)
ENTERERS = roles(Role.SUCCESS)
NUMBER = {"max_digits": 16, "decimal_places": 4}


class ConfirmationShape(RecordShape):
    """What the customer answered."""

    class Meta:
        model = Confirmation
        fields: ClassVar = ["agrees", "words", "name", "at"]


class ValueShape(RecordShape):
    """A value that was entered, and what the customer said of it."""

    confirmation = serializers.SerializerMethodField()

    class Meta:
        model = OutcomeValue
        fields: ClassVar = ["id", "value", "measured_on", "note", "entered_by", "entered_at", "confirmation"]

    def get_confirmation(self, value: OutcomeValue) -> dict[str, Any] | None:
        """The customer's answer, if there is one."""
        answer = getattr(value, "confirmation", None)
        return ConfirmationShape(answer).data if answer else None


class PilotOutcomeShape(RecordShape):
    """What a company was promised, and every value entered, the one that stands first."""

    pilot = serializers.IntegerField(source="place.pilot_id")
    company = serializers.IntegerField(source="place.company_id")
    values = ValueShape(many=True)

    class Meta:
        model = PilotOutcome
        fields: ClassVar = [
            "id", "version", "place", "pilot", "company", "metric", "unit", "direction", "baseline", "target", "tolerance",
            "minimum_change", "due_on", "measured_how", "fixed_by", "fixed_at", "values",
        ]  # fmt: skip


class PilotCompanyShape(RecordShape):
    """A company's place in a pilot."""

    outcome = serializers.SerializerMethodField()

    class Meta:
        model = PilotCompany
        fields: ClassVar = [
            "id", "pilot", "company", "contact", "enrolled_by", "enrolled_at", "exposed_by", "exposed_at", "dropped_out_at",
            "dropped_out_reason", "withdrawal_asked_by", "withdrawal_asked_at", "withdrawal_reason", "withdrawal_approved_by",
            "withdrawal_approved_at", "outcome",
        ]  # fmt: skip

    def get_outcome(self, place: PilotCompany) -> int | None:
        """The id of its outcome, once it is fixed."""
        outcome = getattr(place, "outcome", None)
        return outcome.pk if outcome else None


class FiguresShape(serializers.Serializer):
    """What a pilot comes to, by the plan that was locked."""

    achieved = serializers.IntegerField()
    settled = serializers.IntegerField()
    enrolled = serializers.IntegerField()
    pending = serializers.IntegerField(source="open_count")
    verdict = serializers.CharField(source="verdict.outcome")
    reason = serializers.CharField(source="verdict.reason")
    probability = serializers.FloatField(source="verdict.probability", allow_null=True)
    share = serializers.FloatField(source="verdict.rate.share", default=None, allow_null=True)
    low = serializers.FloatField(source="verdict.rate.low", default=None, allow_null=True)
    high = serializers.FloatField(source="verdict.rate.high", default=None, allow_null=True)
    is_attrition_sensitive = serializers.BooleanField(source="attrition.is_sensitive")
    next_look = serializers.IntegerField(allow_null=True)


class PilotShape(RecordShape):
    """A pilot's design and state."""

    looks = serializers.ListField(child=serializers.IntegerField())

    class Meta:
        model = Pilot
        fields: ClassVar = [
            "id", "version", "idea", "name", "purpose", "segment", "theta", "fewest", "looks", "prior_mean", "prior_weight",
            "state", "created_by", "created_at", "locked_by", "locked_at", "closed_by", "closed_at",
        ]  # fmt: skip


class PilotWithFigures(PilotShape):
    """A pilot with what it comes to now."""

    figures = serializers.SerializerMethodField()

    class Meta(PilotShape.Meta):
        fields: ClassVar = [*PilotShape.Meta.fields, "figures"]

    def get_figures(self, pilot: Pilot) -> dict[str, Any]:
        """Achieved of settled, with the verdict and its probability."""
        return FiguresShape(scorecard(pilot)).data


class PilotChange(Shape):
    """What one may change of a design."""

    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    segment = serializers.ChoiceField(Segment.choices, required=False, allow_blank=True)
    theta = serializers.DecimalField(max_digits=3, decimal_places=2, required=False)
    fewest = serializers.IntegerField(min_value=3, max_value=200, required=False)
    looks = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=500), max_length=20, required=False)
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


class OutcomeChange(Shape):
    """What the company shall get out of it."""

    metric = serializers.CharField(max_length=160)
    unit = serializers.CharField(max_length=40, required=False, allow_blank=True)
    direction = serializers.ChoiceField(Direction.choices)
    baseline = serializers.DecimalField(**NUMBER)
    target = serializers.DecimalField(**NUMBER)
    tolerance = serializers.DecimalField(**NUMBER, required=False, allow_null=True)
    minimum_change = serializers.DecimalField(**NUMBER, required=False, allow_null=True)
    due_on = serializers.DateField()
    measured_how = serializers.CharField(max_length=300, required=False, allow_blank=True)


class VisiblePlace(Visible):
    """The id of a place in a pilot that the actor may see."""

    def get_queryset(self) -> QuerySet[PilotCompany]:
        return PilotCompany.objects.filter(pilot__in=Pilot.objects.visible_to(self.context["request"].actor))


class OutcomeMake(OutcomeChange):
    """An outcome for a company's place."""

    place = VisiblePlace(PilotCompany)


class ValueEntered(Shape):
    """What came of it."""

    value = serializers.DecimalField(**NUMBER)
    measured_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class AskCustomer(Shape):
    """Whom to mail the link; the company's contact unless said otherwise."""

    email = serializers.EmailField(required=False, allow_blank=True)


class LinkShape(RecordShape):
    """The link, shown this once."""

    address = serializers.SerializerMethodField()

    class Meta:
        model = ConfirmationLink
        fields: ClassVar = ["id", "email", "expires_at", "address"]

    def get_address(self, link: ConfirmationLink) -> str:
        """The whole address; it is kept nowhere."""
        return address_of(link)


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

    @verb(policy=RUNNERS)
    def take_out(self, place: PilotCompany, **nothing: Any) -> PilotCompany:
        """Take it out again before the lock."""
        pk = place.pk
        actions.take_out(place, actor=self.request.actor)
        place.pk = pk
        return place


class OutcomeFilters(django_filters.FilterSet):
    """What a list of outcomes can be narrowed by."""

    pilot = django_filters.NumberFilter(field_name="place__pilot")
    company = django_filters.NumberFilter(field_name="place__company")
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt")

    class Meta:
        model = PilotOutcome
        fields: ClassVar = ["pilot", "company", "due_before"]


class PilotOutcomeCollection(Makes, Changes, Collection):
    """What pilot companies were promised, and what came of it."""

    model = PilotOutcome
    shape = PilotOutcomeShape
    make_shape = OutcomeMake
    change_shape = OutcomeChange
    filterset_class = OutcomeFilters
    policies: ClassVar[dict[str, Policy]] = {"create": RUNNERS, "partial_update": RUNNERS}

    def records(self) -> QuerySet[PilotOutcome]:
        rows = super().records().select_related("place__pilot__idea", "place__company", "place__contact")
        return rows.prefetch_related("values__confirmation")

    def make(self, data: dict[str, Any]) -> PilotOutcome:
        """Fix what the company shall get out of it."""
        return actions.fix_outcome(data.pop("place"), actor=self.request.actor, **data)

    def change(self, outcome: PilotOutcome, data: dict[str, Any], version: int | None) -> PilotOutcome:
        """Change it, before the company is exposed."""
        return actions.fix_outcome(outcome.place, actor=self.request.actor, version=version, **data)

    @verb(ValueEntered, policy=ENTERERS)
    def enter(self, outcome: PilotOutcome, **said: Any) -> PilotOutcome:
        """Enter what came of it. A second value corrects the first, which stays readable."""
        outcome_actions.enter_outcome(outcome, actor=self.request.actor, **said)
        return self.records().get(pk=outcome.pk)

    @verb(AskCustomer, policy=ENTERERS, out=LinkShape, code=201)
    def ask_confirmation(self, outcome: PilotOutcome, email: str = "") -> ConfirmationLink:
        """Make the link by which the customer confirms, and mail it. The address is shown this once."""
        return outcome_actions.ask_confirmation(outcome, actor=self.request.actor, email=email)

    @verb(policy=ENTERERS)
    def withdraw_link(self, outcome: PilotOutcome, **nothing: Any) -> PilotOutcome:
        """End the link that waits for an answer."""
        link = outcome_actions.open_links(outcome).order_by("-id").first()
        if link is None:
            raise NotPossible("No link waits for an answer.")
        outcome_actions.withdraw_link(link, actor=self.request.actor)
        return outcome


routes = [("pilots", PilotCollection), ("pilot-companies", PilotCompanyCollection), ("pilot-outcomes", PilotOutcomeCollection)]
