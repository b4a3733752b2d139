"""What people say about the technicians' app: no signal, notes by voice, photographs.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# offline-jobs

call halden/Jan 3
I spend half my day in lift pits and machine rooms. [[The app just shows a grey wheel and I can't
open the job I drove forty minutes to do]]. So I photograph the job sheet in the van before I go
in, like it's 2009.

call halden/Petter 3
Every regional planner here prints tomorrow's jobs at five o'clock because [[we don't trust the
phones once people go below ground]]. That's six hundred sheets of paper a night, and of course
the paper never comes back filled in.

ticket northgate/Rob 3
Raised on behalf of the Pennine crews: [[the job form lost everything they had typed when the
signal dropped]] at the pumping station. Two of them have now redone the same readings three
times this week.

interview northgate/Graham 3
If you ask me what would make me renew without a tender, it's this. [[A third of our sites have
no coverage and the crews have stopped using the app there at all]], so my numbers are fiction
for a third of the estate.

email brightwater/Kofi 3
Meter chambers are metal boxes in the ground. [[I fill the reading in, press save, it says saved,
and when I'm back in the van it's gone.]] If it isn't saved please do not tell me that it is.

survey brightwater 2
Scheduling is great, the phone app isn't. [[It needs signal for things that shouldn't need
signal, like reading the address.]]

chat saltmarsh/Nell 2
quick one, is there any way to make the jobs stay on the phone? [[our guys lose the whole list
when they go into the pump house]] and ring me for the details

call pellworth/Stuart 3
We look after three hospital basements and a car park that goes down five floors. [[My people
carry two phones, one for us and one to stand near a window with.]] I've been asked by the client
why we write on our hands.

portal penhale/Tamsin 2
Jago is under a road with a camera most of the day. [[He can't close a job until he is back on
the hill, and by then he has forgotten what he used.]]

ticket maplecross/Craig 3
Plant room at the depot in Selby, no bars. [[Checklist was 22 of 24 done, came up into the yard,
app refreshed, 0 of 24.]] I have the screenshots. This is the fourth time.

email castellan/Martin 2
The insurers want the test certificate completed on the premises. [[In the vaults there is no
reception, so certificates are dated when the engineer resurfaces]] and I have to explain the gap
at audit.

interview orrin/Maria 3
Imaging suites are shielded, that's the whole point of them. [[I need the service history in the
room with the scanner, and that is the one place on earth I can't have it.]] So I download PDFs
in the car park and hope.

chat quayside/Euan 2
engine rooms are steel boats inside steel boats. [[app useless below deck]], good on the quay

call aldous/Imran 2
Funny thing for a telecoms contractor to complain about, but [[we are sent precisely to the
places where there's no network, because we're there to build it]]. The lads find it hilarious. I
don't.

survey ironbeck 2
[[Up a tower crane the connection comes and goes every minute and each time the inspection form
reloads from the top.]]

email kronberg/Jürgen 3
In the shaft there is no signal. [[Since the update in autumn the app logs me out when it cannot
reach you]], and I cannot log in again until I am on the street. Before, at least I could read.

ticket verdane/Sean 2
Rural installs, stone farmhouses, walls a metre thick. [[Photos queue up and then fail one by one
with no way to retry them all.]] I sat at a petrol station for twenty minutes yesterday pressing
retry.

portal junivale/Colin 2
Treatment works are out of town. [[We want to sync in the morning at the depot and again in the
evening, and not think about it in between.]]

call hartigan/Aoife 2
The west of the county is a black hole. [[When they do come back into coverage I get eleven jobs
closing at once with the wrong times on them]], so the response report is rubbish.

interview aldous/Neil 3
I'd pay for this today and I've said so twice. [[Offline isn't a feature for us, it's the job.]]
Your nearest rival does it badly, which is the only reason that we're still talking.

chat nakuru/Peter 3
we drive two hours past the last mast to the solar farms. [[all day offline, then everything
typed again in the evening at the lodge from paper]]

email rowanlea/Sam 1
Nursing homes with thick walls, mostly. I manage, but [[it'd be nicer if the equipment manual
stayed on the phone]] once I've opened it.

call larchmont/Eric 2
Motor room on the roof, fine. Pit, nothing. [[I shouldn't have to climb out to see which part
number I was told to bring.]]

survey copperfield 1
Would be 9 but for cellars. [[In cellars the app sulks.]]

ticket gilpin/Ahmed 2
Substation job yesterday. [[The isolation checklist would not open without a connection, so we
stood down for an hour]] until somebody read it to us over the radio. That's a safety document,
it should always open.

# voice-notes

interview fenwick/Liam 2
My hands are black by nine in the morning. [[If I could just say what I did, I'd actually write
something]] rather than 'serviced, ok' forty times a week.

email willowbank/Harriet 1
Our two engineers are brilliant with stairlifts and hopeless with keyboards. [[They leave me
voicemails and I type up the notes.]] Could the app take the voicemail instead?

call halden/Camilla 1
We measured it: [[the median engineer's note is four words]]. They say gloves. I'd love to hear
what they'd say if they could speak it.

portal kronberg/Jürgen 1
[[Typing German words with gloves on a phone is a punishment.]] Please let me speak the report.

chat dunmore/Raj 2
can i talk instead of type? [[customer watches me typing with one thumb for five minutes]], feels
rude

interview maplecross/Tessa 2
I read every closing note because I have to ring the store manager. [[Half of them say 'done' and
I ring the engineer to find out what 'done' was.]]

# photo-evidence

email castellan/Leanne 2
We take before and after pictures on every panel. [[They all land in one heap on the job with no
label, so three months later nobody knows which panel is which.]]

call pellworth/Paul 3
The client rejected £14,000 of work last month because [[the pictures didn't show which riser
they were taken at]]. The work was done. I just couldn't prove it.

ticket arbour/Will 2
I need to draw an arrow on a photo. [[I end up marking it up in my phone's gallery and uploading
it twice]], and the wrong one goes to the customer.

survey rafferty 2
[[Customers pay faster when they see the roof. Let me put the before and after next to each
other]] on the page I send them.

portal ironbeck/Neil 2
[[A defect photo should be compulsory when I mark a defect.]] Two of our newer surveyors forget,
and then the report goes out with words only.

chat cobbold/Les 1
is there a way to put [[a circle round the broken spring in the photo]]? customers never see what
i see

interview verdane/Kirsty 2
Grant inspectors want seven specific shots of every installation. [[We miss one in about one job
out of six and drive back for a photograph.]] A photograph! Sixty miles!

email lindal/Maja 1
Photos arrive sideways and huge. [[It would help if they were straightened and stamped with the
date and door number.]]

call bexwell/Karen 2
Auditors want evidence that the bait box was where we say it was. [[A picture without a place and
a time is worth nothing to them.]]

ticket marlowe/Craig 1
Uploads of more than ten photos fail about half the time. [[I do thirty on a gutter job.]]
"""
