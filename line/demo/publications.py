"""What others read of the demo's roadmap: three views, the words that customers read of eight cards, and two release notes."""

from typing import NamedTuple


class View(NamedTuple):
    """A roadmap as one audience reads it: by whom it was made, and how it speaks."""

    key: str
    name: str
    audience: str
    owner: str
    title: str
    intro: str = ""
    now: str = ""
    later: str = ""


VIEWS = (
    View(
        "customers",
        "For customers",
        "customers",
        "tomasz",
        "What we are working on",
        "This is where we are going, not a list of dates. What stands under “Being built” is in the hands of our teams; the rest "
        "may still change. Tell us below a card what you would need from it.",
        now="Being built",
        later="Being thought about",
    ),
    View(
        "sales",
        "For the field",
        "sales",
        "priya",
        "What you may speak of",
        "With the words that may be said to customers, and how many of them asked.",
    ),
    View("leadership", "For the monthly review", "leadership", "tomasz", "Where we stand", "Outcomes first; ask about any card."),
)

# What customers read of a card: its title on the board, the title for them, and a few words.
CARDS = (
    (
        "The phone works where the work is",
        "Work without signal",
        "Whole jobs can be done and signed in a cellar or a tunnel. The phone catches up by itself when it is back in the open.",
    ),
    (
        "A plan that is still true at ten",
        "A day plan that mends itself",
        "When a job overruns, the rest of the day is planned anew with one click, and everybody concerned is told.",
    ),
    ("Nobody is sent who may not go", "The right certificate for the job", "The board knows who may work where, and until when."),
    (
        "See what a job earns while it is open",
        "What a job earns, while it runs",
        "Hours, parts and price side by side before the invoice is written.",
    ),
    (
        "Invoices that public customers accept",
        "Invoices for public customers",
        "Structured invoices, sent through the networks that councils and hospitals use.",
    ),
    ("Every machine tells its story", "The history of each machine", "Scan the code on a machine and read what was done to it."),
    (
        "Customers choose their own slot",
        "Your customers book their own visit",
        "They see the times that fit your plan, choose one, and move it if they must.",
    ),
    (
        "The customer knows when we come",
        "Your customers know when you come",
        "A message the evening before, and another when the van is on its way.",
    ),
)

# What a passer-by and a customer wrote below a card.
REACTIONS = (
    ("The phone works where the work is", "Half of our boiler rooms have no signal. Can pictures wait as well?"),
    ("Customers choose their own slot", "Only if we can keep mornings free for emergencies."),
)


class Notes(NamedTuple):
    """Release notes of a product: drafted on a day, for the days since another, and published or not."""

    product: str
    owner: str
    since: int
    day: int
    is_published: bool


NOTES = (Notes("rounds", "tomasz", -90, -52, is_published=True), Notes("ledger", "priya", -280, -20, is_published=False))
