"""What a file's columns mean: guesses by their names, and the mapping that somebody confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Target:
    """Something of a feedback that a column can give, and the names that columns of that meaning have."""

    name: str
    label: str
    known_as: tuple[str, ...]


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
)  # fmt: skip
NAMES = {target.name for target in TARGETS}


def plain_name(column: str) -> str:
    """A column's name as names are compared."""
    return " ".join(column.casefold().replace("e-mail", "email").replace("_", " ").replace("-", " ").split())


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


def checked(mapping: dict[str, str], columns: Sequence[str]) -> dict[str, str]:
    """The mapping without its gaps. Raises ValidationError at a target whose column is not in the file, or without words."""
    chosen = {name: column for name, column in mapping.items() if column}
    errors = {name: "There is no such thing to fill." for name in chosen if name not in NAMES}
    errors |= {name: f"The file has no column “{column}”." for name, column in chosen.items() if column not in columns}
    if "text" not in chosen:
        errors["text"] = "Say which column holds the customer's words."
    if errors:
        raise ValidationError(errors)
    return chosen
