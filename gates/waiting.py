"""What waits for somebody at the gates: to declare, to score, to vote, to sign, and whatever else only they can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from gates.models import (
    Ballot,
    Condition,
    Decision,
    GateReview,
    PanelSeat,
    PilotOutcome,
    Reopening,
    Scorecard,
    Statement,
    ViabilityRound,
    Waiver,
)
from gates.models.reviews import ReviewState, SeatKind
from gates.models.scores import Outcome
from gates.tallies import tally
from history import clock
from history.actor import Actor, Role

SITTING = (ReviewState.LOCKED, ReviewState.READY, ReviewState.SCORING, ReviewState.DISCUSSION)


@dataclass(frozen=True)
class WaitingItem:
    """One thing that somebody can do now. ``do`` is the word on the button, ``text`` what it is done to."""

    kind: str
    do: str
    text: str
    sub: str
    url: str
    due: date | datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        if self.due is None:
            return False
        return self.due < clock.now() if isinstance(self.due, datetime) else self.due < clock.today()


def waiting_for(actor: Actor) -> list[WaitingItem]:
    """Everything at the gates that waits for this person, what is due first."""
    if actor.person is None or not actor.roles:
        return []
    items = [*of_reviews(actor), *of_conditions(actor), *of_waivers(actor), *of_decisions(actor), *of_evidence(actor)]
    return sorted(items, key=lambda item: item.due.date() if isinstance(item.due, datetime) else item.due or date.max)


def reviews_waiting(actor: Actor) -> QuerySet[GateReview]:
    """The reviews in which the next step is this person's."""
    person = actor.person
    if person is None or not actor.roles:
        return GateReview.objects.none()
    mine = PanelSeat.objects.filter(review=OuterRef("pk"), person=person, recused_at=None)
    keeps = mine.filter(kind=SeatKind.GATEKEEPER)
    scored = Scorecard.objects.filter(review=OuterRef("pk"), round=OuterRef("round"), person=person)
    voted = Ballot.objects.filter(review=OuterRef("pk"), round=OuterRef("round"), person=person)
    spoken = Statement.objects.filter(review=OuterRef("pk"), person=person)
    waits = (
        Q(owner=person, state__in=[ReviewState.DRAFT, ReviewState.READY])
        | Q(idea__owner=person, state=ReviewState.LOCKED)
        | (Q(state__in=SITTING) & Exists(keeps.filter(declared_at=None)))
        | (Q(state=ReviewState.SCORING) & Exists(keeps.exclude(declared_at=None)) & ~Exists(scored))
        | (Q(state=ReviewState.SCORING) & Exists(mine.filter(kind=SeatKind.VOICE)) & ~Exists(spoken))
        | (Q(state=ReviewState.DISCUSSION) & Exists(keeps.exclude(declared_at=None)) & ~Exists(voted))
    )
    if actor.has(Role.LEADERSHIP):
        sat = PanelSeat.objects.filter(review=OuterRef("pk"), person=person)
        waits |= Q(state=ReviewState.SIGNING) & ~Exists(sat) & ~Q(idea__owner=person)
    return GateReview.objects.visible_to(actor).filter(waits)


def of_reviews(actor: Actor) -> Iterator[WaitingItem]:
    """What waits in the reviews that this person has to do with."""
    person = actor.person
    concerns: Any = (
        Q(owner=person) | Q(idea__owner=person) | Exists(PanelSeat.objects.filter(review=OuterRef("pk"), person=person))
    )
    if actor.has(Role.LEADERSHIP):
        concerns |= Q(state=ReviewState.SIGNING)
    rows = GateReview.objects.visible_to(actor).open().filter(concerns).select_related("idea__product")
    reviews = list(rows.prefetch_related("seats").order_by("id"))
    done = done_in(reviews)
    for review in reviews:
        for kind, do, due in steps(review, person, done[review.pk]):
            yield WaitingItem(
                kind=kind, do=do, text=str(review.idea), sub=f"Gate {review.gate} {review.gate_name} · {review.idea.product}",
                url=reverse("gates:review", args=[review.pk]), due=due,
            )  # fmt: skip


