"""What people say about the work at the site: checklists, history, access, safety.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# checklists

interview orrin/Alison 3
Every device class has its own test protocol, by law. [[We keep forty-one paper forms because
your checklist can't ask for a number with a tolerance.]] A tick is not a measurement.

email maplecross/Edward 2
I'd like the gas log to be impossible to skip. [[If the leak test reading is blank, the job must
not close]], full stop. At the moment it closes.

call halden/Sigrid 2
The regulation differs by country and by lift type. [[We've got one giant checklist with a
hundred and ten lines of which eighty don't apply]], and people tick down the page without
reading.

portal gilpin/Sue 2
[[Please let a failed test open the follow-up questions.]] If the insulation resistance is low, I
need three more readings. If it's fine I need none.

ticket whitlock/Owen 1
Changed one line on our commissioning list and [[it changed on all the old finished jobs as
well]]. Finished is finished, surely.

survey junivale 2
[[Readings should remember last visit's value and warn me when it's far off.]] We caught a dosing
fault that way on paper.

chat ashby/Gemma 1
pool chemistry is 6 numbers every visit. [[i type them in the notes box, there's nowhere proper
for them]]

interview copperfield/Barry 2
Annual service is thirty steps and I know for a fact that [[the lads tick them all in the van in
one go]]. I'd want to see the time on each tick.

call rowanlea/Patricia 2
Hoists have a load test every six months. [[The inspector wants the form exactly as the standard
lays it out]], and your export looks like a till receipt.

email kronberg/Anke 2
Each lift type needs its own list. [[Today the dispatcher picks the list by hand and picks
wrongly in about one of ten jobs.]] It should follow from the equipment.

# equipment-history

call larchmont/Dana 2
A tenant rings, lift's stuck again. [[My technician stands there not knowing it was stuck last
Tuesday for the same reason]], and looks like an amateur in front of the building manager.

interview halden/Jan 2
Tell me the last three visits, who went and what they changed. [[I don't want to scroll, I want
to see it as I walk in.]] Everything I need was written by a colleague; I just can't find it.

email fenwick/Carol 2
[[We've replaced the same diverter valve twice in one year at the same house because nobody could
see that it had been done.]] Second one was free of charge, obviously.

ticket maplecross/Tessa 2
Search by asset number returns the store, not the cabinet. [[There are sixty cabinets in a
store.]] History per store is no history at all.

portal orrin/Ben 3
[[When a scanner moves between hospitals its history stays behind at the old address.]] The
equipment should own its history and not the building.

chat dunmore/Sheila 1
would love to see [[what we did last time on that actual washing machine]] before I quote over
the phone

survey copperfield 2
[[Boiler history is there but four taps deep, and the lads don't tap.]]

interview moravia/Radek 2
Warranty arguments are won with dates. [[We have the dates, in seven different jobs, and it takes
Jana an hour to put one unit's story together.]]

call kronberg/Matthias 2
Our contracts promise that nobody is sent to the same fault three times in a quarter. [[I cannot
tell you today whether we keep that promise]], and neither can you.

email willowbank/Frank 1
Stairlifts get moved to a new house when somebody passes on. Sad, but it's the trade. [[The
record should move with the lift.]]

call saltmarsh/Robin 2
[[Pumps are swapped in and out of the workshop, so the one at the site today isn't the one we
serviced in March.]] Your history says otherwise.

# language

interview aldous/Chloe 2
A third of the crews read Polish or Romanian far better than English. [[They guess at the safety
questions, and I know they guess.]]

email yarrow/Adaeze 2
Most of my team speak Portuguese at home. [[I translate the job notes into the group chat every
morning by hand.]]

call kronberg/Silke 1
The app is in German except where it isn't. [[Error messages arrive in English at the worst
moment.]]

survey moravia 1
[[The technicians' app in Czech would end a lot of shouting.]]

# site-access

chat hedge/Rowena 1
gate codes. [[i keep gate codes in a note on my own phone]] which is probably illegal

call pellworth/Yasmin 2
We lose twenty minutes at reception on half of our sites. [[Where to park, who has the key, which
entrance: it's all in somebody's head]], and that somebody was on holiday last week.

email brightwater/Olivia 2
[[Dog at number 14. It's in the notes from two years ago. Nobody saw it, and now I have an injury
report to write.]]

ticket bexwell/Jake 1
Key safe codes are shown to everybody in the job list, including subcontractors. [[They ought to
appear only on the day, to the person going.]]

portal yarrow/Lorna 2
[[Alarm codes change and we find out when the alarm goes off.]] I'd like to record who told us
the new one and when.

# lone-worker

interview northgate/Rob 2
After the incident at the reservoir we bought a separate lone-worker gadget for everyone. [[It
doesn't know what job they're on, so when it goes off I have to look it up.]]

call penhale/Jago 2
I'm down holes on my own. [[If I don't close the job an hour after I said I would, somebody
should ring me.]]

email ironbeck/Judith 2
Our insurer asked how we'd know if a surveyor didn't come down. [[Honest answer: his wife would
ring us.]]

# accessibility

survey trellis 1
My eyes aren't what they were. [[The text on the job card doesn't get bigger when I make the
phone's text bigger.]]

email beaconfold/Nick 2
One of our engineers is colour-blind. [[Red and green dots for late and on time are the same dot
to him.]]

portal orrin/Maria 2
I use the app with a screen reader on bad days. [[The buttons on the visit page are all announced
as 'button'.]]

# dark-mode

chat ferro/Vincenzo 1
3am lockout, pitch dark, i open the app and [[it's like a searchlight in my face]]

survey northgate 1
[[Night crews would like a dark screen.]] That is all.

# qr-assets

call lindal/Henrik 2
Forty identical doors in a warehouse. [[If each had a sticker that opened its own page, my people
would stop guessing which is door 23.]]

email rowanlea/Sam 1
[[The care home could scan the hoist and report the fault themselves]] without ringing Patricia.

portal castellan/Dev 1
Extinguishers. Thousands of them. [[Scan, tick, next. That's all I want from life.]]

# signature

ticket dovetail/Jess 2
The customer is at work when we finish. [[We need them to be able to sign from their own phone
that evening]] or we don't get paid until the following week.

email pellworth/Paul 2
[[A squiggle without a printed name gets our invoices bounced.]] Please ask for the name and the
role.

chat yarrow/Lorna 1
[[store managers refuse to sign on a cleaner's phone]], can we email it to them

call delacroix/Claire 1
In France the client writes a few words by hand before signing. [[There is no place for those
words.]]

# weather-hold

call rafferty/Con 1
It's going to rain from Tuesday. I know it, the dog knows it. [[Why do I have to open fourteen
jobs to push them all to the week after?]]

# apprentice-shadow

interview hartigan/Declan 1
Every apprentice rides with somebody for a year. [[On your board the apprentice has to be booked
as a second engineer, so the customer gets charged for two]] unless Aoife remembers.
"""
