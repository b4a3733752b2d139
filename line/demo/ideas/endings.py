"""Ideas that ended: the day, the reason that their askers were given, and what they are a duplicate of."""

from typing import NamedTuple


class Ending(NamedTuple):
    """Why nobody works on an idea any more. Without a reason here its gate said why."""

    day: int
    reason: str
    duplicate_of: str = ""


ENDINGS = {
    "dark-mode": Ending(-25, "Folded into the accessibility work, which asks for it too.", "accessibility"),
    "weather-hold": Ending(
        -22, "One company asked, and moving many jobs at once comes with live replanning. Con knows, and grumbled."
    ),
    "wall-display": Ending(-60, "Few asked, and a screen that stays signed in for weeks is a risk that we do not want to sell."),
    "benchmarks": Ending(-98, "Killed at its first gate: people were curious about prices, which we may not show."),
}
