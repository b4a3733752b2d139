"""Which usage Larkspan calls about: rules, and what salespeople made of the leads that they found."""

from typing import Any, NamedTuple


class Signal(NamedTuple):
    """One rule; days are counted from today. A condition names its feature by the demo's key."""

    name: str
    product: str
    by: str
    why: str
    conditions: tuple[dict[str, Any], ...]
    written: int
    any_of: tuple[dict[str, Any], ...] = ()
    active: int | None = None
    paused: int | None = None
    level: str = "company"
    rests: int = 90
    most: int = 5
    fallback: str = ""


SIGNALS = (
    Signal(
        "Small firms that outgrow their plan", "rounds", "tomasz",
        "Three people who plan by the week soon ask for roles and reports: Business has both.",
        (
            {"kind": "active", "people": 3, "days": 30},
            {"kind": "used", "feature": "week", "times": 4, "days": 30, "people": 1},
            {"kind": "segment", "values": ["smb"]},
        ),
        -160, any_of=({"kind": "plan", "plans": ["Team", "Starter"]}, {"kind": "lifecycle", "values": ["trial"]}), active=-152,
        fallback="sophie",
    ),
    Signal(
        "On-the-way message takes hold", "rounds", "tomasz",
        "Who sends it every day soon asks for replies, which only Enterprise has.",
        (
            {"kind": "used", "feature": "on-the-way", "times": 15, "days": 30, "people": 2},
            {"kind": "segment", "values": ["mid_market"]},
        ),
        -130, active=-122,
    ),
    Signal(
        "Invoices in one go, more than before", "ledger", "priya",
        "Growth in invoice runs comes before a second entity.",
        ({"kind": "growth", "feature": "send-all", "percent": 50, "days": 30, "times": 4},),
        -100, active=-92, paused=-20,
    ),
    Signal(
        "Order numbers on the doorstep", "ledger", "priya", "",
        ({"kind": "first_use", "feature": "po-numbers", "days": 30}, {"kind": "arr", "low": "20000", "high": None}),
        -9,
    ),
)  # fmt: skip

LOOKS = (-150, -120, -90, -60, -30, 0)
"""The days on which the demo's usage comes in, and the rules look at it."""

REJECTIONS = (
    ("in_talks", "The renewal is on my desk already."),
    ("too_small", "Three vans, and the owner drives one of them."),
    ("misread", "A trainer clicked through everything with them."),
)
LOSSES = (("price", "They want the reports, not the price."), ("no_answer", "Four calls, no answer."))
ANSWERS = ("Rang the dispatcher, who gave me the owner's number.", "They asked for a quote before I could offer one.", "")
WINS = ("Signed for a year.", "")
