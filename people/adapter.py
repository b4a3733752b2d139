"""How signing in behaves here: no open sign-up, mail through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from history.actor import Actor, Via, system
from jobs.actions import enqueue
from people.actions import set_password
from people.models import Person
from people.tasks import send_message


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation is the only way in."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox; a job sends it."""
        message = self.render_mail(template_prefix, email, context)
        alternatives = [[str(one[0]), one[1]] for one in getattr(message, "alternatives", [])]
        arguments = (str(message.subject), str(message.body), list(message.to), alternatives)
        enqueue(send_message, *arguments, actor=system("the sign-in desk"), title="Mail about signing in")

    def set_password(self, user: Person, password: str) -> None:
        """The reset's link was mailed to them, so it is they who set it."""
        set_password(user, password=password, actor=Actor(person=user, via=Via.LINK))
