"""How the house says no: a rule answers ``Denied("why")``, a verb raises ``NotAllowed``, ``NotPossible`` or ``Stale``."""

from __future__ import annotations

from typing import Any


class Denied:
    """A rule's no, with its reason. It is falsy, so ``if may_x(...)`` reads as it should."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.why

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Denied) and other.why == self.why

    def __hash__(self) -> int:
        return hash(self.why)


class Refusal(Exception):
    """A verb that said no and changed nothing. ``str()`` is the sentence that the user reads."""


class NotAllowed(Refusal):
    """This actor may not do it (403)."""


class NotPossible(Refusal):
    """Nobody could do it as things stand (409)."""


class Stale(NotPossible):
    """Somebody changed the record in between (409). ``current`` holds its state now, field by field."""

    def __init__(self, sentence: str, *, current: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.current = current


def require(answer: bool | Denied) -> None:
    """Raise ``NotAllowed`` with the rule's reason unless the rule said yes."""
    if not answer:
        raise NotAllowed(str(answer) if isinstance(answer, Denied) else "You may not do this.")
