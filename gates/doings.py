"""What can be done with a review now, by whom, and why not: pages show this, and verbs ask the same rules again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gates.actions.decisions import check_votes
from gates.actions.reviews import check_gate_is_next, unready_to_lock, unready_to_open, unready_to_submit
from gates.actions.scores import MOST_ROUNDS, unready_to_reveal
from gates.asks import Ask
from gates.findings import Findings
from gates.models.reviews import PanelSeat, ReviewState
from gates.rules import reviews as rules
from history.actor import Actor
from history.refusals import Denied, NotPossible

Answer = bool | Denied


@dataclass(frozen=True)
class Doing:
    """A verb as the page offers it. ``name`` is the end of its address; without a form it is one press."""

    name: str
    label: str
    icon: str
    allowed: Answer
    has_form: bool = False
    is_next: bool = False
    """Whether it is the step that takes the review on."""


def both(rule: Answer, faults: Callable[[], list[str]]) -> Answer:
    """The rule's answer; where it says yes, whether things stand so that it can be done."""
    if not rule:
        return rule
    return Denied(" ".join(found)) if (found := faults()) else True


def doings(findings: Findings, actor: Actor) -> list[Doing]:
    """What this state offers: the next step for everybody (with its why not), the rest to whoever may."""
    offered = OFFERS[ReviewState(findings.review.state)](findings, actor)
    return [one for one in offered if one.allowed or one.is_next]


