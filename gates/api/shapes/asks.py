"""What the API takes at the gates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import Shape, Visible
from gates.asks import Ask, ConditionAsk, TripwireAsk
from gates.models import Tripwire
from gates.models.decisions import KillReason, OverrideReason
from gates.models.scores import Confidence, Leaning, Outcome
from gates.policy_rules import Comparator, CriterionTemplate, Kind
from people.models import Person
from roadmap.models import Idea

OBJECT = OpenApiTypes.OBJECT
WORDS = 5000


class ReviewMake(Shape):
    """A review to draft."""

    idea = Visible(Idea)
    gate = serializers.IntegerField(min_value=1, max_value=3)
    owner = Visible(Person, required=False, help_text="Who runs the gate; yourself unless you say otherwise.")
    question = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class ReviewChange(Shape):
    """What one may change of a draft."""

    owner = Visible(Person, required=False)
    question = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    looks = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=1000), max_length=20, required=False)


class CriterionIn(Shape):
    """One criterion."""

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(Kind.choices, default=Kind.MUST)
    help = serializers.CharField(max_length=300, allow_blank=True, default="")
    is_fatal = serializers.BooleanField(default=False)
    measure = serializers.CharField(max_length=80, allow_blank=True, default="")
    comparator = serializers.ChoiceField(Comparator.choices, allow_blank=True, default="")
    threshold = serializers.DecimalField(max_digits=18, decimal_places=6, allow_null=True, default=None)
    weight = serializers.DecimalField(max_digits=6, decimal_places=2, default=Decimal(1))
    anchors = serializers.ListField(
        child=serializers.CharField(max_length=120, allow_blank=True), min_length=3, max_length=3, required=False
    )


class CriteriaIn(Shape):
    """All criteria of a draft."""

    criteria = CriterionIn(many=True)


class AmendIn(CriteriaIn):
    """Amended criteria, and why."""

    reason = serializers.CharField(max_length=2000)


def templates(rows: list[dict[str, Any]]) -> list[CriterionTemplate]:
    """The criteria as the verbs take them."""
    return [CriterionTemplate(**row | {"anchors": tuple(row.get("anchors", ("", "", "")))}) for row in rows]


class PanelIn(Shape):
    """A panel."""

    gatekeepers = Visible(Person, many=True)
    voices = Visible(Person, many=True, required=False)


class SubmitIn(Shape):
    """A submission."""

    what_changed = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)


class DeclareIn(Shape):
    """A declaration."""

    has_conflict = serializers.BooleanField()
    words = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class SeatIn(Shape):
    """Somebody to seat, and whose seat it was."""

    person = Visible(Person)
    instead_of = serializers.IntegerField(required=False, min_value=1, help_text="The id of the seat that becomes free.")
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False)


@extend_schema_field(OBJECT)
class AnswersField(serializers.JSONField):
    """Answers by the key of their criterion: true or false to a must-meet, 0 to 10 to a should-meet."""


class DelegateIn(Shape):
    """To whom a seat is handed, and why."""

    to = Visible(Person)
    reason = serializers.CharField(max_length=1000)


class ScoreIn(Shape):
    """A scorecard."""

    answers = AnswersField()
    confidence = serializers.ChoiceField(Confidence.choices, default=Confidence.MEDIUM)
    comment = serializers.CharField(max_length=WORDS, allow_blank=True, default="")

    def validate_answers(self, value: Any) -> dict[str, Any]:
        """An object with scalar answers."""
        if not isinstance(value, dict) or len(value) > 100:
            raise serializers.ValidationError("Send an object: the criteria's keys with their answers.")
        return value


class SpeakIn(Shape):
    """A statement."""

    words = serializers.CharField(max_length=WORDS)
    leaning = serializers.ChoiceField(Leaning.choices, default=Leaning.OPEN)


class VoteIn(Shape):
    """A vote."""

    outcome = serializers.ChoiceField(Outcome.choices)
    words = serializers.CharField(max_length=WORDS, allow_blank=True, default="")
    probability = serializers.DecimalField(
        max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1), required=False
    )


class ConditionIn(Shape):
    """A condition."""

    words = serializers.CharField(max_length=300)
    test = serializers.CharField(max_length=500)
    owner = Visible(Person)
    due = serializers.DateField()


class TripwireIn(Shape):
    """A tripwire."""

    measure = serializers.CharField(max_length=80)
    fires = serializers.ChoiceField(Tripwire.Fires.choices)
    threshold = serializers.DecimalField(max_digits=18, decimal_places=6, allow_null=True, default=None)


class DecideIn(Shape):
    """A decision. What an outcome needs is said where it is missing."""

    outcome = serializers.ChoiceField(Outcome.choices)
    rationale = serializers.CharField(max_length=WORDS)
    probability = serializers.DecimalField(max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1))
    conditions = ConditionIn(many=True, required=False)
    review_on = serializers.DateField(required=False)
    gaps = serializers.ListField(child=serializers.CharField(max_length=500), max_length=20, required=False)
    kill_reason = serializers.ChoiceField(KillReason.choices, required=False)
    lessons = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)
    override_reason = serializers.ChoiceField(OverrideReason.choices, required=False)
    override_words = serializers.CharField(max_length=WORDS, allow_blank=True, required=False)
    forecast_metric = serializers.CharField(max_length=200, allow_blank=True, required=False)
    forecast_value = serializers.DecimalField(max_digits=18, decimal_places=4, required=False)
    forecast_due = serializers.DateField(required=False)
    tripwires = TripwireIn(many=True, required=False)
    seen = serializers.CharField(max_length=64, allow_blank=True, required=False)


def ask_of(data: dict[str, Any]) -> Ask:
    """The decision that a body asks for."""
    values = {name: value for name, value in data.items() if name != "seen"}
    values["gaps"] = tuple(values.get("gaps", ()))
    values["conditions"] = tuple(
        ConditionAsk(words=one["words"], test=one["test"], owner_id=one["owner"].pk, due=one["due"])
        for one in data.get("conditions", ())
    )
    if "tripwires" in values:
        values["tripwires"] = tuple(TripwireAsk(**one) for one in values["tripwires"])
    return Ask(**values)


class WhyIn(Shape):
    """A reason."""

    reason = serializers.CharField(max_length=2000)


class WaiverIn(Shape):
    """A waiver to ask for."""

    criterion = serializers.CharField(max_length=40, help_text="The key of the criterion.")
    why = serializers.CharField(max_length=2000)
    control = serializers.CharField(max_length=2000, help_text="What is done in its place.")
    until = serializers.DateField()


class WaiverAnswerIn(Shape):
    """An answer to who asked for a waiver."""

    answer = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class VerifyIn(Shape):
    """What was seen of a condition."""

    condition = serializers.IntegerField(min_value=1)
    finding = serializers.CharField(max_length=2000)


class RevalidateIn(Shape):
    """Which reopening is answered, and how."""

    reopening = serializers.IntegerField(min_value=1)
    still_stands = serializers.BooleanField()
    answer = serializers.CharField(max_length=2000)


class CorrectIn(WhyIn):
    """A correction of the record."""

    rationale = serializers.CharField(max_length=WORDS)
    probability = serializers.DecimalField(max_digits=4, decimal_places=3, min_value=Decimal(0), max_value=Decimal(1))


class ReviveIn(Shape):
    """The new idea that a killed one comes back as."""

    title = serializers.CharField(max_length=200)
    owner = Visible(Person, required=False)
