"""What Larkspan tried before it built: plans, results, verdicts, and what was learned."""

from typing import Any, NamedTuple


class Trial(NamedTuple):
    """One experiment: days are counted from today. ``ended`` is the day, the verdict (or "stopped"), why, and the learning."""

    title: str
    topics: tuple[str, ...]
    by: str
    kind: str
    planned: int
    hypothesis: str
    metric: str
    measure: str
    threshold: str
    started: int | None = None
    until: int | None = None
    direction: str = "at_least"
    unit: str = ""
    sample: int | None = None
    guards: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    measured: tuple[int, dict[str, float], tuple[float | None, ...]] | None = None
    amended: tuple[int, str, str] | None = None
    ended: tuple[int, str, str, str] | None = None
    followed: str = ""


TRIALS = (
    Trial(
        "Half of the visits are announced by a message", ("customer-eta",), "tomasz", "ab_test", -300,
        "Where the customer gets a message with a real time when the technician sets off, somebody opens the door.",
        "Visits at which somebody was at home, of all visits in six weeks at eleven companies", "shares", "3",
        started=-290, until=-248, sample=9000,
        guards=({"name": "Complaints per 1,000 messages", "direction": "at_most", "limit": 5},),
        tags=("messages",),
        measured=(-247, {"hits": 4391, "n": 4720, "base_hits": 4108, "base_n": 4655}, (1.9,)),
        ended=(
            -245, "backs", "The whole interval lies above three points, and hardly anybody complained.",
            "A time that is true beats a time that is early: companies that sent the message at the moment of setting off saw "
            "twice the effect of those that sent it in the morning.",
        ),
        followed="Built for everybody, with the message sent when the van moves.",
    ),
    Trial(
        "A button for dark mode that leads nowhere yet", ("dark-mode",), "nora", "fake_door", -120,
        "One technician in five would switch, because they start before sunrise.",
        "Technicians who pressed the button within two weeks, of those who saw it", "share", "20",
        started=-115, until=-101, sample=800, tags=("mobile",),
        measured=(-100, {"hits": 41, "n": 912}, ()),
        ended=(
            -99, "refutes", "Under seven in a hundred pressed it; we had hoped for twenty.",
            "What they call too bright is the map, not the app. Contrast on the map is what most of those we rang asked for.",
        ),
        followed="Folded into the accessibility work; the map comes first.",
    ),
    Trial(
        "Three ways out, by hand, for two dispatch desks", ("live-replan",), "tomasz", "concierge", -250,
        "Given three ways out with what each breaks, dispatchers choose one within five minutes.",
        "Overruns replanned within five minutes, of those that we prepared", "share", "60",
        started=-244, until=-223, sample=40, tags=("dispatch",),
        measured=(-222, {"hits": 33, "n": 41}, ()),
        ended=(
            -221, "backs", "33 of 41, and the interval stays above 60 %.",
            "They take the second way out as often as the first: what each breaks matters more to them than our ranking.",
        ),
        followed="The board shows all three side by side, none of them chosen beforehand.",
    ),
    Trial(
        "Would they let customers move a visit themselves?", ("self-booking",), "tomasz", "interviews", -170,
        "Most planners would give away the choice of the slot if they keep the last word.",
        "Planners who would, of those asked", "share", "50", started=-165, until=-150, sample=12, tags=("self service",),
        measured=(-149, {"hits": 7, "n": 12}, ()),
        ended=(
            -148, "inconclusive", "Seven of twelve says too little either way.",
            "The word “slot” means half a day to some and fifteen minutes to others. Ask by showing a calendar next time.",
        ),
    ),
    Trial(
        "How long does a year of visits take to type?", ("recurring-visits",), "nora", "data", -90,
        "Planners who copy last year's visits lose more than a week each December.",
        "Hours of copying in December, a planner", "number", "40", started=-88, until=-80, unit="hours",
        measured=(-80, {"value": 52.5, "low": 44.0, "high": 61.0, "n": 37}, ()),
        ended=(
            -79, "backs", "44 to 61 hours, from the times between saves of 37 planners.",
            "Half of that is not typing but looking up who moved. The agreement has to know addresses, not only dates.",
        ),
        followed="The hypothesis of the idea says addresses now.",
    ),
    Trial(
        "A calendar feed that is a minute late, for six teams", ("calendar-sync",), "tomasz", "prototype", -60,
        "A feed within a minute ends double bookings.",
        "Double bookings a week and team, against the six weeks before", "means", "-2", direction="at_most", unit="a week",
        started=-55, until=-13, sample=12, tags=("calendars",),
        measured=(
            -20, {"mean": 1.4, "deviation": 1.1, "n": 6, "base_mean": 3.9, "base_deviation": 1.8, "base_n": 6}, (),
        ),
        ended=(
            -18, "stopped", "The provider changed its terms in the middle, and two teams lost the feed.",
            "Never test on a feed that we do not run ourselves. What was seen until then looked right.",
        ),
    ),
    Trial(
        "Subcontractors see their jobs on a paper link", ("subcontractors",), "nora", "fake_door", -20,
        "Two in three would open a link to the jobs of their day before seven.",
        "Links opened before seven, of those sent", "share", "50", started=-14, until=6, sample=300,
        guards=({"name": "Calls to the office a day", "direction": "at_most", "limit": 12},),
        tags=("partners", "mobile"),
        measured=(-2, {"hits": 96, "n": 164}, (11.0,)),
        amended=(-10, "50", "We had written two thirds; the contract with the partner speaks of half."),
    ),
    Trial(
        "Only people with the certificate are offered", ("skills-match",), "tomasz", "ab_test", -4,
        "A list without those who may not do the job makes planning faster, not slower.",
        "Seconds to assign a job, with and without the filter", "means", "-5", direction="at_most", unit="s", sample=400,
        until=30, guards=({"name": "Wrong assignments per 1,000", "direction": "at_most", "limit": 3},), tags=("dispatch",),
    ),
)  # fmt: skip
