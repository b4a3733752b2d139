"""Experiments, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, Nothing, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from doors.search import search
from experiments import actions
from experiments.consequences import chosen
from experiments.filters import narrowed
from experiments.kinds import Direction, Kind, Measure, Verdict
from experiments.measuring import propose
from experiments.models import Amendment, Experiment
from experiments.rules import RUNNERS
from objectives.models import KeyResult
from people.models import Person
from roadmap.models import Idea

RUNNING = roles(*RUNNERS)


class GuardIn(Shape):
    """What must not get worse meanwhile."""

    name = serializers.CharField(max_length=120)
    direction = serializers.ChoiceField(Direction.choices)
    limit = serializers.DecimalField(max_digits=16, decimal_places=4)


class GuardShape(serializers.Serializer):
    """A guard, what was measured of it, and whether it held; null where nothing was."""

    name = serializers.CharField()
    direction = serializers.ChoiceField(Direction.choices)
    limit = serializers.DecimalField(max_digits=16, decimal_places=4)
    value = serializers.FloatField(allow_null=True)
    held = serializers.BooleanField(allow_null=True)


class ProposalShape(serializers.Serializer):
    """What criterion, interval and guards propose."""

    verdict = serializers.ChoiceField(Verdict.choices)
    why = serializers.CharField()
    cautions = serializers.ListField(child=serializers.CharField())


class AmendmentShape(RecordShape):
    """A change of what had been fixed."""

    class Meta:
        model = Amendment
        fields: ClassVar = ["changes", "reason", "knew_result", "by", "at"]


class ExperimentShape(RecordShape):
    """An experiment. Shares are in per cent, their differences in percentage points."""

    ideas = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    guards = GuardShape(many=True, source="judged_guards")
    amendments = AmendmentShape(many=True)
    unit = serializers.CharField(source="said_unit")
    led_to = serializers.SerializerMethodField()
    proposal = serializers.SerializerMethodField()

    class Meta:
        model = Experiment
        fields: ClassVar = [
            "id", "version", "product", "title", "hypothesis", "kind", "ideas", "key_result", "tags", "owner", "starts_on",
            "ends_on", "metric", "measure", "unit", "direction", "threshold", "guards", "planned_sample", "state", "started_at",
            "ended_at", "measured", "measured_at", "measured_by", "result", "low", "high", "sample", "proposal", "verdict",
            "proposed", "verdict_reason", "learning", "decided_by", "followed", "led_to", "amendments", "archived_at",
            "created_by", "created_at",
        ]  # fmt: skip

    def get_led_to(self, experiment: Experiment) -> str:
        """What it led to, such as "idea:4"; empty where nothing was named."""
        return f"{experiment.led_to_kind}:{experiment.led_to_id}" if experiment.led_to_id else ""

    @extend_schema_field(ProposalShape(allow_null=True))
    def get_proposal(self, experiment: Experiment) -> Any:
        """Nothing without a result."""
        proposal = propose(experiment)
        return ProposalShape(proposal).data if proposal else None


class FixedIn(Shape):
    """What is fixed when it starts."""

    hypothesis = serializers.CharField(max_length=10_000)
    kind = serializers.ChoiceField(Kind.choices)
    metric = serializers.CharField(max_length=200)
    measure = serializers.ChoiceField(Measure.choices)
    unit = serializers.CharField(max_length=30, required=False, allow_blank=True)
    direction = serializers.ChoiceField(Direction.choices, required=False)
    threshold = serializers.DecimalField(max_digits=14, decimal_places=4)
    guards = GuardIn(many=True, required=False)
    planned_sample = serializers.IntegerField(min_value=1, max_value=2_000_000_000, required=False, allow_null=True)


class ExperimentChange(FixedIn):
    """What one may change: all of a plan, of what was started only what its verdict does not rest on."""

    title = serializers.CharField(max_length=200)
    ideas = Visible(Idea, many=True)
    key_result = Visible(KeyResult, required=False, allow_null=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    owner = Visible(Person, required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)


class ExperimentIn(ExperimentChange):
    """A plan. Its product is that of its ideas."""


class AmendPlanIn(Shape):
    """What changes after the start, and why."""

    reason = serializers.CharField(max_length=2000)
    hypothesis = serializers.CharField(max_length=10_000, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    metric = serializers.CharField(max_length=200, required=False)
    measure = serializers.ChoiceField(Measure.choices, required=False)
    unit = serializers.CharField(max_length=30, required=False, allow_blank=True)
    direction = serializers.ChoiceField(Direction.choices, required=False)
    threshold = serializers.DecimalField(max_digits=14, decimal_places=4, required=False)
    guards = GuardIn(many=True, required=False)
    planned_sample = serializers.IntegerField(min_value=1, max_value=2_000_000_000, required=False, allow_null=True)


class MeasuredIn(Shape):
    """What was counted: `hits` and `n` of a share, and `base_hits` and `base_n` of what it is compared with; `mean`, `deviation`
    and `n` of means, and `base_…`; or a `value` with its interval `low` and `high`. Guards' values in the order of the guards."""

    measured = serializers.DictField(child=serializers.FloatField(allow_null=True), allow_empty=False)
    guard_values = serializers.ListField(child=serializers.FloatField(allow_null=True), required=False)


