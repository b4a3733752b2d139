"""The verbs of surveys by mail: sent to contacts, answered by the link, declined for good."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from customers.models import Contact
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from surveys import rules
from surveys.actions.answers import respond
from surveys.actions.surveys import locked
from surveys.events import ANSWERER, SurveyEvent
from surveys.mailing import mailable
from surveys.models import Survey, SurveyLink, SurveyResponse
from surveys.models.links import hashed, secret_of

MOST_AT_ONCE = 500


@transaction.atomic
def mail_survey(survey: Survey, *, contacts: Collection[Contact], actor: Actor) -> list[SurveyLink]:
    """Mail a survey to contacts, each with a link of their own. Whoever has one, answered, or declined any is passed over."""
    survey = locked(survey)
    require(rules.may_run(actor, survey))
    if not survey.is_running:
        raise NotPossible("Start the survey first; nobody could answer it.")
    if len(contacts) > MOST_AT_ONCE:
        raise ValidationError({"contacts": f"Mail at most {MOST_AT_ONCE} people at once."})
    people = mailable(survey, whoever=True).filter(pk__in=[contact.pk for contact in contacts])
    links = [link_for(survey, contact) for contact in people]
    for link in links:
        enqueue("surveys.mail_link", link.pk, actor=actor, title="Mail a survey", max_attempts=3)
    if links:
        record(SurveyEvent.MAILED, survey, actor=actor, count=len(links))
    return links


def link_for(survey: Survey, contact: Contact) -> SurveyLink:
    """A new link for a contact."""
    nonce = secrets.token_hex(16)
    return SurveyLink.objects.create(survey=survey, contact=contact, nonce=nonce, secret_hash=hashed(secret_of(nonce)))


def answer_by_link(link: SurveyLink, *, score: int, words: str = "") -> SurveyResponse:
    """Take the answer of whoever holds the link."""
    return respond(link.survey, score=score, words=words, contact=link.contact, actor=ANSWERER)


@transaction.atomic
def decline_surveys(link: SurveyLink) -> SurveyLink:
    """Mail this contact no survey any more. Asked twice, it stays so."""
    link = SurveyLink.objects.select_for_update(of=("self",)).select_related("survey", "contact").get(pk=link.pk)
    if link.declined_at is None:
        link.declined_at = clock.now()
        link.save(update_fields=["declined_at"])
        record(SurveyEvent.DECLINED, link.contact, actor=ANSWERER, about=link.survey)
    return link
