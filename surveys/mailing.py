"""Who can be mailed a survey."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from customers.models import Contact
from customers.segments import in_segment
from surveys.models import Survey, SurveyLink, SurveyResponse


def mailable(survey: Survey, *, whoever: bool = False) -> QuerySet[Contact]:
    """Contacts with an address who have no link, have not answered, and never declined any.

    Of companies that it asks, unless ``whoever``: a colleague who names people may name others.
    """
    declined = SurveyLink.objects.exclude(declined_at=None)
    done = SurveyResponse.objects.filter(survey=survey, contact__isnull=False)
    rows = (
        Contact.objects.filter(merged_into=None)
        .exclude(email="")
        .exclude(pk__in=declined.values("contact"))
        .exclude(pk__in=SurveyLink.objects.filter(survey=survey).values("contact"))
        .exclude(pk__in=done.values("contact"))
    )
    return rows if whoever else rows.filter(of_company(survey)).order_by("pk")


def of_company(survey: Survey) -> Q:
    """That a contact's company is among those that a survey asks.."""
    asks = Q()
    if survey.segments:
        asks &= reduce(or_, (in_segment(one, at="company") for one in survey.segments))
    if survey.lifecycles:
        asks &= Q(company__lifecycle__in=survey.lifecycles)
    for_plans = Q()
    for plan in survey.plans:
        for_plans |= Q(company__plan__iexact=plan)
    return asks & for_plans
