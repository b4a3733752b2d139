"""Ideas for Rounds: the people who plan.

Each block: key | product | owner | state | stage | days ago it was written down; its title; then the canvas.
"""

IDEAS = """
## live-replan | rounds | tomasz | backlog | pilot | 345
Replan the day when a job overruns
Problem: The plan is true at seven and fiction by ten. Dispatchers learn of overruns from angry
customers and rebuild the afternoon in their heads.
Value: Hours of dispatch a day, penalties avoided, promises kept to the polite as well.
Hypothesis: If the board shows by itself what an overrun hits and offers three ways out with what
each breaks, dispatchers will replan within five minutes instead of fifty.
Target: Missed windows down by 30 % in pilot companies; dispatch time on replanning halved.

## customer-eta | rounds | tomasz | backlog | validation | 360
Tell the customer that the van is on its way
Problem: "Where is he?" is half of the calls to the office, and one visit in nine finds nobody
home.
Value: Fewer wasted visits, quieter mornings, kinder days for people who wait at the window.
Hypothesis: If customers get a message with a real time when the technician sets off, no-access
visits fall by a third within a quarter.
Target: No-access visits from 11 % to 7 %; "where is he" calls halved.
Actual: No-access visits fell to 7.6 % across 31 companies; calls fell by 46 %. Companies that let
customers reply did best. Adoption came in a little under the projection and a month later than we
had thought. Expansion came from other accounts than the named ones: two of the three large ones
waited for their tracker to be read. Retention at small companies is where it paid, as Ingrid said.

## skills-match | rounds | tomasz | backlog | pilot | 330
Only people who may do the job can be given it
Problem: Certificates live in spreadsheets with three colours. The board lets anybody be sent,
and planners find out at the gate or from the hospital.
Value: No turned-away crews; tenders in rail and health become winnable.
Hypothesis: If jobs name what they demand and the board refuses people without it, wrong
assignments fall to nearly nothing without slowing planning.
Target: Wrong assignments from 3.4 to 0.3 in a thousand; planning time unchanged.

## recurring-visits | rounds | tomasz | backlog | discovery | 335
A year of visits from one agreement
Problem: A contract is a year of promises, typed in one by one each December. About three in a
hundred are forgotten.
Value: Weeks of copying saved, and no statutory visit lost.
Hypothesis: If an agreement makes its visits by rules that planners recognise, and shows what is
owed and not yet planned, forgotten visits go to nearly none.
Target: Owed-but-unplanned visits under 0.2 % at any month's end.

## calendar-sync | rounds | tomasz | backlog | discovery | 315
Two-way calendars, live
Problem: Managers and fitters live in their own calendars. Feeds are a day late or stop without a
word, and double bookings follow.
Value: No double bookings of the people whom everybody books.
Hypothesis: If changes cross within a minute in both directions and a broken link says so, teams
will stop keeping two calendars.
Target: 40 % of companies connect at least one calendar; double bookings down by 80 %.

## self-booking | rounds | tomasz | backlog | pilot | 325
Customers choose and move their own visit
Problem: It takes 2.4 calls to land one appointment. People want to book at ten at night and
reach a voicemail.
Value: The office's phone time, and enquiries that do not go elsewhere over the weekend.
Hypothesis: If a link offers only slots that suit the round, four in ten customers will choose
for themselves and travel will not grow.
Target: 40 % of eligible visits self-booked within 90 days; travel per visit unchanged.

## capacity-view | rounds | tomasz | backlog | discovery | 295
See next month's gaps by skill and depot
Problem: Promises for next week are made "from the stomach". Sales sells a month that is already
full.
Value: Agency spend decided in June instead of paid for in August.
Hypothesis: If planners see hours promised against hours available by skill, they will decide on
extra people three weeks earlier.
Target: Agency hours at weekend rates down by a third in the summer.

## multi-visit | rounds | tomasz | backlog | assessment | 285
Jobs that take several visits and trades
Problem: A heat pump is a survey, two fitting days, a commissioning and the snags; the board sees
five strangers.
Value: One customer, one story; the next trade hears when the first slips.
Hypothesis: If visits hang together and know their order, projects stop being run on whiteboards.
Target: Half of installers' multi-day work planned as one.

## emergency-slot | rounds | tomasz | backlog | assessment | 270
Keep room for emergencies
Problem: Dispatchers invent customers called Mr Space to keep time free.
Value: Emergency income kept, and honest utilisation figures.
Hypothesis: If slots can be reserved by rule and given back by the clock, fake bookings
disappear.
Target: Fake bookings to zero in ten companies that admit to them.

## subcontractors | rounds | tomasz | backlog | discovery | 300
Partners can do one job without a seat
Problem: Up to 40 % of visits are done by partners over e-mailed PDFs, and somebody types the
photo of the paper.
Value: Partner work visible on the day; a way to charge by visit.
Hypothesis: If a partner gets a link that works for one job, two thirds of partner visits are
closed by the partner on the day.
Target: 65 % of partner visits closed through the link in pilot companies.

## sla-clock | rounds | tomasz | backlog | discovery | 310
The promise's clock, before it runs out
Problem: Breaches are learnt from the customer's monthly report. Clocks stop at night, on
Sundays, at a locked door; ours is one date.
Value: Penalties avoided and evidence for the regulator.
Hypothesis: If each visit shows its own running clock with stops and reasons, breaches fall by a
quarter in a quarter.
Target: Penalties down 25 % at five contract customers.

## shift-patterns | rounds | tomasz | backlog | assessment | 265
Rotas and on-call that follow a pattern
Problem: Days off are typed one by one; on-call swaps live in corridors.
Value: The right phone rings at three in the morning.
Hypothesis: If patterns, swaps and school terms can be said once, nobody types a day off by hand.
Target: 80 % of days off come from patterns in companies with shifts.

## travel-time | rounds | nora | backlog | assessment | 230
Travel recorded by itself
Problem: Travel is written down on Fridays from memory, and memory is generous.
Value: Fair pay, true cost, a number for the tax office.
Hypothesis: If travel starts when the van leaves, recorded and real travel agree within a tenth.
Target: Difference between paid and measured travel under 10 %.

## map-view | rounds | tomasz | backlog | done | 355
Today on a map
Problem: New planners send one person to both corners of the county.
Value: Sensible rounds from the first week.
Hypothesis: If the day can be seen as dots, new planners need half the time to make a usable
round.
Target: Map opened weekly by half of planners.
Actual: 58 % of planners opened it weekly after two months; travel per visit fell by 4 % in
companies with a new planner.

## dispatcher-chat | rounds | nora | backlog | assessment | 220
Questions answered on the job itself
Problem: Forty messages a morning in private chat groups; nobody finds the one about number nine,
and customers' details leave the house.
Value: The next crew sees the answer too.
Hypothesis: If a comment reaches the person going, private groups go quiet.
Target: Half of crews use job comments weekly.

## van-telematics | rounds | nora | unsorted | assessment | 180
Use the trackers that the vans already have
Problem: Two systems, two maps, two versions of where Rob is.
Value: True positions without another box.
Hypothesis: If three common trackers can be read, large fleets switch on live positions.
Target: Four enterprise fleets connected.

## import-jobs | rounds | tomasz | backlog | done | 352
Load jobs from a spreadsheet
Problem: Clients send 400 jobs in a file, and two people key them in for two days.
Value: Two days a month per large contract.
Hypothesis: If a file can be mapped once and loaded with a report, keying stops.
Target: Ten companies load a file monthly.
Actual: 14 companies load a file each month; the largest has 2,300 rows. Mapping took most of
them under ten minutes.

## drag-undo | rounds | tomasz | backlog | done | 348
Undo on the board
Problem: A slip of the thumb moves a job and nobody knows where it came from.
Value: Courage to move things.
Hypothesis: If each move can be undone, fewer calls come to support about lost jobs.
Target: Support contacts about moved jobs down by half.
Actual: Contacts fell from 31 to 9 a month. Undo is used 4,000 times a week.

## duplicate-jobs | rounds | tomasz | unsorted | assessment | 90
Notice that this fault was already reported
Problem: Two tenants, one leak, two vans.
Value: A visit saved and a less foolish look.
Hypothesis: If likely doubles are shown when a job is entered, half are caught before a van
leaves.
Target: Double visits halved at property contracts.

## parts-van | rounds | nora | backlog | discovery | 318
Know which van has the part
Problem: The part is in somebody's van, nobody knows whose. Stock is known to plus or minus a
million.
Value: Second visits avoided; auditors satisfied.
Hypothesis: If using a part on a job takes it off the van and a technician can see the vans
nearby, second visits for parts fall by a quarter.
Target: Second visits for parts from 14 % to 10.5 %.
"""
