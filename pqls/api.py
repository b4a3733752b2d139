"""Leads and their rules, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, Nothing, ReasonIn, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from feedback.models import Request
from people.models import Person, Product
from pqls import actions
from pqls.conditions import sentence
from pqls.filters import whose
from pqls.kinds import Level, Loss, Rejection
from pqls.models import Pql, PqlRule, TryOut
from pqls.precision import Precision
from pqls.rules import ANSWERING, WRITERS
from pqls.showing import of_rules

WRITING, WORKING = roles(*WRITERS), roles(*ANSWERING)


class PqlRateShape(serializers.Serializer):
    """A share with its Wilson interval."""

    successes = serializers.IntegerField()
    n = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class PqlBetweenShape(serializers.Serializer):
    """The 95% interval of a figure, and how it was made. An end that cannot be told is null."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    made = serializers.CharField()


class PqlVelocityShape(serializers.Serializer):
    """A velocity with its interval, its formula and what went into it."""

    value = serializers.FloatField()
    between = PqlBetweenShape(allow_null=True)
    formula = serializers.CharField()
    inputs = serializers.DictField()


class PqlPrecisionShape(serializers.Serializer):
    """How good leads were. What cannot be told is null."""

    handed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    accepted = PqlRateShape(allow_null=True)
    opportunity = PqlRateShape(allow_null=True)
    converted = PqlRateShape(allow_null=True)
    won = PqlRateShape(allow_null=True)
    shrunk_win = serializers.FloatField(allow_null=True)
    shrunk_between = PqlBetweenShape(allow_null=True)
    days_to_answer = serializers.FloatField(allow_null=True)
    answer_between = PqlBetweenShape(allow_null=True)
    growth = PqlVelocityShape(allow_null=True)
    pipeline = PqlVelocityShape(allow_null=True)


class PqlRuleShape(RecordShape):
    """A rule, in words too, with how good its leads were."""

    conditions = serializers.ListField(child=serializers.DictField())
    any_of = serializers.ListField(child=serializers.DictField())
    in_words = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()

    class Meta:
        model = PqlRule
        fields: ClassVar = [
            "id", "version", "product", "name", "why", "level", "conditions", "any_of", "in_words", "cool_down_days",
            "most_a_day", "answer_days", "fallback", "state", "evaluated_at", "figures", "archived_at",
            "created_by", "created_at",
        ]  # fmt: skip

    def get_in_words(self, rule: PqlRule) -> str:
        """What it asks."""
        return sentence(rule.conditions, rule.any_of, rule.level)

    @extend_schema_field(PqlPrecisionShape(allow_null=True))
    def get_figures(self, rule: PqlRule) -> Any:
        """Nothing before its first lead."""
        figures: Precision | None = getattr(rule, "figures", None)
        return PqlPrecisionShape(figures).data if figures is not None else None


class PqlShape(RecordShape):
    """A lead. ``evidence`` is as of the handover: the conditions with their numbers, what was known, and the weekly use."""

    key = serializers.CharField()
    evidence = serializers.DictField()

    class Meta:
        model = Pql
        fields: ClassVar = [
            "id", "key", "version", "rule", "rule_version", "product", "company", "contact", "motion", "reason", "evidence",
            "owner", "state", "snoozed_until", "created_at", "reminded_at", "answered_at", "answered_by", "rejection",
            "opportunity_at",
            "amount", "crm_deal_id", "request", "closed_at", "closed_by", "loss", "words",
        ]  # fmt: skip


class PqlTryOutShape(RecordShape):
    """A rule on history. ``result`` is null until the job has worked it out."""

    result = serializers.DictField(allow_null=True)
    conditions = serializers.ListField(child=serializers.DictField())
    any_of = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = TryOut
        fields: ClassVar = [
            "id", "rule", "rule_version", "level", "conditions", "any_of", "cool_down_days", "last_day", "weeks", "window_days",
            "state", "result", "by", "created_at", "finished_at",
        ]  # fmt: skip


class PqlRuleChange(Shape):
    """What one may change."""

    name = serializers.CharField(max_length=120)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    level = serializers.ChoiceField(Level.choices, required=False)
    conditions = serializers.ListField(child=serializers.DictField(), max_length=6)
    any_of = serializers.ListField(child=serializers.DictField(), max_length=4, required=False)
    cool_down_days = serializers.IntegerField(min_value=1, max_value=730, required=False)
    most_a_day = serializers.IntegerField(min_value=1, max_value=500, required=False)
    answer_days = serializers.IntegerField(min_value=1, max_value=30, required=False)
    fallback = Visible(Person, required=False, allow_null=True)


