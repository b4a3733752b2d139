"""What every request of the widget passes: a good key, from a site that the key names, not too often, and of bounded size.

The key is public, so it opens nothing by itself: nothing is ever read of anybody, and a browser says by itself from which
site it comes. An unknown key, a revoked one, and one of another site get the same answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ParseError

from doors.pace import address_of, counted, seconds_left
from doors.policy import door
from doors.protocol import raise_if_odd
from history.refusals import NotPossible
from surveys.models import WidgetKey

MOST_BYTES = 32 * 1024
READS_A_MINUTE, DEEDS_A_MINUTE, BAD_A_MINUTE, BY_KEY_A_MINUTE = 60, 15, 60, 1200


class Refused(Exception):
    """A request that is not taken: its status and what is said."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


def widget_door(method: str) -> Callable[[Callable[..., dict[str, Any]]], Any]:
    """A door of the widget: ``view(request, key, body, …) -> dict``, which becomes the JSON that a page reads."""

    def declare(view: Callable[..., dict[str, Any]]) -> Any:
        @csrf_exempt
        @require_http_methods([method, "OPTIONS"])
        @door(public="customers use the widget in their own product")
        @wraps(view)
        def entered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            key = key_of(request)
            if key is None:
                return refused_for_key(request)
            if request.method == "OPTIONS":
                return shared(HttpResponse(status=204), request, method)
            return shared(answered(request, key, view, kwargs), request, method)

        return entered

    return declare


def answered(request: HttpRequest, key: WidgetKey, view: Callable[..., dict[str, Any]], kwargs: dict[str, Any]) -> JsonResponse:
    """The view's answer, or its refusal, in one shape."""
    try:
        keep_pace(request, key)
        body = body_of(request) if request.method == "POST" else {}
        return JsonResponse(view(request, key, body, **kwargs))
    except Refused as refusal:
        headers = {"Retry-After": str(seconds_left())} if refusal.status == 429 else {}
        return JsonResponse({"error": str(refusal)}, status=refusal.status, headers=headers)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    except NotPossible as error:
        return JsonResponse({"error": str(error)}, status=409)


def key_of(request: HttpRequest) -> WidgetKey | None:
    """The key that is named, if it is good on the site that the request comes from."""
    said = request.GET.get("key", "")
    if not 0 < len(said) <= 40:
        return None
    key = WidgetKey.objects.filter(key=said, revoked_at=None, product__archived_at=None).select_related("product").first()
    return key if key is not None and request.headers.get("Origin", "").lower() in key.origins else None


def refused_for_key(request: HttpRequest) -> JsonResponse:
    """One answer for every key that is not good here, without a word that lets a page read it."""
    if counted(f"widget:bad:{address_of(request)}") > BAD_A_MINUTE:
        return JsonResponse({"error": "Too many requests."}, status=429, headers={"Retry-After": str(seconds_left())})
    return JsonResponse({"error": "This key is not good here."}, status=403, headers={"Cache-Control": "no-store"})


def keep_pace(request: HttpRequest, key: WidgetKey) -> None:
    """No more from one computer than a person does, and no more through one key than we can take."""
    kind, most = ("read", READS_A_MINUTE) if request.method == "GET" else ("deed", DEEDS_A_MINUTE)
    if counted(f"widget:{kind}:{address_of(request)}") > most or counted(f"widget:key:{key.pk}") > BY_KEY_A_MINUTE:
        raise Refused(429, "That is a lot at once. Try again in a minute.")


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON object, within bounds."""
    if request.content_type != "application/json":
        raise Refused(415, "Send JSON.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise Refused(413, "This is too long.")
    try:
        body = json.loads(request.body)
        raise_if_odd(body)
    except (RawPostDataException, UnreadablePostError, RequestDataTooBig, ValueError, RecursionError, ParseError) as error:
        raise Refused(400, "The body must be JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body


def shared(response: HttpResponse, request: HttpRequest, method: str) -> HttpResponse:
    """Let the page that asked read the answer, and no other."""
    response["Access-Control-Allow-Origin"] = request.headers["Origin"]
    response["Vary"] = "Origin"
    response["Cache-Control"] = "no-store"
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = method
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Max-Age"] = "600"
    return response


def text_in(body: dict[str, Any], name: str, most: int) -> str:
    """A text of the body, cut at no place: one that is too long, or none at all, is refused."""
    said = body.get(name, "")
    if not isinstance(said, str) or len(said) > most:
        raise Refused(400, f"“{name}” must be a text of at most {most:,} characters.")
    return said.strip()
