"""Whom a survey is put to. What is asked about people is what our own records say, never what a page claims of them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from customers.segments import holds
from history import clock
from people.models import Product
from surveys.models import Showing, Survey, SurveyResponse
from surveys.respondents import Respondent
from usage.models import ProductUser
from usage.rollups import match_of
from usage.store import EVERYTHING, Match, store

ELLIS_WINDOW = timedelta(days=14)
QUIET = timedelta(days=7)
"""Nobody is shown two surveys of one product within this time."""


def due_survey(product: Product, respondent: Respondent) -> Survey | None:
    """The survey to put before this person now: the oldest running one that is meant for them, if any."""
    running = list(
        Survey.objects.running().filter(product=product).select_related("product", "feature").order_by("started_at", "id")
    )
    if not running:
        return None
    seen = {row.survey_id: row for row in Showing.objects.filter(survey__product=product, respondent=respondent.key)}
    last = max((row.last_at for row in seen.values()), default=None)
    if last is not None and clock.now() - last < QUIET:
        return None
    same = Q(respondent=respondent.key) | (Q(contact=respondent.contact) if respondent.contact else Q(pk=None))
    answered = set(SurveyResponse.objects.filter(same, survey__in=running).values_list("survey", flat=True))
    for survey in running:
        if survey.pk in answered or not is_meant_for(survey, respondent):
            continue
        row = seen.get(survey.pk)
        if row is None or clock.now() - row.last_at >= timedelta(days=survey.ask_again_days):
            return survey
    return None


def is_meant_for(survey: Survey, respondent: Respondent) -> bool:
    """Whether this person is among those whom it asks: by company, by lot, and by what they did."""
    return is_of_company(survey, respondent) and respondent.share(survey.code) < survey.sampling and has_used(survey, respondent)


def is_of_company(survey: Survey, respondent: Respondent) -> bool:
    """Whether the company that we know them to be at is among those named; where none is named, everybody's is."""
    if not (survey.segments or survey.plans or survey.lifecycles):
        return True
    company = respondent.user.company if respondent.user is not None else None
    if company is None and respondent.user is None and respondent.contact is not None:
        company = respondent.contact.company
    if company is None:
        return False
    plans = {plan.casefold() for plan in survey.plans}
    return (
        (not survey.segments or any(holds(company, one) for one in survey.segments))
        and (not survey.lifecycles or company.lifecycle in survey.lifecycles)
        and (not plans or company.plan.casefold() in plans)
    )


def has_used(survey: Survey, respondent: Respondent) -> bool:
    """Whether they did what it waits for, often and lately enough."""
    if survey.feature is None and not survey.event_name:
        return True
    if respondent.user is None:
        return False
    return uses_of(survey, respondent.user, timedelta(days=survey.within_days)) >= survey.minimum_uses


def uses_of(survey: Survey, user: ProductUser, within: timedelta) -> int:
    """How often this user did, within a time before now, what the survey is about: its feature, its event, or anything at all."""
    match = EVERYTHING
    if survey.feature is not None:
        match = match_of(survey.feature)
    elif survey.event_name:
        match = Match((survey.event_name,))
    now = clock.now()
    return store().uses_of(user.pk, match, now - within, now)


def recent_uses(survey: Survey, respondent: Respondent) -> int | None:
    """How often they used it in the two weeks before now; None where their use is not known."""
    if respondent.user is None:
        return None
    return uses_of(survey, respondent.user, ELLIS_WINDOW)
