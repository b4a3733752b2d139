"""The verbs by which a survey is made and asked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from surveys import rules
from surveys.events import SurveyEvent
from surveys.kinds import SCALES
from surveys.models import Survey, SurveyState

EDITABLE = (
    "name", "kind", "question", "follow_up", "segments", "plans", "lifecycles", "feature", "event_name", "minimum_uses",
    "within_days", "sampling", "ask_again_days",
)  # fmt: skip


@transaction.atomic
def create_survey(*, product: Product, name: str, kind: str, actor: Actor, **values: Any) -> Survey:
    """Make a survey, as a draft. What it asks is the kind's own question unless other words are given."""
    require(rules.may_make(actor, product))
    if product.archived_at is not None:
        raise NotPossible(f"{product} is archived and takes no survey.")
    known(values)
    survey = Survey(product=product, created_by=actor.person, **tidied({"name": name, "kind": kind} | values))
    fill_in(survey, has_follow_up="follow_up" in values)
    survey.full_clean()
    survey.save()
    record(SurveyEvent.CREATED, survey, actor=actor, survey_kind=survey.kind)
    return survey


@transaction.atomic
def edit_survey(survey: Survey, *, actor: Actor, version: int | None = None, **values: Any) -> Survey:
    """Change a draft. Once a survey runs, everybody must have been asked the same."""
    survey = locked(survey)
    require(rules.may_run(actor, survey))
    if not survey.is_draft:
        raise NotPossible("What a survey asks stays as it is once it has been started. Make a copy and change that.")
    known(values)
    changes = change(survey, tidied(values), version=version)
    if changes:
        record(SurveyEvent.EDITED, survey, actor=actor, changes=changes)
    return survey


@transaction.atomic
def start_survey(survey: Survey, *, actor: Actor) -> Survey:
    """Begin to ask."""
    survey = moved(survey, SurveyState.RUNNING, actor)
    survey.started_at = clock.now()
    survey.save(update_fields=["state", "started_at", "version"])
    record(SurveyEvent.STARTED, survey, actor=actor, survey_kind=survey.kind)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, actor: Actor, reason: str = "") -> Survey:
    """Ask no more. What was answered stays."""
    survey = moved(survey, SurveyState.CLOSED, actor)
    survey.closed_at = clock.now()
    survey.save(update_fields=["state", "closed_at", "version"])
    record(SurveyEvent.CLOSED, survey, actor=actor, reason=reason)
    return survey


def locked(survey: Survey) -> Survey:
    """The survey, for us alone."""
    return Survey.objects.select_for_update(of=("self",)).select_related("product", "feature").get(pk=survey.pk)


def moved(survey: Survey, state: SurveyState, actor: Actor) -> Survey:
    """The survey, locked, in its new state if it can go there."""
    survey = locked(survey)
    require(rules.may_run(actor, survey))
    if state not in Survey.MOVES[SurveyState(survey.state)]:
        said = {"draft": "has not been started", "running": "is running already", "closed": "is closed; make a copy to ask again"}
        raise NotPossible(f"This survey {said[survey.state]}.")
    if survey.product.archived_at is not None and state == SurveyState.RUNNING:
        raise NotPossible(f"{survey.product} is archived.")
    survey.state, survey.version = state, survey.version + 1
    return survey


def known(values: dict[str, Any]) -> None:
    """Only what a survey is made of may be said."""
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Words on one line, without blanks around them; lists without repetition."""
    return {name: tidy(value) for name, value in values.items()}


def tidy(value: Any) -> Any:
    """One value, in order."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(dict.fromkeys(" ".join(one.split()) for one in value))
    return value


def fill_in(survey: Survey, *, has_follow_up: bool) -> None:
    """Ask what the kind asks, where nothing else was said."""
    scale = SCALES.get(survey.kind)
    if scale is None:
        return  # what is no kind is refused with the field
    survey.question = survey.question or scale.question.format(product=survey.product.name)
    if not has_follow_up:
        survey.follow_up = scale.follow_up
