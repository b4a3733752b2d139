"""Every door says who may enter it. A route without a declared policy fails the build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from history.actor import Actor, Role
from history.refusals import Denied, require


@dataclass(frozen=True)
class Policy:
    """Who may enter: any member (no roles named), holders of one of ``roles``, or the ``public`` for the reason given."""

    roles: frozenset[str] = frozenset()
    public: str = ""

    def admits(self, actor: Actor) -> bool | Denied:
        """Whether the actor may enter at all; what may be done inside is the verb's own rule."""
        if self.public or not self.roles or actor.has(*self.roles):
            return True
        names = " or ".join(str(role.label) for role in Role if role in self.roles)
        return Denied(f"This needs the role {names}. An admin gives roles.")


ANY_MEMBER = Policy()

View = Callable[..., HttpResponse]


def door(*roles: str, public: str = "") -> Callable[[View], View]:
    """Declare a page's policy: ``@door()`` any member, ``@door(Role.PRODUCT)``, ``@door(public="sent to customers")``."""
    policy = Policy(frozenset(str(role) for role in roles), public)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not policy.public:
                require(policy.admits(request.actor))  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return login_not_required(guarded) if public else guarded

    return declare
