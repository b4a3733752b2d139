"""The verb of a product's board as such."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import change
from people.models import Product
from roadmap import rules
from roadmap.events import BoardEvent
from roadmap.models import Board

SETTINGS = frozenset(
    ("now_name", "next_name", "later_name", "completed_name", "now_limit", "next_limit", "later_limit")
)  # fmt: skip


@transaction.atomic
def set_up_board(product: Product, *, actor: Actor, version: int | None = None, **values: Any) -> Board:
    """Say what a product's board calls its lanes, and how many cards are meant to be in each; what is not named stays."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_shape(actor, product))
    if unknown := set(values) - SETTINGS:
        raise TypeError(f"No such setting of a board: {', '.join(sorted(unknown))}.")
    board, _ = Board.objects.get_or_create(product=product)
    values = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}
    changes = change(board, values, version=version)
    if changes:
        record(BoardEvent.SET_UP, board, actor=actor, about=product, changes=changes)
    return board
