"""The product that Larkspan has not told anybody about: restricted to those who work on it."""

from line.demo.ideas import Sketch
from line.demo.words import Voice

KEY, NAME = "almanac", "Almanac"
ABOUT = "Says which machine will fail next, so that the visit is planned before the call. Not announced."
BEGUN = -110
MEMBERS = ("tomasz", "hannah", "callum", "anders", "margaret")

IDEAS = [
    Sketch(
        "fails-next", KEY, "tomasz", "backlog", "discovery", 96,
        "Say which machine will fail next",
        "Breakdowns arrive as calls at seven in the morning, and the plan of the day is gone. Yet the same machine had two "
        "small repairs in the month before.",
        "A visit that is planned costs a third of one that is not.",
        "If repairs of three years show which machines fail within 60 days, service contracts are planned around them.",
        "Half of the breakdowns among a customer's worst tenth of machines are seen two weeks ahead.",
        "",
    ),
    Sketch(
        "quiet-visit", KEY, "tomasz", "backlog", "assessment", 71,
        "Put the early visit into a round that passes by anyway",
        "A visit ahead of a failure is hard to sell when it costs a drive of its own.",
        "Early visits that cost minutes and not hours.",
        "If a suggestion waits until a van is within ten minutes, customers say yes to most of them.",
        "Seven of ten suggestions are taken.",
        "",
    ),
    Sketch(
        "show-why", KEY, "tomasz", "unsorted", "assessment", 34,
        "Show why a machine is on the list",
        "Nobody sends an engineer because a computer has a feeling.",
        "Engineers who trust the list, or can say why not.",
        "If each line shows the three repairs behind it, service heads act on it without asking us.",
        "",
        "",
    ),
]  # fmt: skip

# Each with the day on which it was said; all under a promise of silence.
VOICES = [
    (-88, Voice("fails-next", "interview", "halden", "Sigrid", 3,
        "If you could tell me on Monday which twelve lifts will stop this week, I would pay for that before anything else you "
        "make. We have eleven years of repairs, and nobody reads them.",
        "tell me on Monday which twelve lifts will stop this week")),
    (-63, Voice("fails-next", "interview", "kronberg", "Matthias", 2,
        "My oldest technician knows by the sound which drive will go. He retires in two years. Then I need it in writing.",
        "He retires in two years. Then I need it in writing.")),
    (-41, Voice("quiet-visit", "interview", "maplecross", "", 2,
        "A cabinet that fails on a Saturday costs us the stock. I'd let you in on a Tuesday for nothing, if you're in the "
        "street anyway.",
        "I'd let you in on a Tuesday for nothing, if you're in the street anyway")),
    (-6, Voice("show-why", "interview", "orrin", "Ben", None,
        "I'd believe it if it showed me the last three visits. I would not believe a red dot.", "")),
]  # fmt: skip
