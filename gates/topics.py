"""Gate reviews are talked about and followed; an idea's followers hear how its gates go."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from conversation.topics import Topic, also_news, talk_about
from gates.events import GateEvent
from gates.events.evidence import EvidenceEvent
from gates.models import GateReview, ViabilityRound
from roadmap.topics import IDEA


def held_under(review: GateReview) -> int:
    """The round in which what is said now is held back; 0 where nothing is blind, or all is revealed."""
    return review.round if review.rules.is_blind and not review.is_revealed else 0


def is_revealed() -> Q:
    """That the round in which a comment was written was revealed: as with what the panel says."""
    revealed = GateReview.objects.filter(pk=OuterRef("subject_id"), revealed_round__gte=OuterRef("phase"))
    return Q(Exists(revealed))


REVIEW = talk_about(
    Topic(
        model=GateReview, slug="gate-review", place="review", made_by=(GateEvent.DRAFTED,),
        news=(
            GateEvent.LOCKED, GateEvent.AMENDED, GateEvent.SUBMITTED, GateEvent.OPENED, GateEvent.REVEALED,
            GateEvent.SCORING_AGAIN, GateEvent.PROPOSED, GateEvent.DECLINED, GateEvent.DECIDED, GateEvent.SETTLED,
            GateEvent.CORRECTED, GateEvent.ESCALATED, GateEvent.REOPENED,
            GateEvent.CONFIRMED, GateEvent.WITHDRAWN,
        ),
        phase=held_under, heard=is_revealed, unveiled_by=(GateEvent.REVEALED,),
    )
)  # fmt: skip


def held_while_open(round: ViabilityRound) -> int:
    """What is said of a round is held back as long as it is open, and for good where it is called off."""
    return 0 if round.is_revealed else 1


def is_revealed_round() -> Q:
    """That the round it is about was revealed."""
    return Q(Exists(ViabilityRound.objects.filter(pk=OuterRef("subject_id"), revealed_at__isnull=False)))


ROUND = talk_about(
    Topic(
        model=ViabilityRound, slug="viability-round", place="viability", made_by=(EvidenceEvent.VIABILITY_OPENED,),
        news=(EvidenceEvent.VIABILITY_REVEALED, EvidenceEvent.VIABILITY_CANCELLED), owners=("opened_by",), phase=held_while_open,
        heard=is_revealed_round, unveiled_by=(EvidenceEvent.VIABILITY_REVEALED,),
    )
)  # fmt: skip
also_news(
    IDEA,
    GateEvent.DRAFTED,
    GateEvent.DECIDED,
    GateEvent.SETTLED,
    GateEvent.TRIPWIRE_FIRED,
    GateEvent.REOPENED,
    GateEvent.WITHDRAWN,
)
