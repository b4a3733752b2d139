"""Items of usage as the ecosystem's analytics clients send them, and as we take them."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from history import clock

TRACK, IDENTIFY, GROUP, PAGE, SCREEN, ALIAS = "track", "identify", "group", "page", "screen", "alias"
KINDS = (TRACK, IDENTIFY, GROUP, PAGE, SCREEN, ALIAS)
ANONYMOUS = "anonymous:"
ITEM_BYTES = 32 * 1024
ID_LENGTH, NAME_LENGTH, MESSAGE_LENGTH = 200, 120, 120
DEEPEST = 12
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
RIGHT_CLOCK = timedelta(minutes=1)


class Malformed(Exception):
    """An item that cannot be taken; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a request was received, and when its client says that it sent it: how wrong the client's own clock is."""

    received: datetime
    sent: datetime | None = None

    def right(self, at: datetime) -> datetime:
        """A moment of the client's clock by ours, as Segment has it: received − (sent − at). A clock that is right within a
        minute is left alone, so that what is sent again keeps its moment to the microsecond."""
        if self.sent is None or abs(self.received - self.sent) <= RIGHT_CLOCK:
            return at
        return self.received - (self.sent - at)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a user did (track), or what we are told about them (identify, group, alias).

    ``groups`` names the user's company: whatever of CRM id, domain and name is known, the surest first; ``group_key`` is what
    the client itself calls it. ``previous`` is another id of the same user. ``once`` are traits that count until they are told
    outright. An item without a ``user`` tells of a company only. ``place`` is where it stood in its batch or file.
    """

    kind: str
    user: str
    at: datetime
    message_id: str = ""
    name: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    group_key: str = ""
    previous: tuple[str, ...] = ()
    once: dict[str, Any] = field(default_factory=dict)
    identifies: bool = False
    place: int = 0


def read_item(raw: Any, clock_of: Clock | None = None, place: int = 0) -> Item:
    """An item as Segment's clients and their kin send it. Raises ``Malformed`` with what is wrong with it."""
    raw = checked(raw)
    kind = raw.get("type")
    if kind not in KINDS:
        raise Malformed(f"“type” must be one of {', '.join(KINDS)}.")
    properties, traits = mapping(raw, "properties"), mapping(raw, "traits")
    context = mapping(raw, "context")
    if kind != GROUP:  # RudderStack's clients tell of a user in the context also when they identify
        traits = mapping(context, "traits") | (traits if kind == IDENTIFY else {})
    user, anonymous = text(raw, "userId", ID_LENGTH), text(raw, "anonymousId", ID_LENGTH - len(ANONYMOUS))
    identifies = kind == IDENTIFY and bool(user)
    previous: tuple[str, ...] = (f"{ANONYMOUS}{anonymous}",) if anonymous and identifies else ()
    if kind == ALIAS:
        user, previous = alias_of(raw, user, anonymous)
    elif not user and not anonymous:
        raise Malformed("Neither “userId” nor “anonymousId” is there.")
    return Item(
        kind=TRACK if kind in (PAGE, SCREEN) else kind, user=user or f"{ANONYMOUS}{anonymous}", name=name_of(kind, raw),
        at=moment(raw.get("originalTimestamp") or raw.get("timestamp"), clock_of or clock_in(raw)), message_id=message_id(raw),
        properties=properties, groups=groups_of(kind, raw, traits, context), previous=previous, identifies=identifies,
        group_key=text(raw if kind == GROUP else context, "groupId", ID_LENGTH), place=place,
        traits=group_traits(raw, traits) if kind == GROUP else traits,
    )  # fmt: skip


def checked(raw: Any) -> dict[str, Any]:
    """An item that is an object, of a size, and of text that every database holds."""
    if not isinstance(raw, dict):
        raise Malformed("An item is an object.")
    if len(json.dumps(raw, ensure_ascii=False, default=str).encode(errors="replace")) > ITEM_BYTES:
        raise Malformed("This item is larger than 32 kB.")
    refuse_odd_text(raw)
    return raw


def alias_of(raw: dict[str, Any], user: str, anonymous: str) -> tuple[str, tuple[str, ...]]:
    """Who an alias leads to, and from which ids: clients put an anonymous id or a user's into the same “previousId”."""
    previous = text(raw, "previousId", ID_LENGTH - len(ANONYMOUS)) or anonymous
    if not user or not previous:
        raise Malformed("An alias needs “previousId” and “userId”.")
    return user, (previous, f"{ANONYMOUS}{previous}")


def clock_in(raw: dict[str, Any]) -> Clock:
    """How right the clock is by what an item itself says, which was sent alone."""
    return Clock(clock.now(), instant(raw.get("sentAt")))