@dataclass
class Done:
    """What the panel of one review has done so far: who scored in the round that runs, who spoke, who voted for what."""

    scored: set[int] = field(default_factory=set)
    spoke: set[int] = field(default_factory=set)
    votes: dict[int, str] = field(default_factory=dict)


def done_in(reviews: list[GateReview]) -> dict[int, Done]:
    """The same for each review, asked for all of them at once."""
    done = {review.pk: Done() for review in reviews}
    scoring = [review.pk for review in reviews if review.state == ReviewState.SCORING]
    discussed = [review.pk for review in reviews if review.state == ReviewState.DISCUSSION]
    if not scoring and not discussed:
        return done
    nothing = Value("", output_field=CharField())
    row = ("what", "pk", "review", "person", "said")
    this_round = Q(round=F("review__round"))
    scored = Scorecard.objects.filter(this_round, review__in=scoring).annotate(what=Value("scored"), said=nothing)
    spoke = Statement.objects.filter(review__in=scoring).annotate(what=Value("spoke"), said=nothing)
    voted = Ballot.objects.filter(this_round, review__in=discussed).annotate(what=Value("voted"), said=F("outcome"))
    parts = [rows.order_by().values_list(*row) for rows in (scored, spoke, voted)]
    for what, _, review, person, said in sorted(parts[0].union(*parts[1:], all=True)):
        if what == "scored":
            done[review].scored.add(person)
        elif what == "spoke":
            done[review].spoke.add(person)
        else:
            done[review].votes[person] = said
    return done


def steps(review: GateReview, person: Any, done: Done) -> Iterator[tuple[str, str, Any]]:
    """What this person can do in one review now: kind, word, due."""
    seats = [seat for seat in review.seats.all() if seat.recused_at is None]
    mine = next((seat for seat in seats if seat.person_id == person.pk), None)
    if review.owner_id == person.pk and review.state in OWNERS_STEPS:
        yield (*OWNERS_STEPS[ReviewState(review.state)], None)
    if review.idea.owner_id == person.pk and review.state == ReviewState.LOCKED:
        yield "submit", "Submit", None
    if review.state == ReviewState.SIGNING and is_outside(review, person):
        yield "sign", "Sign", None
    if mine is not None and mine.is_gatekeeper:
        yield from keepers_steps(review, mine, seats, done)
    elif mine is not None and review.state == ReviewState.SCORING and person.pk not in done.spoke:
        yield "speak", "Say what you know", review.scoring_until


OWNERS_STEPS = {ReviewState.DRAFT: ("lock", "Set and lock"), ReviewState.READY: ("open", "Open for scoring")}


def is_outside(review: GateReview, person: Any) -> bool:
    """Whether somebody could be the second signer: never on the panel, and not the idea's owner."""
    return review.idea.owner_id != person.pk and all(seat.person_id != person.pk for seat in review.seats.all())


def keepers_steps(review: GateReview, mine: PanelSeat, seats: list[PanelSeat], done: Done) -> Iterator[tuple[str, str, Any]]:
    """What a gatekeeper can do now."""
    if mine.declared_at is None:
        if review.state in SITTING:
            yield "declare", "Declare conflicts", review.scoring_until
        return
    counted = frozenset(seat.person_id for seat in seats if seat.is_gatekeeper and seat.declared_at is not None)
    if review.state == ReviewState.SCORING:
        if mine.person_id not in done.scored:
            yield "score", "Score", review.scoring_until
        elif counted <= done.scored:
            yield "reveal", "Reveal the scores", review.scoring_until
    if review.state == ReviewState.DISCUSSION:
        if mine.person_id not in done.votes:
            yield "vote", "Vote", None
        if tally(done.votes, counted).outcome is not None:
            yield "decide", "Write the decision", None


