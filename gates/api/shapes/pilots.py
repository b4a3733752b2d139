"""What a pilot comes to, as programs read it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from gates.evidence.pilots import OutcomeScorecard
from gates.evidence.time_to_value import time_to_value
from gates.evidence.worth import coded, compared, opinions, worth
from history.actor import Actor


class FiguresShape(serializers.Serializer):
    """What a pilot comes to by the plan that was locked: as of the last look that was reached, and nothing in between.

    ``achieved`` of ``counted`` is what may be shown; ``held_back`` companies settled since, for the next look.
    """

    achieved = serializers.IntegerField(source="shown_achieved")
    counted = serializers.SerializerMethodField()
    settled = serializers.IntegerField()
    held_back = serializers.IntegerField()
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
    median_days_to_value = serializers.SerializerMethodField()

    def get_counted(self, card: OutcomeScorecard) -> int:
        """Of how many companies."""
        return len(card.shown)

    def get_median_days_to_value(self, card: OutcomeScorecard) -> float | None:
        """Within how many days half had reached their target, dropping out competing with it."""
        found, _ = time_to_value(card)
        return found.median if found else None


class RepresentationShape(serializers.Serializer):
    """Whom a pilot speaks for."""

    target = serializers.IntegerField()
    enrolled = serializers.IntegerField()
    friendly_share = serializers.FloatField(source="friends.share", allow_null=True)
    friendly_in_target = serializers.FloatField(source="friends.target_share", allow_null=True)
    friends_dominate = serializers.BooleanField(source="friends.dominate")
    warnings = serializers.ListField(child=serializers.CharField())


class ComparedShape(serializers.Serializer):
    """One metric, at companies with the feature and without."""

    metric = serializers.CharField()
    treated = serializers.IntegerField()
    control = serializers.IntegerField()
    difference = serializers.FloatField(source="found.difference", default=None, allow_null=True)
    permutation_p = serializers.FloatField(source="found.permutation_p", default=None, allow_null=True)
    low = serializers.FloatField(source="found.low", default=None, allow_null=True)
    high = serializers.FloatField(source="found.high", default=None, allow_null=True)
    wording = serializers.CharField(source="found.wording", default=None, allow_null=True)


class OpinionShape(serializers.Serializer):
    """What one kind of survey says among their people; value is null below five answers."""

    kind = serializers.CharField()
    answered = serializers.IntegerField()
    value = serializers.FloatField(source="found.value", default=None, allow_null=True)
    low = serializers.FloatField(source="found.low", default=None, allow_null=True)
    high = serializers.FloatField(source="found.high", default=None, allow_null=True)


class CodedShape(serializers.Serializer):
    """One code of their words; achieved is null while rates are not shown."""

    code = serializers.CharField()
    companies = serializers.IntegerField()
    achieved = serializers.IntegerField(allow_null=True)


def beside(card: OutcomeScorecard, actor: Actor) -> dict[str, Any]:
    """What stands beside the outcomes."""
    _, together = worth(card)
    controls = list(card.pilot.controls.standing())
    return {
        "comparisons": ComparedShape(compared(card, controls), many=True).data,
        "roi": together.roi if together else None, "payback_months": together.payback_months if together else None,
        "opinions": OpinionShape(opinions(card, actor), many=True).data, "codes": CodedShape(coded(card), many=True).data,
    }  # fmt: skip
