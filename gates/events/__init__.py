"""What can happen at the gates, by noun."""

from gates.events.reviews import GateEvent

__all__ = ["GateEvent"]
