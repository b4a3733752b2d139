"""What customers said, in their words: read from the modules beside this one."""

import re
from typing import NamedTuple

from . import (
    at_the_site,
    besides,
    deals,
    the_bill,
    the_board,
    the_books,
    the_day,
    the_numbers,
    the_year,
    without_signal,
)

_EXCERPT = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


class Voice(NamedTuple):
    """One thing somebody said: `topic` is an idea's key, or the kind of words that support none."""

    topic: str
    channel: str
    company: str
    speaker: str
    importance: int | None
    text: str
    excerpt: str


class Ask(NamedTuple):
    """What a salesperson asks for a deal."""

    topic: str
    company: str
    speaker: str
    seller: str
    opportunity: str
    amount: int
    stage: str
    closes: int
    firmness: str
    importance: int
    text: str
    excerpt: str
    need: str


def _entries(text):
    """Each entry of a module with the topic above it, as a list of lines."""
    topic = ""
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("# "):
            topic, _, block = block[2:].partition("\n")
        if block.strip():
            yield topic.strip(), block.strip().split("\n")


def _plain(lines):
    """The words without their brackets, and the telling excerpt alone."""
    text = " ".join(line.strip() for line in lines)
    found = _EXCERPT.search(text)
    return _EXCERPT.sub(r"\1", text), found.group(1) if found else ""


def _voice(topic, lines):
    channel, who, *importance = lines[0].split()
    company, _, speaker = who.partition("/")
    weight = int(importance[0]) if importance else None
    return Voice(topic, channel, company, speaker, weight, *_plain(lines[1:]))


def _ask(topic, lines):
    who, seller = lines[0].split()
    company, _, speaker = who.partition("/")
    opportunity, amount, stage, closes, firmness, weight = [p.strip() for p in lines[1].split("|")]
    cut = next(at for at, line in enumerate(lines) if line.startswith("Need: "))
    need = " ".join(lines[cut:]).removeprefix("Need: ")
    return Ask(
        topic,
        company,
        speaker,
        seller,
        opportunity,
        int(amount),
        stage,
        int(closes),
        firmness,
        int(weight),
        *_plain(lines[2:cut]),
        need,
    )


VOICES = [
    _voice(topic, lines)
    for module in (
        without_signal,
        at_the_site,
        the_day,
        the_year,
        the_board,
        the_books,
        the_bill,
        the_numbers,
        besides,
    )
    for topic, lines in _entries(module.VOICES)
]
ASKS = [_ask(topic, lines) for topic, lines in _entries(deals.DEALS)]
