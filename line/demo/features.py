"""Capabilities that Larkspan shipped earlier or tries out, and how companies took them up.

`share` is the part of the eligible companies that ends up using it, `half` the days until half of those do,
`weekly` how often one of its users uses it in a week. The usage events of the demo are drawn from these.
"""

from typing import NamedTuple


class Capability(NamedTuple):
    """One feature, recognised by its events."""

    key: str
    product: str
    name: str
    event: str
    released: int
    share: float
    half: int
    weekly: float
    about: str


EARLIER = [
    Capability("photos", "rounds", "Photos on a job", "Photo Added", 350, 0.83, 20, 2.6,
               "A technician adds pictures to the job on the phone."),
    Capability("checklists", "rounds", "Checklists", "Checklist Completed", 338, 0.58, 60, 2.2,
               "Steps to tick before a job can be closed."),
    Capability("templates", "rounds", "Job templates", "Job Made From Template", 301, 0.41, 50, 1.4,
               "Jobs that are alike begin from the same text, time and parts."),
    Capability("map", "rounds", "Day map", "Map Opened", 270, 0.62, 30, 1.8,
               "Today's jobs as dots, one colour for each van."),
    Capability("undo", "rounds", "Undo on the board", "Move Undone", 262, 0.78, 14, 1.9,
               "Takes back the last moves on the planning board."),
    Capability("job-import", "rounds", "Jobs from a file", "Job File Loaded", 255, 0.34, 45, 0.4,
               "A spreadsheet becomes jobs, with a mapping that is kept."),
    Capability("week", "rounds", "Week view", "Week View Opened", 215, 0.72, 12, 2.4,
               "Seven days of one team beside each other."),
    Capability("mentions", "rounds", "Mentions in notes", "Colleague Mentioned", 180, 0.22, 35, 0.9,
               "Names a colleague in a job note, who is told."),
    Capability("on-the-way", "rounds", "On-the-way message", "Arrival Message Sent", 150, 0.66, 40, 3.0,
               "Tells the customer that the technician has set off, with a real time."),
    Capability("accounts", "ledger", "Accounts link", "Invoice Posted", 345, 0.60, 55, 2.0,
               "Sends finished invoices to the accounting package."),
    Capability("fixed-prices", "ledger", "Fixed prices", "Fixed Price Used", 310, 0.52, 40, 1.6,
               "A price list for work that always costs the same."),
    Capability("credit-lines", "ledger", "Credit for one line", "Line Credited", 250, 0.45, 30, 0.6,
               "Credits part of an invoice, with a reason and an approval."),
    Capability("send-all", "ledger", "Send invoices in one go", "Invoice Run Sent", 230, 0.48, 25, 0.8,
               "All checked invoices leave together."),
    Capability("overdue", "ledger", "Overdue list", "Overdue List Opened", 200, 0.55, 20, 1.3,
               "Who owes what and for how long, oldest first."),
    Capability("margin", "ledger", "Monthly margin report", "Margin Report Opened", 160, 0.27, 35, 0.5,
               "What last month's jobs earned, after the books were closed."),
]  # fmt: skip

# What stands behind an idea at its first gate: a beta, a prototype or a fake door, shown to some companies only.
PROBES = [
    Capability("offline-jobs", "rounds", "Work without signal (beta)", "Offline Job Closed", 215, 0.71, 12, 2.8,
               "Today's jobs are kept on the phone. Open to companies with poor coverage."),
    Capability("customer-eta", "rounds", "On-the-way message (beta)", "Arrival Message Tried", 290, 0.64, 14, 1.5,
               "The first form of the message, without replies."),
    Capability("skills-match", "rounds", "Certificate check (beta)", "Assignment Refused", 160, 0.52, 15, 1.1,
               "The board says no to somebody without the certificate."),
    Capability("live-replan", "rounds", "Ways out (beta)", "Way Out Chosen", 140, 0.47, 14, 2.0,
               "Three suggestions when a job overruns."),
    Capability("self-booking", "rounds", "Booking link (beta)", "Slot Chosen By Customer", 165, 0.38, 18, 1.6,
               "A link in the letter that offers slots on the round."),
    Capability("voice-notes", "rounds", "Speak a note (prototype)", "Note Spoken", 70, 0.24, 12, 0.8,
               "Turns speech to text on one kind of phone."),
    Capability("parts-van", "rounds", "Van stock (prototype)", "Van Stock Opened", 130, 0.30, 16, 1.0,
               "A list of what a van should carry."),
    Capability("recurring-visits", "rounds", "Agreements (beta)", "Agreement Made", 35, 0.41, 15, 0.7,
               "Makes a year of visits from one agreement."),
    Capability("job-profit", "ledger", "Margin on open jobs (beta)", "Open Margin Viewed", 170, 0.56, 14, 1.7,
               "What the job earned so far, while it is open."),
    Capability("quote-options", "ledger", "Quote with options (beta)", "Options Quote Sent", 180, 0.49, 16, 0.9,
               "Up to three options on one page."),
    Capability("card-payment", "ledger", "Pay by link (fake door)", "Pay Link Asked For", 110, 0.44, 9, 0.5,
               "A button that says what is coming and asks who would use it."),
    Capability("instant-invoice", "ledger", "Doorstep invoice (beta)", "Doorstep Invoice Sent", 60, 0.46, 12, 1.5,
               "The technician sends the invoice for fixed-price work."),
    Capability("benchmarks", "ledger", "Compare with others (fake door)", "Comparison Asked For", 130, 0.12, 10, 0.2,
               "A tile that offers a comparison with firms of the same size."),
    Capability("accounting-sync", "ledger", "Posting log (beta)", "Posting Log Opened", 45, 0.60, 10, 1.2,
               "What was sent, when, and what came back."),
    Capability("contract-billing", "ledger", "Contracts (prototype)", "Billing Run Proposed", 25, 0.30, 14, 0.3,
               "Proposes the invoices of a month from contracts."),
]  # fmt: skip

# What everybody does who uses a product at all: it shows who is eligible.
EVERYDAY = {"rounds": ("Day Opened", "Job Closed"), "ledger": ("Ledger Opened", "Invoice Sent")}
EVENTS = 200_000
