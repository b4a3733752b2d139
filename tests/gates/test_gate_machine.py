"""The state machine of a review, held against an oracle: a plain table of what may follow what.

Short by default; GATE_RUNS and GATE_STEPS make it long (500 and 50 before a release, on both databases).
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gates.actions.conditions import lapse_condition, verify_condition
from gates.actions.criteria import amend_criteria
from gates.actions.decisions import correct_decision, decide_review, decline_signature, sign_decision
from gates.actions.panel import declare_conflict
from gates.actions.policies import adopt_policy
from gates.actions.reviews import lock_review, open_review, submit_review
from gates.actions.scores import reveal_scores, score_again, vote
from gates.asks import Ask
from gates.models import Condition, Decision, GateReview, Packet
from gates.policy_rules import CriterionTemplate
from gates.presets import FULL_GOVERNANCE
from history import clock
from history.refusals import NotPossible, Refusal
from history.verification import faults
from tests.gates.conftest import GOOD
from tests.gates.stage import CLOCK

RUNS, STEPS = int(os.environ.get("GATE_RUNS", "3")), int(os.environ.get("GATE_STEPS", "20"))
KEEPERS = (0, 1, 2)
SHARE = "engagement.share_at_assurance"
QUORUM = 3
OUTCOMES = ["go", "conditional_go", "conditional_go", "hold", "recycle", "kill"]
MILDEST_FIRST = ["go", "conditional_go", "hold", "recycle", "kill"]
REACHED = GOOD[1][SHARE]
MISSED = Decimal("0.02")
ALONE = [
    "draft", "lock", "amend", "submit", "open", "reveal", "again", "decide", "decide", "sign", "sign", "decline", "meet", "lapse", "correct",
]  # fmt: skip
step = st.one_of(
    st.sampled_from([(name,) for name in ALONE]),
    st.tuples(st.sampled_from(["declare", "score"]), st.sampled_from(KEEPERS)),
    st.tuples(st.just("vote"), st.sampled_from(KEEPERS), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("agree"), st.sampled_from(OUTCOMES)),
    st.tuples(st.just("evidence"), st.sampled_from(["good", "poor"])),
    st.just(("everybody",)),
)


class Oracle:
    """A gate as the domain tells it, in plain values: one idea, gate 1, three gatekeepers of whom all three make the quorum."""

    def __init__(self):
        self.state, self.attempt, self.outcomes, self.packets = None, 0, [], 0
        self.is_good, self.proposed = True, None
        self.fresh()

    def fresh(self):
        self.declared, self.scored, self.votes, self.round = set(), set(), {}, 0

    def draft(self):
        if self.state not in (None, "decided"):
            return False
        if self.outcomes and self.outcomes[-1] in ("go", "conditional_go", "kill"):
            return False
        self.state, self.attempt = "draft", self.attempt + 1
        self.fresh()
        return True

    def lock(self):
        return self.go("draft", "locked")

    def amend(self):
        return self.go("locked", "locked")

    def submit(self):
        return self.go("locked", "ready")

    def evidence(self, how):
        self.is_good = how == "good"
        return True

    def go(self, before, after):
        if self.state != before:
            return False
        self.state = after
        return True

    def declare(self, who):
        if self.state not in ("locked", "ready", "scoring", "discussion") or who in self.declared:
            return False
        self.declared.add(who)
        return True

    def open(self):
        if self.state != "ready" or len(self.declared) < QUORUM:
            return False
        self.state, self.round = "scoring", 1
        return True

    def score(self, who):
        if self.state != "scoring":
            return False
        self.scored.add(who)
        return True

    def reveal(self):
        if self.state != "scoring" or len(self.scored) < QUORUM:
            return False
        self.state = "discussion"
        return True

    def again(self):
        if self.state != "discussion" or self.round == 2:
            return False
        self.state, self.round, self.scored, self.votes = "scoring", 2, set(), {}
        return True

    def vote(self, who, outcome):
        if self.state != "discussion":
            return False
        self.votes[who] = outcome
        return True

    def verdict(self):
        cast = list(self.votes.values())
        for outcome in set(cast):
            if cast.count(outcome) * 2 > len(KEEPERS):
                return outcome
        return "hold" if len(cast) == len(KEEPERS) else None

    def decide(self):
        outcome = self.verdict()
        if self.state != "discussion" or outcome is None:
            return False
        if outcome in ("hold", "recycle") and self.outcomes.count(outcome) >= 2:
            return False
        if MILDEST_FIRST.index(outcome) < MILDEST_FIRST.index(self.recommended()):
            self.state, self.proposed = "signing", (outcome, self.is_good)
            return True
        return self.decided(outcome)

    def recommended(self):
        return "go" if self.is_good else "recycle"

    def decided(self, outcome):
        self.state, self.packets = "decided", self.packets + 1
        self.outcomes.append(outcome)
        return True

    def sign(self):
        if self.state != "signing" or self.proposed[1] != self.is_good:
            return False
        return self.decided(self.proposed[0])

    def decline(self):
        return self.go("signing", "discussion")

    def meet(self):
        return self.settle("go")

    def lapse(self):
        return self.settle("hold")

    def settle(self, outcome):
        if not self.outcomes or self.outcomes[-1] != "conditional_go":
            return False
        self.outcomes[-1], self.packets = outcome, self.packets + 1
        return True

    def correct(self):
        self.packets += bool(self.outcomes)
        return bool(self.outcomes)


class Machine:
    """The same steps by the verbs."""

    def __init__(self, full):
        self.full, self.idea, self.review, self.oracle = full, full.new_idea(), None, None

    def actor(self, who):
        return self.full.as_(self.full.panel[who])

    def now(self):
        return GateReview.objects.get(pk=self.review.pk) if self.review else None

    def draft(self):
        self.review = self.full.draft(1, idea=self.idea)

    def lock(self):
        lock_review(self.review, actor=self.actor(0))

    def submit(self):
        submit_review(self.review, actor=self.full.as_(self.full.cast.product_manager), what_changed="We closed the gaps.")

    def declare(self, who):
        declare_conflict(self.review, actor=self.actor(who), has_conflict=False)

    def open(self):
        open_review(self.review, actor=self.actor(0))

    def score(self, who):
        self.full.score(self.review, self.full.panel[who])

    def reveal(self):
        reveal_scores(self.review, actor=self.actor(1))

    def again(self):
        score_again(self.review, actor=self.actor(2))

    def vote(self, who, outcome):
        vote(self.review, actor=self.actor(who), outcome=outcome)

    def decide(self):
        outcome = self.oracle.verdict() or "go"
        ask: Ask = (
            self.full.milder(outcome) if self.oracle.recommended() != "go" else self.full.ask(outcome, override_words="Stricter.")
        )
        decide_review(self.review, ask, actor=self.actor(0))

    def amend(self):
        musts = CriterionTemplate(name="Enough will use it", measure=SHARE, comparator="at_least", threshold=Decimal("0.2"))
        amend_criteria(self.review, [musts, CriterionTemplate(name="Lawful")], actor=self.actor(1), reason="One says it all.")

    def evidence(self, how):
        self.full.evidence.values[SHARE] = REACHED if how == "good" else MISSED

    def sign(self):
        sign_decision(self.review, actor=self.full.as_(self.full.cast.fourth_leader))

    def decline(self):
        decline_signature(self.review, actor=self.actor(2), reason="We talk about it once more.")

    def condition(self):
        found = Condition.objects.filter(decision__review__idea=self.idea).order_by("id").last()
        if found is None:
            raise NotPossible("There is no condition.")
        return found

    def meet(self):
        verify_condition(self.condition(), actor=self.actor(1), finding="The report says so.")

    def lapse(self):
        with clock.at(clock.now() + timedelta(days=15)):
            lapse_condition(self.condition(), actor=CLOCK)

    def correct(self):
        standing = Decision.objects.standing().filter(review__idea=self.idea).order_by("review__attempt").last()
        if standing is None:
            raise NotPossible("There is no decision.")
        words = {"reason": "A slip of the pen.", "rationale": "As we meant it.", "probability": Decimal("0.6")}
        correct_decision(standing, actor=self.actor(0), **words)


EVERYBODY = [
    ("lock",), ("submit",), *(("declare", who) for who in KEEPERS), ("open",), *(("score", who) for who in KEEPERS), ("reveal",),
]  # fmt: skip
TOGETHER = {
    "everybody": lambda: EVERYBODY,
    "agree": lambda outcome: [*EVERYBODY, *(("vote", who, outcome) for who in KEEPERS)],
}
"""What people do one after the other, so that many runs come far."""


@pytest.mark.django_db
@settings(max_examples=RUNS, deadline=timedelta(seconds=120), suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=STEPS, max_size=STEPS))
def test_the_machine_does_what_the_table_says_and_nothing_else(full, steps):
    full.voices, full.evidence.values[SHARE] = [], REACHED
    with transaction.atomic():
        machine, oracle = Machine(without_voices(full)), Oracle()
        machine.oracle = oracle
        for name, *arguments in [("draft",), *steps]:
            together = TOGETHER.get(name)
            for one in together(*arguments) if together else [(name, *arguments)]:
                both(machine, oracle, *one)
        standing = Decision.objects.standing().filter(review__idea=machine.idea).order_by("review__attempt")
        assert [one.outcome for one in standing] == oracle.outcomes
        assert Packet.objects.filter(decision__review__idea=machine.idea).count() == oracle.packets
        assert list(faults()) == []
        transaction.set_rollback(True)


def without_voices(full):
    """Full governance without voices, so that the three gatekeepers are the whole panel."""
    adopt_policy(full.cast.product, replace(FULL_GOVERNANCE, voices=()), actor=full.as_(full.cast.admin))
    return full


def both(machine, oracle, name, *arguments):
    """One step on both: both take it, or both refuse; and they stand alike afterwards."""
    if machine.review is None and name != "draft":
        assert not getattr(oracle, name)(*arguments)
        return
    try:
        with transaction.atomic():
            getattr(machine, name)(*arguments)
        taken = True
    except (Refusal, ValidationError):
        taken = False
    event(f"{name} {'taken' if taken else 'refused'}")
    assert getattr(oracle, name)(*arguments) == taken, (name, arguments, oracle.state)
    review = machine.now()
    assert (review.state, review.attempt) == (oracle.state, oracle.attempt)
