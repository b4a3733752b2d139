"""Rules looked at before they are in force, for programs: compared, tried out on past reviews, simulated. Nothing is written."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Shape, Visible
from doors.policy import ANY_MEMBER
from doors.web import as_id, find
from gates.candidates import Candidate, candidate_named, in_force
from gates.comparison import ADDED, CHANGED, DROPPED, SAME, compare
from gates.models.policies import standing_policy
from gates.models.scores import Outcome
from gates.policy_rules import PolicyRules
from gates.simulation import MOST_SEED, Simulation, simulated
from gates.tryouts import DIFFERS, UNKNOWN, Tried, try_out
from gates.tryouts import SAME as SAME_AS_THEN
from people.models import Product

PRODUCT = OpenApiParameter("product", int, required=True)
SIDES = [OpenApiParameter(name, str, required=True, description="A version's number, or a preset.") for name in ("one", "other")]


class CandidateIn(Shape):
    """The rules to look at: a version's number or a preset, or rules that change those in force. None: those in force."""

    product = Visible(Product)
    version = serializers.CharField(max_length=20, required=False)
    rules = serializers.DictField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "version" in attrs and "rules" in attrs:
            raise serializers.ValidationError("Send a version or rules, one of the two.")
        return attrs


class SimulateIn(CandidateIn):
    """The same, with the luck that features are drawn with, and how many of them are good."""

    seed = serializers.IntegerField(min_value=1, max_value=MOST_SEED, required=False)
    base_rate = serializers.FloatField(min_value=0.01, max_value=0.99, required=False)


class ComparedLineShape(serializers.Serializer):
    """One rule or criterion on both sides."""

    name = serializers.CharField()
    one = serializers.CharField(allow_blank=True)
    other = serializers.CharField(allow_blank=True)
    change = serializers.ChoiceField([SAME, CHANGED, ADDED, DROPPED])


class ComparedPartShape(serializers.Serializer):
    """Some of them under a heading."""

    title = serializers.CharField()
    lines = ComparedLineShape(many=True)


class TriedShape(serializers.Serializer):
    """One past review under other rules; ``now`` is null where nobody can say, and lies between ``mildest`` and ``severest``."""

    review = serializers.IntegerField(source="decision.review_id")
    decision = serializers.IntegerField(source="decision.pk")
    gate = serializers.IntegerField(source="decision.review.gate")
    standing = serializers.ChoiceField([SAME_AS_THEN, DIFFERS, UNKNOWN])
    then = serializers.ChoiceField(Outcome.choices, source="decision.recommended")
    then_rule = serializers.CharField(source="decision.rule")
    decided = serializers.ChoiceField(Outcome.choices, source="decision.outcome")
    now = serializers.ChoiceField(Outcome.choices, source="now.outcome", default=None, allow_null=True)
    now_rule = serializers.CharField(source="now.rule", default=None, allow_null=True)
    words = serializers.CharField(source="now_rule")
    mildest = serializers.ChoiceField(Outcome.choices, source="retrial.mildest.outcome", default=None, allow_null=True)
    severest = serializers.ChoiceField(Outcome.choices, source="retrial.severest.outcome", default=None, allow_null=True)
    not_asked = serializers.SerializerMethodField()
    notes = serializers.ListField(child=serializers.CharField())
    succeeded = serializers.BooleanField(allow_null=True)

    def get_not_asked(self, one: Tried) -> list[str]:
        """The criteria that nobody was asked then."""
        return list(one.retrial.not_asked) if one.retrial else []


class TryoutShape(serializers.Serializer):
    """All past reviews of a product under other rules."""

    same = serializers.IntegerField()
    differs = serializers.IntegerField()
    unknown = serializers.IntegerField()
    is_cut = serializers.BooleanField()
    reviews = TriedShape(many=True)


class KnownShape(serializers.Serializer):
    """One assumption, and where it is from."""

    name = serializers.CharField()
    value = serializers.CharField()
    source = serializers.CharField()
    is_own = serializers.BooleanField()


