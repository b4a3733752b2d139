"""Pilots: which companies took part, what each was to reach, and what came of it in their own words."""

from typing import NamedTuple


class Trial(NamedTuple):
    """One company in a pilot, with its one primary outcome; `reached` is None while it still runs."""

    company: str
    baseline: float
    target: float
    reached: float | None
    confirmed: bool
    words: str


class Pilot(NamedTuple):
    """One idea tried out at customers; days are days from today."""

    idea: str
    led_by: str
    metric: str
    unit: str
    direction: str
    least: float
    starts: int
    due: int
    trials: tuple[Trial, ...]


PILOTS = [
    Pilot("customer-eta", "hannah", "Visits that find nobody home", "%", "down", 1.0, -222, -186, (
        Trial("fenwick", 10.5, 7.0, 6.4, True, "Carol has her mornings back. She's taken up crosswords."),
        Trial("tully", 9.0, 6.0, 4.8, True, "Customers say thank you for the text. For a text!"),
        Trial("brightwater", 11.4, 8.0, 7.7, True, "Three tenths more and finance will name a meeting room after it."),
        Trial("willowbank", 8.2, 5.5, 3.1, True, "Mrs Pryce no longer sits in her coat from six. That's enough for me."),
        Trial("bexwell", 12.0, 8.0, 7.2, True, "Managers wait the ten minutes now, as they know it's ten."),
        Trial("lindal", 7.0, 5.0, 4.4, True, "The forklift driver reads the message before he starts the engine."),
        Trial("copperfield", 13.0, 9.0, 8.8, True, "Just about. It works in houses."),
        Trial("larchmont", 9.5, 6.5, 9.1, True, "Flats have a shared door. A message doesn't open it."),
        Trial("dunmore", 10.0, 7.0, 5.9, True, "When they can answer, they tell you about the side gate."),
    )),
    Pilot("offline-jobs", "luca", "Jobs at sites without signal closed on the day", "%", "up", 10.0, -150, -84, (
        Trial("halden", 34, 60, 71, True, "The printer has been unplugged. Petter did it himself, with some ceremony."),
        Trial("northgate", 29, 55, 63, True, "The Pennine crews are back. I'd have lost that bet."),
        Trial("brightwater", 41, 65, 68, True, "It says 'kept on this phone' and not 'saved'. Kofi believes it."),
        Trial("pellworth", 38, 60, 52, True, "Better, but the car park crews share phones, and that isn't covered."),
        Trial("orrin", 22, 50, 66, True, "History in the scanner room. I never thought I'd be moved by an app."),
        Trial("aldous", 31, 60, 74, True, "That's the job done, literally. Now price it."),
        Trial("hartigan", 45, 65, 70, True, "The times are the true ones now. My response report reads as it should."),
        Trial("nakuru", 12, 45, 58, True, "We don't type at the lodge any more. We eat."),
    )),
    Pilot("skills-match", "hannah", "Wrong assignments in a thousand", "per 1,000", "down", 1.0, -104, -24, (
        Trial("orrin", 3.9, 0.5, 0.0, True, "It said no, so I didn't have to."),
        Trial("halden", 4.4, 1.0, 0.7, True, "The spreadsheet with the three colours is read-only now."),
        Trial("gilpin", 6.1, 1.5, 1.2, True, "Nobody's been sent home from a gate since it began."),
        Trial("castellan", 2.8, 0.5, 0.4, True, "Refusing is right. Warning was not."),
        Trial("kronberg", 3.0, 0.8, 0.6, True, "We send one where we used to send two."),
        Trial("fenwick", 5.2, 1.5, 3.3, True, "Carol's certificates aren't all in yet, so half of it was guesswork."),
        Trial("verdane", 3.5, 0.8, 0.5, True, "Brand training counts as a skill, and the makers accept it."),
    )),
    Pilot("job-profit", "luca", "Jobs under water that are noticed before the last invoice", "%", "up", 15.0, -116, -45, (
        Trial("gilpin", 10, 60, 74, True, "I raised my rewire price by nine per cent, and nobody blinked."),
        Trial("hartigan", 15, 60, 66, True, "We stopped one job and talked to the client. In time, for once."),
        Trial("arbour", 20, 65, 70, True, "Labour per person changed which jobs I'm proud of."),
        Trial("trellis", 5, 50, 57, True, "I bid on a number instead of on a feeling with a decimal point."),
        Trial("rafferty", 0, 50, 62, True, "One number, on the roof. Good."),
        Trial("larchmont", 10, 55, 41, True, "All-in contracts run for years; eight weeks are too short to tell."),
        Trial("fenwick", 12, 55, 60, True, "Domestic does pay the wages. I knew it."),
    )),
    Pilot("quote-options", "luca", "Average accepted quote, against the same months last year", "%", "up", 3.0, -128, -72, (
        Trial("arbour", 0, 10, 14, True, "Half of them take the battery when it's on the same page."),
        Trial("verdane", 0, 10, 12, True, "People do pick the middle one."),
        Trial("copperfield", 0, 8, 11, True, "Repair or new, side by side: it sells itself, and it's honest."),
        Trial("rafferty", 0, 10, 10.5, True, "The extras pay for the subscription."),
        Trial("whitlock", 0, 8, 9, True, "Fewer calls to ask what the second PDF was."),
        Trial("gilpin", 0, 8, 8.4, True, "The estimators couldn't spoil it. They tried."),
    )),
    Pilot("self-booking", "hannah", "Eligible visits booked by the customer", "%", "up", 10.0, -110, -20, (
        Trial("copperfield", 0, 40, 46, True, "There was no Monday. The phones rang like on a Wednesday."),
        Trial("tully", 0, 40, 58, True, "Rosie's in bed by ten."),
        Trial("novak", 0, 40, 51, True, "I deleted the photo of my diary."),
        Trial("ashby", 0, 40, 22, True, "Regulars move by a day, they don't book. It isn't made for us."),
        Trial("dunmore", 0, 40, 44, True, "Nineteen messages over the weekend, eleven visits booked by Monday."),
        Trial("verdane", 0, 40, 18, True, "Surveys yes. Installs are far too big for a slot."),
        Trial("oakes", 0, 40, 43, True, "It only offers the village I'm in. Clever."),
        Trial("rowanlea", 0, 40, 29, True, "The homes phone us anyway. Habits."),
    )),
    Pilot("live-replan", "luca", "Missed arrival windows", "%", "down", 1.5, -45, 9, (
        Trial("northgate", 16.0, 11.0, 10.2, True, "I moved a whole valley in one go and had a cup of tea."),
        Trial("maplecross", 12.5, 8.5, 8.1, True, "By eleven I know about two o'clock."),
        Trial("gilpin", 15.0, 10.5, None, False, ""),
        Trial("bexwell", 13.0, 9.0, None, False, ""),
        Trial("kronberg", 11.0, 8.0, None, False, ""),
        Trial("hartigan", 17.0, 12.0, None, False, ""),
    )),
    Pilot("contract-billing", "luca", "Contracts billed in the month they are due", "%", "up", 10.0, -124, -66, (
        Trial("pellworth", 61, 85, 93, True, "Stuart approves eighty runs with one coffee."),
        Trial("castellan", 70, 90, 94, True, "The alarm contracts went out on the first. I checked twice."),
        Trial("larchmont", 55, 80, 86, True, "We found four contracts that nobody had billed since spring."),
        Trial("hartigan", 64, 85, 88, True, "It asks before it sends, so I let it."),
        Trial("gilpin", 50, 75, 79, True, "My accountant thought that I had hired somebody."),
        Trial("fenwick", 58, 80, 90, True, "Carol's Friday list is one line long."),
    )),
    Pilot("late-reminders", "hannah", "Balances more than thirty days overdue", "% of turnover", "down", 1.0, -122, -64, (
        Trial("copperfield", 14.0, 9.0, 7.5, True, "People paid and said sorry. In that order."),
        Trial("rafferty", 18.5, 12.0, 10.9, True, "I never liked to ask. Now I needn't."),
        Trial("tully", 11.0, 7.0, 6.2, True, "It's politer than I am."),
        Trial("arbour", 9.5, 6.5, 5.8, True, "We stopped it for one client, and that worked too."),
        Trial("whitlock", 12.0, 8.0, 7.7, True, "Two of the old ones came in the first week."),
        Trial("dunmore", 16.0, 11.0, 9.4, True, "The landlord paid. The landlord!"),
    )),
    Pilot("consolidated-invoice", "luca", "Days from the month's end to payment by chains", "days", "down", 5.0, -118, -58, (
        Trial("maplecross", 62, 45, 38, True, "Their robot takes one file and used to refuse ninety."),
        Trial("northgate", 55, 42, 40, True, "One invoice, one order, one argument a month."),
        Trial("pellworth", 58, 44, 41, True, "Paul no longer sorts by shop."),
        Trial("brightwater", 49, 38, 33, True, "Jane reconciles it before lunch."),
        Trial("larchmont", 60, 45, 44, True, "Just in time, but in time."),
        Trial("castellan", 52, 40, 36, True, "The chain's desk thanked us. I kept the mail."),
    )),
    Pilot("payroll-export", "hannah", "Hours typed a second time, per pay run", "hours", "down", 1.0, -116, -56, (
        Trial("northgate", 31, 6, 2, True, "Denise took a day off in payroll week."),
        Trial("aldous", 22, 5, 3, True, "The codes are theirs and not ours, that's the trick."),
        Trial("gilpin", 9, 2, 0.5, True, "I found out that overtime was wrong for a year."),
        Trial("kronberg", 14, 3, 1, True, "Two works councils looked at it and nodded."),
        Trial("hartigan", 12, 3, 2, True, "One pay run with faults, none since."),
        Trial("fenwick", 8, 2, 1.5, True, "The apprentices were paid right at the first try."),
    )),
    Pilot("e-invoicing", "luca", "Invoices to public bodies accepted at the first try", "%", "up", 10.0, -92, -16, (
        Trial("orrin", 52, 90, 97, True, "The hospital's portal said yes. It has never said yes."),
        Trial("kronberg", 60, 90, 95, True, "From January it is the law here. I sleep again."),
        Trial("brightwater", 48, 85, 91, True, "Councils pay in three weeks, not in nine."),
        Trial("hartigan", 55, 85, 90, True, "I see the answer beside the invoice. That's all I wanted."),
        Trial("pellworth", 50, 85, 88, True, "Four refusals, each with its reason in plain words."),
        Trial("castellan", 63, 90, 93, True, "Fire brigades are public bodies as well, it turns out."),
    )),
    Pilot("multi-entity", "hannah", "Invoices sent in the wrong company's name, in a hundred", "per 100", "down", 0.5, -94, -14, (
        Trial("pellworth", 4.1, 1.0, 0.3, True, "Two logos, two tax numbers, and I can't mix them up."),
        Trial("verdane", 3.6, 1.0, 0.6, True, "The northern firm is its own again."),
        Trial("larchmont", 5.0, 1.5, 1.2, True, "One desk, and nobody signs out to sign in."),
        Trial("castellan", 2.9, 0.8, 0.4, True, "The auditors had no question. That's new."),
        Trial("kronberg", 3.3, 1.0, 0.5, True, "Austria and Germany at one table."),
        Trial("brightwater", 2.7, 0.8, 0.7, True, "Finance closed one of three accounts with you. Sorry."),
    )),
]  # fmt: skip
