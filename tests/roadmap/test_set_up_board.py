"""A product's board: what its lanes are called, how much is too much, in bands, in the portfolio, and why cards go back."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed
from objectives.models import Cycle, KeyResult, Objective
from people.actions import add_product_line, change_product
from roadmap.actions import complete_initiative, create_initiative, place_initiative, set_up_board, take_off_roadmap, vote
from roadmap.models import Board, Initiative
from tests.reading import whole

HTMX = {"HX-Request": "true"}


@pytest.fixture
def web(cast, browse):
    """The product manager's browser."""
    return browse(cast.product_manager)


def text(response):
    """What the page says."""
    return response.content.decode()


def last_event():
    """What history says of the last thing."""
    return Event.objects.select_related("words").order_by("-id").first()


def test_lanes_are_renamed_for_one_product_and_keep_their_meaning(cast, petra, web, card):
    set_up_board(cast.product, now_name=" In  the works ", completed_name="Done", actor=petra)
    place_initiative(card, horizon="now", actor=petra)
    page = text(web.get(f"/roadmap/?product={cast.product.pk}"))
    assert "In the works" in page
    assert "Done" in page
    assert "In the works" not in text(web.get("/roadmap/")), "the products do not agree on that name"
    assert Initiative.objects.get().horizon == "now"
    assert last_event().kind == "initiative.placed"


def test_two_lanes_of_one_name_are_refused_at_the_field(cast, petra, web):
    with pytest.raises(ValidationError) as refused:
        set_up_board(cast.product, now_name="next", actor=petra)
    assert list(refused.value.error_dict) == ["now_name"]
    answer = web.post(f"/roadmap/boards/{cast.product.pk}/", {"now_name": "Soon", "later_name": "soon", "now_limit": 3})
    assert answer.status_code == 422
    assert "Another lane has this name." in text(answer)
    assert not Board.objects.exists() or Board.objects.get().now_name == ""


def test_a_limit_warns_and_does_not_refuse(cast, petra, web):
    web.post(f"/roadmap/boards/{cast.product.pk}/", {"now_limit": 1, "version": 1})
    first, second = (create_initiative(product=cast.product, title=title, actor=petra) for title in ("One", "Two"))
    place_initiative(first, horizon="now", actor=petra)
    assert "are meant to be in it at most" not in text(web.get("/roadmap/"))
    answer = web.post(f"/initiatives/{second.pk}/move/", {"lane": "now"}, headers=HTMX)
    assert answer.status_code == 204
    told = json.loads(answer["HX-Trigger"])
    assert [toast["tone"] for toast in told["toast"]] == ["good", "warn"]
    assert "renew" in told
    for path in ("/roadmap/", f"/roadmap/?product={cast.product.pk}"):
        assert "Relay: 2 cards, and 1 are meant to be in it at most." in text(web.get(path))
    assert "More than is meant to be in it." in text(web.get("/roadmap/portfolio/"))


def test_boards_are_set_up_through_the_api_by_those_who_shape(cast, call):
    petra, path = call(cast.product_manager), "/api/v1/boards/"
    made = petra.post(path, {"product": cast.product.pk, "later_name": "One day"}, format="json").json()
    assert made["later_name"] == "One day"
    url = f"{path}{made['id']}/"
    assert (
        petra.patch(url, {"now_limit": 4}, format="json", headers={"If-Match": f'"{made["version"]}"'}).json()["now_limit"] == 4
    )
    assert petra.patch(url, {"now_limit": 5}, format="json", headers={"If-Match": f'"{made["version"]}"'}).status_code == 409
    assert petra.patch(url, {"now_limit": 0}, format="json").json()["errors"].keys() == {"now_limit"}
    for who in (cast.viewer, cast.salesperson, cast.leader):
        assert call(who).patch(url, {"now_limit": 2}, format="json").status_code == 403


def test_who_does_not_shape_sets_up_nothing(cast, acting, browse):
    with pytest.raises(NotAllowed):
        set_up_board(cast.product, now_name="Mine", actor=acting(cast.salesperson))
    assert browse(cast.viewer).post(f"/roadmap/boards/{cast.product.pk}/").status_code == 403
    assert browse(cast.outsider).get(f"/roadmap/boards/{cast.restricted.pk}/").status_code == 404


def test_a_card_that_goes_back_says_why(cast, petra, card):
    place_initiative(card, horizon="now", actor=petra)
    for back in ("next", "later"):
        with pytest.raises(ValidationError) as refused:
            place_initiative(card, horizon=back, reason="  ", actor=petra)
        assert list(refused.value.error_dict) == ["reason"]
    place_initiative(card, horizon="later", reason="The pilot found too little.", actor=petra)
    event = last_event()
    assert (event.kind, event.words.body["reason"]) == ("initiative.moved", "The pilot found too little.")
    place_initiative(card, horizon="next", actor=petra)
    with pytest.raises(ValidationError):
        take_off_roadmap(card, reason="", actor=petra)


