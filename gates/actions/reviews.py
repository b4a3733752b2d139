"""The verbs of a review's way from draft to scoring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gates.actions.criteria import criteria_digest, write_criteria
from gates.actions.moves import held, move, require_state, save
from gates.actions.policies import policy_written_down
from gates.events import GateEvent
from gates.findings import Findings
from gates.measures import already_entered
from gates.models.decisions import Decision
from gates.models.policies import standing_policy
from gates.models.reviews import CriteriaSet, GateReview, PanelSeat, ReviewState, SeatKind
from gates.models.scores import Outcome
from gates.rules.reviews import may_draft, may_keep, may_own, may_prepare, may_run, may_submit
from gates.standing import gate_is_passed, may_be_taken_anew, standing_decision
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Person
from roadmap.models import Idea, IdeaState, Stage

ENDED = {Stage.NOT_DOING, Stage.DUPLICATE, Stage.FAILED_EXPERIMENT}


@transaction.atomic
def draft_review(idea: Idea, *, gate: int, actor: Actor, owner: Person | None = None, question: str = "") -> GateReview:
    """Begin a review: the first attempt at a gate, or a new one after Hold, Recycle or a tripwire."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("product", "owner").get(pk=idea.pk)
    require(may_draft(actor, idea))
    owner = owner or actor.person
    if owner is None:
        raise ValidationError({"owner": "Say who runs this gate."})
    if not (answer := may_own(owner, idea)):
        raise ValidationError({"owner": str(answer)})
    previous = check_gate_is_next(idea, gate)
    rules = standing_policy(idea.product_id).rules
    review = GateReview(
        idea=idea, gate=gate, attempt=previous.attempt + 1 if previous else 1, previous=previous, owner=owner,
        question=question.strip(), looks=list(rules.looks) if gate == 2 else [], created_by=actor.person,
    )  # fmt: skip
    review.full_clean()
    review.save()
    first = CriteriaSet.objects.create(review=review, made_by=actor.person)
    write_criteria(first, rules.criteria_for(gate))
    record(GateEvent.DRAFTED, review, actor=actor, about=idea, gate=gate, attempt=review.attempt, owner=owner)
    return review


def check_gate_is_next(idea: Idea, gate: int) -> GateReview | None:
    """Refuse a gate whose turn it is not; answer the attempt before, if there was one."""
    if idea.state == IdeaState.ARCHIVED or idea.stage in ENDED:
        raise NotPossible("Nobody works on this idea any more, so there is no gate to pass.")
    if gate > 1 and not gate_is_passed(idea, gate - 1):
        raise NotPossible(f"Gate {gate - 1} has not decided Go yet, so gate {gate} cannot be drafted.")
    previous = GateReview.objects.filter(idea=idea, gate=gate).order_by("-attempt").first()
    if previous is None:
        return None
    if previous.is_open:
        raise NotPossible(f"This idea has an open review at gate {gate} already.")
    decision = standing_decision(previous)
    if decision.outcome == Outcome.KILL:
        raise NotPossible("This idea was killed. Coming back is a new idea, linked to this one.")
    if decision.outcome == Outcome.CONDITIONAL_GO:
        raise NotPossible("The conditional go still waits for its conditions.")
    if decision.outcome == Outcome.GO and not may_be_taken_anew(decision):
        raise NotPossible(f"Gate {gate} decided Go. Only a tripwire that fires, or what it rested on changing, reopens it.")
    return previous


@transaction.atomic
def change_draft(review: GateReview, *, actor: Actor, version: int | None = None, **values: Any) -> GateReview:
    """Change what is asked, who runs it, or the looks at the pilot, while it is a draft."""
    review = held(review)
    require(may_prepare(actor, review))
    require_state(review, ReviewState.DRAFT)
    if "owner" in values and not (answer := may_own(values["owner"], review.idea)):
        raise ValidationError({"owner": str(answer)})
    if "looks" in values:
        values["looks"] = check_looks(values["looks"])
    if version is not None and version != review.version:
        raise NotPossible("Somebody changed this draft in the meantime. Look at it again.")
    before = {name: str(getattr(review, name)) for name in values}
    save(review, **values)
    changes = {name: [before[name], str(value)] for name, value in values.items() if before[name] != str(value)}
    record(GateEvent.CHANGED, review, actor=actor, about=review.idea, changes=changes)
    return review


def check_looks(looks: Sequence[int]) -> list[int]:
    """Looks are growing numbers of companies."""
    if list(looks) != sorted(set(looks)) or not all(1 <= look <= 1000 for look in looks):
        raise ValidationError({"looks": "Looks are growing numbers of companies, such as 6, 9, 12."})
    return list(looks)


@transaction.atomic
def set_panel(review: GateReview, *, gatekeepers: Sequence[Person], actor: Actor, voices: Sequence[Person] = ()) -> GateReview:
    """Say who judges, and who else is heard. Nobody with a conflict of interest takes a seat."""
    review = held(review)
    require(may_run(actor, review))
    require_state(review, ReviewState.DRAFT)
    findings = Findings(review)
    for person in gatekeepers:
        check_gatekeeper(person, findings)
    check_voices(voices, gatekeepers, findings)
    review.seats.all().delete()
    seats = [PanelSeat(review=review, person=person, kind=SeatKind.GATEKEEPER) for person in dict.fromkeys(gatekeepers)]
    seats += [PanelSeat(review=review, person=person, kind=SeatKind.VOICE) for person in dict.fromkeys(voices)]
    PanelSeat.objects.bulk_create(seats)
    save(review)
    record(
        GateEvent.PANEL_SET, review, actor=actor, about=review.idea,
        gatekeepers=[person.pk for person in gatekeepers], voices=[person.pk for person in voices],
    )  # fmt: skip
    return review


