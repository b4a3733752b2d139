"""The vectors in memory: each process keeps them at hand, and before each look takes in what was written since the last."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from history import clock
from matching.models import Embedding, Kind
from matching.text.embedder import MiniLM, model_id
from matching.text.vectors import ExactIndex

OVERLAP = timedelta(minutes=1)  # so much later than it was written may a row be seen: a transaction commits at its end
CHUNK = 2000


class Shelf:
    """All vectors of some kinds. Keys are ``(kind, id)``; who may see which is asked of the database, never of a shelf."""

    def __init__(self, *kinds: Kind) -> None:
        self.kinds, self.turn = kinds, threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.index, self.model, self.until = ExactIndex(MiniLM.dim), "", None

    index: ExactIndex
    model: str
    until: datetime | None

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[tuple[str, int], float]]:
        """The nearest keys with their cosines."""
        self.refresh()
        return self.index.search(vector, limit)  # type: ignore[return-value]

    def around(self, kind: Kind, pk: int, limit: int) -> tuple[NDArray[np.float32], list[tuple[tuple[str, int], float]]] | None:
        """The vector of a record that is here, and the nearest keys with their cosines, its own among them."""
        self.refresh()
        vector = self.index.vector_of((kind, pk))
        return None if vector is None else (vector, self.index.search(vector, limit))  # type: ignore[return-value]

    def refresh(self) -> None:
        """Take in what is new."""
        with self.turn:
            if self.model != model_id():
                self.clear()
                self.model = model_id()
            looked_at = clock.now()
            rows = Embedding.objects.of_model(self.model).filter(kind__in=self.kinds)
            if self.until is not None:
                rows = rows.filter(made_at__gt=self.until)
            found = rows.values_list("kind", "object_id", "vector")
            some: list[tuple[str, int, Any]] = []
            for row in found.iterator(chunk_size=CHUNK):
                some.append(row)
                if len(some) == CHUNK:
                    self.take(some)
                    some = []
            self.take(some)
            self.until = looked_at - OVERLAP

    def take(self, rows: Sequence[tuple[str, int, Any]]) -> None:
        """Put rows of the table onto the shelf."""
        if not rows:
            return
        whole = np.frombuffer(b"".join(bytes(row[2]) for row in rows), dtype="<f2").reshape(len(rows), -1)
        self.index.upsert([(row[0], row[1]) for row in rows], whole.astype(np.float32))


ideas = Shelf(Kind.IDEA, Kind.INSIGHT)
feedback = Shelf(Kind.FEEDBACK)
