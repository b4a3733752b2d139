"""How a figure was made: the formula in words and symbols, and what went into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


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
        return {"formula": self.formula, "inputs": dict(self.inputs)}
