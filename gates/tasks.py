"""Background work of the gates' evidence: mail to customers, projections over much usage, counting what came of them."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.core.mail import send_mail
from django.template.loader import render_to_string

from gates.links import address_of
from gates.models.pilots import ConfirmationLink
from people.models import Organisation


@shared_task(name="gates.mail_confirmation_link")
def mail_confirmation_link(pk: int) -> bool:
    """Mail a customer the link to confirm, unless it was withdrawn or answered in the meantime."""
    rows = ConfirmationLink.objects.select_related("value__outcome__place__pilot", "value__outcome__place__company", "made_by")
    link = rows.get(pk=pk)
    if not link.is_open or not link.email:
        return False
    organisation = Organisation.objects.get()
    context: dict[str, Any] = {"link": link, "address": address_of(link), "organisation": organisation}
    subject = f"{organisation}: please confirm what came of “{link.value.outcome.place.pilot}”"
    send_mail(subject, render_to_string("gates/pilots/mail/confirmation.txt", context), None, [link.email])
    return True
