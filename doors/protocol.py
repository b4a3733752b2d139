"""What the API's requests must look like: who may call, how bodies are read, how lists are paged.

Apart from ``doors.api``, because the framework loads these while it is itself being loaded.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from history.refusals import require


class DeclaredPolicy(BasePermission):
    """Asks the policy that the view declared for the action; none declared is a fault of ours, not a yes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if view.action is None:
            return True
        policy = view.policy_of(view.action)
        if policy.public:
            return True
        if request.user is None or not request.user.is_active:
            return False
        scope = getattr(request.auth, "scope", "write")
        if scope == "read" and request.method not in ("GET", "HEAD", "OPTIONS"):
            self.message = "This token may only read. Make one that may write."
            return False
        require(policy.admits(request.actor))
        return True


class CursorPages(CursorPagination):
    """Pages by cursor: stable while rows come and go, at the same cost on the last page as on the first."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "-id"


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8, not nested deeper than anything of ours; worse is a 400, never a 500."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            parsed = super().parse(stream, media_type, parser_context)
            raise_if_odd(parsed)
        except (RecursionError, UnicodeDecodeError) as error:
            raise ParseError("The body is nested too deeply, or it is not UTF-8.") from error
        return parsed


def raise_if_odd(value: Any, depth: int = 0) -> None:
    """Refuse what no field of ours can hold: deep nesting, NUL characters, halves of surrogate pairs."""
    if depth > 20:
        raise ParseError("The body is nested too deeply.")
    if isinstance(value, dict):
        for name, item in value.items():
            raise_if_odd(name, depth + 1)
            raise_if_odd(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            raise_if_odd(item, depth + 1)
    elif isinstance(value, str) and ("\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        raise ParseError("The body holds a NUL character or broken Unicode. Remove it.")
