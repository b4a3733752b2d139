"""What pilot companies were promised and what came of it, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from gates.actions import comparing, measuring
from gates.actions import outcomes as outcome_actions
from gates.actions import pilots as actions
from gates.links import address_of
from gates.models.confirmations import Confirmation, ConfirmationLink
from gates.models.outcomes import Direction, OutcomeValue, PilotOutcome, UsageMeasure
from gates.models.pilots import Pilot, PilotCompany
from history.actor import Role
from history.refusals import NotPossible
from usage.models import Feature

RUNNERS = roles(Role.PRODUCT, Role.SUCCESS)
ENTERERS = roles(Role.SUCCESS)
NUMBER = {"max_digits": 16, "decimal_places": 4}


class ConfirmationShape(RecordShape):
    """What the customer answered, and the codes of their words."""

    codes = serializers.SlugRelatedField("code", many=True, read_only=True)

    class Meta:
        model = Confirmation
        fields: ClassVar = ["agrees", "words", "name", "at", "codes"]


class ValueShape(RecordShape):
    """A value that was entered, and what the customer said of it."""

    confirmation = serializers.SerializerMethodField()
    taken_back_at = serializers.SerializerMethodField()

    class Meta:
        model = OutcomeValue
        fields: ClassVar = ["id", "value", "measured_on", "note", "entered_by", "entered_at", "taken_back_at", "confirmation"]

    def get_taken_back_at(self, value: OutcomeValue) -> datetime | None:
        """When it was taken back as a mistake; null where it was not."""
        gone = getattr(value, "taken_back", None)
        return gone.at if gone else None

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
            "minimum_change", "due_on", "measured_how", "feature", "usage", "usage_days", "fixed_by", "fixed_at", "values",
        ]  # fmt: skip


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
    feature = Visible(Feature, required=False, allow_null=True, help_text="Whose usage measures it by itself.")
    usage = serializers.ChoiceField(UsageMeasure.choices, required=False, allow_blank=True)
    usage_days = serializers.IntegerField(min_value=1, max_value=365, required=False)


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


class CodeGiven(Shape):
    """A code of a customer's words."""

    code = serializers.CharField(max_length=60)


class WhyTakenBack(Shape):
    """Why a value is taken back."""

    reason = serializers.CharField(max_length=500)


class LinkShape(RecordShape):
    """The link, shown this once."""

    address = serializers.SerializerMethodField()

    class Meta:
        model = ConfirmationLink
        fields: ClassVar = ["id", "email", "expires_at", "address"]

    def get_address(self, link: ConfirmationLink) -> str:
        """The whole address; it is kept nowhere."""
        return address_of(link)


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
    orderings = ("due_on",)
    make_shape = OutcomeMake
    change_shape = OutcomeChange
    filterset_class = OutcomeFilters
    policies: ClassVar[dict[str, Policy]] = {"create": RUNNERS, "partial_update": RUNNERS}

    def records(self) -> QuerySet[PilotOutcome]:
        rows = super().records().select_related("place__pilot__idea", "place__company", "place__contact")
        return rows.prefetch_related("values__confirmation__codes", "values__taken_back")

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

    @verb(policy=ENTERERS)
    def measure(self, outcome: PilotOutcome, **nothing: Any) -> PilotOutcome:
        """Count its value from the usage of its feature now, up to yesterday or its due date."""
        measuring.measure_outcome(outcome, actor=self.request.actor)
        return self.records().get(pk=outcome.pk)

    @verb(CodeGiven, policy=RUNNERS)
    def code_words(self, outcome: PilotOutcome, code: str) -> PilotOutcome:
        """Give the customer's words about it a code."""
        comparing.code_words(self.answered(outcome), actor=self.request.actor, code=code)
        return self.records().get(pk=outcome.pk)

    @verb(CodeGiven, policy=RUNNERS)
    def uncode_words(self, outcome: PilotOutcome, code: str) -> PilotOutcome:
        """Take a code off again."""
        given = self.answered(outcome).codes.filter(code=code).first()
        if given is None:
            raise NotPossible("These words do not have this code.")
        comparing.uncode_words(given, actor=self.request.actor)
        return self.records().get(pk=outcome.pk)

    def answered(self, outcome: PilotOutcome) -> Confirmation:
        """The customer's last answer about an outcome."""
        answer = Confirmation.objects.filter(value__outcome=outcome).order_by("-pk").first()
        if answer is None:
            raise NotPossible("The customer has not answered yet.")
        return answer

    @verb(WhyTakenBack, policy=ENTERERS)
    def take_back(self, outcome: PilotOutcome, reason: str) -> PilotOutcome:
        """Let the value that stands stand no more: it was a mistake. The one before stands again."""
        value = outcome.values.standing().first()
        if value is None:
            raise NotPossible("There is no value to take back.")
        measuring.take_back_value(value, actor=self.request.actor, reason=reason)
        return self.records().get(pk=outcome.pk)

    @verb(policy=ENTERERS)
    def remind(self, outcome: PilotOutcome, **nothing: Any) -> PilotOutcome:
        """Mail the customer who has not answered once more."""
        link = outcome_actions.open_links(outcome).order_by("-id").first()
        if link is None:
            raise NotPossible("No link waits for an answer.")
        measuring.remind_customer(link, actor=self.request.actor)
        return outcome

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


routes = [("pilot-outcomes", PilotOutcomeCollection)]
