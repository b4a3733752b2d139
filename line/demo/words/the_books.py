"""What people say about getting work into the books.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# accounting-sync

ticket pellworth/Paul 3
Month end again. [[Forty-three invoices say 'failed to sync' and the reason given is 'error
400']]. My team re-keyed them by hand on Saturday, for the third month running.

email hartigan/Niamh 3
[[An invoice went over twice, the customer paid twice, and I spent a week untangling it.]] I now
check every single one against the accounts package, which is what the sync was bought to save
me.

chat tully/Rosie 2
it says disconnected from our accounts again. [[i reconnect it every two weeks and it never tells
me, i find out from our accountant]]

interview brightwater/Jane 3
I can forgive a failure. [[I can't forgive a failure that nobody sees.]] Show me every morning
what went, what didn't and what I have to do about it, and I'm happy.

call fenwick/Carol 2
[[If a customer's name has an ampersand, it doesn't go.]] Smith & Sons. Half of our trade is
Something & Sons!

survey gilpin 2
[[Sync to accounts: works until it doesn't, then silence.]]

email arbour/Grace 2
The deposit goes across as an invoice rather than as a deposit. [[My turnover looks fantastic,
and our VAT return was wrong by eleven thousand pounds.]]

portal lowther/Pam 2
I'm the bookkeeper for four trades firms. [[With yours I have to ask the office to press the
button again; with the other I just fix the code and resend it myself.]]

ticket northgate/Denise 2
Cost centres changed on 1 April. [[All invoices since are posted to the old ones, because the
mapping can't be edited, only deleted and made again.]]

call whitlock/Stella 2
Our finance lady calls it the black box. [[Things go in. Some come out.]]

email junivale/Ruby 2
[[Changed a typing mistake on a sent invoice and now the two systems disagree by 8p forever.]]
8p! The auditors wrote a page about it.

interview aldous/Gillian 2
We aren't connecting a ledger of that size to something without a log. [[I need to see what was
sent, when, by whom, and what came back.]]

survey dovetail 1
[[Payment marked in accounts doesn't come back to Ledger]] so we chased a customer who'd paid.
Embarrassing.

ticket kronberg/Silke 2
Export in the German accountants' format has [[the posting key shifted by one column since the
last release]].

call copperfield/Linda 2
I do it on Fridays with a ruler. [[Your list on paper, accounts on screen, tick tick tick.]] I'm
told that this is called automation.

email rowanlea/Patricia 1
[[It'd be good to try the connection on a test company first.]] We learned on the live books.

chat zephyrine/Carla 1
[[which accounting packages do you sync with properly, not via a csv?]]

portal saltmarsh/Robin 2
[[Credit notes don't sync at all.]] Not late, not wrong. At all.

# instant-invoice

call oakes/Jim 3
The best moment to ask for money is when the radiators go warm. [[By the time I've sat down on
Sunday to write invoices, they've forgotten that they were cold.]]

interview fenwick/Ian 2
Job to invoice takes us nine days. [[Nine days in which I'm lending money to people with bigger
houses than mine.]]

email dunmore/Sheila 2
Raj knows the price. [[He tells it to the customer, writes it on the job, and I type it again in
the evening.]] Sometimes I type another number.

chat sparrow/Zoe 2
[[can kev send the invoice from the driveway]] before he starts the engine

survey novak 2
[[Invoice from the phone with two taps. Yes please.]]

call cobbold/Les 2
A door's £180 plus parts, it's always that. [[I should not need an office for that sum.]]

portal ferro/Vincenzo 2
[[People at 3 am promise anything. At 10 am they say the price was different.]] I want it agreed
and sent at the door.

interview copperfield/Barry 2
I'm wary. [[My lads would give discounts away on the doorstep like sweets.]] Let me set what they
may change.

email penhale/Tamsin 1
[[Eighty per cent are fixed price, and those could go by themselves.]] I'd only look at the odd
ones.

ticket willowbank/Harriet 1
Visit closed, invoice made, [[but the VAT relief question for disabled customers wasn't asked]]
so I had to void it.

call tully/Bernadette 2
[[I've invoices in a shoebox going back to Lent.]] Rosie's a saint.

survey hollis 2
[[On site invoicing is in the other one's basic plan.]]

# job-profit

interview gilpin/Mark 3
I know what I turned over. [[I couldn't tell you whether a rewire makes money or whether I do it
because I enjoy it.]] My accountant tells me in October about the year that ended in March.

call hartigan/Declan 3
Fixed-price jobs are where you win or bleed. [[I find out we've bled when the last invoice is in,
four months after I could have done something.]]

email pellworth/Helen 3
Eleven contracts. [[One of them loses us money every month and I have three candidates]]. The
board has asked which. I'd love to be able to answer.

survey rafferty 2
[[Is this roof making money yet? One number. While I'm still on the roof.]]

portal arbour/Grace 2
[[Labour cost should be what that person costs, not one rate for everybody.]] Apprentices and
master electricians aren't the same money.

interview maplecross/Edward 2
Callbacks eat us. [[A second visit is booked as a new job with its own healthy margin, and the
first one looks fine too.]] Tie them together and the truth comes out.

email verdane/Lucy 2
[[Wholesaler invoices arrive six weeks later, and then the job that we celebrated turns red.]]

call trellis/Phil 2
I bid for council contracts on what the last one cost. [[My estimate of what the last one cost is
a feeling with a decimal point.]]

chat carver/Joe 1
does it show [[what i made on the kitchen after hinges and petrol]]?

ticket dovetail/Jess 2
[[Profit report leaves out subcontractors,]] which for us is the whole cost.

interview kronberg/Silke 2
We want it per lift, over ten years. [[Some lifts should be replaced and not repaired again, and
I could prove it to the owner.]]

call fenwick/Ian 2
Commercial looks busy, domestic pays the wages. [[I've suspected this for six years and I'd pay
to know.]]

email larchmont/Dana 2
All-in contracts: [[which buildings cost us more than they pay? I'd raise the price or walk
away.]]

portal northgate/Denise 2
[[Show planned margin and actual margin next to each other, and where the gap came from: hours,
parts or price.]]

# card-payment

chat ferro/Vincenzo 3
[[customers ask to pay by card at the door, i carry a second machine from the bank]], then type
the amount in here. wrong once a week

email tully/Bernadette 2
[[Pay link on the invoice. My own daughter won't use a bank transfer any more.]]

survey dunmore 2
[[Take cards on the phone and mark it as paid.]]

call oakes/Jim 2
Old folk write cheques and young folk tap. [[I can do cheques.]]

portal cobbold/Les 1
[[What would the fee be?]] If it's under two per cent, count me in.

interview pike/Alfie 2
I charge sixty quid. [[I spend more time chasing the sixty quid than sweeping the chimney.]]

email willowbank/Frank 1
Families pay for their parents from another town. [[A link they could forward would be just
right.]]

chat marlowe/Craig 1
[[do you do tap to pay on android]]

call pomfret/Dean 2
[[Card before I unblock it. You'd be amazed how the price changes once it flows.]]
"""