class ConclusionIn(Shape):
    """What it says about its ideas, why, and what was learned."""

    verdict = serializers.ChoiceField(Verdict.choices)
    reason = serializers.CharField(max_length=2000)
    learning = serializers.CharField(max_length=10_000)


class StopIn(Shape):
    """Why it ends early, and what was learned."""

    reason = serializers.CharField(max_length=2000)
    learning = serializers.CharField(max_length=10_000)


class FollowedIn(Shape):
    """What was decided because of it: words, and what it led to, such as `idea:4`, `initiative:7`, `gate-review:2`."""

    words = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    led_to = serializers.CharField(max_length=40, required=False, allow_blank=True)


class ExperimentFilters(django_filters.FilterSet):
    """By product, idea, state, kind, verdict, owner, tag, year in which it ended, and words."""

    idea = django_filters.NumberFilter(method="testing")
    tag = django_filters.CharFilter(method="by_list", max_length=40)
    year = django_filters.NumberFilter(method="by_list", min_value=1970, max_value=9998)
    is_archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)
    search = django_filters.CharFilter(method="holding", max_length=200, label="Words of title, hypothesis or learning.")

    class Meta:
        model = Experiment
        fields: ClassVar = ["product", "state", "kind", "verdict", "owner", "key_result"]

    def testing(self, rows: QuerySet[Experiment], name: str, pk: Any) -> QuerySet[Experiment]:
        """Those that test an idea."""
        return rows.filter(pk__in=Experiment.ideas.through.objects.filter(idea=pk).values("experiment"))

    def by_list(self, rows: QuerySet[Experiment], name: str, value: Any) -> QuerySet[Experiment]:
        """As the list narrows."""
        return narrowed(rows, {name: int(value) if name == "year" else value})

    def holding(self, rows: QuerySet[Experiment], name: str, words: str) -> QuerySet[Experiment]:
        """Those that hold the words."""
        return search(rows, words)


class Experiments(Makes, Changes, Collection):
    """What is tried before it is built, and what was learned."""

    model = Experiment
    shape = ExperimentShape
    make_shape = ExperimentIn
    change_shape = ExperimentChange
    filterset_class = ExperimentFilters
    policies: ClassVar[dict[str, Policy]] = {"create": RUNNING, "partial_update": RUNNING}

    def records(self) -> QuerySet[Experiment]:
        """Experiments with what their shape names."""
        return super().records().prefetch_related("ideas", "tags", "amendments")

    def make(self, data: dict[str, Any]) -> Experiment:
        """Plan one."""
        if not data["ideas"]:
            raise serializers.ValidationError({"ideas": "Name at least one idea that it tests."})
        return self.anew(actions.plan_experiment(product=data["ideas"][0].product, actor=self.request.actor, **data))

    def change(self, experiment: Experiment, data: dict[str, Any], version: int | None) -> Experiment:
        """Change it."""
        return self.anew(actions.edit_experiment(experiment, actor=self.request.actor, version=version, **data))

    def anew(self, experiment: Experiment) -> Experiment:
        """The experiment as it is now, with what its shape names."""
        return self.records().get(pk=experiment.pk)

    @verb(Nothing, policy=RUNNING)
    def start(self, experiment: Experiment) -> Experiment:
        """Begin, and fix the criterion."""
        return actions.start_experiment(experiment, actor=self.request.actor)

    @verb(AmendPlanIn, policy=RUNNING)
    def amend(self, experiment: Experiment, **values: Any) -> Experiment:
        """Change what was fixed, for a reason."""
        return self.anew(actions.amend_experiment(experiment, actor=self.request.actor, **values))

    @verb(MeasuredIn, policy=RUNNING)
    def measure(self, experiment: Experiment, **values: Any) -> Experiment:
        """Enter what was measured so far."""
        return actions.enter_result(experiment, actor=self.request.actor, **values)

    @verb(ConclusionIn, policy=RUNNING)
    def conclude(self, experiment: Experiment, **values: Any) -> Experiment:
        """Decide what it says."""
        return actions.conclude_experiment(experiment, actor=self.request.actor, **values)

    @verb(StopIn, policy=RUNNING)
    def stop(self, experiment: Experiment, **values: Any) -> Experiment:
        """End it early."""
        return actions.stop_experiment(experiment, actor=self.request.actor, **values)

    @verb(Nothing, policy=RUNNING)
    def reopen(self, experiment: Experiment) -> Experiment:
        """Let it run on."""
        return actions.reopen_experiment(experiment, actor=self.request.actor)

    @verb(FollowedIn, policy=RUNNING)
    def follow_up(self, experiment: Experiment, words: str = "", led_to: str = "") -> Experiment:
        """Say what was decided because of it."""
        record = chosen(experiment, led_to, self.request.actor)
        if led_to and record is None:
            raise serializers.ValidationError({"led_to": "Choose something that has to do with the ideas it tested."})
        return actions.say_what_followed(experiment, words=words, led_to=record, actor=self.request.actor)

    @verb(Nothing, policy=RUNNING)
    def archive(self, experiment: Experiment) -> Experiment:
        """Put a plan away."""
        return actions.archive_experiment(experiment, actor=self.request.actor)

    @verb(Nothing, policy=RUNNING)
    def unarchive(self, experiment: Experiment) -> Experiment:
        """Bring a plan back."""
        return actions.unarchive_experiment(experiment, actor=self.request.actor)


routes = [("experiments", Experiments)]
