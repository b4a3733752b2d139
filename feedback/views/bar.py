"""The buttons under the list when something is picked: which verbs fit the state that one looks at."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

TO_TRIAGE = ("inbox", "snoozed")
ANYWHERE = (*TO_TRIAGE, "reviewed", "archived", "all")


@dataclass(frozen=True)
class Button:
    """One verb of the bar, and the states in which it is offered."""

    verb: str
    label: str
    icon: str
    key: str
    states: tuple[str, ...]
    is_at_once: bool = False
    is_small: bool = False
    order: int = 50

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse("feedback:bulk", args=[self.verb])


BUTTONS = [
    Button("set-aside", "Set aside", "circle-slash", "d", ("inbox", "snoozed"), order=20),
    Button("snooze", "Snooze", "alarm-clock", "h", ("inbox",), is_small=True, order=30),
    Button("wake", "Wake", "alarm-clock", "h", ("snoozed",), is_at_once=True, order=30),
    Button("reopen", "Back to the inbox", "undo-2", "r", ("reviewed",), is_at_once=True, order=30),
    Button("unarchive", "Bring back", "archive-restore", "e", ("archived",), is_at_once=True, order=30),
    Button("merge", "Merge", "git-merge", "m", ("inbox", "snoozed", "reviewed"), is_small=True, order=40),
    Button("assign", "Assign", "user-check", "a", ANYWHERE, is_small=True, order=60),
    Button("tag", "Tags", "tag", "t", ANYWHERE, is_small=True, order=70),
    Button("move", "Product", "package", "p", ANYWHERE, is_small=True, order=80),
    Button("archive", "Archive", "archive", "e", ("inbox", "snoozed", "reviewed"), is_at_once=True, is_small=True, order=90),
]


def offer_button(button: Button) -> None:
    """Let an upper floor's verb stand in the bar too."""
    BUTTONS[:] = [one for one in BUTTONS if one.verb != button.verb] + [button]


def buttons_for(state: str) -> list[Button]:
    """The bar of a state."""
    return sorted((one for one in BUTTONS if state in one.states), key=lambda one: one.order)
