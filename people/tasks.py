"""Mail of the people's verbs, sent from the outbox."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import Invitation, Organisation


@shared_task(name="people.mail_invitation")
def mail_invitation(pk: int) -> bool:
    """Mail the link of an invitation, unless it was withdrawn in the meantime."""
    invitation = Invitation.objects.select_related("invited_by").get(pk=pk)
    if not invitation.is_open:
        return False
    address = settings.PUBLIC_URL + reverse("people:invitation", args=[invitation.secret])
    organisation = Organisation.objects.get()
    context = {"invitation": invitation, "address": address, "organisation": organisation}
    subject = f"{invitation.invited_by} invites you to {organisation}'s Throughline"
    send_mail(subject, render_to_string("people/mail/invitation.txt", context), None, [invitation.email])
    return True


@shared_task(name="people.send_mail")
def send_message(subject: str, body: str, to: list[str], alternatives: list[list[Any]]) -> None:
    """Send a message that was written in a request, such as the link to set a new password."""
    message = EmailMultiAlternatives(subject, body, None, to)
    for content, kind in alternatives:
        message.attach_alternative(content, kind)
    message.send()
