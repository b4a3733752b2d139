"""Middleware for every door: hostile input is refused early, toasts reach htmx."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.multipartparser import MultiPartParserError

Next = Callable[[HttpRequest], HttpResponse]


class CleanInput:
    """Refuse text that no database takes: NUL bytes and text that is not UTF-8, in addresses and in forms."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The address holds a NUL character. Remove it.")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look through a form before its view does; a door that ``reads_itself`` answers for what it reads."""
        if getattr(view, "reads_itself", False):
            return None
        if request.method == "POST" and request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            try:
                values = [value for _, several in request.POST.lists() for value in several]
            except (UnicodeDecodeError, MultiPartParserError, TooManyFieldsSent, RequestDataTooBig, ValueError):
                return HttpResponseBadRequest("The form could not be read. It is too large, or its text is not UTF-8.")
            if any("\x00" in value for value in values):
                return HttpResponseBadRequest("The form holds a NUL character. Remove it.")
        return None


class Toasts:
    """Hand what was said with ``doors.web.toast`` to htmx in a header; whole pages show it themselves."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        whole_page = getattr(response, "shows_toasts", False) or 300 <= response.status_code < 400
        if not getattr(request, "htmx", False) or whole_page or "HX-Redirect" in response or "HX-Refresh" in response:
            return response
        toasts = [as_toast(message) for message in get_messages(request)]
        if toasts:
            triggers = json.loads(response["HX-Trigger"]) if response.has_header("HX-Trigger") else {}
            response["HX-Trigger"] = json.dumps(triggers | {"toast": toasts})
        return response


def as_toast(message: object) -> dict[str, str]:
    """A message as the front end shows it: text, tone, and the address that undoes it."""
    tone, _, undo = getattr(message, "extra_tags", "").partition(" ")
    return {"text": str(message), "tone": tone, "undo_url": undo}
