"""The sixty ideas of the demo, read from their blocks."""

import re
from typing import NamedTuple

from . import in_the_books, in_the_field, on_the_board

PARTS = ("Problem", "Value", "Hypothesis", "Target", "Actual")


class Sketch(NamedTuple):
    """One idea as its author wrote it down, with where it stands today."""

    key: str
    product: str
    owner: str
    state: str
    stage: str
    age: int
    title: str
    problem: str
    value: str
    hypothesis: str
    target: str
    actual: str


def _sketch(block):
    head, title, *lines = block.strip().split("\n")
    key, product, owner, state, stage, age = [part.strip() for part in head.split("|")]
    pieces = re.split(rf"\b({'|'.join(PARTS)}): ", " ".join(lines))
    canvas = {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return Sketch(key, product, owner, state, stage, int(age), title, *[canvas.get(part, "") for part in PARTS])


IDEAS = [
    _sketch(block)
    for module in (in_the_field, on_the_board, in_the_books)
    for block in module.IDEAS.split("## ")
    if block.strip()
]
