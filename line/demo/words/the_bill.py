"""What people say about quotes, contracts and bills.

Each entry: channel, company and first name, then how much it matters (0 to 3); below it the words,
with the telling excerpt in double square brackets. A line with # names the idea that they speak to.
"""

VOICES = """
# quote-options

email arbour/Tom 2
[[We send three PDFs: small, medium and with battery. The customer answers 'yes please' and we
don't know to which.]]

interview verdane/Kirsty 2
People pick the middle one. [[We only show one, so they compare our one with someone else's one,
on price.]]

call copperfield/Barry 2
[[Repair at £400 or new boiler at £2,600: I'd like both on one page with a button under each.]]

portal zephyrine/Carla 2
[[Optional extras that the customer can tick, and the total changes.]]

survey carver 1
[[Quotes look like invoices. Ugly ones.]]

ticket whitlock/Stella 1
[[Changed the quote after it was accepted and the acceptance stayed on it.]] That's legally
alarming.

call gilpin/Mark 1
Estimators each have their own Word template. [[I'd like one that they can't spoil.]]

# quote-followup

call dovetail/Hugo 1
I sent out sixty quotes in spring. [[I rang nobody. I don't know who's still thinking.]]

email rafferty/Bridget 2
[[It'd help to see that they've opened the quote]], then Con would ring while they're looking at
it.

# contract-billing

interview castellan/Martin 2
Quarterly in advance, monthly in arrears, yearly on the anniversary. [[Three people in Derby turn
contracts into invoices on the first of the month.]]

email larchmont/Dana 3
[[We forgot to bill nine buildings for a year.]] They're very understanding about it. They don't
wish to pay it, though.

call ashby/Gemma 2
[[Forty pools, same amount each month, and I type forty invoices.]]

portal trellis/Phil 2
[[Index-linked prices: every April plus inflation, capped at four per cent.]]

survey bramble 2
[[Recurring billing. I've asked before.]]

interview kronberg/Silke 2
Contracts start on the 17th and end on the 3rd. [[Part months must be right to the day, or the
customer's software rejects them.]]

call bexwell/Karen 2
If a visit is missed, that month is free. It says so in our contract. [[We bill it anyway, they
complain, we credit it. Every month.]]

email moravia/Radek 2
[[We'd like to see which contracts end in the next ninety days]] before the customer sees it.

ticket hartigan/Niamh 1
Extra work under contract gets billed at the full rate; [[the contract says ten per cent off and
someone has to remember it]].

chat kestrel/Donna 1
[[is there a way to bill in 12 equal bits even tho we go 8 times]]

# late-reminders

call sparrow/Zoe 2
I hate asking for money. [[If the computer asks, it's not personal.]]

email dovetail/Hugo 2
We've £41,000 out over sixty days. [[Nobody chases because everyone thinks that someone else
has.]]

survey novak 2
[[Automatic reminders after 7, 14 and 30 days.]]

interview pellworth/Paul 2
With big clients you don't send a reminder, you find out which portal it's stuck in. [[I need the
reason beside the overdue invoice, not another red letter.]]

portal rafferty/Bridget 1
[[Let me stop reminders for one customer. It was a funeral.]]

call yarrow/Adaeze 2
Wages go out on Friday whatever happens. [[I need to know on Monday who isn't going to pay by
Thursday.]]

chat beaconfold/Nick 1
[[can it text them instead of email? nobody opens the emails]]

email saltmarsh/Robin 1
[[Tone, please. The draft I saw sounded like a bailiff.]] These are farmers I've known for thirty
years.

# price-lists

email castellan/Martin 2
[[Each national account has its own rate card. The engineer sees the list price and tells it to
the customer.]] Cue phone call.

call gilpin/Sue 2
Merchant puts copper up, [[I change 60 lines by hand and I miss six]].

interview pellworth/Stuart 2
Rates differ by hour, day, county and whether the client had a bad year. [[It's in a ring binder.
The ring binder's right.]]

portal moravia/Jana 1
[[Night and weekend surcharges by themselves.]]

survey copperfield 1
[[Supplier price files should load monthly.]]

ticket orrin/Tim 2
[[New price list applied to jobs that were quoted on the old one.]] Hospital procurement noticed
within a day.

call verdane/Lucy 2
[[Grant-funded customers pay a capped price, private ones don't]], and the fitter has to know
which he's talking to.

# credit-notes

ticket pellworth/Paul 2
[[I can only credit a whole invoice. The dispute's about one line of forty.]]

email northgate/Denise 2
[[Nobody can see why a credit was given, or who allowed it.]] That's audit point 3 this year.

chat lowther/Pam 1
[[need to credit £12 off a £900 bill, how]]

# multi-currency

email halden/Camilla 2
Norway, Sweden, Denmark. [[One tenant per currency means one login per country, and Sigrid has
three.]]

call delacroix/Antoine 1
[[Swiss customers pay in francs; I write the amount in the notes.]]

interview quayside/Moira 1
[[Visiting yachts want euros.]] They've got them, we'd like them.

portal aldous/Gillian 2
[[Group reporting in one currency at the month's average rate.]]

# vat-rules

email dovetail/Hugo 2
[[Reverse charge for building work: I have to remember to tick it. I don't always remember.]] The
tax office does.

ticket delacroix/Claire 2
Reduced rate for works in homes older than two years. [[It needs a signed declaration with the
invoice and there's nowhere to keep it.]]

call willowbank/Harriet 1
[[Zero-rated for disabled customers, normal for their neighbours.]] I do it from memory.

survey moravia 1
[[VAT on deposits is wrong in Czech rules.]]

portal nakuru/Wanjiru 2
[[Our revenue authority wants every invoice reported at the moment it's made.]] We print yours
and type it into their device.

# po-numbers

call pellworth/Paul 3
[[No PO, no pay. A third of my overdue is invoices sent without a PO that was never asked for at
booking.]]

email maplecross/Wendy 2
The store gives a number on the phone, the desk writes it in the notes, [[and then it's not on
the invoice because it's in the notes]].

portal castellan/Leanne 2
[[Don't let the job be planned without it, for the clients that we tick.]]

ticket gilpin/Sue 1
[[PO field takes 12 characters. The council's numbers have 15.]]

interview northgate/Denise 2
Purchase orders have a value. [[We sail past the value and then can't bill the rest.]] Tell us at
eighty per cent.

survey trellis 1
[[PO number on the invoice, in the subject line, in the file name. Councils!]]

# warranty

call larchmont/Dana 1
In the first year the maker pays for parts, we pay for labour, or is it the other way round? [[It
depends on the maker, and the invoice doesn't know.]]

email rowanlea/Patricia 2
[[We do the warranty work and forget to claim it. Last year, £17,000.]]

portal verdane/Lucy 2
[[Claims need serial number, photos and fault code on the maker's own form.]]

ticket orrin/Tim 1
One visit, two machines, one of them under warranty. [[I can't split the visit.]]

# e-invoicing

email trellis/Phil 2
From January three of our councils [[take invoices only as structured files through their
network]]. A PDF will simply be sent back.

call kronberg/Silke 3
[[It's law here already for receiving, and sending follows. My auditor asks me each month what
your date is.]]

interview orrin/Tim 2
Hospitals across the border demand it. [[We pay a broker £1.90 an invoice to convert yours.]]

portal delacroix/Antoine 2
[[When will you do it? I need a date, or I need another supplier.]]

survey sundqvist 1
[[Public customers: e-invoice only. We type them into a web page one by one.]]

email halden/Camilla 2
[[The municipality sends our PDF back unread.]] Machines talking to machines, and Camilla in
between.

# consolidated-invoice

email pellworth/Paul 2
312 invoices to one bank in March. [[They want one, with 312 lines, sorted by their branch
codes.]]

call maplecross/Wendy 2
[[One invoice a month for each supermarket chain, and a file with it that their system can
read.]]

ticket bexwell/Karen 1
[[The combined invoice loses which restaurant it was for.]]

portal yarrow/Adaeze 1
[[My biggest client wants one bill for six shops. I make it in a spreadsheet.]]

interview northgate/Graham 2
Payment terms start when they can check it. [[They can check one big one in a day and they take
six weeks over two hundred small ones.]]

survey castellan 1
[[Group by site, please, then by visit.]]

call tamarind/Daniel 2
We would be the customer on the other end of that. [[Each hotel gets its own paper today, and
head office pays when the last has been approved.]]

# retention

portal dovetail/Hugo 1
Builders hold back five per cent for a year. [[I've got £23,000 of held-back money and the only
record is my wife's memory.]]

# customer-statement

call lowther/Pam 1
[[A statement. A plain list of what they owe and what they've paid.]] I make them in a word
processor, like a ransom note.
"""
