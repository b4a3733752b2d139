"""What people say about plans beyond today: repeats, calendars, bookings, capacity.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# recurring-visits

call larchmont/Dana 3
I've got 340 lifts on monthly visits. [[Each December two of us spend a week copying next year
in]], and we miss about ten, and those ten ring us in March.

email ashby/Gemma 2
Every pool, every Tuesday, April to September, then closed for winter. [[I make these by hand
each spring and cry.]]

interview pellworth/Stuart 2
Statutory visits, planned visits, extras. [[A contract is a year of promises and you only let me
type one promise at a time.]]

portal kestrel/Donna 2
[[Eight visits a year, spaced evenly, not on Fridays.]] That's all our contracts. Why's that
hard?

call trellis/Phil 2
Grass grows faster in May. [[I need weekly in summer and monthly in winter under one agreement]],
and a client who can see it.

ticket bexwell/Jake 2
Changing the day of a repeating visit changed [[the ones already done as well, so now our history
says we came on Wednesdays]].

survey oakes 2
[[Remind me to do the annual service eleven months later. That is my whole business model.]]

interview castellan/Martin 3
We owe 9,000 inspections a year by law. [[If one falls off the calendar, nobody notices until a
fire officer does.]] I'd like a list of what's owed and not yet planned. Simply that.

email copperfield/Linda 2
[[The service is due a year after the last one was done, not a year after it was planned.]] Yours
drifts the wrong way.

chat pike/Alfie 1
sweeping season is sept to nov. [[can the thing spread my regulars out so they're not all wanting
october]]

call junivale/Ruby 2
Legionella sampling is monthly and quarterly and yearly. [[When all three fall in one month, we
should go once, and you send us three times.]]

email moravia/Radek 2
[[We'd like neighbouring maintenance visits to be planned on the same day on purpose.]] We pass
one customer on the way to the next, twice a month.

portal yarrow/Lorna 1
[[Bank holidays.]] Every repeating job needs moving by hand around every bank holiday.

interview kronberg/Anke 2
The maintenance interval depends on how many trips the lift makes. [[For busy lifts a calendar is
the wrong clock.]]

call willowbank/Frank 1
Grand so far. [[Just let me stop the repeats when the customer passes away]], without deleting
each one. It's upsetting for Harriet.

# calendar-sync

email gilpin/Sue 2
Mark lives in Outlook. [[He books a dentist there and I book him a rewire here.]] It happened
twice this month.

survey sparrow 2
[[Two calendars is one too many.]]

call dovetail/Hugo 2
The fitters will look at their phone's calendar and at nothing else. [[If the job isn't there it
doesn't exist.]]

ticket arbour/Tom 2
The calendar feed takes up to a day to update. [[A job moved at eight still showed in the old
place at four, and that's where the team went.]]

chat carver/Joe 2
trial question: [[does it go both ways with google? if i drag it in google does it move here?]]

portal lowther/Simon 1
[[Show my private appointments as busy only, please, and not their names.]] The apprentice knows
too much about my knee.

interview whitlock/Stella 2
Consultants and engineers share customers. [[Sales books a site survey in their own calendar, and
my engineer turns up the same morning.]]

email brightwater/Jane 1
Holidays are approved in the HR system and land in Outlook. [[Someone retypes every holiday into
Rounds.]] I won't say who, but she's very tired of it.

call rafferty/Bridget 1
Con won't learn an app. [[He'll look at the calendar his daughter set up.]]

survey dunmore 1
[[Sync with Apple calendar is one way only.]]

ticket sundqvist/Elin 2
After changing password in Microsoft, [[the sync stopped silently for nine days]]. No message to
anyone.

interview fenwick/Carol 1
[[Training days, van MOTs, holidays: I keep them in a shared calendar and hold both screens next
to each other.]]

chat zephyrine/Carla 2
[[is the outlook sync live or a feed? feeds burned us before]]

# self-booking

interview brightwater/Fergus 3
We call every household to book a meter exchange. [[It takes 2.4 calls on average to land one
appointment, and there are 180,000 households.]] Do the sum; I've done it for my board.

email tully/Rosie 2
[[People message us at ten at night wanting a Thursday.]] If they could just take the Thursday,
I'd go to bed.

portal ashby/Gemma 1
[[Let regulars move their own visit by a day]] so long as it stays in the same week.

call copperfield/Barry 3
Annual services: we write eleven thousand letters saying 'ring us'. [[They all ring on the
Monday.]] A link in the letter would change our year.

survey hollis 2
[[Online booking is the one thing my old system did and yours doesn't.]]

chat novak/Peter 2
customers ask for a link. [[I send them a photo of my diary, I'm not joking]]

interview rowanlea/Patricia 2
Care homes change their minds hourly. [[If the home could see our free slots for that area,
they'd pick one, and it'd stick.]]

email northgate/Aisha 2
Landlords book for tenants and tenants aren't there. [[Let us send the choice of slots to the
tenant directly.]] The landlord doesn't care when.

call oakes/Jim 2
I want to offer only the mornings when I'm already in that village. [[An open diary would have me
driving back and forth like a bus.]]

portal verdane/Kirsty 2
[[Survey visits should be bookable from our own website]] with a question or two first: how old
is the house, is there a garden.

ticket cobbold/Les 1
A customer replied to the confirmation asking to move. [[It goes to an address that nobody
reads.]] He then rang, cross.

interview stanton/Lee 3
I left because of this, I'll be straight with you. [[Tyre customers book on their phone at the
roadside or they book somebody else.]] Nice planner, mind.

call bexwell/Jake 1
I'd be nervous about letting restaurants choose. [[But moving within the day, yes, they ask for
that daily.]]

email zephyrine/Carla 2
[[We lost the weekend enquiries again: nineteen forms on our website, four answered on Monday.]]
If those people could've booked a survey, they'd be customers.

# capacity-view

interview northgate/Graham 2
On Thursday I promise the client next week's volume. [[I promise it from the stomach.]] I'd like
to promise it from something.

email verdane/Kirsty 2
[[I can see who is busy today. I can't see that week 34 has nobody left who does commissioning.]]

call halden/Petter 2
Summer is the problem: holidays plus the big modernisations. [[By the time the board shows the
hole, it's too late to hire for it.]]

survey trellis 1
[[Hours available against hours promised, per week, per depot. One chart.]]

portal arbour/Tom 2
[[Sales sells installs for a month that's already full]] because they can't see it's full.

call aldous/Chloe 2
I need it by skill: splicers, climbers, civils. [[A free climber is no good when the work is
splicing.]]

interview maplecross/Edward 2
In June I decide on agency engineers for the summer. [[Last year I guessed eight, needed
fourteen]], and paid weekend rates for the rest.

email hartigan/Declan 1
[[What's the earliest day I can promise a two-man job in Galway?]] It shouldn't need a
conversation.

ticket sundqvist/Elin 1
Utilisation report [[counts sick people as available]].
"""