def of_conditions(actor: Actor) -> Iterator[WaitingItem]:
    """Conditions that this person has to meet, or to verify as one of those who set them."""
    person = actor.person
    set_it = Exists(PanelSeat.objects.filter(review=OuterRef("decision__review"), person=person, recused_at=None))
    rows = Condition.objects.visible_to(actor).open().select_related("decision__review__idea")
    for condition in rows.filter(Q(owner=person) | set_it | Q(decision__review__owner=person)).order_by("due", "id"):
        idea = condition.decision.review.idea
        if condition.owner_id == person.pk:  # type: ignore[union-attr]
            do, kind = "Meet the condition", "meet"
        elif idea.owner_id == person.pk or not actor.has(Role.LEADERSHIP, Role.PRODUCT, Role.SUCCESS):  # type: ignore[union-attr]
            continue
        else:
            do, kind = "Verify", "verify"
        url = reverse("gates:decision", args=[condition.decision_id])
        yield WaitingItem(kind=kind, do=do, text=condition.words, sub=f"Condition of {idea}", url=url, due=condition.due)


def of_waivers(actor: Actor) -> Iterator[WaitingItem]:
    """Waivers that this leader, as a gate owner or on the panel, can answer."""
    if not actor.has(Role.LEADERSHIP):
        return
    person = actor.person
    sits = Exists(PanelSeat.objects.filter(review=OuterRef("review"), person=person, recused_at=None))
    rows = Waiver.objects.visible_to(actor).waiting().exclude(asked_by=person).exclude(review__idea__owner=person)
    for waiver in (
        rows.filter(Q(review__owner=person) | sits).exclude(review__state=ReviewState.DECIDED).select_related("review__idea")
    ):
        url = reverse("gates:review", args=[waiver.review_id]) + "#waivers"
        yield WaitingItem(kind="waiver", do="Answer", text=f"Waive “{waiver.criterion_name}”", sub=str(waiver.review), url=url)


def of_decisions(actor: Actor) -> Iterator[WaitingItem]:
    """Holds whose day has come, gaps to close, decisions whose ground shifted: for who ran the gate, or owns the idea."""
    person = actor.person
    rows = Decision.objects.visible_to(actor).standing().filter(review__following=None)
    rows = rows.filter(Q(review__owner=person) | Q(review__idea__owner=person)).select_related("review__idea")
    counts = Reopening.objects.counting().filter(decision=OuterRef("pk"))
    fired = Q(outcome__in=[Outcome.GO, Outcome.CONDITIONAL_GO]) & Q(Exists(counts))
    due = Q(outcome=Outcome.HOLD, review_on__lte=clock.today()) | Q(outcome=Outcome.RECYCLE) | fired
    for decision in rows.filter(due).annotate(idea_owner=F("review__idea__owner")).distinct().order_by("id"):
        yield WaitingItem(
            kind="again", do=AGAIN[Outcome(decision.outcome)], text=str(decision.review.idea),
            sub=f"Gate {decision.review.gate} {decision.review.gate_name}", url=reverse("gates:decision", args=[decision.pk]),
            due=decision.review_on,
        )  # fmt: skip


def of_evidence(actor: Actor) -> Iterator[WaitingItem]:
    """Assessments that this salesperson was asked for, and outcomes that customer success has to find out."""
    for asked in ViabilityRound.objects.visible_to(actor).awaiting(actor).select_related("idea__product").order_by("id"):
        url = reverse("gates:viability_assessment", args=[asked.pk])
        sub = f"Viability · {asked.idea.product}"
        yield WaitingItem(kind="assess", do="Assess", text=str(asked.idea), sub=sub, url=url, due=asked.deadline)
    if not actor.has(Role.SUCCESS):
        return
    rows = (
        PilotOutcome.objects.visible_to(actor).open().filter(place__exposed_at__isnull=False, place__company__owner=actor.person)
    )
    for outcome in rows.exclude(place__pilot__idea__owner=actor.person).select_related("place__company", "place__pilot"):
        url = reverse("gates:outcome_entry", args=[outcome.pk])
        sub = f"{outcome.place.company} · {outcome.place.pilot}"
        yield WaitingItem(kind="find_out", do="Find out", text=outcome.metric, sub=sub, url=url, due=outcome.due_on)


AGAIN = {
    Outcome.HOLD: "Take it up again",
    Outcome.RECYCLE: "Close the gaps, try again",
    Outcome.GO: "What it rested on changed: look again",
    Outcome.CONDITIONAL_GO: "What it rested on changed: look again",
}
