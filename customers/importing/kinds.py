"""Further kinds of rows that a file can hold: an upper floor says what their columns mean and how a row is brought in.

Uploading, naming the columns, trying out, the report of each row, the progress and taking it all back are one machinery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from history.actor import Actor
from history.refusals import Denied


@dataclass(frozen=True)
class Target:
    """Something of a record that a column can give, and the names that columns of that meaning have."""

    name: str
    label: str
    known_as: tuple[str, ...]


@dataclass(frozen=True)
class FileKind:
    """One further kind.

    ``wanting`` gives the errors of a mapping that leaves something out; ``title`` is what the report calls a row, ``key`` by
    what it is known again within the file. ``read`` turns cells into values, or raises ValidationError; ``sync(values, actor=)``
    brings one row in and gives a ``Synced``; ``take_back(row, reason, actor)`` undoes it and gives what of it stays, and why.
    """

    targets: tuple[Target, ...]
    wanting: Callable[[dict[str, str]], dict[str, str]]
    title: Callable[[dict[str, str]], str]
    key: Callable[[dict[str, str]], str]
    read: Callable[[dict[str, str]], dict[str, Any]]
    sync: Callable[..., Any]
    take_back: Callable[[Any, str, Actor], str]
    may: Callable[[Actor], bool | Denied]
    page: str


_kinds: dict[str, FileKind] = {}


def takes_files_of(kind: str, how: FileKind) -> None:
    """Say how rows of a kind are brought in. Called when the upper floor starts."""
    _kinds[str(kind)] = how


def file_kind(kind: str) -> FileKind | None:
    """How rows of this kind are brought in, if an upper floor does it."""
    return _kinds.get(str(kind))
