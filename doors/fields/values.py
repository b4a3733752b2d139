"""Values of an organisation's own fields: read, checked, and told in words. A record keeps them by the field's key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date

from doors.fields.model import FieldKind, OwnField

PREFIX = "custom_"
LONGEST = 500
YES, NO = ("true", "yes", "1", "y"), ("false", "no", "0", "n")


def stored(field: OwnField, value: Any) -> Any:
    """A value as it is kept; None for none. Raises ValidationError in words that can stand at the field."""
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()
    if value is None or value == "":
        return None
    return {
        FieldKind.TEXT: text, FieldKind.NUMBER: number, FieldKind.DATE: day, FieldKind.YES_NO: yes_no,
    }.get(FieldKind(field.kind), lambda given: choice(field, given))(value)  # fmt: skip


def text(value: Any) -> str:
    """Words, so many of them."""
    if not isinstance(value, str):
        raise ValidationError("Write this as text.")
    if len(value) > LONGEST:
        raise ValidationError(f"At most {LONGEST} characters.")
    return value


def number(value: Any) -> int | float:
    """A number, as JSON keeps it."""
    try:
        found = Decimal(str(value).replace(",", "").replace(" ", "")) if not isinstance(value, bool) else Decimal("NaN")
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= 10**15:
        raise ValidationError(f"“{str(value)[:40]}” is no number that can be kept here.")
    return int(found) if found == found.to_integral_value() else float(found)


def day(value: Any) -> str:
    """A day, as 2026-03-31."""
    try:
        found = value if isinstance(value, date) else parse_date(str(value)[:10])
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(f"“{str(value)[:40]}” is no day. Write it as 2026-03-31.")
    return found.isoformat()[:10]


def yes_no(value: Any) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    if str(value).casefold() not in (*YES, *NO):
        raise ValidationError(f"“{str(value)[:40]}” is neither yes nor no.")
    return str(value).casefold() in YES


def choice(field: OwnField, value: Any) -> str:
    """One of the list, whatever its case."""
    found = next((one for one in field.choices if one.casefold() == str(value).casefold()), None)
    if found is None:
        raise ValidationError(f"“{str(value)[:60]}” is none of: {', '.join(field.choices)}.")
    return found


def changed(known: Iterable[OwnField], before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """All values after some were given; what is not named stays. Raises ValidationError, each message at its field."""
    fields = {field.key: field for field in known}
    after, errors = dict(before), {}
    for key, value in given.items():
        if key not in fields:
            errors[PREFIX + str(key)[:40]] = "There is no such field."
            continue
        try:
            kept = stored(fields[key], value)
        except ValidationError as error:
            errors[PREFIX + key] = error.messages[0]
            continue
        after.pop(key, None)
        if kept is not None:
            after[key] = kept
    if errors:
        raise ValidationError(errors)
    return after


def told(fields: Iterable[OwnField], before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What differs, field by field, in words: ``{name: [before, after]}``."""
    pairs = {field.name: (shown(before.get(field.key)), shown(after.get(field.key))) for field in fields}
    return {name: [was, now] for name, (was, now) in pairs.items() if was != now}


def shown(value: Any) -> str:
    """A value in words; nothing for none."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)


def cell(value: Any) -> Any:
    """A value as a file has it, from which it can be brought in again."""
    return shown(value) if isinstance(value, bool) else "" if value is None else value


def split(values: dict[str, Any]) -> dict[str, Any]:
    """A form's or file's values with those of own fields gathered under ``custom``."""
    own = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    rest = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
    return rest | ({"custom": own} if own else {})
