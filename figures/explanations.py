"""How a figure was made: the formula in words and symbols, and what went into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from history.canonical import plain_value


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The base of every computed result.

    A subclass names its ``formula``; the function that computes it hands over the
    ``inputs``, so that a page can show "how this was made" beside any number.
    """

    formula: ClassVar[str] = ""
    inputs: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)

    def explain(self) -> dict[str, object]:
        """Tell how this figure was made: ``{"formula": text, "inputs": {name: value}}``."""
        return {"formula": self.formula, "inputs": _plain(self.inputs)}

    def facts(self) -> dict[str, Any]:
        """What was found, in plain JSON types: for a row's JSON column, an API answer or a packet."""
        return {shown.name: _plain(getattr(self, shown.name)) for shown in dataclasses.fields(self) if shown.repr}


def _plain(value):
    if isinstance(value, Figure):
        return value.facts()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain_value(dataclasses.asdict(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return plain_value(value)
