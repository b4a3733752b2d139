"""The verb of answering. An answer stands: whoever answers twice has answered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from customers.models import Company, Contact
from feedback.actions import give_feedback
from feedback.models import Channel
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from surveys import rules
from surveys.events import SurveyEvent
from surveys.models import Survey, SurveyResponse
from surveys.respondents import Respondent, respondent_of
from surveys.targeting import recent_uses


@transaction.atomic
def respond(
    survey: Survey, *, score: int, actor: Actor, words: str = "", user_key: str = "", contact: Contact | None = None,
    company: Company | None = None, at: datetime | None = None, is_claimed: bool = False,
) -> SurveyResponse:  # fmt: skip
    """Take in an answer, once a person: a repetition answers with what was said first. Words become feedback in the inbox.

    A user who is only claimed counts as one person, and for no company.
    """
    survey = Survey.objects.select_related("product", "feature").get(pk=survey.pk)
    require(rules.may_bring_answers(actor, survey.product))
    who = respondent_of(survey.product, user_key=user_key, contact=contact, company=company)
    if is_claimed:
        who = replace(who, company=None)
    if there := answered(survey, who):
        return there
    if not survey.is_running:
        raise NotPossible("This survey takes no answers: it is not running.")
    response = SurveyResponse(
        survey=survey, respondent=who.key, user_key=who.user_key, contact=contact, company=who.company, score=score,
        words=words.replace("\r\n", "\n").replace("\r", "\n").strip(), at=at or clock.now(), recent_uses=recent_uses(survey, who),
    )  # fmt: skip
    check(response)
    try:
        with transaction.atomic():
            response.save()
    except IntegrityError:  # the same person answered twice at the same moment
        return SurveyResponse.objects.select_related("survey").get(same_person(who), survey=survey)
    pass_on(response, actor)
    record(SurveyEvent.ANSWERED, response, actor=actor, score=response.score, company=response.company_id)
    return response


def same_person(who: Respondent) -> Q:
    """By its key, or by its contact."""
    return Q(respondent=who.key) | (Q(contact=who.contact) if who.contact is not None else Q(pk=None))


def answered(survey: Survey, who: Respondent) -> SurveyResponse | None:
    """What this person answered before."""
    return SurveyResponse.objects.select_related("survey").filter(same_person(who), survey=survey).first()


def check(response: SurveyResponse) -> None:
    """An answer that the survey has, in words that fit, given since it began to ask and not tomorrow."""
    if response.score not in response.survey.scale.scores:
        raise ValidationError({"score": "This is none of the answers."})
    if response.at > clock.now() + timedelta(minutes=5):
        raise ValidationError({"at": "This moment lies in the future."})
    if response.at < (response.survey.started_at or response.at):
        raise ValidationError({"at": "The survey had not been started by then."})
    response.full_clean(exclude=["survey", "contact", "company"], validate_unique=False, validate_constraints=False)


def pass_on(response: SurveyResponse, actor: Actor) -> None:
    """Put the words into the inbox, under what was answered."""
    if not response.words:
        return
    survey = response.survey
    response.feedback = give_feedback(
        text=response.words, title=f"{survey.get_kind_display()}: {response.said} ({survey})", product=survey.product,
        channel=Channel.SURVEY, contact=response.contact, company=response.company, said_at=response.at, actor=actor,
        source="survey", source_id=f"{survey.code}:{response.pk}",
    )  # fmt: skip
    response.save(update_fields=["feedback"])
