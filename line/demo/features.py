"""Capabilities that Larkspan shipped earlier or tries out, and how companies took them up.

`share` is the part of the eligible users that ends up using it, `half` the days until half of those do,
`weekly` how often one of its users uses it in a week. The usage events of the demo are drawn from these.
"""

from typing import NamedTuple


class Capability(NamedTuple):
    """One feature, recognised by its events; `released` is how many days ago."""

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
    Capability("photos", "rounds", "Photos on a job", "Photo Added", 690, 0.73, 16, 1.2,
               "A technician adds pictures to the job on the phone."),
    Capability("checklists", "rounds", "Checklists", "Checklist Completed", 640, 0.52, 30, 1.1,
               "Steps to tick before a job can be closed."),
    Capability("templates", "rounds", "Job templates", "Job Made From Template", 600, 0.41, 28, 0.6,
               "Jobs that are alike begin from the same text, time and parts."),
    Capability("week", "rounds", "Week view", "Week View Opened", 560, 0.66, 9, 1.1,
               "Seven days of one team beside each other."),
    Capability("site-notes", "rounds", "Notes on a site", "Site Note Read", 480, 0.37, 22, 0.7,
               "What the next visitor should know, kept with the address."),
    Capability("map", "rounds", "Day map", "Map Opened", 305, 0.58, 17, 1.2,
               "Today's jobs as dots, one colour for each van."),
    Capability("undo", "rounds", "Undo on the board", "Move Undone", 296, 0.69, 8, 1.0,
               "Takes back the last moves on the planning board."),
    Capability("job-import", "rounds", "Jobs from a file", "Job File Loaded", 292, 0.29, 25, 0.3,
               "A spreadsheet becomes jobs, with a mapping that is kept."),
    Capability("on-the-way", "rounds", "On-the-way message", "Arrival Message Sent", 150, 0.62, 21, 1.8,
               "Tells the customer that the technician has set off, with a real time."),
    Capability("accounts", "ledger", "Accounts link", "Invoice Posted", 660, 0.57, 24, 1.1,
               "Sends finished invoices to the accounting package."),
    Capability("fixed-prices", "ledger", "Fixed prices", "Fixed Price Used", 610, 0.49, 20, 0.9,
               "A price list for work that always costs the same."),
    Capability("send-all", "ledger", "Send invoices in one go", "Invoice Run Sent", 560, 0.44, 15, 0.5,
               "All checked invoices leave together."),
    Capability("overdue", "ledger", "Overdue list", "Overdue List Opened", 520, 0.53, 12, 0.8,
               "Who owes what and for how long, oldest first."),
    Capability("margin", "ledger", "Monthly margin report", "Margin Report Opened", 480, 0.31, 19, 0.4,
               "What last month's jobs earned, after the books were closed."),
    Capability("credit-lines", "ledger", "Credit for one line", "Line Credited", 250, 0.42, 20, 0.4,
               "Credits part of an invoice, with a reason and an approval."),
]  # fmt: skip

