"""Mentions: ``@petra.product`` in a text names the colleague whose e-mail address begins so.

The text keeps what was typed, the comment keeps who was meant, and a page shows their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from doors.markdown import render_markdown
from people.models import Person

WORD = r"[\w+-]+(?:\.[\w+-]+)*"
MENTION = re.compile(rf"(?<![\w/@.])@({WORD}(?:@{WORD})?)")
OPEN, CLOSE = "\ue000", "\ue001"  # of the private use area: no keyboard types them, and Markdown passes them on
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
MOST = 30


def handle_of(person: Person) -> str:
    """What one types after the @, where nobody else's address begins so."""
    return person.email.partition("@")[0].lower()


def handles_in(text: str) -> list[str]:
    """Everything in a text that looks like a mention, each once."""
    return list(dict.fromkeys(found.lower() for found in MENTION.findall(text)))[:MOST]


def named_in(text: str, people: QuerySet[Person]) -> list[Person]:
    """Who of these people is mentioned. What fits nobody, or more than one, mentions nobody."""
    handles = handles_in(text)
    if not handles:
        return []
    fits = Q(pk=None)
    for handle in handles:
        fits |= Q(email__iexact=handle) if "@" in handle else Q(email__istartswith=f"{handle}@")
    by_handle = spelled(people.filter(fits))
    return list({by_handle[handle].pk: by_handle[handle] for handle in handles if handle in by_handle}.values())


def spelled(people: Iterable[Person]) -> dict[str, Person]:
    """Each person under every spelling that means them and nobody else."""
    found: dict[str, list[Person]] = {}
    for person in people:
        for handle in {handle_of(person), person.email.lower()}:
            found.setdefault(handle, []).append(person)
    return {handle: those[0] for handle, those in found.items() if len(those) == 1}


def with_handles(people: list[Person], among: QuerySet[Person]) -> list[tuple[Person, str]]:
    """Each with what to type after the @: the whole address, where somebody else's begins alike."""
    alike = Q(pk=None)
    for person in people:
        alike |= Q(email__istartswith=f"{handle_of(person)}@")
    by_handle = spelled(among.filter(alike))
    return [(one, handle_of(one) if handle_of(one) in by_handle else one.email.lower()) for one in people]


def rendered(text: str, people: Iterable[Person]) -> SafeString:
    """A text as HTML, with the names of those who are mentioned."""
    by_handle, names = spelled(people), {}

    def marked(match: re.Match[str]) -> str:
        person = by_handle.get(match.group(1).lower())
        if person is None:
            return match.group()
        names[str(person.pk)] = person
        return f"{OPEN}{person.pk}{CLOSE}"

    plain = text.replace(OPEN, "").replace(CLOSE, "")
    html = render_markdown(MENTION.sub(marked, plain))
    return mark_safe(MARK.sub(lambda match: mention(names[match.group(1)]), html))  # noqa: S308 - names are escaped


def mention(person: Person) -> str:
    """One mention as it is read."""
    return format_html('<span class="mention">@{}</span>', person)
