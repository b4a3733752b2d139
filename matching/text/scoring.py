"""Which ideas a text supports: the nearest of what is known of each idea, and a little for shared words.

Measured on held-out requests of other products: the greatest cosine beats means and trained rankers, rank fusion hurts, and
words help only while few links are known. ``manage.py evaluate_matching`` measures it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.text.lexical import likeness

MOST_CANDIDATES = 40
FEW_LINKS, SOME_LINKS = 30, 60


@dataclass(frozen=True)
class Candidate:
    """An idea that is near: its own cosine, that of its nearest accepted quote, and of the nearest text it was refused for."""

    key: int
    words: Counter[str]
    cosine: float
    quote: float = -1.0
    refused: float = -1.0

    @property
    def nearest(self) -> float:
        """The greatest cosine known."""
        return max(self.cosine, self.quote)


@dataclass(frozen=True)
class Scored:
    """A candidate with its score."""

    candidate: Candidate
    score: float
    lexical: float


def lexical_weight(links: int) -> float:
    """How much shared words count: the more links people have accepted, the less."""
    return 0.2 if links < FEW_LINKS else 0.1 if links < SOME_LINKS else 0.0


def scored(asked: Counter[str], candidates: Sequence[Candidate], *, links: int, alike: float) -> list[Scored]:
    """Candidates with their scores, the best first.

    An idea that somebody refused for a text as good as the same (``alike`` and nearer than all that speaks for it) is left out.
    """
    kept = [one for one in candidates if not (one.refused >= alike and one.refused > one.nearest)]
    weight = lexical_weight(links)
    found = [
        Scored(one, one.nearest + weight * shared, shared)
        for one, shared in zip(kept, likeness(asked, [one.words for one in kept]), strict=True)
    ]
    return sorted(found, key=lambda one: (-one.score, one.candidate.key))


def nearest_of(hits: Iterable[tuple[int, float]], most: int = MOST_CANDIDATES) -> dict[int, float]:
    """The first few ideas among hits that come nearest first, each with its greatest cosine."""
    best: dict[int, float] = {}
    for key, cosine in hits:
        if key not in best and len(best) < most:
            best[key] = cosine
    return best
