"""Mail of the people's verbs, sent from the outbox."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import Invitation, Organisation, Person


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


@shared_task(name="people.mail_password_link")
def mail_password_link(pk: int) -> bool:
    """Mail the link to set a new password, made now: it lies nowhere but in the mail. Nobody who was suspended gets one."""
    person = Person.objects.active().filter(pk=pk).first()
    if person is None:
        return False
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    address = settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)
    context = {"person": person, "address": address, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    text = render_to_string("people/mail/password_link.txt", context)
    send_mail("Choose a new password for Throughline", text, None, [person.email])
    return True


@shared_task(name="people.mail_unknown_address")
def mail_unknown_address(email: str) -> None:
    """Tell whoever asked for a new password under an address that nobody has here."""
    address = settings.PUBLIC_URL + reverse("account_login")
    text = render_to_string("people/mail/unknown_address.txt", {"email": email, "address": address})
    send_mail("Nobody signs in to Throughline with this address", text, None, [email])
