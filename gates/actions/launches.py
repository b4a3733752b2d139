"""The verb of the launch review: hold what came against what was projected, and resolve every forecast."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.projections import counted
from gates.actions.resolving import NOTHING, Came, faults_of, resolve_overrides, resolve_sales
from gates.events.evidence import EvidenceEvent
from gates.models import Decision, Projection
from gates.models.decisions import Basis
from gates.models.launches import LaunchForecast, LaunchReview
from gates.models.reviews import GateReview
from gates.rules.launches import is_launched, may_review_launch
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from roadmap.models import Idea

PLACES = Decimal("0.00001")


@transaction.atomic
def review_launch(
    idea: Idea, *, actor: Actor, note: str, projection: Projection | None = None, share: Decimal | None = None,
    succeeded: bool | None = None, came: Came = NOTHING,
) -> LaunchReview:  # fmt: skip
    """Record what came of a launch, and resolve every forecast of it: the deciders', the overrides', the salespeople's.

    A second record takes the place of the first, which stays.

    With a projection whose horizon has passed, the share is counted from usage. Before that it is entered by hand.
    ``succeeded`` is asked only where no projection says which share would be a success.
    """
    idea = Idea.objects.select_for_update(of=("self",)).select_related("product", "owner").get(pk=idea.pk)
    require(may_review_launch(actor, idea))
    launched = is_launched(idea)
    if not launched:
        raise NotPossible(str(launched))
    check(idea, projection, share, succeeded, note, came)
    review = LaunchReview(
        idea=idea, supersedes=LaunchReview.objects.standing().filter(idea=idea).first(), projection=projection,
        basis=LaunchReview.Basis.BY_HAND, share=share, note=note.strip(), recorded_by=actor.person,
    )  # fmt: skip
    if projection is not None:
        hold_against(review, projection, actor)
    else:
        review.succeeded = bool(succeeded)
    review.full_clean()
    review.save()
    resolve_deciders(review)
    resolve_overrides(review, came)
    resolve_sales(review, came)
    record(
        EvidenceEvent.LAUNCH_REVIEWED, review, actor=actor, about=idea, reason=note.strip(), share=review.share,
        basis=review.basis, succeeded=review.succeeded, projection=projection and projection.pk,
        upsell=came.upsell, overrides={str(pk): value for pk, value in came.overrides.items()},
    )  # fmt: skip
    return review


def check(
    idea: Idea, projection: Projection | None, share: Decimal | None, succeeded: bool | None, note: str, came: Came
) -> None:  # fmt: skip
    """Refuse what cannot be recorded. Raises ValidationError at the field."""
    faults = faults_of(idea, came)
    if not note.strip():
        faults["note"] = "Say what happened, and what we learned."
    if projection is None:
        if succeeded is None:
            faults["succeeded"] = "Without a projection, say whether it succeeded."
    elif projection.idea_id != idea.pk or not projection.has_numbers:
        faults["projection"] = "Choose a projection of this idea that says a number."
    elif projection.is_due and share is not None:
        faults["share"] = "Its horizon has passed, so the share is counted from usage. Leave this empty."
    elif not projection.is_due and share is None:
        faults["share"] = f"Its horizon passes on {projection.due_on:%-d %B %Y}. Until then, enter the share by hand."
    if projection is not None and succeeded is not None:
        faults["succeeded"] = "The projection's threshold says whether it succeeded. Leave this empty."
    if faults:
        raise ValidationError(faults)


def hold_against(review: LaunchReview, projection: Projection, actor: Actor) -> None:
    """The actual share against the projection's intervals and its threshold."""
    if projection.is_due:
        actual = counted(projection, actor=actor)
        review.basis, review.share = LaunchReview.Basis.USAGE, Decimal(str(actual.share)).quantize(PLACES)
        review.is_inside, review.succeeded = actual.is_inside, actual.reached
        return
    assert review.share is not None  # noqa: S101 - check refused otherwise
    share = float(review.share)
    review.is_inside = {str(one["level"]): one["low"] <= share <= one["high"] for one in projection.intervals}
    review.succeeded = review.share >= projection.threshold


def resolve_deciders(review: LaunchReview) -> None:
    """Score what each panel, and each of its members, said of success: (p − 1)² where it came, p² where it did not."""
    happened = 1.0 if review.succeeded else 0.0
    said: list[tuple[int, int | None, Decimal]] = []
    for decision in Decision.objects.filter(review__idea=review.idea, basis=Basis.PANEL).order_by("id"):
        said.append((decision.review_id, None, decision.probability))
    for gate_review in GateReview.objects.filter(idea=review.idea, state="decided").prefetch_related("ballots").order_by("id"):
        cast = sorted((one for one in gate_review.ballots.all() if one.round == gate_review.round), key=lambda one: one.pk)
        newest = {one.person_id: one.probability for one in cast if one.probability is not None}
        said += [(gate_review.pk, person, probability) for person, probability in newest.items()]
    LaunchForecast.objects.bulk_create(
        LaunchForecast(
            launch_review=review, gate_review_id=gate_review, person_id=person, probability=probability,
            brier=(float(probability) - happened) ** 2,
        )
        for gate_review, person, probability in said
    )  # fmt: skip
