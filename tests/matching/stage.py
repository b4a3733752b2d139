"""A small embedder for tests that are not about the model: texts are near when they share words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from matching.text.embedder import MiniLM, Thresholds, Vectors, unit
from matching.text.lexical import counted


class WordBag:
    """Each stem is a direction of its own."""

    model_id = MiniLM.model_id
    dim = 384
    max_tokens = 256
    thresholds = Thresholds(listed=0.65, flagged=0.76, near=0.35, theme=0.5)

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str], kind: str = "passage") -> Vectors:
        self.read += texts
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for n, text in enumerate(texts):
            for word, count in counted("", text).items():
                rows[n, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dim] += count
        return unit(rows)
