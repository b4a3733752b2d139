"""What a decision rested on changes: a tripwire, a waiver, the idea itself. Its panel says whether it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from conversation.models import Notice
from gates.actions.decisions import correct_decision, decide_review
from gates.actions.reopening import answer_reopening
from gates.actions.scores import reveal_scores, vote
from gates.actions.waivers import answer_waiver, ask_waiver, lapse_waiver
from gates.asks import ConditionAsk
from gates.evidence.latest import Evidence
from gates.evidence_watched import adoption, progress
from gates.findings import Findings
from gates.models import Decision, Reopening, Waiver
from gates.standing import gate_is_passed
from gates.tasks import lapse_conditions, lapse_waivers, watch_tripwires
from gates.waiting import waiting_for
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from objectives import actions as objectives
from people.models import Organisation
from roadmap import actions as roadmap
from tests.evidence import an_idea, noon, users
from tests.gates.stage import CLOCK
from tests.gates.test_shipped import released

pytestmark = pytest.mark.django_db
WHY = "We looked at it together."


def change(stage, **values):
    return roadmap.edit_idea(stage.idea, actor=stage.as_(stage.cast.product_manager), **values)


@pytest.fixture
def changed(stage):
    """A Go whose idea was written anew afterwards."""
    stage.decided(1)
    change(stage, problem="Another problem altogether.")
    return Reopening.objects.get()


def test_a_change_of_what_was_decided_upon_asks_its_panel_and_everybody_who_follows_hears(stage, cast, changed):
    assert (changed.cause, changed.what, changed.decision.review.idea) == ("scope", "problem", stage.idea)
    assert [item.do for item in waiting_for(stage.as_(cast.leader)) if item.kind == "again"] == [
        "What it rested on changed: look again"
    ]
    assert Event.objects.filter(kind="gate.reopened").count() == 1
    assert Notice.objects.filter(event__kind="gate.reopened", person=cast.leader).exists()
    change(stage, value="Worth more.", title="Another title")
    changed.refresh_from_db()
    assert changed.what == "problem, value if solved"
    assert Reopening.objects.count() == 1


def test_titles_tags_and_what_no_gate_let_go_on_ask_nobody(stage):
    change(stage, problem="Before any gate.")
    stage.decided(1, "hold")
    change(stage, problem="While it is held.", title="Another title")
    assert Reopening.objects.count() == 0


def test_one_that_stands_goes_on_as_it_was(stage, cast, changed):
    assert gate_is_passed(stage.idea, 1)
    answer_reopening(changed, still_stands=True, answer=WHY, actor=stage.as_(cast.leader))
    assert gate_is_passed(stage.idea, 1)
    with pytest.raises(NotPossible, match="decided Go"):
        stage.draft(1)
    assert not [item for item in waiting_for(stage.as_(cast.leader)) if item.kind == "again"]
    with pytest.raises(NotPossible, match="answered already"):
        answer_reopening(changed, still_stands=False, answer=WHY, actor=stage.as_(cast.leader))
    change(stage, problem="And another one.")
    assert Reopening.objects.filter(answered_at=None).count() == 1


def test_one_that_stands_no_longer_passes_its_gate_no_more(stage, cast, changed):
    answer_reopening(changed, still_stands=False, answer=WHY, actor=stage.as_(cast.leader))
    assert not gate_is_passed(stage.idea, 1)
    with pytest.raises(NotPossible, match="Gate 1 has not decided Go"):
        stage.draft(2)
    assert stage.draft(1).attempt == 2
    assert Event.objects.filter(kind="gate.withdrawn", actor=cast.leader).count() == 1


@pytest.mark.parametrize("name", ["product_manager", "second_product_manager", "second_leader", "salesperson", "admin", "viewer"])
def test_nobody_else_says_so(stage, cast, changed, name):
    with pytest.raises(NotAllowed):
        answer_reopening(changed, still_stands=False, answer=WHY, actor=stage.as_(getattr(cast, name)))


def test_an_answer_says_why_and_once_a_new_attempt_began_it_is_too_late(stage, cast, changed):
    with pytest.raises(ValidationError):
        answer_reopening(changed, still_stands=True, answer=" ", actor=stage.as_(cast.leader))
    stage.draft(1)
    with pytest.raises(NotPossible, match="new attempt"):
        answer_reopening(changed, still_stands=True, answer=WHY, actor=stage.as_(cast.leader))


def test_a_correction_takes_what_is_open_along(stage, cast, changed):
    words = {"reason": "A slip.", "rationale": "As meant.", "probability": Decimal("0.6")}
    latest = correct_decision(changed.decision, actor=stage.as_(cast.leader), **words)
    changed.refresh_from_db()
    assert changed.decision == latest


def test_web_and_api_answer_it(stage, cast, changed, browse, call):
    leader = browse(cast.leader)
    page = leader.get(reverse("gates:decision", args=[changed.decision_id])).content.decode()
    assert "Does it still stand?" in page
    assert "Another problem altogether." in page
    at = reverse("gates:revalidate", args=[changed.pk])
    assert leader.get(at).status_code == 200
    assert leader.post(at, {"still_stands": "yes"}).status_code == 422
    assert leader.post(at, {"still_stands": "yes", "answer": WHY}).status_code == 302
    change(stage, hypothesis="Otherwise.")
    (asked,) = [
        one
        for one in call(cast.viewer).get(f"/api/v1/decisions/{changed.decision_id}/").json()["reopenings"]
        if one["still_stands"] is None
    ]
    body = {"reopening": asked["id"], "still_stands": False, "answer": WHY}
    answer = call(cast.leader).post(f"/api/v1/decisions/{changed.decision_id}/revalidate/", body, format="json")
    assert answer.status_code == 200, answer.json()
    assert {one["still_stands"] for one in answer.json()["reopenings"]} == {True, False}


def test_an_idea_that_changes_under_the_deciders_hands_is_read_again_first(stage, cast):
    review = stage.voted(1)
    seen = Findings(review).fingerprint
    change(stage, problem="Quite another problem.")
    with pytest.raises(Stale):
        decide_review(stage.fresh(review), stage.ask(), seen=seen, actor=stage.as_(cast.leader))


def test_a_tripwire_that_fires_is_answered_like_any_other(stage, cast, evidence):
    stage.decided(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.1")
    assert watch_tripwires() == 1
    one = Reopening.objects.get()
    assert one.cause == "tripwire"
    answer_reopening(one, still_stands=True, answer="It is a summer's dip.", actor=stage.as_(cast.leader))
    with pytest.raises(NotPossible):
        stage.draft(1)


@pytest.fixture
def waived(stage, cast, evidence):
    """A gate that went on with the help of a waiver of ten days."""
    review = stage.scoring(1)
    evidence.values["engagement.is_projected"] = False
    words = {"why": "Rebuilt", "control": "We watch", "until": clock.today() + timedelta(days=10)}
    waiver = ask_waiver(review, criterion="the-projection-stands", actor=stage.as_(cast.product_manager), **words)
    answer_waiver(waiver, is_granted=True, actor=stage.as_(cast.leader))
    stage.score(review, cast.leader)
    reveal_scores(review, actor=stage.as_(cast.leader))
    vote(review, actor=stage.as_(cast.leader), outcome="conditional_go")
    due = clock.today() + timedelta(days=20)
    condition = ConditionAsk(words="A report", test="It is there", owner_id=cast.second_product_manager.pk, due=due)
    stage.decide(stage.fresh(review), "conditional_go", conditions=(condition,))
    return waiver


def test_a_waiver_runs_out_by_itself_and_what_it_helped_is_looked_at_again(stage, cast, waived):
    assert lapse_waivers() == 0
    for actor in (stage.as_(cast.leader), CLOCK):
        with pytest.raises(NotPossible):
            lapse_waiver(waived, actor=actor)
    with clock.at(clock.now() + timedelta(days=11)):
        assert lapse_waivers() == 1
        assert lapse_waivers() == 0
    one = Reopening.objects.get()
    assert (one.cause, one.what) == ("waiver", waived.criterion_name)
    assert Event.objects.get(kind="waiver.lapsed").system == "the waivers' clock"


def test_a_waiver_that_is_needed_no_more_runs_out_quietly(waived, evidence):
    evidence.values["engagement.is_projected"] = True
    with clock.at(clock.now() + timedelta(days=11)):
        assert lapse_waivers() == 1
    assert Reopening.objects.count() == 0


def test_after_it_ran_out_another_may_be_asked_for(stage, cast):
    review = stage.locked(1)
    words = {"criterion": "the-projection-stands", "why": "Rebuilt", "control": "We watch"}
    asker = stage.as_(cast.product_manager)
    first = ask_waiver(review, until=clock.today() + timedelta(days=5), actor=asker, **words)
    answer_waiver(first, is_granted=True, actor=stage.as_(cast.leader))
    with clock.at(clock.now() + timedelta(days=6)):
        assert lapse_waivers() == 1
        ask_waiver(review, until=clock.today() + timedelta(days=5), actor=asker, **words)
    assert Waiver.objects.count() == 2


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_days_end_at_midnight_where_the_organisation_is(stage, cast, waived, zone):
    Organisation.objects.update(time_zone=zone)
    condition = Decision.objects.standing().get().conditions.get()

    def at(day, hour, minute):
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))

    for lapse, day in ((lapse_waivers, waived.until), (lapse_conditions, condition.due)):
        with clock.at(at(day, 23, 59)), clock.at_home():
            assert lapse() == 0
        with clock.at(at(day + timedelta(days=1), 0, 0)), clock.at_home():
            assert lapse() == 1


def test_the_database_knows_no_answer_without_somebody(changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.update(still_stands=True, answered_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.create(decision=changed.decision, cause="scope", what="again")


def test_what_is_out_is_watched_by_its_key_results(stage, cast):
    product_manager = stage.as_(cast.product_manager)
    assert adoption(Evidence(stage.idea.pk), None).standing == progress(Evidence(stage.idea.pk), None).standing == "unknown"
    today = clock.today()
    cycle = objectives.add_cycle(name="Q1", starts_on=today, ends_on=today + timedelta(days=80), actor=product_manager)
    objective = objectives.add_objective(
        cycle=cycle, product=cast.product, title="Grow", owner=cast.leader, actor=product_manager
    )
    results = [
        objectives.add_key_result(objective, title=title, target=Decimal(10), owner=cast.leader, actor=product_manager)
        for title in ("Users", "Teams")
    ]
    objectives.start_cycle(cycle, actor=product_manager)
    roadmap.create_initiative(
        product=cast.product, title="Export", ideas=[stage.idea], key_results=results, actor=product_manager
    )
    objectives.check_in(results[0], value=Decimal(8), confidence=7, comment="", actor=stage.as_(cast.leader))
    objectives.check_in(results[1], value=Decimal(2), confidence=7, comment="", actor=stage.as_(cast.leader))
    found = progress(Evidence(stage.idea.pk), None)
    assert (found.value, found.source) == (Decimal("0.200000"), f"Key result {results[1].pk}")


def test_what_is_out_is_watched_by_its_use(cast, acting):
    crowd, idea = users(cast.product, 60, noon(clock.today() - timedelta(days=700))), an_idea(cast)
    released(cast, idea, acting, crowd, weeks=6, adopters=12)
    found = adoption(Evidence(idea.pk), None)
    assert found.standing == "known"
    assert "week 6" in found.words
