"""The reports of the gates: funnel, times, overrides, what waiting costs, balance, calendar, a quarter; pages, files and the API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from gates.actions.scores import reveal_scores, speak, vote
from gates.actions.viability import assess, reveal
from gates.forms.reports import next_quarter, quarters
from gates.models import GateReview, LaunchReview
from gates.reports.agenda import Agenda
from gates.reports.flow import Flow
from gates.reports.learning import Learning
from gates.reports.passages import Passages, Scope
from gates.reports.worth import Worth
from history import clock
from tests import evidence as making

pytestmark = pytest.mark.django_db
PAGES = ("flow", "overrides", "delay", "balance", "agenda", "learning")


def flow_of(stage, person=None, **scope):
    return Flow(Passages(Scope(stage.as_(person or stage.cast.viewer), **scope)))


def launched(stage, succeeded: bool) -> LaunchReview:
    return LaunchReview.objects.create(
        idea=stage.idea, basis="by_hand", succeeded=succeeded, note="", recorded_by=stage.cast.product_manager
    )


def counts(step):
    return len(step.entered), len(step.decided), len(step.passed), len(step.killed), len(step.waiting)


@pytest.fixture
def several(stage):
    """Four ideas: one past gate 2, one killed at gate 1, one sent back, one that is scored now; and a draft that counts nowhere."""
    stage.passed(1, 2)
    stage.first = stage.idea
    for outcome in ("kill", "recycle"):
        stage.idea = stage.new_idea(f"To be {outcome}")
        stage.decided(1, outcome)
    stage.idea = stage.new_idea("To be scored")
    stage.running = stage.scoring(1)
    stage.draft(1, idea=stage.new_idea("A draft"))
    return stage


def test_the_funnel_counts_ideas_by_their_latest_attempt(several):
    flow = flow_of(several)
    assert [counts(step) for step in flow.steps] == [(4, 3, 1, 1, 2), (1, 1, 1, 0, 0), (0, 0, 0, 0, 0)]
    assert (flow.steps[0].rate.successes, flow.steps[0].rate.n, flow.steps[2].rate) == (1, 3, None)
    assert (flow.kill_rate.successes, flow.kill_rate.n) == (1, 4)
    assert (flow.cycle.n, flow.time_at(1).n, flow.time_at(1).waiting, flow.time_at(3)) == (4, 4, 1, None)


def test_overrides_and_how_they_turned_out(stage):
    stage.decided(1)
    launched(stage, succeeded=True)
    stage.idea = stage.new_idea("Stricter")
    stage.decided(1, "hold")
    flow = flow_of(stage)
    assert (len(flow.milder), len(flow.stricter), flow.turned_out) == (0, 1, None)
    assert (flow.success.successes, flow.success.n) == (1, 1)


def test_a_time_counts_what_was_decided_in_it_or_waited(several):
    yesterday = clock.today() - timedelta(days=1)
    assert flow_of(several, until=yesterday).passages.all == []
    tomorrow = clock.today() + timedelta(days=2)
    rows = flow_of(several, since=tomorrow).passages
    assert ([one.review.pk for one in rows.all], rows.decided) == ([several.running.pk], [])
    moved = GateReview.objects.filter(idea=several.first, gate=1)
    moved.update(locked_at=timezone.now() - timedelta(days=40), submitted_at=timezone.now() - timedelta(days=30))
    before = flow_of(several, until=yesterday).passages
    assert [(one.is_decided, round(one.days)) for one in before.all] in ([(False, 39)], [(False, 40)])


def test_what_waiting_costs_and_which_to_decide_first(stage, cast):
    review = stage.ready(1)
    assert [one.delay for one in Worth(Passages(Scope(stage.as_(cast.viewer)))).queue] == [None]
    asked = making.a_round(cast, idea=stage.idea)
    assess_and_reveal(cast, asked)
    GateReview.objects.filter(pk=review.pk).update(submitted_at=timezone.now() - timedelta(days=18))
    worth = Worth(Passages(Scope(stage.as_(cast.viewer))))
    found = worth.queue[0].delay
    expected = worth.expected[stage.idea.pk]
    assert expected == pytest.approx(10_000)
    assert found.cost == pytest.approx(expected * found.days / 364)
    assert (round(found.days), found.cd3, worth.cost) == (18, None, found.cost)  # nothing is decided yet: no duration
    assert [(one.expected, one.probability) for one in worth.places] == [(expected, None)]


def assess_and_reveal(cast, asked):
    """Everybody who was asked assesses, and the round is revealed."""
    account = {"company": cast.acme, "probability": Decimal("0.5"), "amount": Decimal(20_000)}
    for number, seat in enumerate(asked.asked.all()):
        assess(asked, actor=making.Actor(person=seat.person), accounts=[account], **making.an_assessment(number))
    reveal(asked, actor=making.Actor(person=cast.product_manager))


def test_the_calendar_says_who_has_to_do_what(several):
    agenda = Agenda(Scope(several.as_(several.cast.viewer)))
    mine = [(one.what, one.about, one.day) for one in agenda.all]
    until = several.fresh(several.running).scoring_until.date()
    assert mine == [("Score", "Gate 1 Engagement of To be scored", until)]
    assert [(one.person, one.total, one.late, sum(one.weeks)) for one in agenda.load] == [(several.cast.leader, 1, 0, 1)]
    with clock.at(clock.now() + timedelta(days=30)):
        assert Agenda(Scope(several.as_(several.cast.viewer))).load[0].late == 1


def test_blind_scores_stay_blind_in_every_report(full, browse):
    review = full.scoring(1)
    full.score(review, full.panel[0], points=3)
    for name in PAGES:
        text = browse(full.cast.viewer).get(reverse(f"gates:report_{name}")).content.decode()
        assert "3.00" not in text
    assert Learning(Scope(full.as_(full.cast.viewer))).quarters == []


@pytest.mark.parametrize("name", [*PAGES, "quarter"])
def test_a_page_asks_little_and_says_nothing_of_what_is_hidden(several, cast, browse, django_assert_max_num_queries, name):
    at, browser = reverse(f"gates:report_{name}"), browse(cast.viewer)
    browser.get(at)
    with django_assert_max_num_queries(15):
        page = browser.get(at)
    assert page.status_code == 200
    several.first.product = cast.restricted
    several.first.save()
    assert several.first.title not in browse(cast.outsider).get(at).content.decode()
    assert browse(cast.outsider).get(f"{at}?product={cast.restricted.pk}&back=nonsense&quarter=no").status_code == 200


def test_an_installation_without_reviews_says_so(cast, browse):
    for name in (*PAGES, "quarter"):
        assert browse(cast.viewer).get(reverse(f"gates:report_{name}")).status_code == 200
    assert "No review was under way" in browse(cast.viewer).get(reverse("gates:report_flow")).content.decode()


def test_each_number_opens_to_its_reviews(several, browse):
    browser = browse(several.cast.viewer)
    page = browser.get(reverse("gates:report_flow"))
    for step, opened in page.context["steps"]:
        for name, (number, url) in opened.items():
            rows = browser.get(url)
            assert rows.context["reviews"].paginator.count == number, (step.gate, name)
    for code in ("all", "decisions", "kills", "open", "milder", "stricter", "launched", "succeeded", "time-2"):
        assert browser.get(reverse("gates:report_rows", args=[code])).status_code == 200
    for code in ("nonsense", "passed-9", "passed", "time-x"):
        assert browser.get(reverse("gates:report_rows", args=[code])).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "quarter"])
@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_each_report_is_had_as_a_file(several, browse, name, form):
    answer = browse(several.cast.viewer).get(reverse("gates:report_file", args=[name, form]))
    assert (answer.status_code, f"gates-{name}.{form}" in answer["Content-Disposition"]) == (200, True)
    if form == "csv" and name == "flow":
        assert "To be kill" in answer.content.decode("utf-8-sig")


def test_there_is_no_other_file(several, browse):
    for name, form in (("flow", "exe"), ("nothing", "pdf"), ("flow", "png")):
        assert browse(several.cast.viewer).get(reverse("gates:report_file", args=[name, form])).status_code == 404


def test_the_api_has_the_same_figures(several, cast, call):
    client = call(cast.viewer)
    found = client.get("/api/v1/gate-reviews/report/").json()
    assert [len(step["entered"]) for step in found["funnel"]] == [4, 1, 0]
    assert (found["kill_rate"]["successes"], found["kill_rate"]["n"], found["overrides"]) == (1, 4, None)
    assert [one["review"] for one in found["queue"]] == [several.running.pk]
    due = client.get(f"/api/v1/gate-reviews/agenda/?product={cast.product.pk}").json()
    assert [(one["what"], one["person"]) for one in due] == [("Score", cast.leader.pk)]
    learned = client.get("/api/v1/gate-reviews/learning/").json()
    assert (learned["success"], learned["agreement"], "passed the gates" in learned["selection"]) == (None, [], True)
    for bad in ("report/?odd=1", "report/?since=yesterday", "agenda/?since=2026-01-01x"):
        assert client.get(f"/api/v1/gate-reviews/{bad}").status_code == 400
    assert call(cast.outsider).get(f"/api/v1/gate-reviews/report/?product={cast.restricted.pk}").status_code == 404


def test_what_told_success_is_said_of_launched_ideas_from_eight_on(stage):
    for number, succeeded in enumerate([True, False] * 4):
        stage.idea = stage.new_idea(f"Idea {number}")
        stage.decided(1, points=8 if succeeded else 6)
        launched(stage, succeeded)
        found = Learning(Scope(stage.as_(stage.cast.viewer)))
        assert any(one.is_enough for one in found.told) == (number == 7)
    pain = next(one for one in found.told if one.name == "The pain is urgent")
    assert (pain.n, pain.scored.auc) == (8, 1.0)
    lawful = next(one for one in found.told if one.name == "Lawful and safe to build")
    assert (lawful.scored, lawful.met) == (None, None)  # all met it: it tells nothing


def test_agreement_is_told_by_quarter_from_eight_features_on(full):
    for number in range(8):
        full.idea = full.new_idea(f"Idea {number}")
        review = full.scoring(1)
        speak_all(full, review)
        for person, points in zip(full.panel, (number, number, min(10, number + 1)), strict=True):
            full.score(review, person, points)
        decide(full, review)
        found = Learning(Scope(full.as_(full.cast.viewer))).quarters
        assert (found[0].found is not None) == (number == 7)
    assert (found[0].features, found[0].found.alpha > 0.9) == (8, True)


def speak_all(full, review):
    """The voices are heard."""
    for person in full.voices:
        speak(review, actor=full.as_(person), words="They ask for it.", leaning="for")


def decide(full, review):
    """Reveal, vote and decide for hold."""
    review = reveal_scores(full.fresh(review), actor=full.as_(full.panel[0]))
    for person in full.panel:
        vote(review, actor=full.as_(person), outcome="kill", words="No.", probability=Decimal("0.2"))
    full.decide(review, "kill", override_words="We are stricter, and say why.")


def test_quarters_follow_each_other():
    found = quarters()
    assert all(next_quarter(later) == sooner for sooner, later in pairwise(found))
    assert found[0] <= clock.today() < next_quarter(found[0])
