"""The verbs of usage."""

from usage.actions.taking import Taken, take_events

__all__ = ["Taken", "take_events"]