def of_draft(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """Prepare, then lock."""
    review = findings.review
    runs = rules.may_run(actor, review)
    yield Doing("edit", "Question and owner", "pencil", rules.may_prepare(actor, review), has_form=True)
    yield Doing("criteria", "Edit criteria", "list-checks", runs, has_form=True)
    yield Doing("panel", "Choose the panel", "users", runs, has_form=True)
    yield Doing("lock", "Lock", "lock", both(runs, lambda: unready_to_lock(findings)), is_next=True)


def of_locked(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """Submit; amend only with a reason."""
    review = findings.review
    may = both(rules.may_submit(actor, review), lambda: unready_to_submit(findings))
    yield Doing("submit", "Submit", "send", may, has_form=review.attempt > 1, is_next=True)
    yield Doing("amend", "Amend criteria", "pencil", rules.may_amend(actor, review, findings), has_form=True)
    yield from of_panel(findings, actor)


def of_ready(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """Open, once the quorum is there."""
    may = both(rules.may_run(actor, findings.review), lambda: unready_to_open(findings))
    yield Doing("open", "Open for scoring", "play", may, is_next=True)
    yield from of_panel(findings, actor)


def of_scoring(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """Score and speak; reveal once all have."""
    review = findings.review
    judges = rules.may_judge(actor, review, findings)
    has = actor.person is not None and actor.person.pk in findings.who_scored
    yield Doing("score", "Score anew" if has else "Score", "gauge", judges, has_form=True, is_next=bool(judges) and not has)
    may = both(rules.may_reveal(actor, review, findings), lambda: unready_to_reveal(findings))
    yield Doing("reveal", "Reveal the scores", "eye", may, is_next=not judges or has)
    yield Doing("speak", "Say something", "message-square", rules.may_speak(actor, review, findings), has_form=True)
    yield from of_panel(findings, actor)


def of_discussion(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """Vote, then write the decision that the votes made."""
    review = findings.review
    judges = rules.may_judge(actor, review, findings)
    has = actor.person is not None and actor.person.pk in findings.ballots
    yield Doing("vote", "Vote anew" if has else "Vote", "vote", judges, has_form=True, is_next=bool(judges) and not has)
    yield Doing(
        "decide",
        "Write the decision",
        "gavel",
        both(judges, lambda: votes_missing(findings)),
        has_form=True,
        is_next=not judges or has,
    )
    yield Doing("speak", "Say something", "message-square", rules.may_speak(actor, review, findings), has_form=True)
    again = rules.may_reveal(actor, review, findings) if review.round < MOST_ROUNDS else Denied("There were two rounds already.")
    yield Doing("score-again", "Score again", "refresh-cw", again)
    yield from of_panel(findings, actor)


def of_signing(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """The second signature."""
    review = findings.review
    proposal = review.proposals.select_related("made_by").get(closed_at=None)
    signs = rules.may_sign(actor, proposal, findings)
    changed = proposal.fingerprint != findings.fingerprint
    may = both(signs, lambda: ["The evidence changed since this was proposed. Decline it."] if changed else [])
    yield Doing("sign", "Sign", "signature", may, is_next=True)
    yield Doing("decline", "Decline", "undo-2", signs or rules.may_judge(actor, review, findings), has_form=True)


def of_decided(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """A new attempt, where the outcome lets there be one."""
    review = findings.review
    try:
        check_gate_is_next(review.idea, review.gate)
    except NotPossible:
        return
    yield Doing("again", "New attempt", "refresh-cw", rules.may_draft(actor, review.idea), has_form=True)


def of_panel(findings: Findings, actor: Actor) -> Iterator[Doing]:
    """What belongs to the panel at any time before the decision."""
    review = findings.review
    mine = my_seat(findings, actor)
    if mine is not None and mine.is_gatekeeper:
        label = "I have a conflict after all" if mine.declared_at else "Declare conflicts"
        yield Doing("declare", label, "shield-check", True, has_form=True, is_next=mine.declared_at is None)
        scored = any(card.person_id == mine.person_id for card in findings.all_cards)
        yield Doing("delegate", "Hand over my seat", "user-check", not scored and not findings.why_not(mine), has_form=True)
    yield Doing("seat", "Fill a seat", "user-plus", rules.may_run(actor, review), has_form=True)
    yield Doing("waiver", "Ask for a waiver", "file-check", rules.may_ask_waiver(actor, review), has_form=True)


def my_seat(findings: Findings, actor: Actor) -> PanelSeat | None:
    """The actor's own seat, unless they left it."""
    return next((seat for seat in findings.seats if actor.is_person(seat.person) and seat.recused_at is None), None)


def votes_missing(findings: Findings) -> list[str]:
    """Why the votes do not make a decision yet."""
    try:
        check_votes(Ask(outcome=findings.tally.outcome or "", rationale="", probability=0), findings)  # type: ignore[arg-type]
    except NotPossible as error:
        return [str(error)]
    return []


OFFERS = {
    ReviewState.DRAFT: of_draft,
    ReviewState.LOCKED: of_locked,
    ReviewState.READY: of_ready,
    ReviewState.SCORING: of_scoring,
    ReviewState.DISCUSSION: of_discussion,
    ReviewState.SIGNING: of_signing,
    ReviewState.DECIDED: of_decided,
}


def checks(findings: Findings) -> list[tuple[bool, str]]:
    """What the next step needs: each with whether it is there. What is missing comes in the verb's own words."""
    review = findings.review
    missing = {
        ReviewState.DRAFT: unready_to_lock,
        ReviewState.LOCKED: unready_to_submit,
        ReviewState.READY: unready_to_open,
    }[ReviewState(review.state)](findings)
    there = {
        ReviewState.DRAFT: [
            (bool(review.idea.owner), "The idea has an owner, who does not run the gate"),
            (
                bool(findings.versions[-1].criteria.all()),
                f"{len(findings.versions[-1].criteria.all())} criteria with their thresholds",
            ),
            (
                len(findings.gatekeepers) >= findings.rules.quorum,
                f"A panel of {len(findings.gatekeepers)}, the quorum is {findings.rules.quorum}",
            ),
        ],
        ReviewState.LOCKED: [(not missing, "Every deliverable is there and fresh")],
        ReviewState.READY: [
            (bool(findings.eligible), f"{len(findings.eligible)} of {len(findings.gatekeepers)} have declared"),
            (len(findings.gatekeepers) >= findings.rules.quorum, f"The quorum of {findings.rules.quorum} is there"),
        ],
    }[ReviewState(review.state)]
    return [(True, words) for is_there, words in there if is_there] + [(False, words) for words in missing]
