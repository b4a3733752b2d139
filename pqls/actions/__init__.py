"""The verbs of rules and leads."""

from pqls.actions.answers import (
    accept_pql,
    assign_pql,
    reject_pql,
    remind_of_pql,
    snooze_pql,
    step_back,
    wake_pql,
)
from pqls.actions.deals import lose_pql, make_opportunity, win_pql
from pqls.actions.handover import evaluate_rule
from pqls.actions.rules import activate_rule, archive_rule, change_rule, pause_rule, restore_rule, write_rule
from pqls.actions.trying import finish_try_out, try_out_rule

__all__ = [
    "accept_pql",
    "activate_rule",
    "archive_rule",
    "assign_pql",
    "change_rule",
    "evaluate_rule",
    "finish_try_out",
    "lose_pql",
    "make_opportunity",
    "pause_rule",
    "reject_pql",
    "remind_of_pql",
    "restore_rule",
    "snooze_pql",
    "step_back",
    "try_out_rule",
    "wake_pql",
    "win_pql",
    "write_rule",
]
