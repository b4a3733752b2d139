"""The quarter that runs."""

from .shapes import Aim, Quarter, result

THIS = Quarter(
    "Summer quarter",
    -51,
    39,
    False,
    (
        Aim(
            "The field trusts us again",
            "A third of our customers' sites have no signal. Where crews gave the app up, all else that we make is blind.",
            "margaret",
            "",
            "",
            (
                result(
                    "renewals", "Renewals at risk that are signed again", "fatima", "number", "up", (0, 6),
                    (-40, 1, 6, "Of the eight on the list, Larchmont has signed."),
                    (-26, 2, 6, "Neil at Aldous drafted the offline clause himself. That is a good sign and a duty."),
                    (-12, 3, 6, "Northgate is safe. Kronberg depends on a date for e-invoices, and so do I."),
                    (-3, 3, 5, "Two weeks without movement. Castellan's new buyer wants the numbers behind the clocks."),
                ),
                result(
                    "field-active", "Crews with poor coverage that close jobs on the day", "nora", "percent", "up", (38, 60),
                    (-41, 39, 6, "Baseline taken again with better definitions, it was 38 and not 41."),
                    (-27, 44, 7, "Three pilot companies. The lifts in Oslo are the hardest place that we know, and it held."),
                    (-13, 49, 7, "Forms lost: none in 6,200. I'm not yet ready to say none in ten thousand."),
                    (-2, 52, 8, "Brightwater switched it on for all meter crews."),
                ),
                result(
                    "expansion", "Expansion in this year's contracts", "fatima", "money", "up", (0, 450000),
                    (-39, 62000, 6, "Fenwick's second depot and two Ledger add-ons."),
                    (-24, 141000, 6, "Brightwater's board paper names self-booking as an assumption."),
                    (-10, 198000, 5, "Behind the line by about a month. Job profitability has the most names behind it."),
                ),
            ),
        ),
        Aim(
            "The plan survives the morning",
            "Beautiful at seven and fiction by ten, as one of them says. We want it to be true at noon.",
            "anders",
            "rounds",
            "The field trusts us again",
            (
                result(
                    "missed-windows", "Missed arrival windows at pilot companies", "tomasz", "percent", "down", (14, 9.8),
                    (-38, 14.1, 5, "Only measuring so far, and it's worse than they told us."),
                    (-25, 13.0, 6, "The board shows what an overrun hits. Showing alone helps already."),
                    (-11, 12.1, 6, "Maplecross's desk replans by eleven on most days."),
                    (-4, 11.9, 5, "Flat this week: a storm, sixty calls before nine. A fair test, and we did not shine."),
                ),
                result(
                    "dispatch-time", "Minutes a day spent on replanning, per dispatcher", "tomasz", "number", "down", (112, 56),
                    (-37, 110, 5, "We sat beside four dispatchers with a stopwatch and an apology."),
                    (-20, 94, 6, "Moving a whole area at once saves the most."),
                    (-5, 83, 6, "On the way, though the second half will be harder than the first."),
                ),
                result(
                    "tenders", "Tenders in which we can answer yes to every must", "fatima", "number", "up", (1, 5),
                    (-36, 1, 5, "Rail asks for certificates that refuse and not warn."),
                    (-15, 2, 6, "Yes to everything in the hospital tender, apart from one sentence about screen readers."),
                    (-6, 2, 5, "No new ones this week. Two come in before the end of the month."),
                ),
            ),
        ),
        Aim(
            "Owners look at Ledger every week",
            "A product that is opened monthly is cancelled yearly. What people look at weekly they keep.",
            "david",
            "ledger",
            "",
            (
                result(
                    "ledger-weekly", "Companies whose owner opens Ledger weekly", "priya", "percent", "up", (26, 45),
                    (-40, 27, 6, "Mostly on Fridays, for wages."),
                    (-23, 31, 6, "Pilot companies for job profitability are at 70 %, but they are our friends."),
                    (-9, 33, 6, "Gilpin raised his price for rewires. That is what this is for."),
                ),
                result(
                    "ledger-days", "Median days from finished job to invoice", "priya", "number", "down", (9, 5),
                    (-39, 9, 5, "Nothing shipped yet."),
                    (-22, 8.2, 5, "Fixed prices go out by themselves at three small companies."),
                    (-8, 7.9, 4, "Slow. The doorstep invoice waits at its first gate, as it should."),
                ),
                result(
                    "ledger-tickets", "Tickets about the accounts link, a month", "ingrid", "number", "down", (48, 20),
                    (-37, 51, 4, "Worse before better: people found out that they may complain."),
                    (-19, 45, 5, "'Error 400' now says which field. Half of them mend it themselves."),
                    (-4, 38, 6, "Good week. Month end is the test."),
                ),
                result(
                    "ledger-beta", "Is the posting log in the hands of five finance teams?", "priya", "yes_no", "up", (0, 1),
                    (-21, 0, 6, "Two of five. Gillian at Aldous reads every line of it."),
                    (-6, 0, 7, "Four of five. Pellworth joins after their month end."),
                ),
            ),
        ),
        Aim(
            "One record from the call to the invoice",
            "Rounds and Ledger are bought together and checked against each other by hand. Whoever checks has stopped trusting.",
            "margaret",
            "",
            "The field trusts us again",
            (
                result(
                    "corrected-invoices", "Invoices corrected after they went out", "priya", "percent", "keep", (2.6, 2),
                    (-36, 2.4, 7, "Inside what we allow ourselves. Half of them are wrong addresses."),
                    (-18, 2.7, 5, "Out, by two large credits at Kronberg's year end."),
                    (-5, 2.3, 7, "Back. The address check before sending did it."),
                    tolerance=0.5,
                ),
            ),
            of_line=True,
        ),
        Aim(
            "Whoever comes next knows the site",
            "A second visitor who asks for the gate code again has lost the first minute, and the customer.",
            "tomasz",
            "rounds",
            "The plan survives the morning",
            (
                result(
                    "site-notes-used", "Users who read the notes on a site", "nora", "percent", "up", (0, 60),
                    (-33, 0, 6, "It counts itself now. I was two points too hopeful each time I typed it."),
                    (-6, 0, 5, "It creeps. The notes are read where somebody writes them, and few write."),
                    feature="site-notes",
                ),
            ),
            team="Crew app",
        ),
    ),
)  # fmt: skip
