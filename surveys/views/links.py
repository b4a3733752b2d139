"""Surveys by mail: sent by a colleague, answered by a customer at a link of their own, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from doors.pace import address_of, counted
from doors.policy import door
from doors.web import actor_of, attempt, page, toast
from people.models import Organisation
from surveys import actions, rules
from surveys.actions.links import MOST_AT_ONCE
from surveys.forms import LinkAnswerForm, MailForm
from surveys.mailing import mailable
from surveys.models import SurveyLink, SurveyResponse
from surveys.models.links import hashed
from surveys.views.surveys import visible

A_MINUTE = 30


@door(*rules.MAKERS)
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a survey to contacts of the companies that it asks."""
    found, actor = visible(request, pk), actor_of(request)
    people = mailable(found)
    count = people.count()
    form = MailForm(request.POST or None, actor=actor, initial={"most": min(count, MOST_AT_ONCE)})
    if form.is_valid():
        chosen = list(people[: form.cleaned_data["most"]])
        links = attempt(form, lambda: actions.mail_survey(found, contacts=chosen, actor=actor))
        if links is not None:
            toast(request, f"{len(links)} mail{'' if len(links) == 1 else 's'} on the way.")
            return redirect("surveys:survey", pk)
    return page(
        request, "surveys/mailing.html", form=form, survey=found, count=count, sent=found.links.count(),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def link_of(request: HttpRequest, token: str) -> SurveyLink | None:
    """The link that carries this secret. Unknown ones are tried only so often."""
    rows = SurveyLink.objects.select_related("survey__product", "contact__company")
    return rows.filter(secret_hash=hashed(token)).first() if len(token) == 64 else None


def is_too_often(request: HttpRequest) -> bool:
    """Whether this computer tries links faster than a person does."""
    return counted(f"survey:link:{address_of(request)}") > A_MINUTE


def shown(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page for a customer, who sees the organisation's name and nothing of the house."""
    response = render(
        request, f"surveys/link_{name}.html", context | {"organisation": Organisation.objects.first()}, status=status
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(public="customers answer by a link of their own")
def link_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question, and the answer. Unknown links and those of closed surveys look alike."""
    if is_too_often(request):
        return render(request, "429.html", status=429)
    link = link_of(request, token)
    if link is not None and SurveyResponse.objects.filter(survey=link.survey, contact=link.contact).exists():
        return shown(request, "thanks", link=link)
    if link is None or not link.survey.is_running:
        return shown(request, "closed", status=404)
    form = LinkAnswerForm(request.POST or None, survey=link.survey)
    if form.is_valid() and attempt(form, lambda: actions.answer_by_link(link, **form.cleaned_data)):
        return shown(request, "thanks", link=link)
    return shown(request, "answer", status=422 if form.is_bound else 200, form=form, link=link, survey=link.survey, token=token)


@never_cache
@csrf_exempt  # mail programs do this for their reader, without having seen a page; the link itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@door(public="customers stop our mail by a link of their own")
def link_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Hear of no survey by mail any more: looking asks, pressing does."""
    if is_too_often(request):
        return render(request, "429.html", status=429)
    link = link_of(request, token)
    if link is None:
        return shown(request, "closed", status=404)
    if request.method == "POST":
        link = actions.decline_surveys(link)
    return shown(request, "decline", link=link, token=token)
