"""What somebody typed into the search box, taken apart: words, and filters such as ``company:acme after:2026-01``.

A filter is a name of ours, a colon and a value, in quotes where it has spaces. Anything else with a colon in it
(an address, a time of day) is words. What a filter cannot be read as is said, and the rest still found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

MOST_LETTERS, MOST_FILTERS = 400, 12
DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
PART = re.compile(r'(?<!\S)([a-z]+):(?:"([^"]*)"?|(\S*))', re.IGNORECASE)

# What each filter means, as the help beside the box says it.
FILTERS = {
    "kind": "only ideas, feedback, companies …",
    "company": "said by, asked for by, or working at a company",
    "product": "of a product",
    "channel": "interview, call, e-mail …",
    "segment": "from companies of a segment",
    "survey": "answers to a survey, by its name",
    "tag": "feedback that carries a tag",
    "state": "inbox, backlog, archived …",
    "stage": "ideas at a stage, such as discovery",
    "horizon": "initiatives in now, next or later",
    "owner": "somebody's own or assigned; owner:me for yours",
    "after": "from a day, month or year on: after:2026-01",
    "before": "until before a day, month or year",
}


@dataclass(frozen=True)
class Question:
    """What is looked for: ``words`` in the text, ``filters`` by name, and ``faults``: what could not be read, in words."""

    words: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: no filter, and fewer than two letters."""
        return not self.filters and len(self.words) < 2

    def day(self, name: str) -> date | None:
        """The first day of the date that ``after`` or ``before`` gives."""
        return first_day(self.filters[name]) if name in self.filters else None

    def with_words(self, words: str) -> str:
        """The same question asked with other words, as one would type it."""
        parts = [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in self.filters.items()]
        return " ".join([words, *parts]).strip()


def first_day(text: str) -> date | None:
    """The first day of a year, a month or a day: 2026, 2026-01, 2026-01-15. None for what is no date."""
    found = DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def question(asked: str) -> Question:
    """What was typed, taken apart. Never fails: what can't be read becomes a fault in words."""
    asked = " ".join(asked.replace("\0", " ").split())[:MOST_LETTERS]
    filters: dict[str, str] = {}
    faults: list[str] = []
    rest, at = [], 0
    for part in PART.finditer(asked):
        name, value = part[1].lower(), (part[2] if part[2] is not None else part[3]).strip()
        if name not in FILTERS:
            continue
        rest.append(asked[at : part.start()])
        at = part.end()
        if not value:
            faults.append(f"{name}: needs a value, such as {example(name)}.")
        elif name in ("after", "before") and first_day(value) is None:
            faults.append(f"“{value}” is no date for {name}: write it as {name}:2026-01-15, {name}:2026-01 or {name}:2026.")
        elif len(filters) < MOST_FILTERS:
            filters[name] = value
    rest.append(asked[at:])
    return Question(" ".join(" ".join(rest).split()), filters, tuple(faults))


def example(name: str) -> str:
    """A filter as one would type it."""
    values = {
        "kind": "idea", "company": "acme", "product": "relay", "channel": "interview", "segment": "enterprise", "tag": "billing",
        "state": "inbox", "stage": "discovery", "horizon": "now", "owner": "me", "after": "2026-01", "before": "2026-07",
        "survey": "onboarding",
    }  # fmt: skip
    return f"{name}:{values[name]}"