def test_a_card_dragged_back_is_asked_for_its_reason_and_stays_until_then(cast, petra, web, card):
    place_initiative(card, horizon="now", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "next", "version": 2}, headers=HTMX)
    assert answer.status_code == 409
    address = json.loads(answer["HX-Trigger"])["ask"]
    assert Initiative.objects.get().horizon == "now"
    assert "Why does it go back?" in text(web.get(address))
    said = {"lane": "next", "before": "", "after": "", "version": 2}
    assert web.post(f"/initiatives/{card.pk}/way-back/", said | {"reason": " "}).status_code == 422
    assert web.post(f"/initiatives/{card.pk}/way-back/", said | {"reason": "Two people left."}).status_code == 302
    assert Initiative.objects.get().horizon == "next"
    assert "Two people left." in whole(web, f"/initiatives/{card.pk}/")


def test_without_a_script_the_menu_leads_to_the_page_that_asks_why(petra, web, card):
    place_initiative(card, horizon="now", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "candidates", "next": "/roadmap/?owner=3"})
    assert answer.url.startswith(f"/initiatives/{card.pk}/way-back/?lane=candidates")
    said = {"lane": "candidates", "reason": "Too early.", "next": "/roadmap/?owner=3"}
    assert web.post(f"/initiatives/{card.pk}/way-back/", said).url == "/roadmap/?owner=3"


def test_a_card_dragged_to_completed_is_asked_what_came_of_it(petra, web, card):
    place_initiative(card, horizon="now", actor=petra)
    answer = web.post(f"/initiatives/{card.pk}/move/", {"lane": "completed"}, headers=HTMX)
    assert json.loads(answer["HX-Trigger"])["ask"] == f"/initiatives/{card.pk}/completion/"
    complete_initiative(card, actual_outcomes="12 of 14 weekly", actor=petra)
    page = text(web.get("/roadmap/"))
    assert page.index("lane-completed") < page.index("12 of 14 weekly") < page.index("lane-candidates")


def test_bands_by_objective_product_segment_and_owner(cast, petra, web, idea):
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    results = []
    for title in ("Faster value", "Fewer calls"):
        objective = Objective.objects.create(cycle=cycle, product=cast.product, title=title, owner=cast.leader)
        results.append(
            KeyResult.objects.create(objective=objective, title="So many", baseline=0, target=9, current=3, owner=cast.leader)
        )
    vote(idea, company=cast.acme, actor=petra)
    card = create_initiative(
        product=cast.product, title="Reports", ideas=[idea], key_results=results, owner=cast.leader, actor=petra
    )
    bare = create_initiative(product=cast.restricted, title="Bare", actor=petra)
    for one in (card, bare):
        place_initiative(one, horizon="now", actor=petra)
    wanted = {
        "objective": ["Faster value", "Fewer calls", "No objective"],
        "product": ["Nightjar", "Relay"],
        "segment": ["Enterprise", "No company of a segment behind it"],
        "owner": ["Ingrid Solheim", "Nobody yet"],
    }
    for group, labels in wanted.items():
        rows = web.get(f"/roadmap/?group={group}").context["shown"].rows
        assert [row.label for row in rows] == labels
        assert all(sum(len(lane.cards) for lane in row.lanes) == 1 for row in rows)


def test_the_portfolio_goes_from_line_to_product_to_board(cast, acting, petra, web, browse):
    admin = acting(cast.admin)
    line, quiet = (add_product_line(name=name, actor=admin) for name in ("Field work", "Night work"))
    change_product(cast.product, line=line, actor=admin)
    change_product(cast.restricted, line=quiet, actor=admin)
    for product in (cast.product, cast.restricted):
        place_initiative(create_initiative(product=product, title=f"In {product}", actor=petra), horizon="now", actor=petra)
    page = text(web.get("/roadmap/portfolio/"))
    assert page.index("Field work") < page.index("In Relay") < page.index("Night work") < page.index("In Nightjar")
    board = text(web.get(f"/roadmap/?line={line.pk}"))
    assert "In Relay" in board
    assert "In Nightjar" not in board
    for path in ("/roadmap/portfolio/", "/roadmap/", f"/roadmap/?line={quiet.pk}"):
        seen = text(browse(cast.outsider).get(path))
        assert "Nightjar" not in seen
        assert "Night work" not in seen


def test_the_portfolio_asks_as_much_for_thirty_as_for_three(cast, petra, web, django_assert_max_num_queries):
    def more(count):
        for number in range(count):
            card = create_initiative(product=cast.product, title=f"Card {number}", actor=petra)
            place_initiative(card, horizon="next", actor=petra)

    def asked():
        with django_assert_max_num_queries(12) as captured:
            assert web.get("/roadmap/portfolio/").status_code == 200
        return len(captured)

    more(3)
    few = asked()
    more(27)
    assert asked() == few
