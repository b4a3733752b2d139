"""The completed roadmap: what was hoped for beside what came, and ends that are no launch."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from answers.models import Answer
from feedback.actions import give_feedback
from history import clock
from objectives.models import CheckIn, Cycle, KeyResult, Objective
from portal.statuses import derived
from roadmap.actions import (
    complete_initiative,
    create_idea,
    create_initiative,
    link_insight,
    place_initiative,
    reopen_initiative,
    vote,
)
from roadmap.models import Initiative
from tests.reading import LATER, whole


def on(day):
    """Noon of a day of October."""
    return clock.at(datetime(2026, 10, day, 12, tzinfo=UTC))


@pytest.fixture
def asked(cast, petra):
    """A card in Now, with an idea that a customer asked for."""
    idea = create_idea(product=cast.product, title="Print", actor=petra)
    said = give_feedback(text="Print please", product=cast.product, company=cast.acme, actor=petra)
    link_insight(said, idea=idea, start=0, end=5, importance=3, actor=petra)
    card = create_initiative(product=cast.product, title="On paper", ideas=[idea], actor=petra)
    return place_initiative(card, horizon="now", actor=petra)


def test_key_results_are_told_from_placing_to_completing(cast, petra, browse):
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    objective = Objective.objects.create(cycle=cycle, product=cast.product, title="Value", owner=cast.leader)
    result = KeyResult.objects.create(objective=objective, title="Readers", baseline=5, target=100, current=90, owner=cast.leader)
    for day, value in ((2, 10), (6, 40), (20, 90)):
        moment = datetime(2026, 10, day, 12, tzinfo=UTC)
        CheckIn.objects.create(key_result=result, value=value, confidence=5, by=cast.leader, at=moment)
    with on(3):
        card = create_initiative(product=cast.product, title="Reports", key_results=[result], actor=petra)
        place_initiative(card, horizon="now", actor=petra)
    with on(8):
        complete_initiative(card, actual_outcomes="400 readers", ending="partly", actor=petra)
    shown = browse(cast.viewer).get("/roadmap/completed/proof/").context["initiatives"][0]
    assert [(one.before, one.after) for one in shown.movements] == [(10, 40)]


def test_how_many_of_those_who_asked_were_told_stands_beside_it(cast, petra, asked, browse, run_jobs):
    complete_initiative(asked, actual_outcomes="It prints", ending="met", actor=petra)
    run_jobs()
    page = whole(browse(cast.viewer), "/roadmap/completed/")
    assert "0 of 1 answers to those who asked have been given" in page
    assert "As hoped" in page


@pytest.mark.parametrize("ending", ["killed", "undone"])
def test_what_was_killed_or_taken_back_is_told_to_nobody_as_shipped(cast, petra, asked, browse, run_jobs, ending):
    complete_initiative(asked, actual_outcomes="It never printed", ending=ending, actor=petra)
    run_jobs()
    assert not Answer.objects.filter(occasion="shipped").exists()
    assert derived(asked.ideas.all())[asked.ideas.get().pk] != "shipped"
    assert not Initiative.objects.here().exists()
    assert "It never printed" in browse(cast.viewer).get("/roadmap/completed/").content.decode()
    assert reopen_initiative(asked, actor=petra).ending == ""


def test_the_end_is_said_through_every_door(cast, petra, asked, browse, call):
    api = call(cast.product_manager)
    path = f"/api/v1/initiatives/{asked.pk}/"
    assert api.post(f"{path}complete/", {"actual_outcomes": "x", "ending": "won"}, format="json").status_code == 400
    done = api.post(f"{path}complete/", {"actual_outcomes": "x", "ending": "missed"}, format="json").json()
    assert done["ending"] == "missed"
    api.post(f"{path}reopen/")
    web = browse(cast.product_manager)
    web.post(f"/initiatives/{asked.pk}/completion/", {"actual_outcomes": "Taken back", "ending": "undone"})
    assert Initiative.objects.get().ending == "undone"


def complete_many(cast, petra, objective, many):
    """So many completed cards, each with an idea that was voted for, passed a gate, and a key result."""
    for number in range(many):
        idea = create_idea(product=cast.product, title=f"Idea {many} {number}", actor=petra)
        result = KeyResult.objects.create(
            objective=objective, title=f"Result {number}", baseline=0, target=9, current=1, owner=cast.leader
        )
        vote(idea, company=cast.acme, actor=petra)
        card = create_initiative(product=cast.product, title="Card", ideas=[idea], key_results=[result], actor=petra)
        complete_initiative(place_initiative(card, horizon="now", actor=petra), actual_outcomes="Done.", actor=petra)


def test_the_page_asks_as_much_for_thirty_as_for_three(cast, petra, browse, run_jobs, django_assert_max_num_queries):
    """Each card tells of its ideas' gates, its key results, the launch and the answers: every floor above asks once for all,
    in a part that loads after the page."""
    counts: dict[str, list[int]] = {}
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    objective = Objective.objects.create(cycle=cycle, title="Less typing", owner=cast.leader)
    for many in (3, 27):
        complete_many(cast, petra, objective, many)
        run_jobs()
        for person in (cast.product_manager, cast.leader, cast.salesperson, cast.viewer):
            browser = browse(person)
            assert whole(browser, "/roadmap/completed/").count("0 of 1 answers to those who asked") == 3 + 27 * (many > 3)
            asked = {"/roadmap/completed/": {}, "/roadmap/completed/proof/": {"HX-Request": "true"}}
            for address, headers in {**asked, "/roadmap/completed/proof/?page=1": {}}.items():
                with django_assert_max_num_queries(15) as captured:
                    browser.get(address, headers=headers)
                counts.setdefault(f"{person.name} {address}", []).append(len(captured))
    assert all(few == more for few, more in counts.values()), counts


def test_the_proof_comes_in_one_part_for_all_of_a_page_and_keeps_to_its_filters(cast, petra, browse):
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    complete_many(cast, petra, Objective.objects.create(cycle=cycle, title="Less typing", owner=cast.leader), 31)
    browser = browse(cast.viewer)
    first = browser.get(f"/roadmap/completed/?product={cast.product.pk}").content.decode()
    assert len(LATER.findall(first)) == 1
    page = browser.get(f"/roadmap/completed/?product={cast.product.pk}&page=2").content.decode()
    ((address, _),) = LATER.findall(page)
    part = browser.get(unescape(address), headers={"HX-Request": "true"}).content.decode()
    places = re.findall(r'id="(proof-\d+)" data-later="([^"]+)"', page)
    assert places == re.findall(r'id="(proof-\d+)" data-later="([^"]+)" hx-swap-oob="true"', part)
    assert len(places) == 1
    assert {place[1] for place in places} == {address}
    assert "stayed: 0" in part


def test_without_scripts_a_link_leads_to_the_proof(cast, petra, asked, browse):
    complete_initiative(asked, actual_outcomes="It prints", actor=petra)
    browser = browse(cast.viewer)
    (link,) = re.findall(r'<noscript><a href="([^"]+)">', browser.get("/roadmap/completed/").content.decode())
    page = browser.get(link).content.decode()
    assert "<html" in page
    assert f'href="/initiatives/{asked.pk}/"' in page
    assert "hx-swap-oob" not in page