def name_of(kind: str, raw: dict[str, Any]) -> str:
    """What a track is called; a page or screen that was looked at is called after itself."""
    if kind in (IDENTIFY, GROUP, ALIAS):
        return ""
    if kind in (PAGE, SCREEN):
        return f"{kind.capitalize()} viewed: {text(raw, 'name', NAME_LENGTH - 20)}".removesuffix(": ")
    name = " ".join(text(raw, "event", NAME_LENGTH).split())
    if not name:
        raise Malformed("“event” must name what was done.")
    return name


def text(raw: dict[str, Any], name: str, longest: int) -> str:
    """A short text of an item; numbers are taken as text, as clients send ids of both kinds."""
    value = raw.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Malformed(f"“{name}” must be text.")
    value = str(value).strip()
    if len(value) > longest:
        raise Malformed(f"“{name}” is longer than {longest} characters.")
    return value


def mapping(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside an item; an absent one is empty."""
    value = raw.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(f"“{name}” must be an object.")
    return value


def moment(value: Any, client: Clock) -> datetime:
    """When it happened, by our clock; when it was received, if the item does not say."""
    if value is None or value == "":
        return client.received
    at = instant(value)
    if at is None:
        raise Malformed("“timestamp” must be a moment such as 2026-03-01T12:00:00Z.")
    try:
        at = client.right(at)
    except OverflowError as error:
        raise Malformed("“timestamp” is no moment of our time.") from error
    if not EARLIEST <= at <= clock.now() + AHEAD:
        raise Malformed("“timestamp” lies in the future, or before the year 2000.")
    return at


def instant(value: Any) -> datetime | None:
    """A moment as clients write it; nothing where it is none."""
    try:
        at = parse_datetime(value) if isinstance(value, str) else None
        if at is None and isinstance(value, str) and (day := parse_date(value)):
            at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
        return at.astimezone(UTC) if at is not None else None
    except (ValueError, OverflowError):
        return None


def message_id(raw: dict[str, Any]) -> str:
    """By what an item is known again. Without an id of its own, the same content at the same moment is the same item."""
    return named_id(text(raw, "messageId", 1000), raw, "type", "userId", "anonymousId", "event", "name", "properties")


def named_id(given: str, raw: dict[str, Any], *names: str) -> str:
    """An id as it is kept; one that is not ``given`` is made of what the item says."""
    if given:
        return given if len(given) <= MESSAGE_LENGTH else f"sha256:{digest(given)}"
    if not raw.get("timestamp"):
        return secrets.token_hex(16)
    known_by = [raw.get(name) for name in (*names[:-1], "timestamp", names[-1])]
    return f"sha256:{digest(json.dumps(known_by, sort_keys=True, default=str))}"


def digest(value: str) -> str:
    """A short name for a long text."""
    return hashlib.sha256(value.encode()).hexdigest()


def groups_of(kind: str, raw: dict[str, Any], traits: dict[str, Any], context: dict[str, Any]) -> tuple[str, ...]:
    """What an item says of the user's company: its CRM id, its domains, its name, the domain of the user's address."""
    company = traits.get("company")
    said: list[Any] = [raw.get("groupId"), context.get("groupId"), raw.get("company")]
    if kind == GROUP:
        said += [traits.get(name) for name in ("id", "crm_id", "domain", "website", "name")]
    elif isinstance(company, dict):
        said += [company.get(name) for name in ("id", "crm_id", "domain", "website", "name")]
    else:
        said.append(company)
    email = traits.get("email")
    if kind == IDENTIFY and isinstance(email, str) and "@" in email:
        said.append(email.rpartition("@")[2])
    named = (str(value).strip()[:200] for value in said if isinstance(value, str | int) and not isinstance(value, bool))
    return tuple(dict.fromkeys(value for value in named if value))


def group_traits(raw: dict[str, Any], traits: dict[str, Any]) -> dict[str, Any]:
    """A group as a trait of its user, kept also when we know no such company."""
    return {"group": {"id": text(raw, "groupId", ID_LENGTH), **traits}}


def refuse_odd_text(value: Any, depth: int = 0) -> None:
    """No database takes NUL characters or halves of surrogate pairs, and nothing of ours is nested deeply."""
    if depth > DEEPEST:
        raise Malformed("This item is nested too deeply.")
    if isinstance(value, dict):
        for name, inner in value.items():
            refuse_odd_text(name, depth + 1)
            refuse_odd_text(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            refuse_odd_text(inner, depth + 1)
    elif isinstance(value, str) and not is_storable(value):
        raise Malformed("This item holds a NUL character or broken Unicode.")
    elif isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise Malformed("This item holds a number that is none.")


def is_storable(value: str) -> bool:
    """Whether every database can hold the text."""
    if "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
