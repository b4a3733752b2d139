"""How signing in behaves here: no open sign-up, mail through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from history.actor import Actor, Via, system
from jobs.actions import enqueue
from people.actions import set_password
from people.models import Person
from people.tasks import mail_password_link, mail_unknown_address

DESK = "the sign-in desk"


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": "Too many attempts. Try again in a few minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation is the only way in."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have the outbox write the mail. A job knows whom it is for; the link is made as it is sent, so that no row holds it."""
        if template_prefix == "account/email/password_reset_key":
            enqueue(mail_password_link, context["user"].pk, actor=system(DESK), title="Mail about signing in", max_attempts=5)
        elif template_prefix == "account/email/unknown_account":
            enqueue(mail_unknown_address, email, actor=system(DESK), title="Mail about signing in", max_attempts=5)
        else:
            raise ImproperlyConfigured(f"Nothing here sends {template_prefix}.")

    def set_password(self, user: Person, password: str) -> None:
        """The reset's link was mailed to them, so it is they who set it."""
        set_password(user, password=password, actor=Actor(person=user, via=Via.LINK))
