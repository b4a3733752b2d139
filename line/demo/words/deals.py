"""What salespeople ask for on behalf of a deal.

Each entry: company and first name of the contact, then who submits it; opportunity | amount | stage |
close date in days from today | how firm | how much it matters; the words; the need behind them.
"""

DEALS = """
# offline-jobs

stroud/Joanne callum
Rail maintenance, three depots | 145000 | proposal | 34 | tied | 3
They asked in the first ten minutes and again at the end: [[the app has to work in tunnels, for a
whole shift, with nothing lost]]. Without it we aren't on the shortlist.
Need: Crews spend eight hours in tunnels and must record possession work as it happens, for the
regulator.

aldous/Neil callum
Field works renewal plus civils | 60000 | negotiating | 21 | written | 3
Neil will sign for 220 more seats if we put in writing that [[crews can work a full day without
network]]. He drafted the clause himself.
Need: Civils crews build where there's no network yet; they stopped using the app and report by phone.

nakuru/Wanjiru jonas
Mini-grid expansion | 18000 | qualifying | 75 | quote | 2
"[[We are offline from breakfast until the lodge.]] If the app can do that I'll bring the Turkana
teams on."
Need: Technicians double their evenings by typing up paper.

mossgate/Terry meilin
Refrigeration, new logo | 26000 | proposal | 48 | quote | 2
Terry trialled it in the cold store. [[It locked up behind the insulated door and he put the
phone back in his pocket.]] He liked everything else.
Need: Cold stores are metal boxes; readings are taken inside.

# customer-eta

tamarind/Sofia beatriz
Hotel engineering, 40 sites | 88000 | evaluating | 90 | hearsay | 1
The chief engineer mentioned that [[guests should know when somebody is coming up to the room]].
I'm not sure that it decides anything.
Need: Guests wait in rooms for engineers and complain at check-out.

fenwick/Ian jonas
Second depot | 9000 | won | -120 | tied | 2
Ian signed for the second depot because [[we showed him the on-the-way message running at his own
house]].
Need: Half of the office's calls are 'where is he?'.

hollis/Mike sophie
Trial to Team | 2600 | qualifying | 12 | quote | 2
Comparing us with one other. [[The other one texts the customer a name and a photo]], and his mum
approved it.
Need: Appointments are missed because elderly customers forget.

# self-booking

brightwater/Fergus beatriz
Meter exchange programme | 95000 | negotiating | 40 | written | 3
Fergus has the budget approved for the exchange programme [[provided households can book by link.
It's in the board paper as an assumption]].
Need: 2.4 calls to land one appointment, 180,000 households.

zephyrine/Carla sophie
Trial to Team | 3900 | proposal | 9 | quote | 2
"[[I lose every weekend's enquiries. If they could book a survey I'd sign on Monday.]]"
Need: Enquiries arrive when nobody is in the office.

stanton/Lee sophie
Win-back | 2200 | lost | -60 | quote | 2
Lee said no again. [[Roadside customers book on their phone or not at all.]] He'd come back for
it.
Need: Tyre customers choose whoever can be booked at once.

copperfield/Barry jonas
Annual service letters | 6500 | qualifying | 65 | hearsay | 2
Barry wondered whether [[the service letter could carry a booking link]]. He'd add eight seats
for the winter.
Need: Eleven thousand letters make everybody ring on one Monday.

# skills-match

stroud/Alastair callum
Rail maintenance, three depots | 145000 | proposal | 34 | tied | 3
Second condition of the tender: [[it must be impossible to assign somebody whose track
certificate has run out]]. A warning was explicitly called insufficient.
Need: An assignment without a valid certificate is reportable to the regulator.

orrin/Alison beatriz
Ultrasound team | 32000 | qualifying | 80 | quote | 2
Dr Peake: "[[I need the system to say no, so that I don't have to.]]"
Need: Only certified engineers may open certain devices.

ravensworth/Diane jonas
Lifts and hoists, new logo | 24000 | evaluating | 100 | hearsay | 1
Came up on the call, [[their controllers need maker training and they track it in a
spreadsheet]].
Need: They send two people to be sure that one's trained.

# live-replan

maplecross/Edward beatriz
Summer agency engineers | 40000 | proposal | 55 | tied | 3
Edward will move the agency engineers onto Rounds [[if the board tells the desk by eleven that
the two o'clock won't happen]].
Need: Stock losses when a four-hour call is missed unseen.

northgate/Graham beatriz
Renewal with emergency crews | 70000 | negotiating | 28 | written | 3
Renewal is safe; the extra seventy is for the emergency crews and depends on [[replanning a whole
area in one move]]. His words are in the signed minutes.
Need: A burst main costs two planners a morning.

gilpin/Mark meilin
Emergency electricians | 12000 | qualifying | 70 | hearsay | 1
Mark says that [[the plan's fiction by ten]], but he has said so for two years and renews each
time.
Need: Overruns ripple through the afternoon unseen.

# accounting-sync

pellworth/Paul callum
Ledger for acquired lift firm | 52000 | proposal | 44 | tied | 3
Helen won't roll Ledger out to the new firm [[until Paul has had one month end without
re-keying]]. She told me the month: the next.
Need: Forty-odd invoices a month fail without a readable reason.

aldous/Gillian callum
Ledger, group | 48000 | evaluating | 110 | quote | 2
Gillian: "[[Show me the log first.]]" She stopped the demo when I couldn't.
Need: Their ledger is audited; every posting must be traceable.

zephyrine/Carla sophie
Ledger add-on | 1400 | qualifying | 20 | hearsay | 1
Asked whether [[the accounts link is a real one or a file]]. I said real. Please let it be real.
Need: The bookkeeper refuses files.

# job-profit

gilpin/Mark meilin
Ledger Plus | 9500 | proposal | 30 | tied | 3
Mark saw the prototype and asked when he could pay for it. [[He wants to know by next quarter
whether rewires make money.]]
Need: He learns a year's margins seven months after it ends.

hartigan/Declan jonas
Ledger Plus, both companies | 14000 | negotiating | 38 | quote | 3
"[[Tell me while the job's still open and I'll pay you double.]]" I wrote it down at once.
Need: Fixed-price jobs lose money unnoticed until the last invoice.

pellworth/Helen callum
Contract profitability | 61000 | qualifying | 85 | written | 2
The board asked which contract loses money. [[Helen has until the next board to answer]] and
she's chosen us to answer it with.
Need: Eleven contracts, one loses money, nobody knows which.

arbour/Grace meilin
Ledger Plus | 8000 | proposal | 50 | quote | 2
Grace likes it, provided that [[labour is costed per person]]. She sent me an example with
numbers.
Need: One hourly rate for everybody hides the expensive jobs.

# contract-billing

castellan/Martin callum
Ledger for inspections | 36000 | evaluating | 95 | quote | 2
Three people in Derby make invoices from contracts. [[He'd move them to something kinder.]]
Need: Manual contract billing takes three people a week each month.

bramble/Sandra sophie
Ledger add-on | 900 | won | -30 | quote | 1
Took Ledger in the end, [[on the understanding that recurring bills come within the year]].
Need: She bills 200 tanks by hand.

# e-invoicing

kronberg/Silke beatriz
Ledger, Germany | 54000 | negotiating | 60 | written | 3
Legal requirement. [[They leave at the end of the contract if there's no date from us]]; Silke
said it kindly and she meant it.
Need: The law requires structured invoices between businesses.

delacroix/Antoine jonas
Ledger, France | 7200 | proposal | 45 | tied | 2
"[[A date, or another supplier.]]" He's had the other supplier's offer since March.
Need: Public and then private customers must be invoiced through the platform.

trellis/Phil meilin
Ledger for councils | 5200 | qualifying | 70 | quote | 2
[[Three councils refuse PDFs from January.]] He'd take Ledger for all contracts if we can do it.
Need: Councils accept invoices only through their network.

# card-payment

ferro/Vincenzo sophie
Payments add-on | 700 | qualifying | 15 | quote | 2
"[[One machine less in the van and I sign.]]"
Need: A separate card machine means typing the amounts twice.

pomfret/Dean sophie
Payments add-on | 600 | evaluating | 30 | hearsay | 1
Dean would [[take the card before he unblocks the drain]].
Need: Customers haggle after the work is done.

# parts-van

halden/Sigrid callum
Van stock module | 72000 | evaluating | 120 | quote | 2
The auditor circled the van stock. [[Sigrid would buy a van stock module if we had one]], and
otherwise the finance system's.
Need: Stock in vans is known to plus or minus a million kroner.

mossgate/Terry meilin
Refrigeration, new logo | 26000 | proposal | 48 | hearsay | 1
Nice to have for them: [[compressors lent from van to van]].
Need: Parts move between vans without a record.

# recurring-visits

larchmont/Dana jonas
340 monthly visits | 8400 | proposal | 25 | tied | 3
If December's copying goes away she'll move the modernisation team across too. "[[One week of two
people. Every year.]]"
Need: Next year's visits are copied by hand and about ten are missed.

ravensworth/Diane jonas
Lifts and hoists, new logo | 24000 | evaluating | 100 | quote | 2
Statutory inspections: [[they want a list of what is owed and not planned]].
Need: An inspection that falls off the calendar is found by the insurer.

castellan/Martin callum
Inspections, renewal | 44000 | negotiating | 33 | tied | 3
[[Nine thousand inspections a year, and nobody may lose one.]] That's the line he keeps repeating
to me.
Need: Inspections are owed by law.

# quote-options

arbour/Tom meilin
Quotes module | 6000 | qualifying | 60 | quote | 2
Tom wants [[three options on one page with a button under each]].
Need: Customers accept without saying which of three PDFs.

verdane/Kirsty callum
Quotes for installers | 22000 | evaluating | 105 | quote | 2
"[[People pick the middle one, if there is a middle one.]]"
Need: Single quotes are compared on price alone.

# subcontractors

pellworth/Helen callum
Partner access | 80000 | negotiating | 50 | tied | 3
They'd pay per visit and not per seat. [[Four hundred partners, one visit a month each.]]
Need: Partner work comes back as photographs of paper.

# sla-clock

castellan/Martin callum
Inspections, renewal | 44000 | negotiating | 33 | quote | 2
Penalties were £61,000 last year. [[He wants to see it coming]], and showed me the spreadsheet.
Need: Breaches are learnt from the customer's monthly report.

# payroll-export

yarrow/Adaeze sophie
Twenty more cleaners | 1800 | qualifying | 22 | tied | 2
She'll add the new contract's people [[when hours go to payroll by themselves]].
Need: 64 people's hours are retyped each Thursday.

# instant-invoice

carver/Joe sophie
Trial to Team | 1500 | qualifying | 6 | hearsay | 1
Joe asked if he can [[bill the second half from the customer's kitchen]].
Need: Invoices are written on Sundays.

copperfield/Barry jonas
Ledger for field | 4200 | proposal | 40 | quote | 2
Interested, if [[he can set what the lads may discount]].
Need: Nine days from job to invoice.

# multi-entity

aldous/Gillian callum
Ledger, group | 48000 | evaluating | 110 | tied | 2
Four companies, one desk. [[The invoice has to come from the right one]], else it stays a pilot.
Need: The employing company must be the one that bills.

# checklists

orrin/Alison beatriz
Ultrasound team | 32000 | qualifying | 80 | tied | 3
[[Measured values with tolerances in the protocol]], or the paper stays. She was quite clear.
Need: Forty-one paper forms because a tick isn't a measurement.
"""
