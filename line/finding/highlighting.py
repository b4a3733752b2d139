"""Where in a text the words stand that were asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doors.search import terms_of

AROUND = 90
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "er", "als", "al", "ies", "ied", "es", "ed", "s", "e", "y")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``is_hit`` where it is what was asked for."""

    text: str
    is_hit: bool = False


def pattern(words: str) -> re.Pattern[str] | None:
    """What fits any wanted word in any of its forms, as the index takes them: by the stem, from the beginning of a word."""
    wanted = [word for term in terms_of(words) if not term.is_unwanted for word in term.words]
    stems = sorted({re.escape(stem(word)) for word in wanted}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else None


def stem(word: str) -> str:
    """A word without its ending, as long as three letters stay."""
    word = word.lower()
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), word)


def marked(text: str, words: str) -> list[Piece]:
    """The whole text in pieces."""
    sought, pieces, at = pattern(words), [], 0
    for hit in sought.finditer(text) if sought is not None else ():
        pieces += [Piece(text[at : hit.start()]), Piece(hit[0], is_hit=True)]
        at = hit.end()
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def excerpt(text: str, words: str) -> list[Piece]:
    """The part of a text around the first hit, in pieces; nothing where nothing is hit."""
    text, sought = " ".join(text.split()), pattern(words)
    hit = sought.search(text) if sought is not None else None
    if hit is None:
        return []
    start = max(0, hit.start() - AROUND)
    end = min(len(text), start + 2 * AROUND)
    if start:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + AROUND)
    shown = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(shown, words)
