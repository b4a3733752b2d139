"""Vectors as they are kept, and the nearest of many: exact, in memory, one matrix product."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.text.embedder import Vectors

ROOM = 1024


def packed(vector: NDArray[np.floating]) -> bytes:
    """A vector as the table keeps it: half precision, which moves no cosine by more than a thousandth."""
    return np.asarray(vector, dtype="<f2").tobytes()


def unpacked(data: bytes | memoryview) -> NDArray[np.float32]:
    """A kept vector, ready to be multiplied."""
    return np.frombuffer(data, dtype="<f2").astype(np.float32)


class VectorIndex(Protocol):
    """Whatever finds the nearest of many vectors."""

    def upsert(self, keys: Iterable[Hashable], vectors: Vectors) -> None:
        """Take vectors in, in place of those that the keys had."""
        ...

    def delete(self, keys: Iterable[Hashable]) -> None:
        """Let vectors go."""
        ...

    def search(self, vector: NDArray[np.float32], limit: int) -> list[tuple[Hashable, float]]:
        """The nearest keys with their cosines, the nearest first."""
        ...


class ExactIndex:
    """Every vector is looked at. For 100,000 of them that is one product of a matrix with a vector."""

    def __init__(self, dim: int) -> None:
        self.rows: Vectors = np.zeros((ROOM, dim), dtype=np.float32)
        self.keys: list[Hashable] = []
        self.places: dict[Hashable, int] = {}
        self.turn = threading.Lock()

    def __len__(self) -> int:
        return len(self.keys)

    def upsert(self, keys: Iterable[Hashable], vectors: Vectors) -> None:
        """Take vectors in, in place of those that the keys had."""
        with self.turn:
            for key, vector in zip(keys, vectors, strict=True):
                place = self.places.get(key)
                if place is None:
                    place = self.places[key] = len(self.keys)
                    self.keys.append(key)
                    if place == len(self.rows):
                        self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
                self.rows[place] = vector

    def delete(self, keys: Iterable[Hashable]) -> None:
        """Let vectors go; the last one moves into the gap."""
        with self.turn:
            for key in keys:
                place = self.places.pop(key, None)
                if place is None:
                    continue
                last = self.keys.pop()
                if last != key:
                    self.keys[place], self.places[last] = last, place
                    self.rows[place] = self.rows[len(self.keys)]

    def vector_of(self, key: Hashable) -> NDArray[np.float32] | None:
        """The vector that a key has, if any."""
        with self.turn:
            place = self.places.get(key)
            return None if place is None else self.rows[place].copy()

    def search(self, vector: NDArray[np.float32], limit: int) -> list[tuple[Hashable, float]]:
        """The nearest keys with their cosines, the nearest first."""
        with self.turn:
            if not self.keys or limit < 1:
                return []
            cosines = self.rows[: len(self.keys)] @ vector
            some = min(limit, len(self.keys))
            places = np.argpartition(-cosines, some - 1)[:some]
            places = places[np.argsort(-cosines[places], kind="stable")]
            return [(self.keys[place], float(cosines[place])) for place in places]
