"""The pages of the evidence: what they show, to whom, and in how many queries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.models import Company
from gates.actions import pilots, viability
from gates.actions.projections import project
from gates.models import Pilot, PilotCompany, PilotOutcome, Projection
from history import clock
from jobs.models import Job
from jobs.runner import run
from tests.evidence import (
    a_feature,
    a_pilot,
    a_round,
    a_running_pilot,
    an_assessment,
    an_idea,
    came_to,
    earlier_features,
    noon,
    outcome_of,
    place_of,
    thirty_hours,
    used,
    users,
)
from tests.reading import whole


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(queries)


@pytest.fixture
def stage(cast):
    who = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    earlier_features(cast.product, who, clock.today())
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, who[:15], noon(feature.released_on + timedelta(days=2)))
    return an_idea(cast), feature


def asked(feature, **changes):
    return {
        "feature": feature.pk, "unit": "user", "threshold": "20", "horizon": "12", "origin": clock.today().isoformat(),
        "probe_kind": "released", "exposure_weeks": "4", "probe_selection": "random",
    } | changes  # fmt: skip


def test_a_product_manager_projects_and_everybody_reads(cast, browse, stage):
    idea, feature = stage
    page = reverse("gates:new_projection", args=[idea.pk])
    browser = browse(cast.product_manager)
    assert "Approvals" in browser.get(page).content.decode()
    wrong = browser.post(page, asked(feature, threshold="400"))
    assert wrong.status_code == 422
    assert browser.post(page, asked(feature, horizon="4")).status_code == 422
    answer = browser.post(page, asked(feature))
    assert answer.status_code == 302
    made = Projection.objects.get()
    assert answer.url == reverse("gates:projection", args=[made.pk])
    for person in (cast.viewer, cast.leader, cast.salesperson):
        shown = browse(person).get(answer.url).content.decode()
        assert "<svg" in shown
        assert "How this was made" in shown
        assert "Earlier 0" in shown
        assert browse(person).get(page).status_code == 403


def test_an_abstention_says_why_and_what_would_be_needed(cast, browse, acting):
    made = project(
        an_idea(cast),
        a_feature(cast.product, "Alone", None),
        probe_kind="none",
        threshold="0.2",
        actor=acting(cast.product_manager),
    )
    shown = browse(cast.leader).get(reverse("gates:projection", args=[made.pk])).content.decode()
    assert "0 of at least 5 earlier features are complete at 12 weeks." in shown
    assert "5 more earlier features" in shown


def test_much_usage_is_read_in_the_background(cast, browse, stage, monkeypatch):
    monkeypatch.setattr("gates.evidence.projections.MOST_EVENTS_AT_ONCE", 3)
    idea, feature = stage
    browser = browse(cast.product_manager)
    answer = browser.post(reverse("gates:new_projection", args=[idea.pk]), asked(feature))
    job = Job.objects.get(task="gates.project")
    assert answer.url == reverse("gates:projection_job", args=[job.pk])
    assert browser.get(answer.url).status_code == 200
    assert browse(cast.leader).get(answer.url).status_code == 404, "a job is its asker's own"
    assert not Projection.objects.exists()
    assert run(job.pk)
    made = Projection.objects.get()
    assert made.asked_by == cast.product_manager
    assert browser.get(answer.url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true", "not a page within a page"
    assert browser.get(answer.url).url == reverse("gates:projection", args=[made.pk])


def test_the_background_and_the_foreground_answer_alike(cast, browse, stage, acting, monkeypatch):
    idea, feature = stage
    here = project(idea, feature, threshold="0.2", unit="user", actor=acting(cast.product_manager))
    monkeypatch.setattr("gates.evidence.projections.MOST_EVENTS_AT_ONCE", 3)
    browse(cast.product_manager).post(reverse("gates:new_projection", args=[idea.pk]), asked(feature))
    run(Job.objects.get(task="gates.project").pk)
    there = Projection.objects.first()
    assert (here.input_hash, here.median) == (there.input_hash, there.median)


def test_a_pilot_from_design_to_close_in_the_browser(cast, browse):
    idea, browser = an_idea(cast), browse(cast.product_manager)
    page = reverse("gates:new_pilot", args=[idea.pk])
    design = {"name": "Try it", "theta": "60", "fewest": "6", "looks": "6, 9, 12"}
    assert browser.post(page, design | {"looks": "six"}).status_code == 422
    assert browser.post(page, design | {"looks": "12, 9"}).status_code == 422
    assert browser.post(page, design).status_code == 302
    pilot = Pilot.objects.get()
    assert "80.1%" in browser.get(reverse("gates:pilot", args=[pilot.pk])).content.decode(), "what the plan would do"
    answer = browser.post(reverse("gates:pilot_enrolment", args=[pilot.pk]), {"company": cast.acme.pk})
    place = PilotCompany.objects.get()
    assert answer.url == reverse("gates:pilot_outcome_form", args=[place.pk])
    fixed = thirty_hours(due_on=(clock.today() + timedelta(days=60)).isoformat())
    assert browser.post(answer.url, fixed | {"target": "40"}).status_code == 422
    assert browser.post(answer.url, fixed).status_code == 302
    edit = reverse("gates:edit_pilot", args=[pilot.pk])
    assert browser.post(edit, design | {"theta": "70", "version": "1"}).status_code == 302
    stale = browser.post(edit, design | {"theta": "50", "version": "1"})
    assert stale.status_code == 422
    assert "0.70" in stale.content.decode(), "what it holds now"
    pilot.refresh_from_db()
    assert browser.post(reverse("gates:pilot_lock", args=[pilot.pk]), {"version": pilot.version}).status_code == 302
    assert browser.post(reverse("gates:pilot_exposure", args=[place.pk])).status_code == 302
    assert browser.post(reverse("gates:pilot_dropout", args=[place.pk]), {"reason": ""}).status_code == 422
    assert browser.post(reverse("gates:pilot_dropout", args=[place.pk]), {"reason": "They left"}).status_code == 302
    assert browser.post(reverse("gates:pilot_close", args=[pilot.pk])).status_code == 302
    assert "Closed" in browse(cast.leader).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    assert browser.post(reverse("gates:pilot_lock", args=[pilot.pk])).status_code == 409


def test_only_who_runs_pilots_changes_them(cast, browse):
    pilot = a_pilot(cast, 1)
    place = place_of(pilot)
    for person in (cast.salesperson, cast.leader, cast.viewer):
        browser = browse(person)
        for name, pk in (
            ("edit_pilot", pilot.pk),
            ("pilot_lock", pilot.pk),
            ("pilot_outcome_form", place.pk),
            ("pilot_removal", place.pk),
        ):
            assert browser.post(reverse(f"gates:{name}", args=[pk])).status_code == 403, (person, name)
        assert browser.get(reverse("gates:pilot", args=[pilot.pk])).status_code == 200
    assert PilotOutcome.objects.count() == 1


def test_a_withdrawal_is_approved_by_a_leader_in_the_browser(cast, browse, acting):
    pilot = pilots.lock_pilot(a_pilot(cast, 2), actor=acting(cast.product_manager))
    place = place_of(pilot)
    browse(cast.success).post(reverse("gates:pilot_withdrawal", args=[place.pk]), {"reason": "No time"})
    shown = browse(cast.leader).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    assert "No time" in shown
    assert "Approve" in shown
    assert browse(cast.success).post(reverse("gates:pilot_withdrawal_approval", args=[place.pk])).status_code == 403
    assert browse(cast.leader).post(reverse("gates:pilot_withdrawal_approval", args=[place.pk])).status_code == 302


def test_the_list_of_pilots_asks_as_much_for_thirty_as_for_three(cast, browse, acting):
    idea, actor, browser = an_idea(cast), acting(cast.product_manager), browse(cast.success)
    for number in range(3):
        pilots.design_pilot(idea, name=f"Pilot {number}", actor=actor)
    few = queries_of(browser, reverse("gates:pilots"))
    for number in range(27):
        pilots.design_pilot(idea, name=f"More {number}", actor=actor)
    assert queries_of(browser, reverse("gates:pilots")) == few <= 15


def test_a_scorecard_asks_as_much_for_twelve_companies_as_for_two(cast, browse, acting):
    browser = browse(cast.success)
    pilot = a_running_pilot(cast, 2)
    came_to(cast, outcome_of(pilot), 29)
    few = queries_of(browser, reverse("gates:pilot", args=[pilot.pk]))
    for company in more(10):
        place = pilots.enrol(pilot, [company], actor=acting(cast.success))[0]
        pilots.fix_outcome(place, actor=acting(cast.success), **thirty_hours())
        pilots.expose(place, actor=acting(cast.success))
        came_to(cast, place.outcome, 29)
    assert queries_of(browser, reverse("gates:pilot", args=[pilot.pk])) == few <= 15
    assert queries_of(browser, reverse("gates:my_outcomes")) <= 15


def more(count):
    return [Company.objects.create(name=f"Further {number}") for number in range(count)]


def test_the_results_ask_as_much_for_eight_assessors_as_for_two(cast, browse, acting):
    browser = browse(cast.leader)

    def revealed(accounts):
        round = a_round(cast)
        for number, person in enumerate((cast.salesperson, cast.second_salesperson, cast.third_salesperson)):
            named = [{"company": one, "probability": Decimal("0.5"), "amount": Decimal(1000)} for one in accounts]
            viability.assess(round, actor=acting(person), **an_assessment(number, accounts=named))
        return viability.reveal(round, actor=acting(cast.leader))

    few = queries_of(browser, reverse("gates:viability", args=[revealed([cast.acme]).pk]))
    many = queries_of(browser, reverse("gates:viability", args=[revealed([cast.acme, cast.globex, *more(20)]).pk]))
    assert many == few <= 20


def test_the_ideas_page_shows_the_evidence_in_short(cast, browse, acting, stage):
    idea, feature = stage
    project(idea, feature, threshold="0.2", unit="user", actor=acting(cast.product_manager))
    a_running_pilot(cast, 1, idea=idea)
    a_round(cast, idea=idea)
    shown = whole(browse(cast.product_manager), reverse("roadmap:idea", args=[idea.pk]))
    assert "Evidence for the gates" in shown
    assert "Approvals at week 12" in shown
    assert "No look yet; 1 open" in shown
    assert "blind until the reveal" in shown


def test_money_in_drawings_is_in_the_organisations_currency(cast, browse, acting):
    round = a_round(cast)
    accounts = [{"company": cast.acme, "probability": Decimal("0.5"), "amount": Decimal(50_000)}]
    for person in (cast.salesperson, cast.second_salesperson, cast.third_salesperson):
        viability.assess(round, actor=acting(person), **an_assessment(0, accounts=accounts))
    viability.reveal(round, actor=acting(cast.leader))
    shown = browse(cast.leader).get(reverse("gates:viability", args=[round.pk])).content.decode()
    assert "needs €30k" in shown
