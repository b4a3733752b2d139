"""What every verb of a review begins and ends with: the lock, and the step to the next state."""

from __future__ import annotations

from typing import Any

from gates.models.reviews import GateReview, ReviewState
from history.refusals import NotPossible, Stale

WORDS = {
    ReviewState.DRAFT: "is still a draft",
    ReviewState.LOCKED: "is locked and not yet submitted",
    ReviewState.READY: "is submitted and not yet open for scoring",
    ReviewState.SCORING: "is being scored",
    ReviewState.DISCUSSION: "is in discussion",
    ReviewState.SIGNING: "waits for its second signature",
    ReviewState.DECIDED: "is decided",
}


def held(review: GateReview) -> GateReview:
    """The review, locked for the rest of the transaction, as it is now."""
    return (
        GateReview.objects.select_for_update(of=("self",))
        .select_related("idea__product", "idea__owner", "owner", "policy")
        .get(pk=review.pk)
    )


def require_state(review: GateReview, *states: str) -> None:
    """Refuse unless the review is in one of the states; the sentence says where it is."""
    if review.state not in states:
        raise NotPossible(f"This review {WORDS[ReviewState(review.state)]}.")


def move(review: GateReview, state: str, **values: Any) -> None:
    """Step to the next state, if the machine knows the step and nobody stepped in between."""
    if not review.may_move_to(state):
        raise NotPossible(f"This review {WORDS[ReviewState(review.state)]}.")
    save(review, state=state, **values)


def save(review: GateReview, **values: Any) -> None:
    """Write values down, guarded by the version that was read."""
    for name, value in values.items():
        setattr(review, name, value)
    review.full_clean(validate_unique=False, validate_constraints=False)
    seen = review.version
    review.version = seen + 1
    fields = {name: getattr(review, name) for name in values} | {"version": review.version}
    if not GateReview.objects.filter(pk=review.pk, version=seen).update(**fields):
        raise Stale("Somebody moved this review in the meantime. Look at it again.", current={"state": review.state})
    vars(review).pop("rules", None)
