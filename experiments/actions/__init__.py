"""The verbs of experiments: plan, start, amend, measure, conclude, and say what followed."""

from experiments.actions.plans import (
    amend_experiment,
    archive_experiment,
    edit_experiment,
    plan_experiment,
    start_experiment,
    unarchive_experiment,
)
from experiments.actions.results import (
    conclude_experiment,
    enter_result,
    reopen_experiment,
    say_what_followed,
    stop_experiment,
)

__all__ = [
    "amend_experiment",
    "archive_experiment",
    "conclude_experiment",
    "edit_experiment",
    "enter_result",
    "plan_experiment",
    "reopen_experiment",
    "say_what_followed",
    "start_experiment",
    "stop_experiment",
    "unarchive_experiment",
]
