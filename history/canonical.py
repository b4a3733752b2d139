"""One value, one spelling: what every seal is computed over.

Two people who hold the same facts must reach the same bytes, so that a seal can
be checked by anybody with any language's RFC 8785 library. This module is pure:
it knows no models, no settings, no clock.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from decimal import Decimal
from enum import Enum

import rfc8785

LARGEST = 2**53 - 1
"""A JSON number beyond this means different things to different readers; use a Decimal."""

DEEPEST = 100
"""Nesting beyond this is refused; nothing that we seal comes near it."""


class Unsealable(ValueError):
    """The value has no single canonical spelling, so it cannot be sealed."""


def canonical_json(value) -> bytes:
    """Spell *value* as RFC 8785 canonical JSON, in UTF-8.

    Takes None, bool, int, float, str, Decimal, date, datetime, UUID, enum members,
    and lists, tuples and dicts with string keys of these. Decimals become strings
    with their digits as they stand (``Decimal("1.50")`` → ``"1.50"``, never in
    exponent form), instants become UTC with six decimals and a ``Z``, days become
    ``YYYY-MM-DD``, UUIDs their usual text.

    Raises Unsealable (a ValueError) for NaN and infinities, numbers beyond
    ±(2**53 − 1) that are no Decimal, naive datetimes, keys that are not strings, text that is not
    valid Unicode, nesting beyond 100, and every other type.
    """
    plain = plain_value(value)
    try:
        return rfc8785.dumps(plain)
    except ValueError as error:
        raise Unsealable(str(error)) from error


def digest(value) -> str:
    """Seal *value*: the SHA-256 of its canonical JSON, as 64 lower-case hex digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def plain_value(value, depth: int = 0):
    """Bring *value* to plain JSON types: what a JSON column stores and gives back unchanged.

    ``digest(plain_value(v)) == digest(v)``. Raises Unsealable as canonical_json does.
    """
    if depth > DEEPEST:
        raise Unsealable(f"The value is nested deeper than {DEEPEST} levels.")
    if isinstance(value, Enum):
        return plain_value(value.value, depth)
    if isinstance(value, dict):
        return {_key(key): plain_value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item, depth + 1) for item in value]
    return _plain_scalar(value)


def _key(key) -> str:
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, str):
        raise Unsealable(f"Keys must be text, not {type(key).__name__}.")
    return str(key)


def _plain_scalar(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime.datetime):
        return _instant(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise Unsealable(f"A {type(value).__name__} has no canonical spelling.")


def _number(value):
    # Postgres hands a large float in a JSON column back as an integer, which would break the seal.
    if not -LARGEST <= value <= LARGEST:
        raise Unsealable("A number this large, or not finite, needs to be a decimal to be sealed.")
    return value


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise Unsealable("A decimal must be finite to be sealed.")
    return format(value, "f")


def _instant(value: datetime.datetime) -> str:
    if value.tzinfo is None:
        raise Unsealable("An instant needs its time zone to be sealed.")
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
