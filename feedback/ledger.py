"""Which set-asides one looks at: the same filters for the ledger's page, its file and the API."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters as filters
from django.db.models import Q, QuerySet

from doors.search import matching
from feedback.filters import start_of, visible
from feedback.models import Feedback, SetAside, SetAsideReason
from people.models import Person, Product

STANDS = (
    ("standing", "Set aside"),
    ("watching", "Waiting for something"),
    ("triggered", "Came back by itself"),
    ("undone", "Brought back"),
)
Rows = QuerySet[SetAside]


class LedgerFilter(filters.FilterSet):
    """Words, whether it stands, reason, product, by whom, and the days between which it was done."""

    q = filters.CharFilter(method="holding_words", label="Words", max_length=400)
    stands = filters.ChoiceFilter(choices=STANDS, method="as_it_stands", label="Stands")
    reason = filters.ChoiceFilter(choices=SetAsideReason.choices, label="Reason")
    product = filters.ModelChoiceFilter(
        field_name="feedback__product", queryset=visible(Product), null_label="No product", null_value="none", label="Product"
    )
    by = filters.ModelChoiceFilter(queryset=visible(Person), label="Set aside by")
    since = filters.DateFilter(method="done_since", label="Since")
    until = filters.DateFilter(method="done_until", label="Until")

    class Meta:
        model = SetAside
        fields: tuple[str, ...] = ()

    def holding_words(self, rows: Rows, name: str, words: str) -> Rows:
        """In the feedback, in the company's name, or in the reason."""
        found = matching(Feedback, words)
        theirs = Feedback.objects.filter(found) if found is not None else Feedback.objects.none()
        plain = Q(words__icontains=words.strip()) | Q(feedback__company__name__icontains=words.strip())
        return rows.filter(Q(feedback__in=theirs.values("pk")) | plain)

    def as_it_stands(self, rows: Rows, name: str, stands: str) -> Rows:
        """Standing, standing and watched for, come back by itself, or brought back by somebody."""
        if stands == "undone":
            return rows.exclude(undone_at=None).filter(triggered_at=None)
        return getattr(rows, stands)()

    def done_since(self, rows: Rows, name: str, day: date) -> Rows:
        """From the beginning of that day where the organisation is."""
        return rows.filter(at__gte=start_of(day))

    def done_until(self, rows: Rows, name: str, day: date) -> Rows:
        """Until the end of that day."""
        return rows.filter(at__lt=start_of(day + timedelta(days=1))) if day < date.max else rows
