"""What hangs on a decision: conditions, tripwires, waivers, the next attempt, and what waits for whom."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from gates.actions.conditions import lapse_condition, verify_condition
from gates.actions.tripwires import watch_tripwire
from gates.actions.waivers import answer_waiver, ask_waiver
from gates.asks import ConditionAsk
from gates.findings import Findings
from gates.models import Condition, Decision, Tripwire
from gates.standing import gate_is_passed
from gates.tasks import lapse_conditions, watch_tripwires
from gates.waiting import reviews_waiting, waiting_for
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.marks import marks_of
from tests.gates.stage import CLOCK

pytestmark = pytest.mark.django_db
FINDING = "The report is there, and it is clean."


@pytest.fixture
def conditional(stage, cast):
    """A conditional go with two conditions."""
    review = stage.voted(1, "conditional_go")
    due = clock.today() + timedelta(days=10)
    two = tuple(
        ConditionAsk(words=f"Condition {n}", test="A report", owner_id=cast.second_product_manager.pk, due=due) for n in (1, 2)
    )
    return stage.decide(review, "conditional_go", override_words="Two things are open.", conditions=two)


def test_all_conditions_met_make_a_go(stage, cast, conditional):
    first, second = conditional.conditions.all()
    with pytest.raises(NotPossible, match="Gate 1 has not decided Go"):
        stage.draft(2)
    verify_condition(first, actor=stage.as_(cast.leader), finding=FINDING)
    assert not gate_is_passed(stage.idea, 1)
    verify_condition(second, actor=stage.as_(cast.success), finding=FINDING)
    settled = Decision.objects.standing().get()
    assert (settled.outcome, settled.basis, settled.supersedes) == ("go", "conditions_met", conditional)
    assert settled.packet.number == conditional.packet.number + 1
    assert stage.draft(2).gate == 2


@pytest.mark.parametrize("name", ["product_manager", "second_product_manager", "salesperson", "viewer"])
def test_nobody_verifies_for_their_own_idea_or_their_own_condition(stage, cast, conditional, name):
    with pytest.raises(NotAllowed):
        verify_condition(conditional.conditions.first(), actor=stage.as_(getattr(cast, name)), finding=FINDING)


def test_a_verification_says_what_was_seen_and_happens_once(stage, cast, conditional):
    condition = conditional.conditions.first()
    with pytest.raises(ValidationError):
        verify_condition(condition, actor=stage.as_(cast.leader), finding="")
    verify_condition(condition, actor=stage.as_(cast.leader), finding=FINDING)
    with pytest.raises(NotPossible):
        verify_condition(condition, actor=stage.as_(cast.leader), finding=FINDING)


def test_one_that_lapses_makes_a_hold_once(stage, cast, conditional):
    condition = conditional.conditions.first()
    verify_condition(conditional.conditions.last(), actor=stage.as_(cast.leader), finding=FINDING)
    assert lapse_conditions() == 0
    with pytest.raises(NotPossible):
        lapse_condition(condition, actor=stage.as_(cast.leader))
    with pytest.raises(NotPossible):
        lapse_condition(condition, actor=CLOCK)
    with clock.at(clock.now() + timedelta(days=11)):
        with pytest.raises(NotPossible, match="lapsed"):
            verify_condition(condition, actor=stage.as_(cast.leader), finding=FINDING)
        assert lapse_conditions() == 1
        assert lapse_conditions() == 0
    settled = Decision.objects.standing().get()
    assert (settled.outcome, settled.basis, settled.decided_by) == ("hold", "condition_lapsed", None)
    assert Event.objects.filter(kind="condition.lapsed", system="the conditions' clock").count() == 1
    assert stage.draft(1).attempt == 2


def test_two_that_lapse_together_make_one_hold(stage, conditional):
    with clock.at(clock.now() + timedelta(days=11)):
        assert lapse_conditions() == 1
    assert Decision.objects.standing().get().outcome == "hold"


def test_a_decision_watches_what_it_rested_on(stage, evidence):
    decision = stage.decided(1)
    assert {wire.measure for wire in decision.tripwires.all()} == {"engagement.share_at_assurance", "engagement.is_projected"}
    assert watch_tripwires() == 0
    with pytest.raises(NotPossible, match="Only a tripwire"):
        stage.draft(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.1")
    assert watch_tripwires() == 1
    assert watch_tripwires() == 0
    fired = Tripwire.objects.get(fired_at__isnull=False)
    assert (fired.measure, fired.fired_value) == ("engagement.share_at_assurance", "0.1")
    assert Event.objects.filter(kind="tripwire.fired").count() == 1
    assert any(item.kind == "again" for item in waiting_for(stage.as_(stage.owner)))
    assert stage.draft(1).attempt == 2


def test_what_is_not_known_trips_nothing(stage, evidence):
    decision = stage.decided(1)
    evidence.standings["engagement.share_at_assurance"] = "stale"
    evidence.values["engagement.share_at_assurance"] = Decimal("0.1")
    assert not any(watch_tripwire(wire, actor=CLOCK) for wire in decision.tripwires.all())


def test_a_waiver_is_asked_by_one_and_granted_by_another(stage, cast, evidence):
    review = stage.locked(1)
    words = {"why": "Rebuilt", "control": "We watch"}
    soon, far = clock.today() + timedelta(days=60), clock.today() + timedelta(days=61)

    def ask(**more):
        return ask_waiver(
            review, actor=stage.as_(cast.second_leader), **{"criterion": "the-projection-stands", "until": soon, **words, **more}
        )

    for wrong in (
        {"until": far},
        {"until": clock.today()},
        {"criterion": "no-such"},
        {"criterion": "lawful-and-safe-to-build"},
        {"criterion": "the-pain-is-urgent"},
        {"control": ""},
    ):
        with pytest.raises(ValidationError):
            ask(**wrong)
    with pytest.raises(NotAllowed):
        ask_waiver(review, criterion="the-projection-stands", until=soon, actor=stage.as_(cast.viewer), **words)
    waiver = ask()
    for person in (cast.second_leader, cast.product_manager, cast.salesperson):
        with pytest.raises(NotAllowed):
            answer_waiver(waiver, is_granted=True, actor=stage.as_(person))
    with pytest.raises(ValidationError):
        answer_waiver(waiver, is_granted=False, actor=stage.as_(cast.leader))
    evidence.values["engagement.is_projected"] = False
    assert str(Findings(review).verdict.judged[1].result) == "failed_repairable"
    answer_waiver(waiver, is_granted=True, actor=stage.as_(cast.leader))
    assert str(Findings(review).verdict.judged[1].result) == "waived"
    with clock.at(clock.now() + timedelta(days=62)):
        assert str(Findings(review).verdict.judged[1].result) == "failed_repairable"


def test_a_waiver_recommends_a_conditional_go(stage, cast, evidence):
    review = stage.scoring(1)
    evidence.values["engagement.is_projected"] = False
    until = clock.today() + timedelta(days=30)
    waiver = ask_waiver(
        review,
        criterion="the-projection-stands",
        why="Rebuilt",
        control="Watch",
        until=until,
        actor=stage.as_(cast.product_manager),
    )
    answer_waiver(waiver, is_granted=True, actor=stage.as_(cast.leader))
    stage.score(review, cast.leader)
    recommendation = Findings(review).recommendation
    assert (recommendation.outcome, recommendation.rule) == ("conditional_go", "waiver")


def test_a_hold_comes_back_on_its_day(stage):
    decision = stage.decided(1, "hold")
    assert not waiting_for(stage.as_(stage.owner))
    with clock.at(clock.now() + timedelta(days=15)):
        assert [item.do for item in waiting_for(stage.as_(stage.owner))] == ["Take it up again"]
    assert decision.review_on > clock.today()


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("draft", {"leader": {"lock"}}),
        ("locked", {"leader": {"declare"}, "product_manager": {"submit"}, "second_leader": {"declare"}}),
        ("ready", {"leader": {"open", "declare"}, "product_manager": set()}),
        ("scoring", {"leader": {"score"}, "third_leader": {"score"}, "salesperson": {"speak"}, "fourth_leader": set()}),
        ("scored", {"leader": {"reveal"}, "salesperson": set()}),
        ("discussion", {"leader": {"vote"}, "viewer": set()}),
        ("voted", {"leader": {"decide"}, "fourth_leader": set()}),
        ("decided", {"leader": set(), "product_manager": set()}),
    ],
)
def test_what_waits_for_whom(full, cast, state, kinds):
    getattr(full, state)(1)
    for name, expected in kinds.items():
        actor = full.as_(getattr(cast, name))
        assert {item.kind for item in waiting_for(actor)} == expected, name
        if state not in ("scored", "voted"):
            assert reviews_waiting(actor).exists() == bool(expected), name


def test_cards_carry_the_gates_passed_in_bulk(stage, django_assert_max_num_queries):
    stage.decided(1)
    others = [stage.new_idea(f"Idea {number}") for number in range(20)]
    with django_assert_max_num_queries(8):
        marks = marks_of([stage.idea, *others])
    gates = [mark for mark in marks[stage.idea.pk] if mark.words.startswith("Gate")]
    assert [(mark.text, mark.tone, mark.words) for mark in gates] == [
        ("1", "good", "Gate 1 Engagement: Go"), ("2", "", "Gate 2 Pilot: not decided"), ("3", "", "Gate 3 Viability: not decided"),
    ]  # fmt: skip
    assert Condition.objects.count() == 0
