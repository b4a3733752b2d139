"""What the API's requests must look like: who may call, how bodies are read, how lists are paged.

Apart from ``doors.api``, because the framework loads these while it is itself being loaded.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

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
    """Pages by cursor: stable while rows come and go, at the same cost on the last page as on the first.

    A cursor names the row at the edge of a page by the value that orders it and, among equals, by its id; so it holds in
    every order, however many rows share a value. Values that order are never null.
    """

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "-id"

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        """The rows of the page that the cursor asks for."""
        self.request, self.base_url = request, request.build_absolute_uri()
        self.page_size = self.get_page_size(request)
        self.by = view.ordering_of(request)
        self.is_descending, self.name = self.by.startswith("-"), self.by.removeprefix("-")
        edge = self.edge_of(request, queryset)
        self.is_back = edge is not None and edge[0]
        rows = queryset if edge is None else queryset.filter(self.beyond(*edge))
        found = list(rows.order_by(*self.directions(self.is_descending != self.is_back))[: self.page_size + 1])
        has_more, self.page = len(found) > self.page_size, found[: self.page_size]
        if self.is_back:
            self.page.reverse()
        self.has_next, self.has_previous = (True, has_more) if self.is_back else (has_more, edge is not None)
        return self.page

    def directions(self, is_descending: bool) -> list[str]:
        """What to order by; the id decides among equals."""
        sign = "-" if is_descending else ""
        return [f"{sign}{name}" for name in dict.fromkeys((self.name, "id"))]

    def beyond(self, is_back: bool, value: Any, pk: int) -> Q:
        """That a row lies past the one at the edge."""
        past = "lt" if self.is_descending != is_back else "gt"
        if self.name == "id":
            return Q(**{f"id__{past}": pk})
        return Q(**{f"{self.name}__{past}": value}) | Q(**{self.name: value, f"id__{past}": pk})

    def edge_of(self, request: Request, queryset: QuerySet[Any]) -> tuple[bool, Any, int] | None:
        """Which way the cursor goes, and the row it starts from. One of another order, or broken, is none of ours."""
        sent = request.query_params.get(self.cursor_query_param)
        if sent is None:
            return None
        try:
            by, is_back, value, pk = json.loads(urlsafe_b64decode(sent.encode("ascii")))
            if by != self.by or type(is_back) is not bool or type(pk) is not int or abs(pk) >= 2**63:
                raise ValueError("a cursor of another list")
            return is_back, None if self.name == "id" else self.field_in(queryset).to_python(value), pk
        except (ValueError, TypeError, RecursionError, InvalidValue) as error:
            raise NotFound("This cursor leads nowhere. Begin again without it.") from error

    def field_in(self, queryset: QuerySet[Any]) -> Any:
        """The field that orders: the model's own, or a figure that was counted."""
        figure = queryset.query.annotations.get(self.name)
        return figure.output_field if figure is not None else queryset.model._meta.get_field(self.name)

    def link(self, row: Any, *, is_back: bool) -> str:
        """The address of the page that begins past this row."""
        value = None if self.name == "id" else str(getattr(row, self.name))
        cursor = json.dumps([self.by, is_back, value, row.pk]).encode()
        return replace_query_param(self.base_url, self.cursor_query_param, urlsafe_b64encode(cursor).decode())

    def get_next_link(self) -> str | None:
        return self.link(self.page[-1], is_back=False) if self.has_next and self.page else None

    def get_previous_link(self) -> str | None:
        return self.link(self.page[0], is_back=True) if self.has_previous and self.page else None

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The order is a parameter too, with what the collection allows."""
        known = {"type": "string", "enum": view.known_orderings(), "default": self.ordering}
        words = "What to order by; a minus turns it round. Among equals the id decides."
        order = {"name": "ordering", "required": False, "in": "query", "description": words, "schema": known}
        return [*super().get_schema_operation_parameters(view), *([order] if view.action == "list" else [])]


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
