"""One table for every refusal: the same no gives the same answer in a page, to htmx, and in the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from doors.web import toast
from history.refusals import NotAllowed, NotPossible, Stale
from usage.store import StoreDown

AGAIN_IN = "5"
"""After how many seconds to try again what could not be answered just now."""

TABLE: tuple[tuple[type[Exception], int, str], ...] = (
    (Stale, 409, "Changed in the meantime"),
    (NotPossible, 409, "Not possible"),
    (NotAllowed, 403, "Not allowed"),
    (PermissionDenied, 403, "Not allowed"),
    (Http404, 404, "Not found"),
    (ValidationError, 400, "Not valid"),
    (IntegrityError, 409, "Somebody was faster"),
    (OperationalError, 503, "Busy"),
    (StoreDown, 503, "Not there just now"),
    (DataError, 400, "Not valid"),
    (RequestDataTooBig, 413, "Too large"),
)
PLAIN_WORDS = {
    IntegrityError: "Somebody changed this at the same moment. Load it again and try once more.",
    OperationalError: "The database is busy. Try again in a moment; nothing was changed.",
    DataError: "A value is out of range or too long.",
    RequestDataTooBig: "This is more than one request may carry.",
    Http404: "There is no such record, or you may not see it.",
    PermissionDenied: "You may not do this.",
}


def row_for(error: Exception) -> tuple[int, str, str] | None:
    """Status, title and sentence for an error of the table; None for what is a fault of ours."""
    for kind, status, title in TABLE:
        if isinstance(error, kind):
            return (
                status,
                title,
                next((words for one, words in PLAIN_WORDS.items() if isinstance(error, one)), sentence_of(error)),
            )
    return None


def sentence_of(error: Exception) -> str:
    """What the error says, in one line."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


class RefusalMiddleware:
    """Turns a refusal raised by a page's verb into its page, or into a toast for htmx."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and "text/html" in request.headers.get("Accept", ""):
            page = refusal_page(request, 405, "Press its button", "This is done by a button on another page, not by its address.")
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for an error of the table."""
        row = row_for(error)
        if row is None or isinstance(error, Http404):
            return None
        status, title, sentence = row
        if getattr(request, "htmx", False):
            toast(request, sentence, tone="bad")
            return HttpResponse(status=status, headers={"HX-Reswap": "none"} | headers_of(status))
        return refusal_page(request, status, title, sentence, current=getattr(error, "current", None))


def refusal_page(request: HttpRequest, status: int, heading: str, sentence: str, **more: Any) -> HttpResponse:
    """The page that says no, and leads back to where one came from."""
    context = {"status": status, "heading": heading, "sentence": sentence, "back": page_before(request), **more}
    answer = render(request, "refusal.html", context, status=status)
    for name, value in headers_of(status).items():
        answer[name] = value
    return answer


def headers_of(status: int) -> dict[str, str]:
    """What a refusal says beside its words: when to come again, where it is a matter of time."""
    return {"Retry-After": AGAIN_IN} if status == 503 else {}


def page_before(request: HttpRequest) -> str:
    """The page of ours that one came from; this one again when it can be looked at, else nothing."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        path = before.split(request.get_host(), 1)[-1] or "/"
        if path != request.get_full_path():
            return path
    return "" if request.method == "POST" or getattr(request, "resolver_match", None) is None else request.get_full_path()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose guard did not fit, mostly because one signed in anew in another tab."""
    sentence = "This page is older than your sign-in. Go back, load it again, and send it once more."
    return refusal_page(request, 403, "Load the page again", sentence)


def problem(status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """An RFC 9457 problem."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as ``application/problem+json``; field errors under ``errors``."""
    answer = api_problem(error)
    if answer is None:
        return None
    set_rollback()
    body, headers = answer
    return Response(body, status=body["status"], headers=headers, content_type="application/problem+json")


def api_problem(error: Exception) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The problem's body and headers."""
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "Not valid", "Some of what was sent cannot be taken. See errors.", errors=error.detail), {}
    if isinstance(error, exceptions.APIException):
        headers = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else {}
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait) + 1)
        return problem(error.status_code, str(error.default_detail), str(error.detail)), headers
    row = row_for(error)
    if row is None:
        return None
    status, title, sentence = row
    more: dict[str, Any] = {}
    if isinstance(error, Stale):
        more["current"] = error.current
    if isinstance(error, ValidationError):
        more["errors"] = error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
    return problem(status, title, sentence, **more), headers_of(status)
