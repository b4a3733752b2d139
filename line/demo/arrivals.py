"""Feedback that came in by another way than one at a time: a file of survey comments, and what was said twice."""

from typing import NamedTuple

IMPORTED = -26
IMPORTER = "nora"
FILE_NAME = "Survey comments, old tool.csv"
SOURCE = "old survey tool"
# What the names of its columns do not tell by themselves.
MAPPED = {"source_id": "Comment ID", "said_at": "Submitted"}
HEADER = ("Comment ID", "Comment", "Account", "Author", "Submitted")

# Rows of the file that came to nothing, so that its report has something to say: what was exported twice, and a day that
# no calendar has. (The voices of the channel "import" are its other rows.)
EXPORTED_TWICE = 2
SPOILT = (
    "SC-0977",
    "Good on the phone, slow on the laptop in the yard.",
    "Larchmont Elevator Care",
    "Eric",
    "31.02.2026",
)


class Again(NamedTuple):
    """Somebody's words that came in a second time: the voice begins so, then who passed them on, how, and in which words."""

    begins: str
    days: int
    heard_by: str
    channel: str
    text: str


AGAINS = [
    Again("We look after three hospital basements", 2, "hannah", "email",
          "As I told your colleague on the phone: three hospital basements, a car park that goes down five floors, and my "
          "people carry two phones, one for us and one to stand near a window with."),
    Again("I bid for council contracts", 3, "luca", "call",
          "Phil rang once more about his council contracts. He bids on what the last one cost, and what that was is a "
          "feeling with a decimal point."),
]  # fmt: skip
