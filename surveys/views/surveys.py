"""Surveys: which there are, what one asks of whom, and what was answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers.models import Lifecycle
from customers.segments import label
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history import clock
from surveys import actions, rules
from surveys.actions.surveys import EDITABLE
from surveys.filters import answers_to
from surveys.forms import SurveyFilter, SurveyForm
from surveys.models import Survey, SurveyResponse
from surveys.reading import results_of, with_figures
from surveys.showing import distribution, drawn, headline, rows_of, said, said_between, tone_of


def visible(request: HttpRequest, pk: int) -> Survey:
    """The survey, if one may see it."""
    return find(Survey.objects.visible_to(actor_of(request)).select_related("product", "feature", "created_by"), pk)


@door()
def survey_list(request: HttpRequest) -> HttpResponse:
    """Surveys with how many answered, and the score."""
    actor = actor_of(request)
    form = SurveyFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = Survey.objects.visible_to(actor).select_related("product")
    if words := chosen.pop("q", ""):
        rows = rows.filter(name__icontains=words)
    surveys = paged(request, rows.filter(**chosen).order_by("-id"), 25)
    shown = with_figures(surveys.object_list)
    for one in shown:
        if one["figure"] is not None:
            one |= {"value": said(one["figure"].kind, one["figure"].value), "between": said_between(one["figure"])}
    return page(
        request, "surveys/survey_list.html", form=form, surveys=surveys, shown=shown, is_narrowed=bool(chosen or words),
        may_make=actor.has(*rules.MAKERS), may_keep=actor.has(*rules.KEEPERS),
    )  # fmt: skip


@door()
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: its score with its interval, its course, and what people wrote."""
    found, actor = visible(request, pk), actor_of(request)
    results = results_of(found)
    asked = answers_to(found, request.GET, is_page=True)
    words = paged(request, asked.qs if asked.is_valid() else asked.queryset.none(), 20)
    for one in words:
        one.tone = tone_of(found.kind, one.score).replace("quiet", "")
    months, segments = results.by_month(), results.by_segment()
    return page(
        request, "surveys/survey.html", survey=found, results=results, head=headline(results), now=clock.now(),
        distribution=distribution(results), trend=drawn(found.kind, months, "Month by month"), months=rows_of(months),
        by_segment=drawn(found.kind, segments, "Segments side by side"), segments=rows_of(segments), verbatims=words,
        asked=asked, is_narrowed=bool(set(request.GET) - {"page"}), exported=exported(request),
        asks=asks_of(found), may_run=rules.may_run(actor, found),
    )  # fmt: skip


@door()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer, where it stands: on its survey's page."""
    found = find(SurveyResponse.objects.visible_to(actor_of(request)), pk)
    return redirect(f"{reverse('surveys:survey', args=[found.survey_id])}?one={found.pk}#answer-{found.pk}")


def exported(request: HttpRequest) -> str:
    """What the files are asked for: the page's own filters."""
    chosen = request.GET.copy()
    chosen.pop("page", None)
    return f"?{chosen.urlencode()}" if chosen else ""


def asks_of(survey: Survey) -> dict[str, str]:
    """Whom it is put to, in words."""
    return {
        "segments": ", ".join(label(one) for one in survey.segments),
        "lifecycles": ", ".join(Lifecycle(one).label for one in survey.lifecycles),
        "plans": ", ".join(survey.plans),
    }


@door(*rules.MAKERS)
def new_survey(request: HttpRequest) -> HttpResponse:
    """Make a survey; with ``copy``, from another one."""
    actor = actor_of(request)
    original = visible(request, request.GET["copy"]) if request.GET.get("copy") else None
    first = initial_of(original) | {"name": f"Copy of {original}"[:120], "version": None} if original else {"kind": "nps"}
    form = SurveyForm(request.POST or None, actor=actor, initial=first, is_new=True)
    if form.is_valid() and (made := attempt(form, lambda: actions.create_survey(actor=actor, **values_for_new(form)))):
        toast(request, f"Made {made}. It asks nobody until you start it.")
        return redirect("surveys:survey", made.pk)
    return page(request, "surveys/survey_form.html", form=form, original=original, status=422 if form.is_bound else 200)


def values_for_new(form: SurveyForm) -> dict[str, Any]:
    """What the form says, for a survey that is made: an empty follow-up means the kind's own."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    return values if values["follow_up"] else {name: value for name, value in values.items() if name != "follow_up"}


def initial_of(survey: Survey) -> dict[str, Any]:
    """The form as it opens."""
    values = {name: getattr(survey, name) for name in ("product", *EDITABLE, "version")}
    return values | {"plans": ", ".join(survey.plans)}


@door(*rules.MAKERS)
def edit_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; what has been started is copied instead."""
    found, actor = visible(request, pk), actor_of(request)
    if not found.is_draft:
        toast(request, "What a survey asks stays as it is once it has been started. Change a copy.", tone="warn")
        return redirect("surveys:survey", pk)
    form = SurveyForm(request.POST or None, actor=actor, initial=initial_of(found), is_new=False)
    if form.is_valid() and attempt(form, lambda: actions.edit_survey(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("surveys:survey", pk)
    return page(request, "surveys/survey_form.html", form=form, survey=found, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.MAKERS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to ask."""
    started = actions.start_survey(visible(request, pk), actor=actor_of(request))
    toast(request, f"{started} is being asked now.")
    return redirect("surveys:survey", pk)


@require_POST
@door(*rules.MAKERS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more."""
    closed = actions.close_survey(visible(request, pk), actor=actor_of(request))
    toast(request, f"{closed} is closed. What was answered stays.")
    return redirect("surveys:survey", pk)
