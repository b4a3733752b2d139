"""The state machine of a review, held against an oracle: a plain table of what may follow what.

Short by default; GATE_RUNS and GATE_STEPS make it long.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gates.actions.decisions import decide_review
from gates.actions.panel import declare_conflict
from gates.actions.policies import adopt_policy
from gates.actions.reviews import lock_review, open_review, submit_review
from gates.actions.scores import reveal_scores, score_again, vote
from gates.asks import Ask
from gates.models import Decision, GateReview, Packet
from gates.presets import FULL_GOVERNANCE
from history.refusals import Refusal
from history.verification import faults

RUNS, STEPS = int(os.environ.get("GATE_RUNS", "3")), int(os.environ.get("GATE_STEPS", "20"))
KEEPERS = (0, 1, 2)
QUORUM = 3
step = st.one_of(
    st.sampled_from([("draft",), ("lock",), ("submit",), ("open",), ("reveal",), ("again",), ("decide",), ("decide",)]),
    st.tuples(st.sampled_from(["declare", "score"]), st.sampled_from(KEEPERS)),
    st.tuples(st.just("vote"), st.sampled_from(KEEPERS), st.sampled_from(["go", "go", "hold", "recycle", "kill"])),
    st.just(("everybody",)),
)


class Oracle:
    """A gate as the domain tells it, in plain values: one idea, gate 1, three gatekeepers of whom all three make the quorum."""

    def __init__(self):
        self.state, self.attempt, self.outcomes = None, 0, []
        self.fresh()

    def fresh(self):
        self.declared, self.scored, self.votes, self.round = set(), set(), {}, 0

    def draft(self):
        if self.state not in (None, "decided"):
            return False
        if self.outcomes and self.outcomes[-1] in ("go", "kill"):
            return False
        self.state, self.attempt = "draft", self.attempt + 1
        self.fresh()
        return True

    def lock(self):
        return self.go("draft", "locked")

    def submit(self):
        return self.go("locked", "ready")

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
        if self.state != "discussion" or outcome is None or self.outcomes.count(outcome) >= 2:
            return False
        self.state = "decided"
        self.outcomes.append(outcome)
        return True


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
        more = {} if outcome == "go" else {"override_words": "Stricter."}
        ask: Ask = self.full.ask(outcome, **more)
        decide_review(self.review, ask, actor=self.actor(0))


EVERYBODY = [
    ("lock",), ("submit",), *(("declare", who) for who in KEEPERS), ("open",), *(("score", who) for who in KEEPERS), ("reveal",),
]  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=RUNS, deadline=timedelta(seconds=120), suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=STEPS // 2, max_size=STEPS))
def test_the_machine_does_what_the_table_says_and_nothing_else(full, steps):
    full.voices = []
    with transaction.atomic():
        machine, oracle = Machine(without_voices(full)), Oracle()
        machine.oracle = oracle
        for name, *arguments in [("draft",), *steps]:
            for one in EVERYBODY if name == "everybody" else [(name, *arguments)]:
                both(machine, oracle, *one)
        assert [one.outcome for one in Decision.objects.filter(review__idea=machine.idea).order_by("id")] == oracle.outcomes
        assert Packet.objects.filter(decision__review__idea=machine.idea).count() == len(oracle.outcomes)
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
    assert getattr(oracle, name)(*arguments) == taken, (name, arguments, oracle.state)
    review = machine.now()
    assert (review.state, review.attempt) == (oracle.state, oracle.attempt)
