"""How many telling words two texts share: what a reader can check with their own eyes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from doors.search import COMMON

WORD = re.compile(r"[^\W_]+")
SHORT_WORDS = """
a able add allow an and any are as at be but by can did do for from get got had has he her him his how i if in into is it its
let me my new no not of off on one or out own so some than the they this to too two up us use used using via was way we who
why you request feature currently instead don isn aren didn doesn wasn won couldn wouldn ll ve re
"""
SILENT = COMMON | frozenset(SHORT_WORDS.split())
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "able", "ers", "er", "ed", "es", "s", "e")


def stem(word: str) -> str:
    """A word without its ending, so that exports, exporting and exporter meet."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stems(text: str) -> dict[str, str]:
    """The telling stems of a text, each with the word as it was first written."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        if len(word) > 1 and word.lower() not in SILENT:
            found.setdefault(stem(word.lower()), word)
    return found


def counted(title: str, body: str) -> Counter[str]:
    """How often each stem is said. What stands in the title says three times what it is about."""
    words = [word.lower() for word in WORD.findall(f"{title} {title} {title} {body}"[:20_000])]
    return Counter(stem(word) for word in words if len(word) > 1 and word not in SILENT)


def likeness(asked: Counter[str], others: Sequence[Counter[str]]) -> list[float]:
    """How alike each of the others is, from 0 to 1 for the one most alike: cosines of TF-IDF, stretched to that range.

    Words are weighed among the others alone, so that what all of them say tells nothing.
    """
    if not others:
        return []
    spread = Counter(word for other in others for word in other)
    rarity = {word: math.log(1 + len(others) / spread[word]) for word in spread}
    unheard = math.log(1 + len(others))
    query = weighed(asked, rarity, unheard)
    raw = [sum(weight * query.get(word, 0.0) for word, weight in weighed(other, rarity, unheard).items()) for other in others]
    low, high = min(raw), max(raw)
    return [(value - low) / (high - low) if high > low else 0.0 for value in raw]


def weighed(counts: Counter[str], rarity: dict[str, float], unheard: float) -> dict[str, float]:
    """The weights of a text's stems, of length one."""
    weights = {word: (1 + math.log(count)) * rarity.get(word, unheard) for word, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def shared_words(asked: str, *others: str, most: int = 4) -> list[str]:
    """The telling words that a text shares with others, as it writes them, the longest first."""
    said = stems(asked)
    theirs = {word for other in others for word in stems(other)}
    return sorted((said[word] for word in said if word in theirs), key=lambda word: (-len(word), word))[:most]
