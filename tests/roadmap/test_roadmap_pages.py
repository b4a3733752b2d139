"""The board and the pages of initiatives."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from objectives.models import Cycle, KeyResult, Objective
from roadmap import marks
from roadmap.actions import (
    complete_initiative,
    create_idea,
    create_initiative,
    edit_initiative,
    mark_duplicate,
    place_initiative,
    vote,
)
from roadmap.marks import Mark
from roadmap.models import Initiative, InitiativeState
from tests.reading import whole

HTMX = {"HX-Request": "true"}


@pytest.fixture
def web(cast, browse):
    """The product manager's browser."""
    return browse(cast.product_manager)


@pytest.fixture
def key_result(cast):
    """A key result a quarter of the way."""
    cycle = Cycle.objects.create(name="Q4", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    objective = Objective.objects.create(cycle=cycle, product=cast.product, title="Value in the first week", owner=cast.leader)
    return KeyResult.objects.create(
        objective=objective, title="First report", baseline=0, target=100, current=25, owner=cast.leader
    )


def text(response):
    """What the page says."""
    return (response.getvalue() if response.streaming else response.content).decode()


def order(horizon="now"):
    """The titles of a lane."""
    return list(Initiative.objects.on_roadmap().filter(horizon=horizon).values_list("title", flat=True))


def test_a_card_shows_problem_outcome_objective_gates_and_who_waits(cast, web, petra, idea, key_result, monkeypatch):
    sign = Mark("1", "good", "Engagement passed")
    monkeypatch.setattr(marks, "_markers", [lambda ideas: {idea.pk: [sign] for idea in ideas}])
    vote(idea, company=cast.acme, actor=petra)
    card = create_initiative(
        product=cast.product, title="Reports", problem="Copies are old", target_outcomes="400 readers", ideas=[idea],
        key_results=[key_result], actor=petra,
    )  # fmt: skip
    place_initiative(card, horizon="now", actor=petra)
    page = text(web.get("/roadmap/"))
    for words in (
        card.key,
        "Copies are old",
        "400 readers",
        "Value in the first week",
        "25%",
        "Engagement passed",
        "1 company · €120k",
    ):
        assert words in page


def test_the_board_is_filtered_by_product_objective_and_owner(cast, web, petra, card, key_result):
    serving = create_initiative(product=cast.product, title="Serving", key_results=[key_result], owner=cast.leader, actor=petra)
    for one in (card, serving):
        place_initiative(one, horizon="now", actor=petra)
    for query in (f"objective={key_result.objective_id}", f"owner={cast.leader.pk}"):
        page = text(web.get(f"/roadmap/?{query}"))
        assert "Serving" in page
        assert card.title not in page
    assert card.title not in text(web.get(f"/roadmap/?product={cast.restricted.pk}"))


def test_a_dragged_card_answers_its_version_and_can_be_put_back(cast, web, petra, card):
    other = create_initiative(product=cast.product, title="Other", actor=petra)
    for one in (card, other):
        place_initiative(one, horizon="now", actor=petra)
    answer = web.post(
        f"/initiatives/{card.pk}/move/", {"lane": "now", "after": other.pk, "before": "", "version": 2}, headers=HTMX
    )
    assert answer.status_code == 204
    told = json.loads(answer["HX-Trigger"])
    assert told["card"] == {"id": str(card.pk), "version": 3}
    assert order() == ["Other", card.title]
    web.post(told["toast"][0]["undo_url"])
    assert order() == [card.title, "Other"]


def test_a_card_goes_back_among_the_candidates_and_returns_by_undo(web, petra, card):
    place_initiative(card, horizon="later", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "candidates", "reason": "Too early."}, headers=HTMX)
    assert Initiative.objects.get().state == InitiativeState.CANDIDATE
    web.post(json.loads(answer["HX-Trigger"])["toast"][0]["undo_url"])
    assert order("later") == [card.title]


def test_a_card_that_somebody_moved_stays_where_they_put_it(web, petra, card):
    place_initiative(card, horizon="next", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "now", "version": 1}, headers=HTMX)
    assert answer.status_code == 409
    assert "It is in Next now" in answer["HX-Trigger"]
    assert order("next") == [card.title]


def test_a_neighbour_that_left_is_passed_over_and_the_board_drawn_anew(cast, web, petra, card):
    other = create_initiative(product=cast.product, title="Other", actor=petra)
    place_initiative(other, horizon="later", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "now", "after": other.pk}, headers=HTMX)
    assert "renew" in json.loads(answer["HX-Trigger"])
    assert order() == [card.title]


