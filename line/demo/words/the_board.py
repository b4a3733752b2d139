"""What people say about the planning board and the people on it.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# multi-visit

call verdane/Marek 2
An installation is a survey, two fitting days, a commissioning and a return for the snags. [[To
you that's five strangers. To the customer it's one heat pump.]]

email dovetail/Jess 2
[[Kitchen is fit, then worktop templating, then ten days later the worktop.]] If the first slips
the others should at least raise their hand.

interview arbour/Tom 2
Scaffold up, panels, electrics, scaffold down. Three firms. [[I run it on a whiteboard because
your jobs don't know about each other.]]

ticket quayside/Moira 2
Closed visit one, [[the system told the customer that the job was finished]]. It was the first of
four. He came for his boat.

portal hartigan/Aoife 2
[[Crew of three for four days, then one for a day.]] I've to make thirteen bookings.

call carver/Joe 2
a kitchen's two weeks. [[I've put it in as one fourteen-day appointment, which blocks my
Sundays]]

survey rafferty 1
[[Jobs longer than one day are fiddly.]]

chat lowther/Simon 1
[[second visit should remember what was left over from the first]]

# emergency-slot

call maplecross/Tessa 2
I keep two engineers idle until ten on purpose. [[The board calls that waste and fills them up]]
if I look away.

interview penhale/Tamsin 2
Half our money's blocked drains on the day. [[I book a fake customer called Mr Space every
morning and another after lunch.]] He's our best customer on paper.

email fenwick/Ian 2
[[In January I need five slots kept for no-heat calls; in June, one.]] And they should be given
back at noon if nobody's cold.

survey pomfret 2
[[Need space for emergencies that the online diary can't nick.]]

call kronberg/Anke 2
For entrapments we promise thirty minutes. [[Somebody must be within thirty minutes of each
district at any time, and I check that with my finger on a map.]]

portal ferro/Vincenzo 1
[[Lockouts are now or never. I hold the afternoon open by inventing jobs.]]

interview tully/Bernadette 1
The girls laugh, but [[I pencil 'leak' in at eleven every day, and every day there's a leak]].

# subcontractors

interview pellworth/Helen 3
Forty per cent of our visits are done by partners. [[We e-mail them a PDF, they e-mail back a
photo of it, and a lady in Stockport types it in.]] I am not buying four hundred licences for
people who do one visit a month.

email northgate/Denise 2
[[We can't justify a seat for a digger driver we see twice a year]], but we need his photos and
his signature.

call aldous/Neil 2
Our subcontractors have subcontractors. [[I want a link that works for that one job and dies
afterwards.]]

portal verdane/Lucy 1
[[Let the scaffolder confirm his own date.]]

interview castellan/Martin 2
They mustn't see our prices or the other customers. [[At the moment it's everything or nothing,
so it's nothing.]]

survey trellis 1
[[Guests. We need guests.]]

ticket hartigan/Niamh 2
The partner's hours come on paper weeks later. [[The customer's been invoiced by then, wrongly.]]

call arbour/Tom 2
[[Scaffolders are the reason that half of my days start late, and they're the only ones who
aren't on the board.]]

# sla-clock

interview castellan/Martin 3
We pay penalties by the quarter hour. [[I learn that we've breached from the customer's monthly
report]], thirty days after I could've done something.

email pellworth/Stuart 3
Each contract has its own clock: some stop at night, some on Sundays, one when the site's closed
for prayers. [[Your due date is one date. It isn't even wrong, it's just not the question.]]

call maplecross/Edward 2
[[I'd like a column that counts down and goes to the top by itself.]] My desk would work from
that and nothing else.

ticket halden/Petter 2
Clock should pause while we're waiting for the customer to open up. [[We breach on paper while
standing in front of a locked door.]]

portal kronberg/Matthias 2
[[Response time and repair time are different promises.]] Only one of them is in there.

interview northgate/Graham 2
The regulator asks for evidence of the clock: who stopped it, when, why. [[Today it's a note in a
free-text field.]]

call whitlock/Stella 2
[[Warn the supervisor at seventy-five per cent of the time]], so that there's still something to
be done.

email orrin/Tim 2
Uptime guarantees on scanners: ninety-eight per cent a quarter. [[We work it out in a spreadsheet
after the customer has worked it out first.]]

survey lindal 1
[[Don't count weekends.]]

# shift-patterns

call northgate/Aisha 2
We're on a four-on four-off rota with a floating relief. [[I enter each person's days off one at
a time for the year.]] My wrist has views.

email maplecross/Edward 2
[[On-call rotates every Wednesday at six. The board thinks that weeks start on Monday.]]

portal yarrow/Adaeze 1
[[Night shift that ends on the next day shows as two half shifts.]] Pay is wrong every time.

interview halden/Sigrid 1
Swaps. People swap on-call with each other in the corridor. [[The wrong phone rings at three in
the morning.]]

call brightwater/Olivia 1
Part-timers with school hours: [[I want to say 'nine to three in term time' once]] and be done.

ticket gilpin/Sue 1
[[Changing somebody's pattern rewrote last month's timesheets.]]

# travel-time

email hartigan/Niamh 2
We pay travel beyond the first half hour. [[The men write it down on Friday from memory, and
memory is generous.]]

call brightwater/Jane 2
Finance wants to know what share of a day is driving. [[We honestly don't know. I've seen
estimates from 15 to 40 per cent in the same meeting.]]

interview bexwell/Karen 1
[[I'd rather it started itself when the van leaves. They'll never press a button for driving.]]

portal sundqvist/Lars 1
[[Mileage per job, for the tax office.]]

survey novak 1
[[Record the kilometres, please.]]

# map-view

chat kestrel/Donna 1
[[can i see today on a map]]

call trellis/Amy 1
New planner started Monday. She doesn't know the county, and [[without a map she's put one man in
both corners of it]].

email penhale/Tamsin 2
[[When an urgent one comes in I want to see dots: who's near?]] I use my husband's find-my-phone
for that. It's a marital matter now.

survey hedge 1
[[Map of the week, coloured by day.]] I'd group my streets better.

# dispatcher-chat

ticket moravia/Jana 1
Comments on a job notify nobody. [[I write 'customer says use the back door', and it's read after
the front door.]]

call fenwick/Carol 2
It's all in a WhatsApp group. Forty messages a morning. [[Nobody can find the one about the
boiler at number nine.]]

interview aldous/Imran 1
[[If I could answer a question on the job itself, the next crew would see it as well.]]

email pellworth/Helen 2
[[Client information in private chat groups is a data protection finding waiting to happen.]] Our
auditor used that word, finding.

# van-telematics

email northgate/Denise 1
We already pay a tracking firm for 340 vans. [[Two systems, two maps, two versions of where Rob
is.]]

call castellan/Ross 1
[[Does it talk to the trackers we've got?]] I don't want another box on the dashboard.

survey bexwell 1
[[Engine hours into the service schedule of our own vans would be lovely.]]

# import-jobs

ticket pellworth/Yasmin 2
The client sends 400 planned jobs as a spreadsheet on the first of each month. [[Two people key
them in for two days.]]

email maplecross/Tessa 1
[[Paste from Excel. Please.]]

call stroud/Alastair 2
Our possession plan comes out of the rail planner as a file. [[If we can't load it, we can't use
you. It's as simple as that.]]

# drag-undo

chat sparrow/Kev 1
[[dragged the wrong job with my fat thumb and no idea where it came from]]. undo??

call moravia/Jana 2
The cat walked over the keyboard. I wish I were joking. [[Six jobs moved and I couldn't put them
back.]]

portal saltmarsh/Nell 1
[[Ctrl Z on the board.]]

# duplicate-jobs

email pellworth/Yasmin 2
Two tenants report one leak, [[we send two vans, they meet at the lift]].

call beaconfold/Nick 1
[[Same fault, once by phone and once by e-mail, two visits billed.]] The customer noticed before
we did.

# parts-van

interview fenwick/Liam 2
Nine times out of ten the part's in somebody's van. [[Just not mine, and nobody knows whose.]] I
drive to the merchant instead, and that's an hour.

call maplecross/Craig 3
I had the fan motor on Monday and gave it to Steve. [[The system thinks that I've still got it,
so the Friday job was sent to me.]] Store had no chiller all weekend.

email halden/Camilla 2
We count 4.1 million kroner of stock in vans, plus or minus a million. [[Plus or minus a million
is what the auditor circled.]]

survey gilpin 2
[[What's on the van should go down when it's used on a job. It doesn't.]]

ticket willowbank/Harriet 1
Parts used are typed as free text, so [[a gear is 'gear', 'gear unit', 'GU-2' and 'the gear']]. I
can't reorder from that.

interview kronberg/Jürgen 2
A second visit because of a missing part costs more than the part. [[Tell me in the evening what
tomorrow's jobs are likely to need.]]

chat dunmore/Raj 1
[[can i see if the depot has the door seal before i promise thursday]]

call larchmont/Eric 1
Relays. Always relays. [[I keep my own list in a notebook, and it's better than the system.]]

portal moravia/Radek 2
[[Minimum stock for each van, and a picking list for the Monday.]]

email orrin/Ben 2
Some parts are serialised and traceable by law. [[I must be able to say which van carried which
tube to which scanner.]] We do this on paper, twice.

call verdane/Sean 1
Depot hands out refrigerant by the bottle and [[no one knows how much is left in the bottle I've
got]]. Law says somebody should.

interview rowanlea/Sam 1
[[I'd like to lend a colleague a battery and have it move from my list to his]] without ringing
the office.
"""
