"""The door for analytics clients: ``/v1/batch``, ``/v1/track``, ``/v1/identify``, ``/v1/group``, as the ecosystem speaks."""

from __future__ import annotations

import base64
import binascii
import json
import time
import zlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from doors.policy import door
from history.actor import Via, system
from usage.actions import hashed, keep_rejects, take_events
from usage.items import Item, Malformed, read_item
from usage.models import Source

MOST_BYTES = 512 * 1024
TOLD = 100
client = system("a usage source", via=Via.API)


class Refused(Exception):
    """A request that is not taken at all: its status and what is said."""

    def __init__(self, status: int, error: str, **headers: str) -> None:
        super().__init__(error)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self) -> JsonResponse:
        """The same shape for every refusal."""
        return JsonResponse({"success": False, "error": str(self)}, status=self.status, headers=self.headers)


@csrf_exempt
@require_POST
@door(public="analytics clients come with a write key instead of a person")
def batch(request: HttpRequest) -> JsonResponse:
    """Many items at once."""
    return answered(request, lambda body: body.get("batch"))


def single(kind: str) -> Any:
    """The door for one item of a kind."""

    @csrf_exempt
    @require_POST
    @door(public="analytics clients come with a write key instead of a person")
    def one(request: HttpRequest) -> JsonResponse:
        return answered(
            request, lambda body: [{name: value for name, value in body.items() if name != "writeKey"} | {"type": kind}]
        )

    one.__name__ = kind
    one.__doc__ = f"One item: {kind}."
    return one


def without_key(body: dict[str, Any]) -> dict[str, Any]:
    """An item that was sent alone, without the key beside it."""
    return {name: value for name, value in body.items() if name != "writeKey"}


def answered(request: HttpRequest, items_in: Any) -> JsonResponse:
    """Take what can be taken, and say what cannot and why."""
    try:
        body = body_of(request)
        source = source_of(request, body)
        keep_pace(source)
        raw = items_in(body)
        if not isinstance(raw, list):
            raise Refused(400, "“batch” must be a list of items.")
    except Refused as refusal:
        return refusal.answer()
    items, rejects = sorted_out(raw)
    taken = take_events(source.product, items, actor=client, source=source)
    if rejects:
        keep_rejects(source, [(reason, item) for _, reason, item in rejects])
    told = [{"index": index, "message_id": id_of(item), "reason": reason} for index, reason, item in rejects[:TOLD]]
    counts = {"accepted": taken.taken, "known": taken.known, "rejected_count": len(rejects)}
    return JsonResponse({"success": True} | counts | {"rejected": told})


def sorted_out(raw: list[Any]) -> tuple[list[Item], list[tuple[int, str, Any]]]:
    """The items that can be taken; and those that cannot, with their place and the reason."""
    items: list[Item] = []
    rejects: list[tuple[int, str, Any]] = []
    for index, one in enumerate(raw):
        try:
            items.append(read_item(one))
        except Malformed as error:
            rejects.append((index, str(error), one))
        except RecursionError:
            rejects.append((index, "This item is nested too deeply.", None))
    return items, rejects


def id_of(item: Any) -> str | None:
    """By what a client knows its item."""
    given = item.get("messageId") if isinstance(item, dict) else None
    return given[:120].encode(errors="replace").decode() if isinstance(given, str) else None


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON, unpacked within bounds."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        raise Refused(413, "A request has at most 500 kB. Send smaller batches.")
    try:
        packed = request.body
    except (RawPostDataException, UnreadablePostError) as error:
        raise Refused(400, "The body must be JSON.") from error
    data = inflated(packed) if packed[:2] == b"\x1f\x8b" else packed
    if len(data) > MOST_BYTES:
        raise Refused(413, "A request has at most 500 kB. Send smaller batches.")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body must be JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body


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


def source_of(request: HttpRequest, body: dict[str, Any]) -> Source:
    """The source whose key was sent, as the user of Basic or as ``writeKey``. One answer for unknown, revoked and none."""
    key = basic_user(request) or body.get("writeKey")
    address = f"usage:refused:{request.META.get('REMOTE_ADDR', '')}"
    if isinstance(key, str) and 0 < len(key) <= 200:
        source = (
            Source.objects.filter(key_hash=hashed(key), revoked_at=None, product__archived_at=None)
            .select_related("product")
            .first()
        )
        if source is not None:
            return source
    if counted(address) > settings.USAGE_BAD_KEYS_A_MINUTE:
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


def counted(name: str) -> int:
    """How many times this minute, this one included."""
    slot = f"{name}:{int(time.time()) // 60}"
    cache.add(slot, 0, timeout=120)
    try:
        return cache.incr(slot)
    except ValueError:  # it left the cache in between
        return 1


def seconds_left() -> int:
    """Until the next minute begins."""
    return 60 - int(time.time()) % 60
