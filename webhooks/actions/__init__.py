"""The verbs of webhooks: the only writers here."""

from webhooks.actions.endpoints import (
    add_endpoint,
    archive_endpoint,
    change_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
)
from webhooks.actions.messages import replay_failed, replay_message, send_test
from webhooks.actions.sending import bring, hand_out

__all__ = [
    "add_endpoint",
    "archive_endpoint",
    "bring",
    "change_endpoint",
    "hand_out",
    "pause_endpoint",
    "replay_failed",
    "replay_message",
    "resume_endpoint",
    "rotate_secret",
    "send_test",
]
