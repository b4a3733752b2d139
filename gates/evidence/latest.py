"""What a gate looks at of an idea: its last projection, its last locked pilot, its last revealed round of assessments."""

from __future__ import annotations

from functools import cached_property

from gates.evidence.pilots import OutcomeScorecard, scorecard
from gates.evidence.viability import Results, results
from gates.models.pilots import Pilot
from gates.models.projections import Projection
from gates.models.viability import ViabilityRound


class Evidence:
    """The evidence as it stands now; each part is read when it is first asked for, and once, however many measures ask."""

    def __init__(self, idea_id: int) -> None:
        self.idea_id = idea_id

    @cached_property
    def projection(self) -> Projection | None:
        """The last projection."""
        return Projection.objects.filter(idea=self.idea_id).select_related("feature", "idea").first()

    @cached_property
    def scorecard(self) -> OutcomeScorecard | None:
        """The last pilot that was locked, as it stands."""
        pilot = Pilot.objects.filter(idea=self.idea_id, locked_at__isnull=False).select_related("idea").first()
        return scorecard(pilot) if pilot else None

    @cached_property
    def results(self) -> Results | None:
        """The last round of assessments that was revealed, with what it comes to."""
        rounds = ViabilityRound.objects.filter(idea=self.idea_id, revealed_at__isnull=False)
        latest = rounds.select_related("idea").first()
        return results(latest) if latest else None