# What stands behind an idea at its first gate: a beta, a prototype or a fake door, shown to some companies only.
PROBES = [
    Capability("customer-eta", "rounds", "On-the-way message (beta)", "Arrival Message Tried", 308, 0.64, 9, 1.0,
               "The first form of the message, without replies."),
    Capability("offline-jobs", "rounds", "Work without signal (beta)", "Offline Job Closed", 228, 0.71, 9, 1.4,
               "Today's jobs are kept on the phone. Open to companies with poor coverage."),
    Capability("skills-match", "rounds", "Certificate check (beta)", "Assignment Refused", 190, 0.55, 11, 0.7,
               "The board says no to somebody without the certificate."),
    Capability("self-booking", "rounds", "Booking link (beta)", "Slot Chosen By Customer", 198, 0.26, 14, 1.0,
               "A link in the letter that offers slots on the round."),
    Capability("live-replan", "rounds", "Ways out (beta)", "Way Out Chosen", 156, 0.54, 11, 1.2,
               "Three suggestions when a job overruns."),
    Capability("parts-van", "rounds", "Van stock (prototype)", "Van Stock Opened", 136, 0.30, 16, 0.6,
               "A list of what a van should carry."),
    Capability("voice-notes", "rounds", "Speak a note (prototype)", "Note Spoken", 92, 0.16, 9, 0.4,
               "Turns speech to text on one kind of phone."),
    Capability("recurring-visits", "rounds", "Agreements (beta)", "Agreement Made", 35, 0.48, 11, 0.6,
               "Makes a year of visits from one agreement."),
    Capability("job-profit", "ledger", "Margin on open jobs (beta)", "Open Margin Viewed", 192, 0.61, 10, 1.2,
               "What the job earned so far, while it is open."),
    Capability("quote-options", "ledger", "Quote with options (beta)", "Options Quote Sent", 210, 0.52, 12, 0.7,
               "Up to three options on one page."),
    Capability("card-payment", "ledger", "Pay by link (fake door)", "Pay Link Asked For", 124, 0.44, 7, 0.3,
               "A button that says what is coming and asks who would use it."),
    Capability("benchmarks", "ledger", "Compare with others (fake door)", "Comparison Asked For", 146, 0.11, 8, 0.2,
               "A tile that offers a comparison with firms of the same size."),
    Capability("instant-invoice", "ledger", "Doorstep invoice (beta)", "Doorstep Invoice Sent", 66, 0.53, 9, 1.0,
               "The technician sends the invoice for fixed-price work."),
    Capability("contract-billing", "ledger", "Contract runs (beta)", "Contract Run Approved", 206, 0.58, 10, 0.9,
               "Proposes what a contract bills this month, for approval."),
    Capability("late-reminders", "ledger", "Reminders (beta)", "Reminder Rule Kept", 204, 0.63, 8, 1.0,
               "Writes to those who pay late, kindly and by rule."),
    Capability("consolidated-invoice", "ledger", "One invoice a month (beta)", "Visits Gathered", 202, 0.56, 12, 0.8,
               "Gathers a month of visits onto one invoice."),
    Capability("payroll-export", "ledger", "Hours for payroll (beta)", "Hours Exported", 200, 0.60, 9, 0.7,
               "Approved hours in payroll's own codes."),
    Capability("e-invoicing", "ledger", "Structured invoice (beta)", "Structured Invoice Sent", 198, 0.55, 11, 0.9,
               "Sends an invoice through a public network and shows its answer."),
    Capability("multi-entity", "ledger", "Second entity (beta)", "Entity Switched", 196, 0.57, 10, 0.9,
               "One desk, two legal entities."),
    Capability("po-numbers", "ledger", "Order numbers (beta)", "Order Number Asked For", 160, 0.54, 12, 0.8,
               "Refuses to plan a visit without an order number."),
    Capability("accounting-sync", "ledger", "Posting log (beta)", "Posting Log Opened", 45, 0.60, 8, 0.9,
               "What was sent, when, and what came back."),
]  # fmt: skip

# A funnel of each product: its name, what it asks, whom it counts, its days, and its steps (a feature's key, or an event).
FUNNELS = [
    ("rounds", "From a photo to planning by the week", "Where do those who document jobs stop short of planning?", "user", 14,
     ("photos", "week", "map", "undo")),
    ("ledger", "From an invoice to chasing it", "Do those who post invoices go on to look after them?", "company", 30,
     ("accounts", "overdue", "fixed-prices")),
]  # fmt: skip
FUNNELS_MADE = -20

# What everybody does who uses a product at all: it shows who is eligible.
EVERYDAY = {"rounds": ("Day Opened", "Job Closed"), "ledger": ("Ledger Opened", "Invoice Sent")}
EVENTS = 200_000
FIRST_EVENT_DAY = 720
