"""What comes round by itself, and how often. The sweep makes each round's job; a round runs once, however many workers look."""

from jobs.schedules import Schedule

MINUTE, HOUR, DAY = 60, 3600, 86400

SCHEDULE = [
    Schedule("seal history", "history.seal", every=10, title="Seal history"),
    Schedule("tidy jobs", "jobs.tidy", every=DAY, title="Forget old rounds"),
    Schedule("wake feedback", "feedback.wake_due", every=10 * MINUTE, title="Note the feedback that woke"),
    Schedule("lapse conditions", "gates.lapse_conditions", every=10 * MINUTE, title="Let overdue conditions lapse"),
    Schedule("watch tripwires", "gates.watch_tripwires", every=HOUR, title="Watch the decisions' tripwires"),
    Schedule("count projections", "gates.resolve_projections", every=DAY, title="Count what came of projections"),
]
