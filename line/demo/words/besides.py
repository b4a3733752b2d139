"""Praise, complaints, questions and oddities: words that support no idea.

A line with # names the kind; each entry: channel, company and first name, then the words.
"""

VOICES = """
# praise

survey tully/Rosie
Honestly the best thing we have bought since the second van. Mum has stopped writing on the
calendar in the kitchen.

email ashby/Gemma
No question, only wanted to say that Hannah rang me back within ten minutes on a Saturday. Please
give her a biscuit.

chat hedge/Rowena
the new week view is lovely. that's it, that's the message

survey halden/Sigrid
We have moved 11 depots over in a year without losing a day. I did not think it would go like
that.

call sparrow/Zoe
Kev hates every app on earth and he told me he doesn't mind this one. I nearly drove into a
hedge.

survey junivale/Colin
Works, fair price, people answer the phone. Nine.

email willowbank/Frank
My thanks to Luca for the afternoon he spent with our two engineers. They are still talking about
it, which for them means twice.

survey bexwell/Karen
Since we started, complaints about missed visits are down from about thirty a month to six.

chat novak/Peter
all good since the update, thanks for the quick fix

survey quayside/Moira
Simple enough that the harbour master uses it. He is 71 and cannot work the kettle.

interview sundqvist/Lars
What I like is that nothing jumps around. I open it and it is where I left it.

survey maplecross/Tessa
The board is the first screen I open and the last I close.

email trellis/Amy
I had a colleague from another contractor look over my shoulder. She asked for your number.

survey penhale/Tamsin
Ten out of ten, would drain again.

call copperfield/Linda
Only ringing to say the invoices went out in one go this month. First time ever. I made a cake.

survey kestrel/Donna
Does what it says.

survey gilpin/Sue
Good. I would miss it.

email northgate/Aisha
The training videos are excellent, two new planners were useful by Wednesday.

chat lowther/Simon
works great on my old ipad btw

survey rowanlea/Patricia
Support is the reason that I stay.

# complaint

survey stanton/Lee
Price went up twice in one year. No hard feelings but that was one too many.

email inkpen/Barbara
I am closing the business in June and will not be renewing. It is nothing you did.

survey corbel/Angus
We went with a scaffold-only product. Yours was too much machine for eleven inspectors.

chat marlowe/Craig
took me 3 weeks to get going because i only have evenings. bit steep for a one man band

email mayfield/Ted
Please stop sending me the newsletter. I cancelled last autumn and have now asked three times.

call pike/Alfie
I just want to pay monthly and not yearly. That is the entire reason for my call.

survey ferro/Vincenzo
Too expensive for what I use.

ticket hollis/Mike
Your chat hold music went on for 25 minutes. I know the tune now. My children know the tune.

email dunmore/Sheila
Sorry to moan, but the e-mail about the maintenance window arrived after the maintenance window.

survey kronberg/Silke
The contract was in English only. Our lawyers were not amused, and they charge by the hour.

survey inkpen
Fine product, wrong size for me.

call corbel/Angus
You asked why we left. Your sales person promised a thing in the demo that was not there when we
opened it.

# how-to

chat carver/Joe
how do i add my brother as a user

chat hollis/Mike
is there a way to change the colour of a job

ticket oakes/Jim
Where do I find last year's invoices? My accountant wants them by Friday.

ticket yarrow/Lorna
Can't sign in since I changed my e-mail address.

chat zephyrine/Carla
does the trial end on the 14th day or after it?

ticket beaconfold/Nick
The reset e-mail never came. It was in the junk folder, sorry, please close this.

chat cobbold/Les
can I print the board?

ticket tern/Morag
How do I move a job to a different boat? Found it. Never mind.

email saltmarsh/Nell
Could you send me your bank details form again, our finance department has a new system.

ticket nakuru/Peter
Which browser do you recommend on a five-year-old laptop?

chat pomfret/Dean
whats my customer number

ticket lindal/Maja
Please add the purchase reference LD-4471 to our subscription invoice.

# one-off

email tern/Morag
It would be marvellous if the jobs could be sorted by high tide. I realise that I may be the only
one.

portal pike/Alfie
Could you add a field for the type of bird found in the chimney? Jackdaws are protected until
August.

call delacroix/Antoine
I would like the van icon to be a small refrigerator. I am quite serious.

email quayside/Euan
An API for our tide gauge. No? Worth asking.

portal marlowe/Craig
Integrate with the local radio's travel news?

interview nakuru/Wanjiru
We also sell solar lamps from the vans. A little shop inside the app would be something, but it
is not what you do, I see that.

chat rafferty/Con
can it tell me which customers will be trouble

portal hedge/Rowena
Moon phases. For planting. I am only half joking.

email lowther/Simon
We would like you to host our website.

# vague

survey brightwater/Kofi
Make it better.

chat novak/Peter
app slow today

import moravia/Jana
Overall OK, some small problems.

survey aldous/Imran
Mobile could be improved.

import dovetail/Jess
Integrations???

survey whitlock/Owen
Meh.

import fenwick/Liam
See previous comment.

survey orrin/Maria
Too many clicks everywhere.

import trellis/Phil
More reports.

survey verdane/Sean
It is fine I suppose.

import larchmont/Eric
n/a

# fixed-bug

ticket arbour/Will
Since this morning the camera button does nothing on my phone. Restarted twice.

ticket gilpin/Sue
The logo on our invoices is stretched like chewing gum since last night's release.

ticket northgate/Aisha
Board shows Monday as Sunday for everyone in the Leeds office. Only Leeds. Why Leeds?

ticket bexwell/Jake
Search finds nothing if I type a space at the end.

ticket halden/Petter
Norwegian letters come out as question marks on the printed sheet again.

ticket willowbank/Harriet
The total on the statement page says NaN. I take it that this is not a person.

ticket maplecross/Craig
Got 31 notifications for one job between 02:00 and 02:10. My wife got them too, in a way.

ticket delacroix/Claire
The date on the French quote is written the American way round, month first.
"""
