"""The roadmap of the demo: what is worked on now, next and later, what was finished, and what might come.

Each block: product | owner | where it stands | days ago it was written down (and, if finished, days ago it was);
its title; the ideas in it; the key results that it serves; then the canvas.
"""

import re
from typing import NamedTuple

_CARDS = """
## rounds | nora | now | 200
The phone works where the work is
Ideas: offline-jobs, signature
Serves: field-active, renewals
Problem: A third of our customers' sites have no signal, and their crews have given up on the app.
Target: Crews with underground or rural sites close their jobs in the app on the day; fewer than one lost form in 10,000.

## rounds | tomasz | now | 190
A plan that is still true at ten
Ideas: live-replan, drag-undo
Serves: missed-windows, dispatch-time
Problem: One overrun makes the rest of the day fiction, and dispatchers learn of it from angry customers.
Target: Missed windows down by 30 %, and dispatchers need five minutes instead of fifty.

## ledger | priya | now | 180
See what a job earns while it is open
Ideas: job-profit
Serves: ledger-weekly, expansion
Problem: Owners learn their margins when the year is long over.
Target: 45 % of eligible companies look weekly; six in ten change a price because of it.

## rounds | tomasz | now | 175
Nobody is sent who may not go
Ideas: skills-match
Serves: missed-windows, tenders
Problem: Certificates live in spreadsheets, and the board lets anybody be sent anywhere.
Target: Wrong assignments from 3.4 to 0.3 in a thousand.

## ledger | priya | now | 160
Invoices that public customers accept
Ideas: e-invoicing, po-numbers
Serves: ledger-days, renewals
Problem: Councils, hospitals and soon all businesses in three countries take structured invoices only.
Target: 95 % of public-sector invoices accepted at the first try.

## rounds | nora | now | 120
Every machine tells its story
Ideas: equipment-history, qr-assets
Serves: field-active
Problem: History belongs to addresses, so colleagues repeat each other's repairs.
Target: Repeat visits within 30 days from 11 % to 9 %.

## rounds | tomasz | next | 150
Customers choose their own slot
Ideas: self-booking
Serves: expansion, tenders
Problem: It takes 2.4 calls to land one appointment.
Target: 40 % of eligible visits self-booked, and no more driving than before.

## ledger | priya | next | 145
An accounts link that finance trusts
Ideas: accounting-sync, consolidated-invoice
Serves: ledger-tickets
Problem: Failed postings have no readable reason, and finance checks every invoice by hand.
Target: 95 % of failures mended within a day; tickets down by 60 %.

## rounds | tomasz | next | 130
A year of promises, planned
Ideas: recurring-visits, capacity-view
Serves: tenders, renewals
Problem: Agreements are typed in visit by visit, and about three in a hundred are forgotten.
Target: Owed-but-unplanned visits under 0.2 % at each month's end.

## ledger | priya | next | 110
Paid before the van leaves
Ideas: instant-invoice, card-payment, late-reminders
Serves: ledger-days
Problem: It takes nine days to send the invoice, and then the reminding begins.
Target: Median job-to-invoice time from 9 days to 2.

## rounds | nora | next | 95
Forms that inspectors accept
Ideas: checklists, photo-evidence
Serves: tenders, field-active
Problem: A tick is not a measurement, and a photo without a place is no proof.
Target: Ten regulated companies retire paper for at least one protocol.

## rounds | nora | later | 140
Parts where they are needed
Ideas: parts-van
Serves:
Problem: The part is in somebody's van, and nobody knows whose.
Target: Second visits for parts from 14 % to 10.5 %.

## rounds | tomasz | later | 125
Partners on the board
Ideas: subcontractors, multi-visit
Serves:
Problem: Up to two visits in five are done by partners over e-mailed PDFs.
Target: 65 % of partner visits closed through their link.

## ledger | priya | later | 118
Contracts that bill themselves
Ideas: contract-billing, price-lists
Serves:
Problem: People turn contracts into invoices by hand and forget some.
Target: Unbilled contract value under 0.1 %.

## rounds | tomasz | later | 100
Promises with a clock
Ideas: sla-clock, emergency-slot, shift-patterns, travel-time
Serves:
Problem: Breaches are learnt from the customer's monthly report.
Target: Penalties down by a quarter at five contract customers.

## ledger | priya | later | 85
Groups of companies in one account
Ideas: multi-entity, multi-currency
Serves:
Problem: Four companies share a desk and need four logins.
Target: Five groups run two or more entities.

## ledger | priya | later | 70
Hours to payroll without retyping
Ideas: payroll-export
Serves:
Problem: Hours are typed again each Thursday.
Target: 15 companies export each pay run.

## rounds | tomasz | completed | 340 57
The customer knows when we come
Ideas: customer-eta
Serves: no-access
Problem: "Where is he?" is half of the calls, and one visit in nine finds nobody home.
Target: No-access visits from 11 % to 7 %; calls halved.
Actual: No-access visits fell to 7.6 % over 31 companies, and calls by 46 %. We missed the first target narrowly: flats with
a shared door hardly moved. Letting customers answer the message mattered more than the map.

## rounds | tomasz | completed | 347 296
A board that forgives
Ideas: drag-undo
Serves:
Problem: A slip of the thumb moves a job, and nobody knows where it came from.
Target: Support contacts about moved jobs down by half.
Actual: From 31 to 9 contacts a month. Undo is used about 4,000 times a week, mostly within three seconds.

## rounds | tomasz | completed | 351 292
Jobs from a file
Ideas: import-jobs
Serves:
Problem: Clients send 400 jobs in a spreadsheet, and two people key them in for two days.
Target: Ten companies load a file each month.
Actual: 14 companies do. The largest file had 2,300 rows. Mapping the columns took most of them less than ten minutes.

## rounds | tomasz | completed | 353 305
See today on a map
Ideas: map-view
Serves:
Problem: New planners send one person to both corners of the county.
Target: Half of planners open the map weekly.
Actual: 58 % do. Travel per visit fell by 4 % at companies with a new planner and not at all elsewhere, which we had not expected.

## ledger | priya | completed | 342 250
Credits that end disputes
Ideas: credit-notes
Serves:
Problem: Only a whole invoice can be credited, though the dispute is about one line.
Target: Median dispute from 19 to 10 days.
Actual: 8 days. 22 companies also switched on approval, which we had nearly left out.

## rounds | nora | candidate | 60
Safe when alone
Ideas: lone-worker, site-access
Serves:
Problem: Drain crews and surveyors work alone, and their alarm does not know which job they are on.
Target: Five companies replace their separate device.

## ledger | priya | candidate | 45
One set of numbers
Ideas: report-builder, first-time-fix
Serves:
Problem: Two reports disagree, and five exports are joined for each board pack.
Target: Exports per finance user halved.

## rounds | nora | candidate | 30
An app for every crew
Ideas: language, accessibility, voice-notes
Serves:
Problem: Crews read other languages, wear gloves, or cannot make out small grey text.
Target: No open accessibility finding on the ten pages used most; a fifth of multilingual crews switch language.
"""


class Card(NamedTuple):
    """One initiative: `horizon` is now, next, later, completed or candidate."""

    product: str
    owner: str
    horizon: str
    age: int
    finished: int | None
    title: str
    ideas: tuple[str, ...]
    serves: tuple[str, ...]
    problem: str
    target: str
    actual: str


def _card(block):
    head, title, ideas, serves, *lines = block.strip().split("\n")
    product, owner, horizon, days = [part.strip() for part in head.split("|")]
    age, *finished = [int(day) for day in days.split()]
    pieces = re.split(r"\b(Problem|Target|Actual): ", " ".join(lines))
    canvas = {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return Card(
        product,
        owner,
        horizon,
        age,
        finished[0] if finished else None,
        title,
        _keys(ideas),
        _keys(serves),
        canvas["Problem"],
        canvas["Target"],
        canvas.get("Actual", ""),
    )


def _keys(line):
    return tuple(key for key in line.partition(":")[2].replace(",", " ").split() if key)


INITIATIVES = [_card(block) for block in _CARDS.split("## ") if block.strip()]
