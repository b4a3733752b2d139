"""What the verbs of own fields share: keys that stay, choices that are used, and the order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max, QuerySet
from django.utils.text import slugify

from doors.fields.model import OwnField
from history.refusals import NotPossible

MOST_FIELDS, MOST_CHOICES = 40, 50


def room_for(current: QuerySet[Any]) -> int:
    """The place of one more field, after all there are; refused where there are too many."""
    if current.count() >= MOST_FIELDS:
        raise NotPossible(f"There are {MOST_FIELDS} fields already. Archive one first.")
    return (current.model.objects.aggregate(last=Max("position"))["last"] or 0) + 1


def choices_of(words: Iterable[str]) -> list[str]:
    """What can be chosen, each once, in the order given."""
    found = list({one.strip().casefold(): one.strip() for one in words if one.strip()}.values())
    if len(found) > MOST_CHOICES or any(len(one) > 60 for one in found):
        raise ValidationError({"choices": f"At most {MOST_CHOICES}, each of at most 60 characters."})
    return found


def still_used(field: OwnField, choices: list[str], records: QuerySet[Any]) -> None:
    """A choice that a record has stays."""
    for gone in set(field.choices) - set(choices):
        if used := records.filter(**{f"custom__{field.key}": gone}).count():
            named = records.model._meta.verbose_name_plural
            raise ValidationError({"choices": f"{used} {named} have “{gone}”. Change those first."})


def new_key(model: type[OwnField], name: str) -> str:
    """A key that nobody has yet: ``Number of sites`` is ``number_of_sites``."""
    stem = slugify(name).replace("-", "_").lstrip("0123456789_")[:34] or "field"
    taken = set(model._default_manager.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 1000))) if key not in taken)


def trade_places(rows: Sequence[Any], row: Any, *, up: bool) -> None:
    """Let a row change places with its neighbour among locked ``rows``, which stand in their order by ``position``."""
    rows = list(rows)
    place = next((place for place, one in enumerate(rows) if one.pk == row.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(rows):
        raise NotPossible(f"{row} cannot go further.")
    places = sorted(one.position for one in rows)
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in zip(places, rows, strict=True):
        if one.position != position:
            type(one)._default_manager.filter(pk=one.pk).update(position=position, version=F("version") + 1)
    row.refresh_from_db()
