"""The interviews that Larkspan's people noted down: each holds a voice, which is found by its first words."""

from __future__ import annotations

from typing import NamedTuple

from feedback.models import Consent


class Said(NamedTuple):
    """Further words of a conversation that became an insight, and of which idea."""

    topic: str
    excerpt: str
    importance: int


class Conversation(NamedTuple):
    """The frame of an interview, and what was said before and after the voice that it holds."""

    begins: str
    title: str
    consent: str
    guide: str = ""
    others: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    more: tuple[Said, ...] = ()


CONVERSATIONS = (
    Conversation(
        "We pay penalties by the quarter hour.", "Castellan: how a contract is lost by the minute", Consent.RECORDED,
        "How do you know on a given day that you are in time?\nWho finds out first when you are not?",
        ("Leanne",),
        before=(
            "Martin: We look after 430 sites, alarms mostly. Four hours from the call to somebody at the door, two for a bank. "
            "The day begins well. By ten there are three calls that nobody planned, and then we only move things about.\n\n"
            "Leanne: I have the contracts in a ring binder. I know most of them by heart, which is not a system.\n\nMartin: "
        ),
        after=(
            "\n\nLeanne: And a third of it isn't even us. We send a partner, and until he rings back I see nothing. I'd give him "
            "a link, without our prices on it, and he taps that he is there.\n\n"
            "Martin: Then the month ends, and the arguing starts. We invoice quarterly in advance and take the penalties off by "
            "hand, from the same report. Last quarter that was four days of two people.\n\n"
            "Asked what should stay as it is: the map. Both said it at once."
        ),
        more=(
            Said("subcontractors", "I'd give him a link, without our prices on it, and he taps that he is there.", 2),
            Said("contract-billing", "We invoice quarterly in advance and take the penalties off by hand", 1),
        ),
    ),
    Conversation(
        "First-time fix by lift type and by depot", "Sigrid and Jan Erik, on the numbers that they are asked for", Consent.SAID,
        "Which number did somebody last ask you for that you did not have?", ("Jan",),
    ),
    Conversation("Grant inspectors want seven specific shots", "Kirsty, on what an inspector wants to see", Consent.SAID),
    Conversation(
        "Every device class has its own test protocol", "Orrin: forty-one paper forms", Consent.RECORDED,
        "Which of your forms could be gone tomorrow?", ("Ben", "Maria"),
    ),
    Conversation("After the incident at the reservoir", "Rob, on working alone after the reservoir", Consent.NO),
    Conversation("Statutory visits, planned visits, extras.", "Stuart, on a year of promises", Consent.SAID, "", ("Yasmin",)),
)  # fmt: skip


def conversation_of(words: str) -> Conversation | None:
    """The interview that holds a voice."""
    return next((one for one in CONVERSATIONS if words.startswith(one.begins)), None)
