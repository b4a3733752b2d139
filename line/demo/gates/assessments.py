"""What salespeople expect of a feature at the third gate: each alone, before they know what the others said.

Scores from 1 to 5: pain, willingness to pay, reach, competitive wins, fit of packaging, sales readiness.
Accounts: company, chance of the expansion, amount. At risk: company, ARR, chance of leaving without, with the feature.
"""

from typing import NamedTuple


class Assessment(NamedTuple):
    """One salesperson's view."""

    idea: str
    seller: str
    scores: tuple[int, int, int, int, int, int]
    chance: float
    accounts: tuple[tuple[str, float, int], ...]
    at_risk: tuple[tuple[str, int, float, float], ...]
    objection: str
    wrong_if: str
    attempt: int = 1


ASSESSMENTS = [
    Assessment("customer-eta", "jonas", (5, 4, 5, 4, 4, 4), 0.75,
        (("fenwick", 0.8, 9000), ("larchmont", 0.3, 4000), ("penhale", 0.5, 3000)), (("copperfield", 21000, 0.2, 0.08),),
        "'Everyone else has it already': so it keeps customers more than it wins them.",
        "If offices don't see fewer calls in the first month, nobody will pay for it in the second."),
    Assessment("customer-eta", "sophie", (5, 4, 4, 5, 5, 5), 0.8,
        (("tully", 0.7, 600), ("dunmore", 0.6, 700), ("oakes", 0.4, 400)), (("oakes", 1800, 0.5, 0.2),),
        "Small ones ask what a text costs before they ask what it does.",
        "If message costs turn up as a line of their own on the bill, I lose half of these."),
    Assessment("customer-eta", "beatriz", (4, 4, 4, 3, 4, 4), 0.65,
        (("brightwater", 0.6, 18000), ("maplecross", 0.35, 9000), ("northgate", 0.4, 16000)),
        (("brightwater", 210000, 0.1, 0.05),),
        "Large fleets have trackers and ask why we don't read them.",
        "If the time shown is off by more than ten minutes, it makes things worse and I'll hear of it."),
    Assessment("offline-jobs", "callum", (5, 5, 4, 5, 4, 4), 0.8,
        (("aldous", 0.75, 60000), ("stroud", 0.45, 145000), ("halden", 0.5, 38000), ("castellan", 0.4, 30000)),
        (("aldous", 175000, 0.4, 0.08), ("halden", 186000, 0.2, 0.06)),
        "Their IT asks for device encryption and a wipe, in that order.",
        "If a single form is lost in front of the rail people, that deal is over whatever else we do."),
    Assessment("offline-jobs", "jonas", (4, 4, 4, 4, 4, 3), 0.7,
        (("nakuru", 0.7, 18000), ("hartigan", 0.5, 9000), ("saltmarsh", 0.4, 6000), ("penhale", 0.45, 4500)),
        (("nakuru", 23000, 0.35, 0.1),),
        "'Why's that not simply in the price?' A fair question, twice this week.",
        "If it drains old phones. Theirs are old."),
    Assessment("offline-jobs", "meilin", (4, 4, 3, 4, 3, 4), 0.65,
        (("mossgate", 0.5, 26000), ("ironbeck", 0.55, 8000), ("gilpin", 0.4, 11000)), (("ironbeck", 28000, 0.25, 0.1),),
        "Crane surveyors work on tablets that we haven't tried.",
        "If Mossgate's second test in the cold store fails, drop my number to one in three."),
    Assessment("offline-jobs", "beatriz", (5, 4, 4, 4, 4, 4), 0.72,
        (("northgate", 0.55, 52000), ("orrin", 0.5, 24000), ("brightwater", 0.5, 40000)), (("northgate", 240000, 0.3, 0.08),),
        "Hospitals want to know what's left on a phone that gets lost.",
        "If Graham goes to tender anyway, for reasons that aren't ours."),
    Assessment("job-profit", "meilin", (5, 4, 4, 4, 4, 3), 0.7,
        (("gilpin", 0.8, 9500), ("arbour", 0.6, 8000), ("whitlock", 0.35, 7000)), (("gilpin", 42000, 0.15, 0.05),),
        "They ask whether their people will see it. They'd rather not.",
        "If hours aren't recorded the margin is fantasy, and some don't record hours."),
    Assessment("job-profit", "jonas", (4, 4, 3, 3, 4, 3), 0.6,
        (("hartigan", 0.6, 14000), ("larchmont", 0.25, 6000), ("fenwick", 0.5, 7000)), (("hartigan", 45000, 0.2, 0.1),),
        "Wholesaler invoices come too late for the number to be true on the day.",
        "If Declan's accountant says that his own figure is the right one."),
    Assessment("job-profit", "callum", (4, 5, 3, 3, 3, 3), 0.55,
        (("pellworth", 0.45, 61000), ("castellan", 0.3, 28000)), (("pellworth", 158000, 0.2, 0.1),),
        "Enterprise wants it by contract and not by job.",
        "If the next board at Pellworth picks its own tool before ours shows contracts."),
    Assessment("skills-match", "beatriz", (5, 4, 3, 5, 4, 4), 0.7,
        (("orrin", 0.6, 32000), ("northgate", 0.35, 30000)), (("orrin", 118000, 0.25, 0.05),),
        "They ask who is to blame when the certificate in the system is wrong.",
        "If it only works as long as somebody of ours types the certificates in."),
    Assessment("quote-options", "meilin", (3, 3, 2, 3, 3, 3), 0.45,
        (("arbour", 0.6, 6000), ("gilpin", 0.3, 3000)), (),
        "Nice, but it's not why anyone changes supplier.",
        "If installers are a larger market for us than I think."),
    Assessment("quote-options", "callum", (3, 3, 2, 2, 3, 2), 0.4,
        (("verdane", 0.5, 22000),), (),
        "Only one of my accounts sends quotes to households at all.",
        "If facilities companies start to quote for extras. Stuart says that they might."),
    Assessment("quote-options", "sophie", (4, 3, 3, 3, 4, 3), 0.5,
        (("cobbold", 0.3, 900), ("rafferty", 0.4, 700)), (),
        "It should be in the basic plan; the rival's is.",
        "If pretty quotes alone bring the kitchen fitters. They like pretty."),
    Assessment("quote-options", "meilin", (4, 3, 3, 3, 4, 4), 0.55,
        (("arbour", 0.65, 6000), ("gilpin", 0.35, 3000), ("whitlock", 0.4, 4000)), (),
        "They like it best when they have seen a neighbour's quote. We have no neighbour to show yet.",
        "If the twenty installers that I rang were being polite.", 2),
    Assessment("quote-options", "callum", (3, 3, 3, 2, 4, 3), 0.5,
        (("verdane", 0.55, 22000),), (),
        "Still one account, and still the largest by far.",
        "If Verdane builds its own, which Kirsty says they won't.", 2),
    Assessment("quote-options", "sophie", (5, 3, 4, 4, 5, 4), 0.6,
        (("cobbold", 0.45, 900), ("rafferty", 0.6, 700), ("copperfield", 0.5, 2500)), (),
        "None, since it's in the basic plan.",
        "If they came for the price and not for the page.", 2),
    Assessment("consolidated-invoice", "beatriz", (4, 4, 4, 4, 4, 4), 0.7,
        (("maplecross", 0.6, 14000), ("northgate", 0.5, 16000), ("brightwater", 0.4, 15000)), (),
        "Their robots each want a file of their own.",
        "If the two largest chains change their portal before we are there.", 1),
    Assessment("consolidated-invoice", "jonas", (4, 4, 3, 3, 4, 4), 0.6,
        (("larchmont", 0.6, 9000), ("penhale", 0.45, 8000)), (),
        "Mid-sized ones have one chain each, and wait for it to ask.",
        "If Larchmont's chain pays late whatever it is sent.", 1),
    Assessment("consolidated-invoice", "callum", (5, 4, 4, 4, 4, 4), 0.7,
        (("pellworth", 0.6, 18000), ("castellan", 0.5, 14000)), (),
        "'Is it in our plan?' For Pellworth it decides who signs.",
        "If finance at Pellworth keeps its spreadsheet beside it.", 1),
    Assessment("payroll-export", "beatriz", (4, 4, 4, 4, 4, 4), 0.65,
        (("northgate", 0.6, 15000), ("kronberg", 0.5, 14000)), (),
        "Works councils read every column.",
        "If a payroll supplier changes its codes and we learn of it from a customer.", 1),
    Assessment("payroll-export", "meilin", (4, 3, 4, 4, 4, 4), 0.6,
        (("gilpin", 0.6, 7000), ("whitlock", 0.5, 6000), ("arbour", 0.5, 7000)), (),
        "Small offices have an accountant who does it anyway.",
        "If overtime comes out wrong once.", 1),
    Assessment("payroll-export", "callum", (4, 4, 4, 3, 4, 4), 0.65,
        (("aldous", 0.6, 14000), ("pellworth", 0.5, 13000)), (),
        "They ask for their own codes, and everybody has his own.",
        "If Aldous buys the whole suite from its payroll supplier.", 1),
]  # fmt: skip
