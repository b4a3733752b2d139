"""What people say about the planned day and what becomes of it.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# live-replan

call northgate/Aisha 3
One burst main and the day's gone. [[I've got eleven crews and I spend the next two hours moving
little boxes by hand]] while the phone rings. By the time the board's right it's wrong again.

interview maplecross/Tessa 3
A fridge call is four hours or somebody's stock is in a skip. [[When a job overruns I find out
when the next customer rings to shout]], never from the board. I want it to tell me at eleven
that the two o'clock isn't going to happen.

email fenwick/Carol 2
Friday was typical. Liam got stuck on a leak, and [[I rang five customers myself to push them
back, because moving the job on the board tells nobody anything]].

chat sparrow/Zoe 2
if one job runs late everything after it is a lie. [[why doesn't the rest of the day move down by
itself?]]

call kronberg/Anke 3
An entrapment has priority, that's the law. [[I drag the nearest technician out of his route and
then sixteen other visits must be found a new home.]] Your system watches me do it.

survey gilpin 2
[[The plan is beautiful at seven and fiction by ten.]]

portal bexwell/Jake 2
[[Could it suggest who should take over the two jobs that won't get done?]] I don't need it to
decide. I need it to save me from looking at nine diaries.

interview hartigan/Aoife 3
You know what I do at half past two? [[I go through every van asking 'where are you really?']]
Then I rebuild the afternoon in my head. If I'm off sick nobody can.

call halden/Petter 2
Snow on the pass and the whole valley is two hours late. [[I'd like to say 'everything north of
here, plus ninety minutes' once]], and not forty times.

email brightwater/Olivia 2
Our appointments are two-hour windows and regulated. [[We paid out compensation on 212 missed
windows last quarter, and most of them were visible by mid-morning to anybody who'd looked.]]

ticket whitlock/Owen 1
Moved a job from Dan to Priti at 11:40, [[it kept Dan's travel time and put her on the motorway
at the moment she was meant to be drilling]].

chat dunmore/Sheila 2
traffic on the ring road = whole afternoon wrecked. [[google knows, why don't you]]

interview aldous/Chloe 2
Replanning is what planners are for, I don't want to be replaced. [[I want to see the three least
bad options and what each one breaks.]]

call moravia/Jana 2
In a heatwave we have sixty calls before nine. [[I can't see which of the promised jobs can slip
without a penalty]], so I slip the polite customers. That's not fair but it's what happens.

email verdane/Marek 1
Install teams are booked by the day, so we rarely juggle. But [[when a heat pump doesn't arrive
from the wholesaler, an entire team has nothing to do]] and nobody offers them the service calls
nearby.

survey larchmont 2
[[Too many clicks to swap two engineers' afternoons. It should be one move.]]

portal pellworth/Yasmin 3
[[An overrun ought to ripple through and show me in red what it hits.]] I can live with bad news
at ten. Not at four.

call quayside/Moira 1
The tide replans for me, dear. But [[if the crane's late, it'd be grand if the next three boats
got told without me]].

interview castellan/Leanne 2
We have response clocks on some sites and none on others. [[When I pull somebody off a job I'm
guessing which customer I've just broken a promise to.]]

email arbour/Tom 1
Roof teams lose half of a day to wind. [[Give me a 'reshuffle the week' button]] and let me say
no to the bits I don't like.

call rowanlea/Patricia 2
A hospital discharge beats everything, there's a person waiting in a bed. [[I ring three
technicians to see who's closest, and they all say they're nearly done.]] They are never nearly
done.

chat yarrow/Lorna 2
cleaner calls in sick at 5.30 every single monday. [[took me an hour to cover 6 sites today, and
I had the same hour last monday]]

# customer-eta

email fenwick/Ian 2
Half the calls to our office are 'where is he?'. [[If the customer could see the van coming like
a parcel, Carol would get her mornings back.]]

survey tully 2
[[Please send my customer a text when Rosie sets off.]] I'd pay extra just for that.

call brightwater/Olivia 3
One visit in nine is nobody home. [[They popped to the shop because we'd said 'between eight and
one'.]] Every one of those is forty pounds out of the window.

chat hollis/Mike 2
the other lot i'm trying [[text the customer with a name and a photo of the engineer]].
mum-proof. do you do that?

interview willowbank/Harriet 3
Our customers are eighty. [[They get up at six and sit by the window in their coat because we
said 'morning'.]] A phone call half an hour before would be a kindness.

portal copperfield/Barry 2
[[Automatic 'on my way' message, with a real time, not the slot.]]

call bexwell/Karen 2
Restaurants want us before they open and not one minute after. [[The manager needs to know if
we're ten minutes out so that he can stay and unlock.]]

email lindal/Maja 2
The customer arranges for a forklift driver to be there. [[When we're late he's paid to wait, and
they send us the bill for him.]]

ticket penhale/Tamsin 1
The confirmation e-mail gives the booking time in the wrong format for older people: [[nobody's
nan knows what 14:00-16:00 means on a phone screen at that size]].

interview northgate/Denise 2
Wasted visits cost us about £310,000 a year. [[I'd put two thirds of it down to the householder
not knowing that we were nearly there.]]

chat carver/Joe 1
[[do customers get a reminder the day before?]] mine forget and then i've driven to leeds for
nothing

survey junivale 1
[[Farmers have no patience. A text would do.]]

call pellworth/Yasmin 2
Security desks need the registration and the name before the barrier opens. [[If the on-the-way
message carried those, we'd save the quarter of an hour at the gate.]]

email delacroix/Antoine 2
The chef wants to know to the minute. [[We telephone him, he doesn't answer, we arrive during
service, he is furious.]] With a message he could answer 'come at three'.

portal dunmore/Sheila 2
[[Let the customer answer the text.]] 'Side gate's open' would save us three calls a day.

interview saltmarsh/Nell 1
For planned visits nobody minds. [[For breakdowns they ring every twenty minutes]], and every
call is the same call.

call oakes/Jim 2
I'm on my own. [[I'm texting while I drive to tell them that I'm late, and I know I shouldn't.]]

email larchmont/Dana 1
The building manager wants an arrival notice, and a second one when we leave. [[He has tenants
asking whether the lift's safe.]]

survey zephyrine 2
[[Live tracking link for the customer. Every competitor demo had it.]]

# skills-match

call orrin/Ben 3
Only four of my people may open a ventilator. [[The board let me send a fifth, and I found out
from the hospital.]] That was a very long week.

interview halden/Sigrid 3
Certificates expire. [[I've got a spreadsheet with six hundred rows and three colours that tells
me who may do what]], and it's correct on the first Monday of the month.

email gilpin/Mark 2
We had an electrician at a high-voltage site without his ticket. Turned away at the gate, a day
lost. [[Your system knew his ticket; it's in his profile. It simply didn't mind.]]

ticket maplecross/Craig 2
[[Got sent to a CO2 system. I'm not CO2.]] Third time since summer.

portal verdane/Marek 2
[[Filter the technicians by the brand they're trained on.]] Warranty is void otherwise.

call fenwick/Carol 2
Gas, oil, LPG, commercial: it's all in my head who does what. [[When I'm away they send Darren to
oil boilers and Darren can't do oil boilers.]]

interview castellan/Leanne 2
I need vetted people for the bank and cleared people for the airport. [[I'd want the board to
refuse, not warn.]] People click through warnings.

chat beaconfold/Nick 1
only 2 of us do fire panels. [[would be good if the new girl could see that when she books]]

email aldous/Imran 2
Climbing tickets run out after three years. [[Nobody told me that Yusuf's had lapsed until he was
forty metres up.]] Please warn the planner a month before.

survey rowanlea 1
[[Some clients ask for a female technician. We keep this on a sticky note.]]

call kronberg/Matthias 2
For each lift maker the controller needs its own training. [[We send two people where one would
do, to be sure that one of them knows the controller.]] That's my margin.

portal whitlock/Stella 2
[[I'd like to see where we're thin: which skill has only one person who has it.]]

interview stroud/Joanne 3
On the railway, sending somebody whose track ticket has lapsed is a reportable event. [[Whatever
we buy has to make that impossible.]] I'd end the demo right there if it can't.

email hartigan/Declan 2
Two sites insist on their own induction before anybody sets foot there. [[The induction's a skill
as far as I'm concerned, with an end date, per site.]]

call ironbeck/Judith 2
Surveyors are accredited for crane classes. [[I have to cross-check a PDF from the accreditation
body every time I assign.]]

ticket northgate/Rob 2
[[Confined space crew booked with two people instead of three.]] The rule is three. The board
should know a rule like that.

survey sundqvist 1
[[Matching by certificates exists but only as text. Text has typing mistakes.]]
"""
