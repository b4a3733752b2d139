"""A row of a file as a draft: each value read, each fault said."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from feedback.models import Channel
from integrations.columns import family_of
from integrations.files import Row
from people.models import Product

DAY_SHAPES = (
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%Y/%m/%d",
    "%Y-%m-%d", "%d/%b/%y", "%d/%b/%Y", "%d-%b-%Y", "%d/%m/%y", "%m/%d/%y",
)  # fmt: skip
WITH_TIME = ("%m/%d/%Y", "%m/%d/%y", *DAY_SHAPES)
"""With a time beside it a day in slashes is mostly an American tool's."""
WEEKDAY = re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? ")
CLOCK = re.compile(
    r"^(?P<day>.{6,20}?),?(?: at)? +(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?: ?(?P<half>[AaPp][Mm]))?"
    r"(?: ?(?:UTC|GMT|Z)?(?P<zone>[+-]\d{2}:?\d{2})?(?: \([^()]{1,60}\))?)?$"
)
OVERRIDES = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks that turn the direction of text or hide in it: kept in the customer's words, taken out of names."""
TRACKER_COMMENT = re.compile(r"^\d[^;\n]{4,30};[^;\n]{0,80};")
VOTER = re.compile(r'(?:([^"<>;|,\n]{1,160})"?\s*<)?([^\s<>;|,"@]{1,64}@[^\s<>;|,"@]{1,190})')
MOST_VOTERS = 2_000
MOST_WORDS = 20_000
MOST_COMMENTS = 50


@dataclass
class Draft:
    """What a row says, ready for the verbs; companies and people are names still."""

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
    status: str = ""
    votes: int | None = None
    voters: list[tuple[str, str]] = field(default_factory=list)
    comments: int | None = None
    comment_texts: list[str] = field(default_factory=list)
    response: str = ""


def cells_of(row: Row, columns: list[str]) -> dict[str, str]:
    """The row by the names of its columns. A row longer than the header has a fault that is said, not cut off."""
    if row.fault:
        raise ValidationError(row.fault)
    extra = [cell for cell in row.cells[len(columns) :] if cell.strip()]
    if extra:
        raise ValidationError(f"The row has {len(row.cells)} cells, the header {len(columns)}. Is a quotation mark missing?")
    return dict(zip(columns, row.cells + [""] * (len(columns) - len(row.cells)), strict=False))


@dataclass(frozen=True)
class Reader:
    """How the rows of one file are read: what its columns mean, and what stands in where they say nothing."""

    columns: list[str]
    mapping: dict[str, str]
    products: dict[str, Product]
    fallback: Product | None = None
    channel: str = Channel.IMPORT

    def draft_of(self, row: Row) -> Draft:
        """The row as a draft. Raises ValidationError with one sentence on what is wrong."""
        cells = cells_of(row, self.columns)
        said = {name: cells.get(column, "").strip() for name, column in self.mapping.items()}
        text = said.get("text") or said.get("title", "")
        if not text:
            raise ValidationError("There are no words in this row.")
        if len(text) > MOST_WORDS:
            raise ValidationError(f"The words have {len(text):,} characters; at most {MOST_WORDS:,} are taken.")
        voters = voters_of(self.several(cells, "voters"), said.get("voter", ""))
        comments = self.several(cells, "comments")
        return Draft(
            text=text, title=name_of(said.get("title", ""))[:200], company=name_of(said.get("company", ""))[:160],
            contact=name_of(said.get("contact", ""))[:160], email=said.get("email", ""),
            said_at=moment(said["said_at"]) if said.get("said_at") else None,
            channel=channel(said["channel"]) if said.get("channel") else self.channel,
            product=product(said.get("product", ""), self.products) or self.fallback,
            tags=tags_of(self.several(cells, "tags")), source_id=name_of(said.get("source_id", ""))[:200] or fingerprint(said),
            source_url=said.get("source_url", ""), status=name_of(said.get("status", ""))[:60],
            votes=number(said.get("votes", "")), voters=voters,
            comments=number(said.get("comments", "")) if len(comments) < 2 else len(comments),
            comment_texts=[words for one in comments if not one.isdigit() and (words := comment(one))][:MOST_COMMENTS],
            response=said.get("response", ""),
        )  # fmt: skip

    def several(self, cells: dict[str, str], target: str) -> list[str]:
        """The values of a target whose column may be repeated."""
        column = self.mapping.get(target)
        return [value for one in family_of(column, self.columns) if (value := cells[one].strip())] if column else []


