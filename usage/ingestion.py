"""The door for analytics clients, as the ecosystem speaks: Segment, RudderStack, analytics.js in a browser, PostHog."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from doors.pace import address_of, counted, seconds_left
from doors.policy import door
from history import clock
from history.actor import Via, system
from usage.actions import Heard, hashed, keep_arrivals, take_events
from usage.items import Clock, Item, Malformed, instant, read_item
from usage.models import Source
from usage.posthog import read_event

MOST_BYTES = 6 * 1024 * 1024
MOST_ITEMS = 5000
TOLD = 100
TOO_LARGE = "A request has at most 6 MB. Send smaller batches."
KEY_NAMES = ("writeKey", "api_key", "token")
CODES = {400: "bad_request", 401: "unauthorized", 413: "too_large", 429: "too_many_requests"}
client = system("a usage source", via=Via.API)

Body = dict[str, Any]
Read = Callable[[Any, Clock, int], Item]
View = Callable[[HttpRequest], HttpResponse]


class Refused(Exception):
    """A request that is not taken at all: its status and what is said."""

    def __init__(self, status: int, error: str, **headers: str) -> None:
        super().__init__(error)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self) -> JsonResponse:
        """The same shape for every refusal, with the fields in which one client or the other looks for the reason."""
        said = {"success": False, "error": str(self), "code": CODES[self.status], "message": str(self), "detail": str(self)}
        return JsonResponse(said, status=self.status, headers=self.headers)


def client_door(view: View) -> View:
    """A door for clients: of any origin, for a write key opens it and never a cookie."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(status=204) if request.method == "OPTIONS" else view(request)
        answer["Access-Control-Allow-Origin"] = "*"
        if request.method == "OPTIONS":
            answer["Access-Control-Allow-Methods"] = "POST, OPTIONS"
            answer["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Content-Encoding, AnonymousId"
            answer["Access-Control-Max-Age"] = "86400"
        # A page that isolates itself loads only what says that others may.
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    guarded = require_http_methods(["POST", "OPTIONS"])(
        door(public="analytics clients come with a write key instead of a person")(opened)
    )
    exempt = csrf_exempt(guarded)
    exempt.reads_itself = True  # type: ignore[attr-defined]
    return exempt


@client_door
def batch(request: HttpRequest) -> HttpResponse:
    """Many items at once."""
    return answered(request, lambda body: body.get("batch"), read_item)


def single(kind: str) -> View:
    """The door for one item of a kind."""

    def one(request: HttpRequest) -> HttpResponse:
        return answered(request, lambda body: [without_key(body) | {"type": kind}], read_item)

    one.__name__ = kind
    one.__doc__ = f"One item: {kind}."
    return client_door(one)


@client_door
def capture(request: HttpRequest) -> HttpResponse:
    """What PostHog's clients send: a batch, or one event."""
    return answered(request, lambda body: body["batch"] if "batch" in body else [without_key(body)], read_event)


def without_key(body: Body) -> Body:
    """An item that was sent alone, without the key beside it."""
    return {name: value for name, value in body.items() if name not in ("writeKey", "api_key", "token")}


def answered(request: HttpRequest, items_in: Callable[[Body], Any], read: Read) -> JsonResponse:
    """Take what can be taken, and say what cannot and why."""
    try:
        body = body_of(request, takes_lists=read is read_event)
        source = source_of(request, body)
        keep_pace(source)
        raw = items_in(body)
        if not isinstance(raw, list):
            raise Refused(400, "“batch” must be a list of items.")
        if len(raw) > MOST_ITEMS:
            raise Refused(413, f"A request has at most {MOST_ITEMS:,} items. Send smaller batches.")
    except Refused as refusal:
        return refusal.answer()
    items, rejects = sorted_out(raw, read, clock_of(body))
    taken = take_events(source.product, items, actor=client, source=source)
    rejects |= dict(taken.refused)
    notes = dict(taken.noted)
    keep_arrivals(source, heard(raw, items, rejects, notes))
    counts = {"accepted": taken.taken, "known": taken.known, "rejected_count": len(rejects)}
    return JsonResponse(
        {"success": True, "status": "Ok"}
        | counts
        | {"rejected": told(raw, rejects)}
        | ({"notes": told(raw, notes)} if notes else {})
    )


def sorted_out(raw: list[Any], read: Read, client_clock: Clock) -> tuple[list[Item], dict[int, str]]:
    """The items that can be taken; and the places of those that cannot, with the reason."""
    items: list[Item] = []
    rejects: dict[int, str] = {}
    for index, one in enumerate(raw):
        try:
            items.append(read(one, client_clock, index))
        except Malformed as error:
            rejects[index] = str(error)
        except RecursionError:
            rejects[index] = "This item is nested too deeply."
    return items, rejects


def clock_of(body: Body) -> Clock:
    """When a request came, and when its client says that it sent it."""
    return Clock(clock.now(), instant(body.get("sentAt") or body.get("sent_at")))


def heard(raw: list[Any], items: list[Item], rejects: dict[int, str], notes: dict[int, str]) -> Iterable[Heard]:
    """What came in, for whoever looks on: what could be taken and what could not."""
    by_place = {item.place: item for item in items}
    for place, one in enumerate(raw):
        yield Heard(one, by_place.get(place), rejects.get(place) or notes.get(place, ""), place in rejects)


def told(raw: list[Any], reasons: dict[int, str]) -> list[dict[str, Any]]:
    """Which items of a batch are meant, and why."""
    return [{"index": index, "message_id": id_of(raw[index]), "reason": reasons[index]} for index in sorted(reasons)[:TOLD]]


def id_of(item: Any) -> str | None:
    """By what a client knows its item."""
    given = (item.get("messageId") or item.get("uuid")) if isinstance(item, dict) else None
    return given[:120].encode(errors="replace").decode() if isinstance(given, str) else None


def body_of(request: HttpRequest, *, takes_lists: bool) -> Body:
    """The request's JSON, unpacked within bounds. PostHog's script in a browser sends a bare list, each event with the key."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise Refused(413, TOO_LARGE)
    try:
        packed = request.read(MOST_BYTES + 1)
    except (UnreadablePostError, OSError) as error:
        raise Refused(400, "The body must be JSON.") from error
    data = inflated(packed) if packed[:2] == b"\x1f\x8b" else packed
    if len(data) > MOST_BYTES:
        raise Refused(413, TOO_LARGE)
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body must be JSON in UTF-8.") from error
    if isinstance(body, list) and takes_lists:
        return {"batch": body, "api_key": key_within(body)}
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body


def key_within(items: list[Any]) -> Any:
    """The key that the first of some events carries."""
    first = items[0] if items and isinstance(items[0], dict) else {}
    properties = first.get("properties")
    return first.get("api_key") or first.get("token") or (properties.get("token") if isinstance(properties, dict) else None)


def inflated(packed: bytes) -> bytes:
    """What gzip packed, and not a byte more than a request may have."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(packed, MOST_BYTES + 1)
    except zlib.error as error:
        raise Refused(400, "The body says that it is gzip, and is not.") from error
    if not unpacker.eof and len(data) <= MOST_BYTES:
        raise Refused(400, "The gzip body ends too early.")
    return data


def source_of(request: HttpRequest, body: Body) -> Source:
    """The source whose key was sent: as the user of Basic, in the body, or in the address as ``sendBeacon`` must.

    One answer for unknown, revoked and none.
    """
    key = basic_user(request) or next((body[name] for name in KEY_NAMES if body.get(name)), None) or request.GET.get("writeKey")
    key = key or key_within([body])
    if isinstance(key, str) and 0 < len(key) <= 200:
        source = (
            Source.objects.filter(key_hash=hashed(key), revoked_at=None, product__archived_at=None)
            .select_related("product")
            .first()
        )
        if source is not None:
            return source
    if counted(f"usage:refused:{address_of(request)}") > settings.USAGE_BAD_KEYS_A_MINUTE:
        raise Refused(429, "Too many requests with a bad key.", Retry_After=str(seconds_left()))
    raise Refused(401, "The write key is not valid.", WWW_Authenticate='Basic realm="usage"')


def basic_user(request: HttpRequest) -> str:
    """The user name of ``Authorization: Basic``, which is where clients put the key."""
    scheme, _, coded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(coded.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def keep_pace(source: Source) -> None:
    """A source that sends more than its share is told when to come again; clients do so by themselves."""
    if counted(f"usage:pace:{source.pk}") > settings.USAGE_REQUESTS_A_MINUTE:
        raise Refused(429, "Too many requests. Send larger batches.", Retry_After=str(seconds_left()))
