"""What stands beside pilots and assessments: companies without the feature, what it was worth, codes of words, commitments."""

from typing import NamedTuple


class Control(NamedTuple):
    """A company without the feature, before and after."""

    company: str
    before: float
    after: float


# By the pilot's idea. Named before anybody had the feature.
CONTROLS = {
    "contract-billing": (
        Control("copperfield", 59, 61), Control("orrin", 66, 64), Control("brightwater", 57, 60), Control("northgate", 63, 66),
        Control("arbour", 52, 55),
    ),
}  # fmt: skip


class Worth(NamedTuple):
    """What it cost a company once, and what each month since was worth to it."""

    company: str
    cost: int
    months: tuple[int, ...]


WORTHS = {
    "contract-billing": (
        Worth("pellworth", 4_200, (900, 1_900, 2_100)), Worth("larchmont", 3_000, (0, 1_400, 1_700)),
        Worth("gilpin", 1_100, (300, 350, 600)),
    ),
}  # fmt: skip
CODES = {
    ("contract-billing", "pellworth"): ("saves time",),
    ("contract-billing", "castellan"): ("on time",),
    ("contract-billing", "larchmont"): ("found money",),
    ("contract-billing", "hartigan"): ("trust",),
    ("contract-billing", "gilpin"): ("saves time",),
    ("contract-billing", "fenwick"): ("saves time",),
}


class Commitment(NamedTuple):
    """How far an account committed itself, what makes its salesperson think so, and what of ours it would replace."""

    rung: str
    evidence: str
    replaces: int = 0


# By idea, salesperson and company.
COMMITMENTS = {
    ("customer-eta", "jonas", "fenwick"): Commitment("money", "Second depot signed on the strength of the pilot."),
    ("customer-eta", "jonas", "larchmont"): Commitment("said", "Liked the demonstration, and said so twice."),
    ("customer-eta", "sophie", "tully"): Commitment("letter", "A mail that names the price."),
    ("customer-eta", "beatriz", "brightwater"): Commitment("name", "Will speak at our customer day.", 2_000),
    ("customer-eta", "beatriz", "northgate"): Commitment("letter", "In the draft of their tender."),
    ("offline-jobs", "callum", "aldous"): Commitment("letter", "Neil wrote the clause himself."),
    ("offline-jobs", "callum", "halden"): Commitment("time", "Two crews for the pilot, paid by them.", 4_000),
    ("offline-jobs", "beatriz", "northgate"): Commitment("time", "Third workshop in March."),
}
# What they would need to hear, by idea and salesperson.
TO_HEAR = {
    ("customer-eta", "jonas"): "How many calls an office had before and after, at a company of their size.",
    ("customer-eta", "sophie"): "That the first hundred messages a month are in the plan.",
    ("customer-eta", "beatriz"): "On which day we read the two trackers that they own.",
    ("offline-jobs", "callum"): "That a lost phone is emptied within the hour, in writing.",
    ("offline-jobs", "jonas"): "What the plan with it costs, and that the one without stays.",
    ("offline-jobs", "beatriz"): "What is left on a phone that gets lost: nothing.",
}
