"""What Larkspan's people promised to customers, and what became of it."""

from typing import NamedTuple


class Promise(NamedTuple):
    """One promise: days are counted from today; `deal` is the name of the request's deal, if it hangs on one."""

    company: str
    topic: str
    by: str
    day: int
    words: str
    firmness: str
    due: int | None = None
    deal: str = ""
    amount: int = 0
    ended: tuple[str, str, int, str] | None = None
    """State, who said so, on which day, and why."""


PROMISES = (
    Promise(
        "fenwick", "customer-eta", "jonas", -128, "Their customers hear from us when the van is on its way.", "tied",
        ended=("kept", "jonas", -30, "In use at both depots."),
    ),
    Promise(
        "northgate", "live-replan", "beatriz", -20,
        "Replanning with emergency crews is shown to their planners before they sign.",
        "written", due=26, deal="Renewal with emergency crews", amount=70_000,
    ),
    Promise(
        "aldous", "offline-jobs", "callum", -45, "Civils crews can record a whole shift without signal.", "tied", due=-4,
        deal="Field works renewal plus civils", amount=60_000,
    ),
    Promise(
        "brightwater", "self-booking", "beatriz", -15,
        "We try self-booking with one street of their exchange programme.", "quote",
    ),
    Promise(
        "pellworth", "subcontractors", "callum", -24, "Partner access comes with the renewal.", "hearsay",
        ended=("withdrawn", "callum", -6, "Said in passing at a trade fair. They know now that it is not decided."),
    ),
)  # fmt: skip
