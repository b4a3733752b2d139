"""What a group of texts is about: a phrase that the group says and others do not, its telling words, its most central text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.text.embedder import Vectors, unit
from matching.text.lexical import SILENT, counted, stem, stems

SENTENCE = re.compile(r"[.!?;:,()\n\"“”]+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
TRIED = 12
Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class Label:
    """A phrase, up to four words, and the place of the most central text."""

    phrase: str
    words: list[str]
    central: int


def phrases_of(text: str) -> dict[str, str]:
    """Each run of two to four words that neither begins nor ends with a silent one: its stems, and how it was said."""
    found: dict[str, str] = {}
    for sentence in SENTENCE.split(text[:4000]):
        words = WORD.findall(sentence)
        for first in range(len(words)):
            for last in range(first + 2, min(first + 4, len(words)) + 1):
                run = words[first:last]
                if is_telling(run[0]) and is_telling(run[-1]):
                    found.setdefault(" ".join(stem(word.lower()) for word in run), " ".join(run))
    return found


def is_telling(word: str) -> bool:
    """Whether a word says something by itself."""
    return word.lower() not in SILENT and len(word) > 1 and not word.isdigit()


def labels_of(groups: Sequence[Sequence[str]], vectors: Sequence[Vectors], embed: Embed) -> list[Label]:
    """A label for each group of texts, with their vectors; words that every group says count for little."""
    counts = [Counter(word for text in group for word in counted("", text)) for group in groups]
    everywhere: Counter[str] = sum(counts, Counter())
    average = max(1.0, sum(everywhere.values()) / max(1, len(groups)))
    return [
        label_of(group, rows, telling(count, everywhere, average), embed)
        for group, rows, count in zip(groups, vectors, counts, strict=True)
    ]


def telling(counts: Counter[str], everywhere: Counter[str], average: float) -> dict[str, float]:
    """How much each stem tells of a group: how often it is said there, and how rarely elsewhere (c-TF-IDF)."""
    return {word: count * math.log(1 + average / everywhere[word]) for word, count in counts.items()}


def label_of(texts: Sequence[str], rows: Vectors, weights: dict[str, float], embed: Embed) -> Label:
    """The phrase that weighs most and lies nearest to the middle of the group."""
    middle: NDArray[np.float32] = unit(rows.mean(axis=0, keepdims=True))[0]
    said = Counter[str]()
    spelled: dict[str, str] = {}
    for text in texts:
        for key, run in phrases_of(text).items():
            said[key] += 1
            spelled.setdefault(key, run)
    shared = {key: count for key, count in said.items() if count > 1} or dict(said)
    best = sorted(shared, key=lambda key: (-weight_of(key, weights) * shared[key], key))[:TRIED]
    order = sorted((word for word in weights if not word.isdigit() and len(word) > 2), key=lambda word: (-weights[word], word))
    words = [spell(word, texts) for word in order[:4]]
    phrase = " ".join(words[:3])
    if best:
        near = embed([spelled[key] for key in best]) @ middle
        scores = [weight_of(key, weights) * shared[key] * max(0.0, float(cosine)) for key, cosine in zip(best, near, strict=True)]
        phrase = spelled[best[int(np.argmax(scores))]]
    return Label(phrase[:1].upper() + phrase[1:], words, int(np.argmax(rows @ middle)))


def weight_of(key: str, weights: dict[str, float]) -> float:
    """The mean weight of a phrase's words."""
    words = key.split()
    return sum(weights.get(word, 0.0) for word in words) / len(words)


def spell(word: str, texts: Sequence[str]) -> str:
    """A stem as the texts write it."""
    return next((found[word].lower() for text in texts if word in (found := stems(text))), word)
