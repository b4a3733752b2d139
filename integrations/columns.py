"""What a file's columns mean: guesses by their names, and the mapping that somebody confirms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Target:
    """Something of a feedback that a column can give, and the names that columns of that meaning have."""

    name: str
    label: str
    known_as: tuple[str, ...]
    of_posts: bool = False


TARGETS = (
    Target("text", "The customer's words", ("text", "feedback", "description", "body", "content", "comment", "message", "note")),
    Target("title", "Title", ("title", "subject", "summary", "headline")),
    Target("company", "Company", ("company", "company name", "account", "account name", "customer", "organization")),
    Target("contact", "Contact's name", ("contact", "contact name", "name", "author", "author name", "created by", "requester")),
    Target("email", "Contact's e-mail", ("email", "e-mail", "contact email", "author email", "user email", "requester email")),
    Target("said_at", "Date", ("date", "said at", "created at", "created", "submitted at", "timestamp", "time")),
    Target("channel", "Channel", ("channel", "via", "origin", "medium")),
    Target("product", "Product", ("product", "product name", "project", "board")),
    Target("tags", "Tags", ("tags", "labels", "categories", "tag")),
    Target("source_id", "Id in the other system", ("id", "feedback id", "source id", "external id", "ticket id", "number")),
    Target("source_url", "Link", ("url", "link", "source url", "permalink")),
    Target("status", "Status", ("status", "state"), of_posts=True),
    Target("votes", "Number of votes", ("votes", "vote count", "upvotes"), of_posts=True),
    Target("voters", "Voters' e-mails", ("voters", "voter emails", "voter email"), of_posts=True),
    Target("voter", "Voter's name", ("voter name",), of_posts=True),
    Target("comments", "Comments", ("comment count", "comments"), of_posts=True),
    Target("response", "Our answer", ("response", "official response"), of_posts=True),
)  # fmt: skip
NAMES = {target.name for target in TARGETS}
REPEATED = re.compile(r"^(.+) \(\d{1,3}\)$")


def plain_name(column: str) -> str:
    """A column's name as names are compared."""
    plain = column.casefold().replace("e-mail", "email")
    return " ".join(re.sub(r"[_.\-]+", " ", plain).split())


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Which column gives what, as its name suggests: ``{target: column}``. The best-known name of each wins."""
    plain = {plain_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for target in TARGETS:
        known = [plain_name(name) for name in target.known_as]
        match = next((plain[name] for name in known if name in plain and plain[name] not in found.values()), None)
        if match is not None:
            found[target.name] = match
    return found


def checked(mapping: dict[str, str], columns: Sequence[str], *, needs_title: bool = False) -> dict[str, str]:
    """The mapping without its gaps. Raises ValidationError at a target whose column is not in the file, or without words."""
    chosen = {name: column for name, column in mapping.items() if column}
    errors = {name: "There is no such thing to fill." for name in chosen if name not in NAMES}
    errors |= {name: f"The file has no column “{column}”." for name, column in chosen.items() if column not in columns}
    if "text" not in chosen and not (needs_title and "title" in chosen):
        errors["text"] = "Say which column holds the customer's words."
    if errors:
        raise ValidationError(errors)
    return chosen


def family_of(column: str, columns: Sequence[str]) -> list[str]:
    """A column and those that repeat it, as trackers write one for each label."""
    return [one for one in columns if one == column or ((again := REPEATED.match(one)) and again[1] == column)]
