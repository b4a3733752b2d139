"""The verbs of what comes in from other tools: the only writers here."""

from integrations.actions.imports import (
    cancel_import,
    finish_import,
    reread_import,
    run_import,
    start_import,
    take_rows,
    try_import,
)
from integrations.actions.mail import add_mail_address, change_mail_address, receive_mail
from integrations.actions.undoing import undo_import

__all__ = [
    "add_mail_address",
    "cancel_import",
    "change_mail_address",
    "finish_import",
    "receive_mail",
    "reread_import",
    "run_import",
    "start_import",
    "take_rows",
    "try_import",
    "undo_import",
]
