"""The verbs of priorities."""

from priorities.actions.estimates import estimate
from priorities.actions.rounds import ask_again, cancel_round, close_round, open_round, rate, reveal_round
from priorities.actions.schemes import add_factor, change_factor, choose_method, remove_factor

__all__ = [
    "add_factor", "ask_again", "cancel_round", "change_factor", "choose_method", "close_round", "estimate", "open_round", "rate",
    "remove_factor", "reveal_round",
]  # fmt: skip