@pytest.mark.parametrize("body", [{}, {"lane": "soon"}, {"lane": "now", "after": "x"}, {"lane": "now", "before": 999_999}])
def test_a_move_to_nowhere_is_refused(web, card, body):
    assert web.post(f"/initiatives/{card.pk}/move/", body, headers=HTMX).status_code == 409
    assert Initiative.objects.get().state == InitiativeState.CANDIDATE


def test_without_a_script_a_card_moves_from_its_own_page(web, card):
    assert f'action="/initiatives/{card.pk}/move/"' in web.get(f"/initiatives/{card.pk}/").content.decode()
    moved = web.post(f"/initiatives/{card.pk}/move/", {"lane": "next", "next": "/roadmap/?owner=3"})
    assert moved.url == "/roadmap/?owner=3"
    back = web.post(f"/initiatives/{card.pk}/move/", {"lane": "later", "reason": "Late.", "next": "https://evil.example/"})
    assert back.url == "/roadmap/"


def test_the_menu_of_the_cards_is_written_once(cast, web, petra):
    for number in range(5):
        create_initiative(product=cast.product, title=f"Card {number}", actor=petra)
    page = web.get("/roadmap/").content.decode()
    assert page.count('data-menu-from="card-menu"') == 5
    assert page.count("Move to Next") == 1


def test_completing_asks_what_came_of_it(web, petra, card):
    url = f"/initiatives/{card.pk}/completion/"
    assert web.post(url, {"actual_outcomes": "12 of 14"}).status_code == 422, "a candidate was never on the board"
    place_initiative(card, horizon="now", actor=petra)
    answer = web.post(url, {"actual_outcomes": ""})
    assert answer.status_code == 422
    from_board = HTMX | {"HX-Current-URL": "http://testserver/roadmap/?owner=1"}
    assert web.post(url, {"actual_outcomes": "12 of 14 export weekly."}, headers=from_board).url == "/roadmap/?owner=1"
    assert "12 of 14 export weekly." in text(web.get("/roadmap/completed/"))
    assert not Initiative.objects.on_roadmap().exists()
    web.post(f"/initiatives/{card.pk}/reopening/")
    assert order() == [card.title]


def test_a_completed_one_keeps_saying_what_came_of_it(card, petra):
    place_initiative(card, horizon="now", actor=petra)
    complete_initiative(card, actual_outcomes="Much", actor=petra)
    with pytest.raises(Exception, match="says what came of it"):
        edit_initiative(card, actual_outcomes=" ", actor=petra)


def test_a_candidate_is_made_out_of_an_idea(cast, web, idea):
    form = text(web.get(f"/initiatives/new/?idea={idea.pk}"))
    assert "They retype it." in form
    answer = web.post("/initiatives/new/", {"product": cast.product.pk, "title": "Exports", "idea": idea.pk})
    made = Initiative.objects.get()
    assert answer.url == f"/initiatives/{made.pk}/"
    assert list(made.ideas.all()) == [idea]
    assert web.post("/initiatives/new/", {"product": cast.product.pk, "title": "", "problem": "Typed"}).status_code == 422


def test_words_and_key_results_are_edited_and_a_collision_is_shown(cast, web, card, key_result):
    url = f"/initiatives/{card.pk}/edit/"
    answer = web.post(url, {"title": "Reports", "problem": "Old copies", "key_results": [key_result.pk], "version": 1})
    assert answer.status_code == 302
    assert Initiative.objects.get().version > 1
    stale = web.post(url, {"title": "Mine", "problem": "Mine too", "version": 1})
    assert stale.status_code == 422
    assert "Mine too" in text(stale)
    assert "Old copies" in text(stale)
    assert Initiative.objects.get().title == "Reports"


def test_ideas_are_added_and_taken_out(cast, web, card, idea, petra):
    foreign = create_idea(product=cast.restricted, title="Night", actor=petra)
    assert web.post(f"/initiatives/{card.pk}/ideas/", {"idea_title": "Night", "idea": foreign.pk}).status_code == 422
    assert web.post(f"/initiatives/{card.pk}/ideas/", {"idea_title": "Export to Excel"}).status_code == 302
    assert web.post(f"/initiatives/{card.pk}/ideas/", {"idea_title": idea.key}).status_code == 422, "it is in there already"
    assert idea.title in whole(web, f"/initiatives/{card.pk}/")
    assert web.post(f"/initiatives/{card.pk}/ideas/{idea.pk}/removal/").status_code == 302
    assert not card.ideas.exists()


