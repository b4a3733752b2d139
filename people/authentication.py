"""How the API knows who calls: a token in ``Authorization: Bearer``, or the web session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.authentication import SessionAuthentication as DrfSessionAuthentication

from history import clock
from history.actor import Via
from people.middleware import actor_from, live_at_home
from people.models import ApiToken


class TokenAuthentication(KnoxTokenAuthentication):
    """A person's API token. Its last use is noted at most once a minute."""

    def authenticate(self, request: Any) -> Any:
        answer = super().authenticate(request)
        if answer is not None:
            person, token = answer
            request._request.actor = request.actor = actor_from(person, via=Via.API)
            live_at_home(request._request)
            now = clock.now()
            if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
                ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return answer


class SessionAuthentication(DrfSessionAuthentication):
    """The web session, so that pages may call the API. Guarded against forged requests."""

    def authenticate(self, request: Any) -> Any:
        answer = super().authenticate(request)
        django_request: HttpRequest = request._request
        person = answer[0] if answer else None
        request.actor = django_request.actor = actor_from(person, via=Via.API)  # type: ignore[attr-defined]
        return answer
