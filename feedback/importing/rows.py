"""A row of a file as feedback: each value read, each fault said."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from feedback.models import Channel
from people.models import Product

DAY_SHAPES = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")


@dataclass
class Draft:
    """What a row says, ready for the verb; ``company`` and ``contact`` are names still."""

    text: str
    title: str = ""
    company: str = ""
    contact: str = ""
    email: str = ""
    said_at: datetime | None = None
    channel: str = Channel.IMPORT
    product: Product | None = None
    tags: list[str] = field(default_factory=list)
    source_id: str = ""
    source_url: str = ""


def cells_of(row: list[str], columns: list[str]) -> dict[str, str]:
    """The row by the names of its columns. A row longer than the header has a fault that is said, not cut off."""
    extra = [cell for cell in row[len(columns) :] if cell.strip()]
    if extra:
        raise ValidationError(f"The row has {len(row)} cells, the header {len(columns)}. Is a quotation mark missing?")
    return dict(zip(columns, row + [""] * (len(columns) - len(row)), strict=False))


def draft_of(cells: dict[str, str], mapping: dict[str, str], products: dict[str, Product], fallback: Product | None) -> Draft:
    """The row as a draft. Raises ValidationError with one sentence on what is wrong."""
    said = {name: cells.get(column, "").strip() for name, column in mapping.items()}
    text = said.get("text") or said.get("title", "")
    if not text:
        raise ValidationError("There are no words in this row.")
    return Draft(
        text=text,
        title=said.get("title", "")[:200],
        company=said.get("company", "")[:160],
        contact=said.get("contact", "")[:160],
        email=said.get("email", ""),
        said_at=moment(said["said_at"]) if said.get("said_at") else None,
        channel=channel(said.get("channel", "")),
        product=product(said.get("product", ""), products) or fallback,
        tags=[part.strip() for part in said.get("tags", "").replace(";", ",").split(",") if part.strip()],
        source_id=said.get("source_id") or fingerprint(said),
        source_url=said.get("source_url", ""),
    )


def fingerprint(said: dict[str, str]) -> str:
    """A row's own id where the file gives none: the same words of the same person never come in twice."""
    return "row-" + hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:40]


def moment(written: str) -> datetime:
    """A date or an instant as people and systems write it. Raises ValidationError when it is neither."""
    try:
        found: Any = parse_datetime(written) or parse_date(written)
    except ValueError:
        found = None
    found = found or from_epoch(written) or from_day(written)
    if found is None:
        raise ValidationError(f"“{written[:40]}” is no date. Write it as 2026-03-31.")
    if not isinstance(found, datetime):
        found = datetime.combine(found, time(12), tzinfo=UTC)
    return found if timezone.is_aware(found) else timezone.make_aware(found, UTC)


def from_epoch(written: str) -> datetime | None:
    """Seconds since 1970, as some exports have them."""
    return datetime.fromtimestamp(int(written), UTC) if written.isdigit() and len(written) == 10 else None


def from_day(written: str) -> Any:
    """A day in one of the shapes of spreadsheets."""
    for shape in DAY_SHAPES:
        try:
            return datetime.strptime(written, shape).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def channel(written: str) -> str:
    """The channel by its code or its label; one that we don't know is an import like any other."""
    plain = written.casefold()
    for known in Channel:
        if plain in (known.value, str(known.label).casefold()):
            return known
    return Channel.IMPORT


def product(written: str, products: dict[str, Product]) -> Product | None:
    """The product by its name or short name. Raises ValidationError for one that is not there, or may not be seen."""
    if not written:
        return None
    found = products.get(written.casefold())
    if found is None:
        raise ValidationError(f"There is no product “{written[:60]}”.")
    return found
