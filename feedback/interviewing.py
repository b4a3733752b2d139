"""Which interviews one looks at: the same filters for the page and the API."""

from __future__ import annotations

from datetime import date, timedelta

import django_filters as filters
from django.db.models import Q, QuerySet

from customers.models import Company, Contact
from doors.search import matching
from feedback.filters import start_of, visible
from feedback.models import Consent, Feedback, Interview
from people.models import Person, Product

CONSENTS = (("yes", "Yes, either way"), *Consent.choices)
Rows = QuerySet[Interview]


class InterviewFilter(filters.FilterSet):
    """Words, product, company, interviewer, consent, who took part, and the days between which it took place."""

    q = filters.CharFilter(method="holding_words", label="Words", max_length=400)
    product = filters.ModelChoiceFilter(
        field_name="feedback__product", queryset=visible(Product), null_label="No product", null_value="none", label="Product"
    )
    company = filters.ModelChoiceFilter(field_name="feedback__company", queryset=visible(Company), label="Company")
    participant = filters.ModelChoiceFilter(field_name="participants", queryset=visible(Contact), label="Who took part")
    interviewer = filters.ModelChoiceFilter(queryset=visible(Person), label="Interviewer")
    consent = filters.ChoiceFilter(choices=CONSENTS, method="with_consent", label="May be quoted")
    since = filters.DateFilter(method="held_since", label="Since")
    until = filters.DateFilter(method="held_until", label="Until")

    class Meta:
        model = Interview
        fields: tuple[str, ...] = ()

    def holding_words(self, rows: Rows, name: str, words: str) -> Rows:
        """In the title, the words or the guide; or the name of the company or of somebody who took part."""
        found, words = matching(Feedback, words), words.strip()
        theirs = Feedback.objects.filter(found) if found is not None else Feedback.objects.none()
        took_part = Interview.participants.through.objects.filter(contact__name__icontains=words)
        plain = Q(guide__icontains=words) | Q(feedback__company__name__icontains=words)
        return rows.filter(plain | Q(feedback__in=theirs.values("pk")) | Q(pk__in=took_part.values("interview")))

    def with_consent(self, rows: Rows, name: str, consent: str) -> Rows:
        """One way of saying yes, either of them, or no."""
        return rows.exclude(consent=Consent.NO) if consent == "yes" else rows.filter(consent=consent)

    def held_since(self, rows: Rows, name: str, day: date) -> Rows:
        """From the beginning of that day where the organisation is."""
        return rows.filter(feedback__said_at__gte=start_of(day))

    def held_until(self, rows: Rows, name: str, day: date) -> Rows:
        """Until the end of that day."""
        return rows.filter(feedback__said_at__lt=start_of(day + timedelta(days=1))) if day < date.max else rows