class PqlRuleIn(PqlRuleChange):
    """A new rule of a product. It begins as a draft."""

    product = Visible(Product)


class PqlTryOutIn(Shape):
    """How far back, and within how many days a conversion counts."""

    weeks = serializers.IntegerField(min_value=2, max_value=52, required=False)
    window_days = serializers.IntegerField(min_value=7, max_value=180, required=False)


class PqlWordsIn(Shape):
    """Words, if any."""

    words = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class RejectPqlIn(PqlWordsIn):
    """Why it is no lead."""

    rejection = serializers.ChoiceField(Rejection.choices)


class OpportunityIn(PqlWordsIn):
    """The deal that came of it. The amount is for a year."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    crm_deal_id = serializers.CharField(max_length=80, required=False, allow_blank=True)
    request = Visible(Request, required=False, allow_null=True)


class WonIn(PqlWordsIn):
    """The amount as it was signed, where it differs."""

    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)


class LostIn(PqlWordsIn):
    """Why nothing came of it."""

    loss = serializers.ChoiceField(Loss.choices)


class SnoozePqlIn(PqlWordsIn):
    """Until which day."""

    until = serializers.DateField()


class AssignPqlIn(PqlWordsIn):
    """To whom."""

    to = Visible(Person)


class PqlEvaluationShape(serializers.Serializer):
    """How many leads a look at usage made, and which."""

    handed = serializers.IntegerField()
    pqls = serializers.ListField(child=serializers.IntegerField())


class PqlRuleFilters(django_filters.FilterSet):
    """By product, state, level, and whether it is archived."""

    is_archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = PqlRule
        fields: ClassVar = ["product", "state", "level"]


class PqlFilters(django_filters.FilterSet):
    """By product, rule, company, contact, state, pipeline, owner, and what waits for an answer."""

    owner = django_filters.CharFilter(method="of_owner", max_length=20, label="An id, `mine` or `nobody`.")
    waiting = django_filters.BooleanFilter(method="that_wait", label="Whether they wait for an answer, and are not snoozed.")
    search = django_filters.CharFilter(method="holding", max_length=200, label="Words of company, contact or rule.")

    class Meta:
        model = Pql
        fields: ClassVar = ["product", "rule", "company", "contact", "state", "motion"]

    def of_owner(self, rows: QuerySet[Pql], name: str, said: str) -> QuerySet[Pql]:
        """Mine, nobody's, or somebody's."""
        return rows.filter(whose(said, self.request.actor))

    def that_wait(self, rows: QuerySet[Pql], name: str, waits: bool) -> QuerySet[Pql]:
        """Those that wait, or all others."""
        waiting = Pql.objects.waiting().values("pk")
        return rows.filter(pk__in=waiting) if waits else rows.exclude(pk__in=waiting)

    def holding(self, rows: QuerySet[Pql], name: str, words: str) -> QuerySet[Pql]:
        """Those that hold the words."""
        return rows.filter(Q(company__name__icontains=words) | Q(contact__name__icontains=words) | Q(rule__name__icontains=words))


class PqlRules(Makes, Changes, Collection):
    """When usage makes a company or contact worth a call."""

    model = PqlRule
    shape = PqlRuleShape
    make_shape = PqlRuleIn
    change_shape = PqlRuleChange
    filterset_class = PqlRuleFilters
    policies: ClassVar[dict[str, Policy]] = {"create": WRITING, "partial_update": WRITING}

    def filled(self, records: list[PqlRule]) -> list[PqlRule]:
        """Rules with their figures, counted for all of them at once."""
        told = of_rules(Pql.objects.visible_to(self.request.actor).filter(rule__in=[one.pk for one in records]))
        for one in records:
            one.figures = told.get(one.pk)  # type: ignore[attr-defined]
        return records

    def show(self, record: Any, **kwargs: Any) -> Any:
        """One rule with its figures."""
        return super().show(self.filled([record])[0] if isinstance(record, PqlRule) else record, **kwargs)

    def make(self, data: dict[str, Any]) -> PqlRule:
        """Write one."""
        return actions.write_rule(actor=self.request.actor, **data)

    def change(self, rule: PqlRule, data: dict[str, Any], version: int | None) -> PqlRule:
        """Change it."""
        return actions.change_rule(rule, actor=self.request.actor, version=version, **data)

    @verb(Nothing, policy=WRITING)
    def activate(self, rule: PqlRule) -> PqlRule:
        """Let it hand over from now on."""
        return actions.activate_rule(rule, actor=self.request.actor)

    @verb(ReasonIn, policy=WRITING)
    def pause(self, rule: PqlRule, reason: str = "") -> PqlRule:
        """Let it hand over nothing for now."""
        return actions.pause_rule(rule, actor=self.request.actor, reason=reason)

    @verb(Nothing, policy=WRITING)
    def archive(self, rule: PqlRule) -> PqlRule:
        """Put it away."""
        return actions.archive_rule(rule, actor=self.request.actor)

    @verb(Nothing, policy=WRITING)
    def restore(self, rule: PqlRule) -> PqlRule:
        """Bring it back."""
        return actions.restore_rule(rule, actor=self.request.actor)

    @verb(Nothing, policy=WRITING, out=PqlEvaluationShape)
    def evaluate(self, rule: PqlRule) -> dict[str, Any]:
        """Let it look at usage now, rather than within the hour."""
        made = actions.evaluate_rule(rule, actor=self.request.actor)
        return {"handed": len(made), "pqls": [one.pk for one in made]}

    @verb(PqlTryOutIn, policy=WRITING, out=PqlTryOutShape, code=202)
    def try_out(self, rule: PqlRule, **values: Any) -> TryOut:
        """Have it tried out on history; read the result at `pql-try-outs`."""
        return actions.try_out_rule(rule, actor=self.request.actor, **values)


class TryOuts(Collection):
    """Rules on history: whom they would have handed over, and who converted."""

    model = TryOut
    shape = PqlTryOutShape


class Pqls(Collection):
    """Companies and contacts whose usage met a rule, handed to sales."""

    model = Pql
    shape = PqlShape
    filterset_class = PqlFilters

    @verb(PqlWordsIn, policy=WORKING)
    def accept(self, pql: Pql, words: str = "") -> Pql:
        """Take it up."""
        return actions.accept_pql(pql, actor=self.request.actor, words=words)

    @verb(RejectPqlIn, policy=WORKING)
    def reject(self, pql: Pql, **values: Any) -> Pql:
        """Say that it is no lead, and why."""
        return actions.reject_pql(pql, actor=self.request.actor, **values)

    @verb(OpportunityIn, policy=WORKING)
    def make_opportunity(self, pql: Pql, **values: Any) -> Pql:
        """Say that a deal came of it."""
        return actions.make_opportunity(pql, actor=self.request.actor, **values)

    @verb(WonIn, policy=WORKING)
    def win(self, pql: Pql, **values: Any) -> Pql:
        """Say that it was won."""
        return actions.win_pql(pql, actor=self.request.actor, **values)

    @verb(LostIn, policy=WORKING)
    def lose(self, pql: Pql, **values: Any) -> Pql:
        """Say that nothing came of it, and why."""
        return actions.lose_pql(pql, actor=self.request.actor, **values)

    @verb(ReasonIn, policy=WORKING)
    def step_back(self, pql: Pql, reason: str = "") -> Pql:
        """Take the last step back."""
        return actions.step_back(pql, actor=self.request.actor, reason=reason)

    @verb(SnoozePqlIn, policy=WORKING)
    def snooze(self, pql: Pql, **values: Any) -> Pql:
        """Put it off to a day."""
        return actions.snooze_pql(pql, actor=self.request.actor, **values)

    @verb(Nothing, policy=WORKING)
    def wake(self, pql: Pql) -> Pql:
        """Let it wait again."""
        return actions.wake_pql(pql, actor=self.request.actor)

    @verb(AssignPqlIn, policy=WORKING)
    def assign(self, pql: Pql, **values: Any) -> Pql:
        """Give it to somebody who can work it."""
        return actions.assign_pql(pql, actor=self.request.actor, **values)


routes = [("pql-rules", PqlRules), ("pql-try-outs", TryOuts), ("pqls", Pqls)]
