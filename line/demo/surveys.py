"""Two surveys in Rounds, what was answered in words, and what came through the widget."""

from typing import NamedTuple

PRODUCT = "rounds"
MAKER = "tomasz"
SITES = ("https://app.rounds.example",)
NPS_STARTED, NPS_ANSWERS = -88, 90
ELLIS_STARTED, ELLIS_ANSWERS = -31, 48


class Said(NamedTuple):
    """An answer with words, so many days from today."""

    day: int
    score: int
    text: str


class Note(NamedTuple):
    """Something that a user wrote in the widget."""

    day: int
    company: str
    page: str
    text: str


NPS_WORDS = (
    Said(-41, 3, "The week view takes ten seconds to load on the office machine. By then the phone has rung twice."),
    Said(-19, 10, "New engineers plan their own day within a week. With the old system it took us a month."),
    Said(
        -5, 6, "Good tool, but nobody tells us before a screen changes. My team prints the steps and they were wrong on Monday."
    ),
)
ELLIS_WORDS = (
    Said(-29, 3, "We would be back to the whiteboard and to forty calls before nine."),
)  # fmt: skip
NOTES = (
    Note(-6, "gilpin", "https://app.rounds.example/board", "Yesterday's unfinished visits should be on top when I open it."),
    Note(-2, "kronberg", "https://app.rounds.example/visits/new", "The address forgets its postcode when I go back one step."),
)  # fmt: skip
