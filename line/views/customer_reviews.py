"""A review to print for a customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from customers.models import Company
from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, find, page
from history import clock
from line.customer_review import review_of
from roadmap.rules import PROMISERS


class PeriodForm(ActorForm):
    """From when until when."""

    since = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """It begins before it ends."""
        said = self.cleaned_data
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", "The period ends before it begins.")
        return said


def periods(today: date) -> list[tuple[str, date, date]]:
    """Those one mostly wants: this quarter, the one before, a year."""
    begins = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = begins - timedelta(days=1)
    began = date(before.year, 3 * ((before.month - 1) // 3) + 1, 1)
    return [("This quarter", begins, today), ("Last quarter", began, before), ("A year", today - timedelta(days=365), today)]


@door(*PROMISERS)
def customer_review(request: HttpRequest, pk: int) -> HttpResponse:
    """What a customer told us in a period, what became of it, and what is on the roadmap for them."""
    actor = actor_of(request)
    company = find(Company.objects.visible_to(actor), pk)
    known = periods(clock.today())
    _, since, until = known[0]
    form = PeriodForm(request.GET if "since" in request.GET else None, actor=actor, initial={"since": since, "until": until})
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    review = review_of(company, since=since, until=until, actor=actor)
    return page(request, "line/customer_review.html", review=review, company=company, form=form, periods=known)