def name_of(written: str) -> str:
    """A name on one line, without marks that hide in it."""
    return " ".join(OVERRIDES.sub("", written).split())


def tags_of(written: list[str]) -> list[str]:
    """Tags, however they are separated; more than a feedback may have are left out."""
    parts = (name_of(part) for one in written for part in re.split(r"[,;|\n]", one))
    return list(dict.fromkeys(part[:40] for part in parts if part))[:20]


def voters_of(written: list[str], name: str) -> list[tuple[str, str]]:
    """Names and addresses of voters; whoever has no address cannot be known again and is only counted."""
    found: dict[str, str] = {}
    for one in written:
        for known_as, address in VOTER.findall(one):
            found.setdefault(address.lower(), name_of(known_as or name)[:160])
    if len(found) > MOST_VOTERS:
        raise ValidationError(f"The row has {len(found):,} voters; at most {MOST_VOTERS:,} are taken.")
    return [(known_as, address) for address, known_as in found.items()]


def comment(written: str) -> str:
    """A comment's words, without the day and the author that trackers put before them."""
    return TRACKER_COMMENT.sub("", written, count=1).strip()


def number(written: str) -> int | None:
    """A count; whatever is none of it is none."""
    plain = written.replace(",", "").partition(".")[0]
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


def fingerprint(said: dict[str, str]) -> str:
    """A row's own id where the file gives none: the same words of the same person never come in twice."""
    return "row-" + hashlib.sha256(json.dumps(said, sort_keys=True).encode(errors="replace")).hexdigest()[:40]


def moment(written: str) -> datetime:
    """A date or an instant as people and systems write it. Raises ValidationError when it is neither."""
    try:
        found: Any = parse_datetime(written) or parse_date(written)
    except ValueError:
        found = None
    found = found or from_epoch(written) or from_shape(written)
    if found is None:
        raise ValidationError(f"“{written[:40]}” is no date. Write it as 2026-03-31.")
    if not isinstance(found, datetime):
        found = datetime.combine(found, time(12), tzinfo=UTC)
    return found if timezone.is_aware(found) else timezone.make_aware(found, UTC)


def from_epoch(written: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as some exports have them."""
    if not (written.isascii() and written.isdigit() and len(written) in (10, 13)):
        return None
    return datetime.fromtimestamp(int(written[:10]), UTC)


def from_shape(written: str) -> Any:
    """A day, or a day with its time, in one of the shapes of spreadsheets and of other tools."""
    plain = WEEKDAY.sub("", written)
    timed = CLOCK.match(plain)
    if timed is None:
        return next((found.date() for shape in DAY_SHAPES if (found := as_shaped(plain, shape))), None)
    hours = ("%I" if timed["half"] else "%H") + (":%M:%S" if timed["time"].count(":") > 1 else ":%M")
    shape = hours + (" %p" if timed["half"] else "") + (" %z" if timed["zone"] else "")
    clocked = " ".join(filter(None, (timed["time"], timed["half"], timed["zone"])))
    return next((found for day in WITH_TIME if (found := as_shaped(f"{timed['day']} {clocked}", f"{day} {shape}"))), None)


def as_shaped(written: str, shape: str) -> datetime | None:
    """The instant, where it is written like this."""
    try:
        return datetime.strptime(written, shape)  # noqa: DTZ007 (those without a zone get one from the caller)
    except ValueError:
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
