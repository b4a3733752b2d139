"""Which feedback one looks at: the same filters for the pages, the API and the export."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from customers import segments
from customers.models import Company
from doors.search import matching
from feedback.models import Channel, Feedback, Tag
from people.models import Person, Product

STATES = (
    ("inbox", "Inbox"),
    ("snoozed", "Snoozed"),
    ("reviewed", "Reviewed"),
    ("archived", "Archived"),
    ("merged", "Merged"),
    ("all", "All"),
)
Rows = QuerySet[Feedback]


def visible(model: Any) -> Any:
    """The rows of a model that the asker may see."""
    return lambda request: model.objects.none() if request is None else model.objects.visible_to(request.actor)


class FeedbackFilter(filters.FilterSet):
    """Words, state, product, channel, segment, company, tag, assignee, and the days between which it was said."""

    q = filters.CharFilter(method="holding_words", label="Words", max_length=400)
    state = filters.ChoiceFilter(choices=STATES, method="in_state", label="State")
    product = filters.ModelChoiceFilter(queryset=visible(Product), null_label="No product", null_value="none", label="Product")
    channel = filters.ChoiceFilter(choices=Channel.choices, label="Channel")
    segment = filters.ChoiceFilter(choices=segments.choices, method="of_segment", label="Segment")
    company = filters.ModelChoiceFilter(queryset=visible(Company), null_label="No company", null_value="none", label="Company")
    tag = filters.ModelChoiceFilter(
        field_name="tags", queryset=lambda request: Tag.objects.all(), to_field_name="name", label="Tag"
    )
    assignee = filters.ModelChoiceFilter(queryset=visible(Person), null_label="Nobody", null_value="none", label="Assigned to")
    since = filters.DateFilter(method="said_since", label="Said since")
    until = filters.DateFilter(method="said_until", label="Said until")

    class Meta:
        model = Feedback
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Segments are looked up when they are asked for, and once: people draw new ones."""
        super().__init__(*args, **kwargs)
        self.filters["segment"].extra["choices"] = SimpleLazyObject(segments.choices)

    def without(self, name: str) -> Rows:
        """What all the filters but one leave, of those that could be read."""
        rows = self.queryset.all()
        for other, value in getattr(self.form, "cleaned_data", {}).items():
            rows = self.filters[other].filter(rows, value) if other != name else rows
        return rows

    def holding_words(self, rows: Rows, name: str, words: str) -> Rows:
        """The words stand in the title or the text; or they are the name of the company."""
        found = matching(Feedback, words)
        named = Company.objects.filter(name__icontains=words.strip()).order_by().values("pk")
        return rows.filter((found or Q(pk__in=[])) | Q(company__in=named))

    def of_segment(self, rows: Rows, name: str, value: str) -> Rows:
        """Of companies in a segment of the market, or in one that was saved."""
        return rows.filter(segments.in_segment(value, at="company"))

    def in_state(self, rows: Rows, name: str, state: str) -> Rows:
        """Snoozed is the inbox with a day; merged is what is decided elsewhere."""
        if state == "inbox":
            return rows.waiting()  # type: ignore[attr-defined]
        if state == "snoozed":
            return rows.snoozed()  # type: ignore[attr-defined]
        if state == "merged":
            return rows.exclude(merged_into=None)
        return rows if state == "all" else rows.filter(state=state, merged_into=None)

    def said_since(self, rows: Rows, name: str, day: date) -> Rows:
        """From the beginning of that day where the organisation is."""
        return rows.filter(said_at__gte=start_of(day))

    def said_until(self, rows: Rows, name: str, day: date) -> Rows:
        """Until the end of that day."""
        return rows.filter(said_at__lt=start_of(day + timedelta(days=1))) if day < date.max else rows


def start_of(day: date) -> datetime:
    """The first moment of a day; days that no calendar of ours holds are taken as the nearest that it does."""
    return timezone.make_aware(datetime.combine(min(max(day, date(1900, 1, 1)), date(9000, 1, 1)), time.min))


def asked_for(request: HttpRequest, data: Any, *, rows: Rows | None = None) -> FeedbackFilter:
    """The filter that an address asks for, over what the asker may see."""
    base = rows if rows is not None else Feedback.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return FeedbackFilter(data, queryset=base, request=request)