def check_gatekeeper(person: Person, findings: Findings) -> None:
    """Refuse who may not judge this idea, and say why."""
    if not (answer := may_keep(person, findings.review.idea)):
        raise ValidationError({"gatekeepers": str(answer)})
    if conflicts := findings.conflicts.get(person.pk):
        why = " and ".join(one.words for one in conflicts)
        raise ValidationError({"gatekeepers": f"{person} {why}: that is a conflict of interest."})


def check_voices(voices: Sequence[Person], gatekeepers: Sequence[Person], findings: Findings) -> None:
    """A voice speaks for sales, customer success or product, and does not own the idea."""
    for person in voices:
        if person in gatekeepers:
            raise ValidationError({"voices": f"{person} is a gatekeeper already."})
        if person.pk == findings.review.idea.owner_id:
            raise ValidationError({"voices": f"{person} owns the idea."})
        if not person.is_active or person.role_set.isdisjoint({"sales", "success", "product"}):
            raise ValidationError({"voices": f"{person} is of neither sales, customer success nor product."})


@transaction.atomic
def lock_review(review: GateReview, *, actor: Actor) -> GateReview:
    """Fix criteria, thresholds, looks and panel before the evidence exists, under the policy in force."""
    review = held(review)
    require(may_run(actor, review))
    require_state(review, ReviewState.DRAFT)
    if faults := unready_to_lock(Findings(review)):
        raise NotPossible(" ".join(faults))
    policy = policy_written_down(review.idea.product, actor=actor)
    move(review, ReviewState.LOCKED, policy=policy, locked_at=clock.now())
    seal = criteria_digest(review.criteria_sets.get(number=1))
    record(GateEvent.LOCKED, review, actor=actor, about=review.idea, policy=policy, criteria=seal, looks=review.looks)
    return review


def unready_to_lock(findings: Findings) -> list[str]:
    """Everything that still stands against locking, each as a sentence."""
    review, rules = findings.review, findings.rules
    faults = []
    if review.idea.owner is None:
        faults.append("The idea has no owner: nobody could submit it.")
    if not any(one.is_must for one in findings.versions[-1].criteria.all()):
        faults.append("It has no must-meet.")
    if review.gate == 2 and not review.looks:
        faults.append("Say after how many companies the pilot is looked at.")
    if len(findings.gatekeepers) < rules.quorum:
        faults.append(f"The panel needs {rules.quorum} gatekeepers without a conflict; it has {len(findings.gatekeepers)}.")
    heard = {role for seat in findings.voices for role in seat.person.role_set}
    faults += [f"The policy asks for a voice of {VOICES[role]} on the panel." for role in rules.voices if role not in heard]
    since = review.previous.decided_at if review.previous else None
    if words := already_entered(review, since):
        faults.append(f"Criteria are fixed before the evidence exists, and {words}.")
    return faults


VOICES = {"sales": "sales", "success": "customer success", "product": "product"}


@transaction.atomic
def submit_review(review: GateReview, *, actor: Actor, what_changed: str = "") -> GateReview:
    """Say that the evidence is there and fresh. A new attempt says what changed since the one before."""
    review = held(review)
    require(may_submit(actor, review))
    require_state(review, ReviewState.LOCKED)
    if review.attempt > 1 and not what_changed.strip():
        raise ValidationError({"what_changed": "Say what changed since the attempt before."})
    if faults := unready_to_submit(Findings(review)):
        raise NotPossible(" ".join(faults))
    move(review, ReviewState.READY, submitted_at=clock.now(), what_changed=what_changed.strip())
    record(GateEvent.SUBMITTED, review, actor=actor, about=review.idea, reason=review.what_changed)
    return review


def unready_to_submit(findings: Findings) -> list[str]:
    """Everything that still stands against submitting, each as a sentence."""
    review = findings.review
    faults = (
        []
        if review.gate == 1 or gate_is_passed(review.idea, review.gate - 1)
        else [f"Gate {review.gate - 1} does not stand at Go."]
    )
    return faults + [f"{words.rstrip('.')}." for words in findings.missing]


@transaction.atomic
def open_review(review: GateReview, *, actor: Actor) -> GateReview:
    """Begin scoring: the quorum is there, and everybody has declared."""
    review = held(review)
    require(may_run(actor, review))
    require_state(review, ReviewState.READY)
    if faults := unready_to_open(Findings(review)):
        raise NotPossible(" ".join(faults))
    until = clock.now() + timedelta(days=review.rules.scoring_days)
    move(review, ReviewState.SCORING, round=1, opened_at=clock.now(), scoring_until=until)
    record(GateEvent.OPENED, review, actor=actor, about=review.idea, until=until.isoformat())
    return review


def unready_to_open(findings: Findings) -> list[str]:
    """Everything that still stands against scoring, each as a sentence."""
    faults = []
    if silent := [str(seat.person) for seat in findings.gatekeepers if seat.declared_at is None]:
        faults.append(f"Not yet declared whether they have a conflict of interest: {', '.join(silent)}.")
    if len(findings.gatekeepers) < findings.rules.quorum:
        faults.append(
            f"The quorum is {findings.rules.quorum}, and {len(findings.gatekeepers)} may judge. Fill the seats of those recused."
        )
    return faults


def decisions_standing(idea: Idea, gate: int, outcome: str) -> int:
    """How often a gate ended so for an idea."""
    return Decision.objects.standing().filter(review__idea=idea, review__gate=gate, outcome=outcome).count()
