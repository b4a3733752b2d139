"""Surveys sent by mail, from the outbox."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import Organisation
from surveys.models import SurveyLink


@shared_task(name="surveys.mail_link")
def mail_link(pk: int) -> bool:
    """Mail one link, unless the survey was closed or the contact declined in the meantime."""
    link = SurveyLink.objects.select_related("survey__product", "contact").filter(pk=pk).first()
    if link is None or not link.survey.is_running or link.declined_at is not None or not link.contact.email:
        return False
    page = settings.PUBLIC_URL + reverse("surveys:link_answer", args=[link.secret])
    stop = settings.PUBLIC_URL + reverse("surveys:link_decline", args=[link.secret])
    context = {"link": link, "survey": link.survey, "page": page, "stop": stop, "organisation": Organisation.objects.get()}
    text = render_to_string("surveys/mail/survey.txt", context)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = " ".join(f"One question about {link.survey.product}".split())
    EmailMessage(subject, text, None, [link.contact.email], headers=headers).send()
    return True
