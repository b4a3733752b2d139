"""What stands on the canvas of Larkspan’s ideas beside the words: for whom, in which stories, linked to what."""

from typing import NamedTuple


class Person(NamedTuple):
    """A persona; without a product shared by all."""

    key: str
    product: str
    name: str
    does: str
    goals: str
    pains: str


class Job(NamedTuple):
    """A job to be done."""

    key: str
    product: str
    when: str
    want: str
    so_that: str


class Tale(NamedTuple):
    """A user story, with its criteria; those that begin with ``+`` are met."""

    role: str
    want: str
    so_that: str
    criteria: tuple[str, ...] = ()


PERSONAS = (
    Person(
        "dispatcher",
        "rounds",
        "Dispatcher",
        "Plans thirty technicians before seven, and plans them again until six. Two screens, one phone, always ringing.",
        "- A plan that survives until noon\n- No promise broken without the customer knowing first",
        "- Learns of overruns from angry customers\n- Rebuilds the afternoon in her head",
    ),
    Person(
        "technician",
        "rounds",
        "Technician",
        "Six visits a day in cellars, on roofs and behind locked gates, with one hand free and often no signal.",
        "- Know what is wrong before opening the panel\n- Home by five",
        "- Types the same thing twice\n- The app forgets when the signal does",
    ),
    Person(
        "bookkeeper",
        "ledger",
        "Bookkeeper",
        "Turns what technicians wrote into invoices that customers pay, twice a week, from three systems.",
        "- Invoices out on the day of the work\n- A month that closes in two days",
        "- Chases missing purchase orders\n- Corrects VAT by hand",
    ),
    Person(
        "owner",
        "",
        "Owner of the firm",
        "Runs a firm of five to eighty people. Sells, hires, and signs everything.",
        "- Know which work earns money\n- Sleep at night",
        "- Sees last month's numbers next month",
    ),
    Person(
        "end-customer",
        "",
        "The customer's customer",
        "Took a morning off work and waits at the window.",
        "- Know when somebody comes\n- Not to ring anybody",
        "- “Between eight and one”",
    ),
)
JOBS = (
    Job(
        "overrun",
        "rounds",
        "a job takes twice as long as planned",
        "to see what it hits and move only that",
        "nobody else waits in vain",
    ),
    Job(
        "no-signal",
        "rounds",
        "I stand in a cellar without signal",
        "to finish the job's papers all the same",
        "I need not sit in the van at night",
    ),
    Job(
        "get-paid",
        "ledger",
        "the work is done",
        "the invoice to go out by itself, right",
        "the money comes before the wages are due",
    ),
    Job("know-when", "", "somebody is due at my door", "to know to the quarter of an hour when", "I need not take the day off"),
)
SERVES = {
    "live-replan": (("dispatcher",), ("overrun",)),
    "customer-eta": (("end-customer", "dispatcher"), ("know-when",)),
    "offline-jobs": (("technician",), ("no-signal",)),
    "skills-match": (("dispatcher", "technician"), ()),
    "self-booking": (("end-customer", "dispatcher"), ("know-when",)),
    "photo-evidence": (("technician",), ("no-signal",)),
    "checklists": (("technician",), ()),
    "signature": (("technician", "end-customer"), ()),
    "instant-invoice": (("bookkeeper", "owner"), ("get-paid",)),
    "job-profit": (("owner",), ()),
    "card-payment": (("bookkeeper", "end-customer"), ("get-paid",)),
    "quote-options": (("owner",), ()),
}
STORIES = {
    "live-replan": (
        Tale(
            "dispatcher",
            "to see at once which visits an overrun endangers",
            "I can ring those customers first",
            (
                "+Shown within five seconds of the technician's report",
                "+Only visits that would miss their window are named",
                "Works on the wall screen",
            ),
        ),
        Tale(
            "dispatcher",
            "three ways out, each with what it breaks",
            "I decide in five minutes",
            (
                "+Each way names every promise that it breaks",
                "Applying one is a single press, and can be undone",
            ),
        ),
        Tale("technician", "to be told of my new day in one message", "I need not look every ten minutes"),
    ),
    "customer-eta": (
        Tale(
            "customer",
            "a message with a real time when the technician sets off",
            "I can be there",
            (
                "+Sent when the van starts, not when the job is planned",
                "+Names a quarter of an hour",
                "+Says who comes",
            ),
        ),
        Tale(
            "customer",
            "to answer that I cannot make it",
            "nobody drives in vain",
            ("+The answer reaches the dispatcher within a minute",),
        ),
    ),
    "offline-jobs": (
        Tale(
            "technician",
            "to open and finish all of today's jobs without signal",
            "the cellar does not matter",
            (
                "+Today's and tomorrow's jobs are on the phone by six",
                "+Nothing typed is ever lost",
                "Photos follow when there is Wi-Fi",
            ),
        ),
        Tale(
            "dispatcher",
            "to see what has not arrived yet",
            "I do not plan on old news",
            ("A job that waits says so on the board",),
        ),
    ),
    "skills-match": (
        Tale(
            "dispatcher",
            "the board to refuse people without the certificate",
            "no crew is turned away at the gate",
            (
                "+Refusal says which certificate is missing",
                "An expired certificate counts as missing",
            ),
        ),
    ),
    "instant-invoice": (
        Tale(
            "bookkeeper",
            "the invoice drafted when the job is signed off",
            "it goes out the same day",
            (
                "Lines come from the job, prices from the list",
                "Nothing is sent without somebody's look for the first month",
            ),
        ),
    ),
}
NOTES = {
    "live-replan": "**Does**\n\n- watches every running job against its plan\n- offers at most three ways out, cheapest first\n\n"
    "**Does not, on purpose**\n\n- move anything by itself\n- touch visits that are under way\n\n| Trigger | After |\n|---|---|\n"
    "| Technician reports | at once |\n| No sign of life | 20 minutes |",
    "offline-jobs": "The phone holds **two days** of jobs. What two people changed meanwhile is shown side by side; "
    "the later one never wins unseen.",
}
DESIGNS = {
    "live-replan": (
        ("The board when a job overruns", "https://designs.larkspan.example/replan/board"),
        ("Three ways out, clickable", "https://designs.larkspan.example/replan/prototype"),
    ),
    "offline-jobs": (("Sync states of a job", "https://designs.larkspan.example/offline/states"),),
    "customer-eta": (("Wording of the messages", "https://docs.larkspan.example/eta-wording"),),
    "self-booking": (("Calendar on a phone", "https://designs.larkspan.example/booking/phone"),),
}
FILES = {
    "live-replan": (
        (
            "Replanning, a morning watched.txt",
            "07:12 first call. 07:40 the board is wrong in three places. 09:55 Ines draws the afternoon anew.\n",
        ),
    ),
    "offline-jobs": (("Cellars of Hamburg.csv", "site,signal\nSpeicherstadt 4,none\nHafen 11,edge\nUhlenhorst 2,none\n"),),
}
LINKS = (
    ("live-replan", "depends_on", "travel-time"),
    ("emergency-slot", "depends_on", "live-replan"),
    ("live-replan", "related", "shift-patterns"),
    ("photo-evidence", "depends_on", "offline-jobs"),
    ("self-booking", "depends_on", "capacity-view"),
    ("customer-eta", "depends_on", "map-view"),
    ("card-payment", "depends_on", "instant-invoice"),
    ("quote-options", "related", "quote-followup"),
    ("signature", "related", "checklists"),
)
FIELDS = (
    ("rounds", "Effort", "choice", ("Days", "Weeks", "Months"), "A first guess by the team."),
    ("", "Needs legal’s word", "yes_no", (), "Contracts, personal data, taxes."),
)
VALUES = {
    "live-replan": {"effort": "Months", "needs_legals_word": "no"},
    "customer-eta": {"effort": "Weeks", "needs_legals_word": "yes"},
    "offline-jobs": {"effort": "Months"},
    "self-booking": {"effort": "Weeks", "needs_legals_word": "yes"},
    "skills-match": {"effort": "Weeks"},
    "instant-invoice": {"needs_legals_word": "yes"},
    "card-payment": {"needs_legals_word": "yes"},
}
