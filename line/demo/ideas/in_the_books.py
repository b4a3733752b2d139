"""Ideas for Ledger.

Each block: key | product | owner | state | stage | days ago it was written down; its title; then the canvas.
"""

IDEAS = """
## accounting-sync | ledger | priya | backlog | discovery | 342
A link to the accounts that says what it did
Problem: Invoices fail with "error 400", go over twice, or stop without a word. Finance checks
every one by hand.
Value: Month ends without Saturdays. Larger groups will not connect without a log.
Hypothesis: If each posting has a record of what was sent and answered, and failures say what to
mend and can be sent again by the bookkeeper, manual checking ends.
Target: Failed postings mended within a day from 40 % to 95 %; tickets about the link down by 60
%.

## instant-invoice | ledger | priya | backlog | discovery | 328
The invoice goes out before the van does
Problem: It takes nine days from finished job to invoice, though four in five jobs have a fixed
price.
Value: A week of cash for people who lend to customers without wishing to.
Hypothesis: If a technician can send the invoice from the doorstep within limits that the office
sets, half of fixed-price jobs are invoiced on the day.
Target: Median job-to-invoice time from 9 days to 2.

## job-profit | ledger | priya | backlog | pilot | 332
What each job earned, while it is still open
Problem: Owners learn a year's margins seven months after its end. Callbacks and subcontractors
are left out, and labour costs the same for everybody.
Value: Prices put right during the year, and contracts left that lose money.
Hypothesis: If margin with true labour, parts and callbacks shows on open jobs, owners will
change a price or a plan within a month.
Target: 45 % of eligible companies look weekly within 90 days; at least one price change each in
six of ten.

## card-payment | ledger | priya | backlog | discovery | 312
Pay by card at the door or by link
Problem: Technicians carry a second machine and type amounts twice; customers no longer use bank
transfers.
Value: Money on the day, and a small margin on payments.
Hypothesis: If tap and link are built in, a third of small companies' invoices are paid within a
day.
Target: 35 % of small-business invoices paid within one day.

## quote-options | ledger | priya | backlog | pilot | 302
Good, better, best on one page
Problem: Three PDFs, one "yes please", and nobody knows to which. Single quotes are compared on
price alone.
Value: Higher quotes accepted, and fewer misunderstandings.
Hypothesis: If one page shows up to three options with extras, the average accepted quote grows
by a tenth.
Target: Average accepted quote +10 %; acceptance rate not lower.

## quote-followup | ledger | priya | unsorted | assessment | 140
Know who is still thinking
Problem: Sixty quotes went out in spring and nobody rang.
Value: Work won by one phone call.
Hypothesis: If opened quotes show, owners ring within a day.
Target: 30 % of opened quotes get a call.

## contract-billing | ledger | priya | backlog | discovery | 322
Contracts that bill themselves
Problem: Quarterly, monthly, by the anniversary, to the day: people turn contracts into invoices
by hand and forget nine buildings for a year.
Value: Nothing unbilled; three people in Derby do something kinder.
Hypothesis: If a contract carries its billing rule and proposes each run for approval, unbilled
contracts go to none.
Target: Unbilled contract value under 0.1 % at each quarter's end.

## late-reminders | ledger | priya | backlog | discovery | 290
Polite reminders by themselves
Problem: Nobody chases since everybody thinks that somebody else has. Small owners hate asking.
Value: Cash, without bad feeling.
Hypothesis: If reminders go out kindly by rule and can be stopped for one customer, overdue
balances fall by a fifth.
Target: Balances over 30 days down 20 %.

## price-lists | ledger | priya | backlog | assessment | 275
Rate cards for each customer
Problem: National accounts have their own rates, kept in a ring binder that is right.
Value: The right price said at the door.
Hypothesis: If rates follow the customer, hour and grant, corrected invoices halve.
Target: Invoices corrected for price from 3 % to 1.5 %.

## report-builder | ledger | priya | backlog | assessment | 288
Your own rows and columns, on Monday at six
Problem: Five exports are joined in a spreadsheet for each board pack, and two reports disagree.
Value: One number, and a free second working day.
Hypothesis: If people can save and schedule their own table over one set of definitions, exports
fall by half.
Target: Exports per finance user halved.

## first-time-fix | ledger | priya | backlog | discovery | 250
How often it was mended the first time
Problem: The number that service directors are asked for and cannot give.
Value: Training where faults come back, and accreditation without two days of counting.
Hypothesis: If callbacks are tied to the first visit and shown by fault and depot, not by person,
service heads will use it in their monthly meeting.
Target: Opened monthly by 60 % of service heads.

## credit-notes | ledger | priya | backlog | done | 346
Credit one line, with a reason
Problem: Only whole invoices can be credited, and nobody sees who allowed it.
Value: Disputes about one line of forty end the same day.
Hypothesis: If a line can be credited with reason and approval, disputes close in half of the
time.
Target: Median dispute from 19 to 10 days.
Actual: Median dispute is 8 days. Approval was switched on by 22 companies, more than we thought.

## multi-currency | ledger | priya | backlog | assessment | 225
More than one currency in one account
Problem: One login per country, or amounts in the notes.
Value: Nordic and Swiss customers in one place.
Hypothesis: If invoices carry their own currency, groups will close their extra accounts.
Target: Six extra accounts merged.

## vat-rules | ledger | priya | backlog | assessment | 235
Tax rules that do not rely on memory
Problem: Reverse charge, reduced rates and relief are remembered by people, and sometimes are
not.
Value: No letters from the tax office.
Hypothesis: If the job's facts choose the tax, corrections fall by three quarters.
Target: Tax corrections from 1.8 % to 0.5 % of invoices.

## po-numbers | ledger | priya | backlog | discovery | 255
No order number, no visit
Problem: A third of overdue money is invoices without a number that nobody asked for at booking.
Value: Paid weeks earlier by large clients.
Hypothesis: If chosen clients' jobs cannot be planned without an order number and its value is
watched, bounced invoices fall by half.
Target: Bounced invoices from 6 % to 3 %.

## warranty | ledger | priya | backlog | assessment | 215
Claim warranty work from the maker
Problem: The work is done and the claim forgotten: £17,000 at one company in a year.
Value: Money that is already owed.
Hypothesis: If a visit can be split between maker and customer and the claim filled in, nine in
ten are claimed.
Target: 90 % of warranty visits claimed within 30 days.

## e-invoicing | ledger | priya | backlog | discovery | 298
Structured invoices through public networks
Problem: Councils and hospitals send PDFs back; the law follows in three of our countries.
Value: Markets that stay open to us.
Hypothesis: If invoices go out over the networks with their answers shown, public customers pay
in half of the time.
Target: 95 % of public-sector invoices accepted at the first try.

## revenue-forecast | ledger | priya | unsorted | assessment | 125
What is already sold for next year
Problem: Contracts, quotes and a good feeling, in three places.
Value: A sheet that the bank believes.
Hypothesis: If booked work and contracts add up by month, owners will show it to their bank.
Target: 25 % of owners open it monthly.

## consolidated-invoice | ledger | priya | backlog | discovery | 245
One invoice for many sites
Problem: 312 invoices to one bank in a month; they want one, sorted by their codes.
Value: Paid when one is checked and not when the last of 200 is.
Hypothesis: If visits gather onto one invoice with a file, time to payment falls by two weeks at
chains.
Target: Days to pay at chain customers from 58 to 44.

## payroll-export | ledger | priya | backlog | discovery | 268
Hours to payroll without retyping
Problem: 64 people's hours are typed again each Thursday; one nought slipped.
Value: Half a day a week and a trustful Friday.
Hypothesis: If approved hours leave in payroll's own codes, retyping stops within two pay runs.
Target: 15 companies export each pay run.

## wall-display | ledger | priya | archived | not_doing | 205
Numbers on the office television
Problem: Somebody left the board on the big screen and it signed out in front of a client.
Value: A pleasant office.
Hypothesis: If a screen can stay signed in with figures only, offices will hang one up.
Target: None set. Few asked, and a long-lived session is a risk that we do not want.

## benchmarks | ledger | priya | archived | not_doing | 240
Compare yourself with firms like yours
Problem: "Am I slow? Compared with whom?"
Value: A reason to open Ledger monthly.
Hypothesis: If owners see where they stand among firms of their size, half will come back
monthly.
Target: 50 % of owners open it monthly.

## carbon-report | ledger | priya | unsorted | assessment | 80
Carbon and miles per contract
Problem: Tenders ask, and numbers are made up with good intentions.
Value: Five per cent of the score in council tenders.
Hypothesis: If miles and fuel are reported by contract, contractors will attach it to tenders.
Target: Attached to ten tenders.

## multi-entity | ledger | priya | backlog | discovery | 258
Several legal entities, one desk
Problem: Four companies share a planning desk; the invoice must come from the one that employs
the engineer.
Value: Groups that now stay a pilot.
Hypothesis: If an account can hold several entities with their own names, taxes and numbers,
groups will bring their acquisitions over.
Target: Five groups run two or more entities.

## customer-statement | ledger | priya | unsorted | assessment | 40
A plain list of what they owe
Problem: Statements are made in a word processor.
Value: An hour a month for bookkeepers.
Hypothesis: If a statement is one click, bookkeepers will send it before they ring.
Target: Sent monthly by a fifth of companies.

## retention | ledger | priya | unsorted | assessment | 30
Money that builders hold back
Problem: Five per cent is held back for a year, and the only record is a memory.
Value: £23,000 at one company alone.
Hypothesis: If retentions are recorded with a date and asked for by themselves, nothing is
forgotten.
Target: All due retentions asked for within a week.
"""
