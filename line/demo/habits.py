"""What Larkspan's people look at again and again: segments that they drew, and rules that do the plain part of triage."""

from typing import Any, NamedTuple


class Drawn(NamedTuple):
    """A segment of customers: who drew it, on which day counted from today, and what its companies have in common."""

    name: str
    by: str
    day: int
    conditions: tuple[dict[str, Any], ...]


class Habit(NamedTuple):
    """A triage rule: when feedback holds one of the words, or comes from such customers, do that. Some are not on yet."""

    name: str
    by: str
    day: int
    does: dict[str, Any]
    is_on: bool = True


SEGMENTS = (
    Drawn(
        "Largest customers", "fatima", -210,
        ({"field": "arr", "is": "from", "value": 75_000}, {"field": "lifecycle", "is": "is", "value": "customer"}),
    ),
    Drawn("Something to win", "callum", -96, ({"field": "open_deals", "is": "from", "value": 1},)),
    Drawn(
        "Small and by themselves", "sophie", -60,
        ({"field": "segment", "is": "is", "value": "smb"}, {"field": "motion", "is": "is", "value": "self_serve"}),
    ),
)  # fmt: skip

RULES = (
    Habit("Invoices and tax go to Ledger", "priya", -3, {"words": "invoice, invoices, VAT, credit note", "add_tags": "billing"}),
    Habit("Who left is heard first", "nora", -3, {"lifecycle": "churned", "add_tags": "churned", "assign_to": "nora"}),
    Habit("Large deals to Tomasz", "tomasz", -2, {"least_amount": 50_000, "assign_to": "tomasz"}, is_on=False),
)
