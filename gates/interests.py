"""What the pilots and the assessments tell the gates: who earns on them, and what is known already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gates.conflicts import Conflict, conflict_source
from gates.measures import entered
from gates.models.outcomes import OutcomeValue
from gates.models.pilots import PilotCompany
from gates.models.reviews import GateReview
from gates.models.viability import ViabilityRound
from history.actor import Role
from roadmap.models import Idea


@conflict_source
def commission(idea: Idea) -> Iterator[Conflict]:
    """Whoever sells to a company that a pilot of the idea is run with."""
    places = PilotCompany.objects.filter(pilot__idea=idea, company__owner__held_roles__role=Role.SALES)
    for owner, company in places.order_by("id").values_list("company__owner", "company__name").distinct():
        yield Conflict(owner, "commission", f"earns commission on {company}, which is in the pilot")


@entered(2)
def pilot_outcomes(review: GateReview, since: datetime | None) -> str:
    """Outcomes of the idea's pilots that were entered before the criteria were fixed."""
    values = OutcomeValue.objects.filter(outcome__place__pilot__idea=review.idea_id)
    count = (values.filter(entered_at__gt=since) if since else values).values("outcome").distinct().count()
    return (
        "" if not count else "1 outcome of the pilot is entered" if count == 1 else f"{count} outcomes of the pilot are entered"
    )


@entered(3)
def revealed_assessments(review: GateReview, since: datetime | None) -> str:
    """Assessments that were revealed before the criteria were fixed; sealed ones tell nobody anything."""
    rounds = ViabilityRound.objects.filter(idea=review.idea_id, revealed_at__isnull=False)
    return (
        "the salespeople's assessments are revealed"
        if (rounds.filter(revealed_at__gt=since) if since else rounds).exists()
        else ""
    )