def test_archiving_asks_why_and_can_be_undone(web, petra, card):
    place_initiative(card, horizon="now", actor=petra)
    assert web.post(f"/initiatives/{card.pk}/archival/", {"reason": ""}).status_code == 422
    assert web.post(f"/initiatives/{card.pk}/archival/", {"reason": "Nobody asks."}).status_code == 302
    assert card.title not in text(web.get("/roadmap/"))
    web.post(f"/initiatives/{card.pk}/unarchival/")
    assert Initiative.objects.get().state == InitiativeState.CANDIDATE


def test_candidates_can_be_put_away(web, card):
    assert card.title in text(web.get("/roadmap/"))
    assert card.title not in text(web.get("/roadmap/?candidates=hidden"))


def test_the_export_holds_what_one_may_see(cast, web, browse, petra, card):
    create_initiative(product=cast.restricted, title="-Secret", actor=petra)
    rows = list(csv.DictReader(io.StringIO(text(web.get("/roadmap/export/")).lstrip("\ufeff"))))
    assert {row["title"] for row in rows} == {card.title, "'-Secret"}
    assert "Secret" not in text(browse(cast.outsider).get("/roadmap/export/"))


PAGES = ["", "edit/", "completion/", "archival/", "ideas/", "way-back/"]
VERBS = ["move/", "way-back/", "move/back/", "reopening/", "unarchival/", "completion/", "archival/", "edit/", "ideas/"]


def test_every_page_opens_and_a_foreign_one_is_not_there(cast, web, browse, petra, card):
    secret = create_initiative(product=cast.restricted, title="Secret flights", actor=petra)
    place_initiative(secret, horizon="now", actor=petra)
    otto = browse(cast.outsider)
    for page in PAGES:
        assert web.get(f"/initiatives/{card.pk}/{page}").status_code == 200, page
        assert otto.get(f"/initiatives/{secret.pk}/{page}").status_code == 404, page
    assert {otto.post(f"/initiatives/{secret.pk}/{verb}").status_code for verb in VERBS} == {404}
    assert "Secret" not in text(otto.get("/roadmap/"))
    assert otto.post(f"/initiatives/{card.pk}/move/", {"lane": "now", "after": secret.pk}, headers=HTMX).status_code == 409


@pytest.mark.parametrize("who", ["viewer", "salesperson", "leader"])
def test_who_does_not_shape_reads_the_board_and_moves_nothing(cast, browse, card, who):
    browser = browse(getattr(cast, who))
    page = text(browser.get("/roadmap/"))
    assert card.title in page
    assert "data-move-url" not in page
    assert {browser.post(f"/initiatives/{card.pk}/{verb}").status_code for verb in VERBS} == {403}


def test_the_board_asks_as_much_for_thirty_as_for_three(cast, web, petra, key_result, django_assert_max_num_queries):
    def asked(path, most=15):
        with django_assert_max_num_queries(most) as captured:
            assert web.get(path).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            idea = create_idea(product=cast.product, title=f"Idea {number}", actor=petra)
            twin = create_idea(product=cast.product, title="Twin", actor=petra)
            mark_duplicate(twin, of=idea, actor=petra)
            card = create_initiative(
                product=cast.product, title="Card", ideas=[idea], key_results=[key_result], owner=cast.leader, actor=petra
            )
            first.ideas.add(idea)
            if number % 3:
                place_initiative(card, horizon="next", actor=petra)

    first = create_initiative(product=cast.product, title="First", actor=petra)
    more(3)
    paths = ("/roadmap/", "/roadmap/completed/", f"/initiatives/{first.pk}/")
    # An initiative carries the panels of every floor above: what is published of it, what is said about it, who follows.
    bounds = (15, 15, 18)
    few = [asked(path, most) for path, most in zip(paths, bounds, strict=True)]
    more(27)
    assert [asked(path, most) for path, most in zip(paths, bounds, strict=True)] == few


def test_pages_of_lower_floors_show_what_serves_them(cast, web, browse, petra, key_result, idea):
    vote(idea, company=cast.acme, actor=petra)
    secret = create_idea(product=cast.restricted, title="Secret flights", actor=petra)
    vote(secret, company=cast.acme, actor=petra)
    create_initiative(product=cast.product, title="Reports", key_results=[key_result], actor=petra)
    assert "Reports" in text(web.get(f"/objectives/{key_result.objective_id}/"))
    page = text(browse(cast.outsider).get(f"/customers/{cast.acme.pk}/"))
    assert idea.title in page
    assert "Secret" not in page
