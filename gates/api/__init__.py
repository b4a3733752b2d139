"""The API door of the gates."""

from doors.api import Collection
from gates.api.decisions import DecisionCollection
from gates.api.evidence import routes as evidence_routes
from gates.api.meetings import MeetingCollection
from gates.api.policies import PolicyCollection
from gates.api.reviews import ReviewCollection, WaiverCollection

routes: list[tuple[str, type[Collection]]] = [
    ("gate-policies", PolicyCollection),
    ("gate-reviews", ReviewCollection),
    ("gate-meetings", MeetingCollection),
    ("waivers", WaiverCollection),
    ("decisions", DecisionCollection),
    *evidence_routes,
]
