"""The verbs of a panel: declaring conflicts of interest, and filling the seats of those who leave."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.moves import held, require_state, save
from gates.actions.reviews import check_gatekeeper
from gates.events import GateEvent
from gates.findings import Findings
from gates.models.reviews import GateReview, PanelSeat, ReviewState, SeatKind
from gates.rules.reviews import may_declare, may_run
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Person

SITTING = (ReviewState.LOCKED, ReviewState.READY, ReviewState.SCORING, ReviewState.DISCUSSION)


@transaction.atomic
def declare_conflict(review: GateReview, *, actor: Actor, has_conflict: bool, words: str = "") -> PanelSeat:
    """Say whether one has a conflict of interest. Whoever has one leaves the panel, and counts no more."""
    review = held(review)
    seat = review.seats.select_related("person").filter(person=actor.person, recused_at=None).first()
    if seat is None:
        raise NotPossible("You have no seat on this panel, so there is nothing to declare.")
    require(may_declare(actor, seat))
    require_state(review, *SITTING)
    if has_conflict and not words.strip():
        raise ValidationError({"words": "Say what the conflict is, in a few words."})
    if seat.declared_at and not has_conflict:
        raise NotPossible("You declared that already.")
    seat.declared_at, seat.has_conflict, seat.conflict = clock.now(), has_conflict, words.strip()
    seat.recused_at = clock.now() if has_conflict else None
    seat.full_clean(validate_unique=False)
    seat.save()
    save(review)
    kind = GateEvent.RECUSED if has_conflict else GateEvent.DECLARED
    record(kind, review, actor=actor, about=review.idea, reason=seat.conflict, seat=seat.pk)
    return seat


@transaction.atomic
def fill_seat(
    review: GateReview, *, person: Person, actor: Actor, instead_of: PanelSeat | None = None, reason: str = ""
) -> PanelSeat:
    """Seat another gatekeeper, where somebody left or is absent. A quorum is filled, never shrunk."""
    review = held(review)
    require(may_run(actor, review))
    require_state(review, *SITTING)
    findings = Findings(review)
    check_gatekeeper(person, findings)
    if instead_of is not None:
        vacate(review, instead_of, findings, reason)
    seat = PanelSeat(review=review, person=person, kind=SeatKind.GATEKEEPER)
    seat.full_clean()
    seat.save()
    save(review)
    record(
        GateEvent.REPLACED, review, actor=actor, about=review.idea, reason=reason.strip(), person=person,
        instead_of=instead_of.person_id if instead_of else None,
    )  # fmt: skip
    return seat


@transaction.atomic
def delegate_seat(review: GateReview, *, to: Person, actor: Actor, reason: str) -> PanelSeat:
    """Hand one's own seat to another leader, before one has scored. The quorum stays as it was; the other declares anew."""
    review = held(review)
    seat = review.seats.select_related("person").filter(person=actor.person, recused_at=None, kind=SeatKind.GATEKEEPER).first()
    if seat is None:
        raise NotPossible("You have no gatekeeper's seat on this panel to hand over.")
    require(may_declare(actor, seat))
    require_state(review, *SITTING)
    findings = Findings(review)
    check_gatekeeper(to, findings)
    if findings.why_not(seat):
        raise NotPossible("You do not judge this one any more. The gate owner fills the seat.")
    vacate(review, seat, findings, reason)
    taken = PanelSeat(review=review, person=to, kind=SeatKind.GATEKEEPER)
    taken.full_clean()
    taken.save()
    save(review)
    record(
        GateEvent.DELEGATED, review, actor=actor, about=review.idea, reason=reason.strip(), person=to, instead_of=seat.person_id
    )
    return taken


def vacate(review: GateReview, seat: PanelSeat, findings: Findings, reason: str) -> None:
    """Take somebody off the panel; nobody is sent away for what they scored."""
    seat = review.seats.get(pk=seat.pk)
    if not reason.strip():
        raise ValidationError({"reason": "Say why they are replaced."})
    said = any(card.person_id == seat.person_id for card in findings.all_cards)
    if said and not findings.why_not(seat):
        raise NotPossible("They have scored, and no conflict stands against them: they stay.")
    if seat.recused_at is None:
        seat.recused_at = clock.now()
        seat.save(update_fields=["recused_at"])