class SimulationShape(serializers.Serializer):
    """What rules trade off on simulated features, beside those in force."""

    seed = serializers.IntegerField()
    in_force = serializers.DictField()
    candidate = serializers.DictField()
    sweeps = serializers.ListField(child=serializers.DictField())
    assumptions = KnownShape(many=True)
    assumed_met = serializers.ListField(child=serializers.CharField())


class Trials:
    """What can be asked of rules before they are in force."""

    @extend_schema(responses=ComparedPartShape(many=True), filters=False, parameters=[PRODUCT, *SIDES])
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def comparison(self, request: Request, **kwargs: Any) -> Response:
        """Two versions or presets side by side: each rule, and each criterion added, dropped or changed."""
        if unknown := sorted(set(request.query_params) - {"product", "one", "other", "format"}):
            raise ValidationError(dict.fromkeys(unknown, "There is no such parameter."))
        product = find(Product.objects.visible_to(request.actor), as_id(request.query_params.get("product")))  # type: ignore[attr-defined]
        sides = [candidate_named(product, request.query_params.get(name, "")) for name in ("one", "other")]
        one, other = sides
        if one is None or other is None:
            raise Http404
        return Response(ComparedPartShape(compare(one.rules, other.rules), many=True).data)

    comparison.policy = ANY_MEMBER  # type: ignore[attr-defined]

    @action(detail=False, methods=["post"], url_path="try-out")
    def try_out(self, request: Request) -> Response:
        """How past reviews would have been recommended under other rules, by their sealed evidence. Nothing is changed."""
        said = self.read(CandidateIn)  # type: ignore[attr-defined]
        found = try_out(said["product"], candidate_of(said).rules, request.actor)  # type: ignore[attr-defined]
        counts = {name: found.counts[name] for name in (SAME_AS_THEN, DIFFERS, UNKNOWN)}
        return Response(TryoutShape({**counts, "is_cut": found.is_cut, "reviews": found.tried}).data)

    try_out.policy = ANY_MEMBER  # type: ignore[attr-defined]
    try_out.shape_in, try_out.shape_out = CandidateIn, TryoutShape  # type: ignore[attr-defined]

    @action(detail=False, methods=["post"])
    def simulate(self, request: Request) -> Response:
        """What rules trade off on simulated features: good ones killed, bad ones passed, time spent."""
        said = self.read(SimulateIn)  # type: ignore[attr-defined]
        product = said["product"]
        found = simulated(
            product, in_force(product).rules, candidate_of(said).rules, request.actor,  # type: ignore[attr-defined]
            seed=said.get("seed", 1), base_rate=said.get("base_rate"),
        )  # fmt: skip
        return Response(SimulationShape(told(found)).data)

    simulate.policy = ANY_MEMBER  # type: ignore[attr-defined]
    simulate.shape_in, simulate.shape_out = SimulateIn, SimulationShape  # type: ignore[attr-defined]


def candidate_of(said: dict[str, Any]) -> Candidate:
    """The rules that a body asks for."""
    product = said["product"]
    if "rules" in said:
        return Candidate("The draft", PolicyRules.from_json(standing_policy(product.pk).rules.as_json() | said["rules"]))
    if "version" not in said:
        return in_force(product)
    found = candidate_named(product, said["version"])
    if found is None:
        raise ValidationError({"version": "There is no such version or preset."})
    return found


def told(found: Simulation) -> dict[str, Any]:
    """A simulation as it is answered."""
    sweeps = [
        {"name": one.name, "points": [{"threshold": at.value, "is_now": at.is_now, **at.tradeoff.facts()} for at in one.points]}
        for one in found.sweeps
    ]
    return {
        "seed": found.seed, "in_force": found.now.facts(), "candidate": found.candidate.facts(), "sweeps": sweeps,
        "assumptions": found.known, "assumed_met": found.assumed_met,
    }  # fmt: skip
