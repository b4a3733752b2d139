"""Which answers one looks at: the same filters for the survey's page, its files, and the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput

from doors.search import matching
from feedback.filters import start_of
from people.models import Segment
from surveys.models import Survey, SurveyResponse

Rows = QuerySet[SurveyResponse]


class AnswerFilter(filters.FilterSet):
    """Words, the answer itself, the segment and company of who gave it, and the days between which it was given."""

    q = filters.CharFilter(method="holding_words", label="Words", max_length=400)
    score = filters.NumberFilter(label="Answer")
    segment = filters.ChoiceFilter(field_name="company__segment", choices=Segment.choices, label="Segment")
    written = filters.BooleanFilter(method="with_words", label="Written")
    since = filters.DateFilter(method="given_since", label="Answered since")
    until = filters.DateFilter(method="given_until", label="Answered until")

    class Meta:
        model = SurveyResponse
        fields: tuple[str, ...] = ()

    def holding_words(self, rows: Rows, name: str, words: str) -> Rows:
        """The words stand in what was written; or they are the name of the company."""
        found = matching(SurveyResponse, words)
        return rows.filter((found or Q(pk__in=[])) | Q(company__name__icontains=words.strip()))

    def with_words(self, rows: Rows, name: str, is_written: bool) -> Rows:
        """Only those with words, or only those without."""
        return rows.exclude(words="") if is_written else rows.filter(words="")

    def given_since(self, rows: Rows, name: str, day: date) -> Rows:
        """From the beginning of that day where the organisation is."""
        return rows.filter(at__gte=start_of(day))

    def given_until(self, rows: Rows, name: str, day: date) -> Rows:
        """Until the end of that day."""
        return rows.filter(at__lt=start_of(day + timedelta(days=1))) if day < date.max else rows


class PageFilter(AnswerFilter):
    """The same on a survey's own page, where the answers that there are can be chosen by their words."""

    q = filters.CharFilter(method="holding_words", label="Find in the answers", max_length=400)
    score = filters.ChoiceFilter(choices=[], label="Answer", empty_label="Any answer")
    one = filters.NumberFilter(field_name="pk", label="Only the answer", widget=HiddenInput)
    written = filters.ChoiceFilter(
        method="written_or_all", choices=[("all", "With words or without")], label="Written", empty_label="With words"
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["score"].extra["choices"] = [(str(score), label) for score, label in survey.scale.answers]
        self.form.fields["q"].widget.input_type = "search"
        self.form.fields["q"].widget.attrs["placeholder"] = "Find in the answers"

    def written_or_all(self, rows: Rows, name: str, said: str) -> Rows:
        """Chosen, all of them; the page leaves those without words out by itself."""
        return rows


def answers_to(survey: Survey, data: Any, *, is_page: bool) -> PageFilter:
    """The answers that an address asks for, the latest first. On the page, of those with words unless all are wanted."""
    rows = SurveyResponse.objects.filter(survey=survey).select_related("survey", "company", "contact", "feedback")
    if is_page and data.get("written") != "all" and not data.get("one"):
        rows = rows.exclude(words="")
    return PageFilter(data, queryset=rows.order_by("-at", "-id"), survey=survey)
