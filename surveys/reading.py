"""What was answered, counted once for everything that a survey's page shows of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import TruncMonth

from people.models import Segment
from surveys.figures import Figure, figure
from surveys.kinds import NO_LONGER, SurveyKind
from surveys.models import Showing, Survey, SurveyResponse
from usage.calendar import zone

USED_TWICE = 2
RECENT_MONTHS = 24


@dataclass
class Results:
    """A survey's answers: all by score, those that count by score, and both by month and by segment."""

    survey: Survey
    answers: Counter[int] = field(default_factory=Counter)
    counted: Counter[int] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    months: dict[date, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    segments: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    shown_to: int = 0

    @property
    def total(self) -> int:
        """How many answered."""
        return self.answers.total()

    @property
    def figure(self) -> Figure | None:
        """The score of all that count; None while they are too few."""
        return figure(self.survey.kind, self.counted)

    def by_month(self) -> list[tuple[date, int, Figure | None]]:
        """Each month with how many count, and their score."""
        rows = sorted(self.months.items())[-RECENT_MONTHS:]
        return [(month, counts.total(), figure(self.survey.kind, counts)) for month, counts in rows]

    def by_segment(self) -> list[tuple[str, int, Figure | None]]:
        """Each segment with how many count, and their score; those of no known company last."""
        names = {**dict(Segment.choices), "": "Not known"}
        return [
            (label, self.segments[name].total(), figure(self.survey.kind, self.segments[name]))
            for name, label in names.items()
            if name in self.segments
        ]


def why_left_out() -> Case:
    """Why an answer does not count: an Ellis answer counts if its giver used it twice in the two weeks before."""
    is_ellis = Q(survey__kind=SurveyKind.ELLIS)
    return Case(
        When(is_ellis & Q(score=NO_LONGER), then=Value(1)),
        When(is_ellis & Q(recent_uses=None), then=Value(2)),
        When(is_ellis & Q(recent_uses__lt=USED_TWICE), then=Value(3)),
        default=Value(0),
        output_field=IntegerField(),
    )


REASONS = {1: "no longer use it", 2: "their use is not known", 3: "used it less than twice in the two weeks before"}


def results_of(survey: Survey) -> Results:
    """Everything that was answered, in one look at the answers and one at whom it was shown to."""
    results = Results(survey)
    rows = (
        SurveyResponse.objects.filter(survey=survey)
        .order_by()
        .annotate(month=TruncMonth("at", tzinfo=zone()), why=why_left_out())
        .values_list("month", "company__segment", "score", "why")
        .annotate(many=Count("pk"))
    )
    for month, segment, score, why, many in rows:
        results.answers[score] += many
        if why:
            results.left_out[REASONS[why]] += many
            continue
        results.counted[score] += many
        results.months[month.date()][score] += many
        results.segments[segment or ""][score] += many
    results.shown_to = Showing.objects.filter(survey=survey).count()
    return results


def with_figures(surveys: Iterable[Survey]) -> list[dict[str, Any]]:
    """Surveys for a list, each with how many answered and the score, in one look at the answers."""
    surveys = list(surveys)
    found = {survey.pk: Results(survey) for survey in surveys}
    rows = SurveyResponse.objects.filter(survey__in=surveys).order_by().annotate(why=why_left_out())
    for survey_id, score, why, many in rows.values_list("survey", "score", "why").annotate(many=Count("pk")):
        found[survey_id].answers[score] += many
        if not why:
            found[survey_id].counted[score] += many
    return [{"survey": survey, "results": found[survey.pk], "figure": found[survey.pk].figure} for survey in surveys]
