"""The time machine: the board on any day, and what changed between two. The order of cards is held against an oracle in
test_board_order.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from history import clock
from roadmap.actions import (
    archive_initiative,
    complete_initiative,
    create_initiative,
    edit_initiative,
    place_initiative,
    reopen_initiative,
)


def on(day):
    """Noon of a day of October."""
    return clock.at(datetime(2026, 10, day, 12, tzinfo=UTC))


@pytest.fixture
def october(cast, petra):
    """A month of moves: one goes there and back, one comes nearer and goes back, one is completed, one archived, one renamed."""
    titles = ("Steady", "Back", "Done", "Gone", "Round")
    with on(1):
        made = {title: create_initiative(product=cast.product, title=title, actor=petra) for title in titles}
        secret = create_initiative(product=cast.restricted, title="Secret", actor=petra)
        for card in (*made.values(), secret):
            place_initiative(card, horizon="next", actor=petra)
    with on(5):
        place_initiative(made["Back"], horizon="now", actor=petra)
        place_initiative(made["Done"], horizon="now", before=made["Back"].pk, actor=petra)
        place_initiative(made["Round"], horizon="now", actor=petra)
    with on(10):
        edit_initiative(made["Steady"], title="Steadier", actor=petra)
        place_initiative(made["Back"], horizon="later", reason="The pilot found too little.", actor=petra)
        complete_initiative(made["Done"], actual_outcomes="400 readers", actor=petra)
        archive_initiative(made["Gone"], reason="Nobody asks.", actor=petra)
        place_initiative(made["Round"], horizon="next", reason="Waits for a licence.", actor=petra)
    with on(20):
        reopen_initiative(made["Done"], actor=petra)
    return made


def lanes(page):
    """The titles of each lane of a page."""
    shown = page.context["shown"]
    return {column.name: [card.title for card in column.cards] for column in (*shown.lanes, shown.completed)}


def test_the_board_is_shown_as_it_stood_on_a_day(cast, browse, october):
    web = browse(cast.product_manager)
    with on(25):
        fifth = web.get("/roadmap/?on=2026-10-05")
        assert lanes(fifth) == {
            "now": ["Done", "Back", "Round"], "next": ["Steady", "Gone", "Secret"], "later": [], "completed": [],
        }  # fmt: skip
        assert lanes(web.get("/roadmap/?on=2026-10-12")) == {
            "now": [], "next": ["Steadier", "Secret", "Round"], "later": ["Back"], "completed": ["Done"],
        }  # fmt: skip
        assert lanes(web.get("/roadmap/?on=2026-09-01")) == {"now": [], "next": [], "later": [], "completed": []}
        assert "data-move-url" not in fifth.content.decode(), "the past is not changed"
        assert "Secret" not in browse(cast.outsider).get("/roadmap/?on=2026-10-05").content.decode()


def test_what_changed_between_two_days_is_told_with_its_reasons(cast, browse, october):
    with on(25):
        page = browse(cast.product_manager).get("/roadmap/changes/?since=2026-10-05&until=2026-10-12")
    told = {label: [(one.card.title, one.sentence) for one in some] for label, some in page.context["kinds"]}
    assert told == {
        "Went back": [("Back", "Now → Later"), ("Round", "Now → Next")],
        "Completed": [("Done", "Now → Completed")],
        "Left the roadmap": [("Gone", "Next → not on the roadmap")],
        "Has another name": [("Steadier", "Was called “Steady”.")],
    }
    text = page.content.decode()
    for words in ("The pilot found too little.", "Nobody asks.", "Tomasz Wieczorek"):
        assert words in text


def test_who_went_there_and_back_did_not_change(cast, browse, october):
    with on(25):
        page = browse(cast.product_manager).get("/roadmap/changes/?since=2026-10-01&until=2026-10-25")
    titles = {one.card.title for one in page.context["found"]}
    assert "Round" not in titles
    assert {one.kind for one in page.context["found"] if one.card.title == "Done"} == {"nearer"}


def test_days_that_cannot_be_are_said_at_the_field(cast, browse, october):
    web = browse(cast.viewer)
    with on(25):
        page = web.get("/roadmap/changes/?since=2026-10-20&until=2026-10-01")
        assert "Choose a day after the first one." in page.content.decode()
        for query in ("since=soon", "until=2026-13-01"):
            assert web.get(f"/roadmap/changes/?{query}").status_code == 200
        assert web.get("/roadmap/?on=yesterday").status_code == 200


def test_programs_read_the_past_too(cast, call, october):
    petra, otto = call(cast.product_manager), call(cast.outsider)
    with on(25):
        lanes_then = petra.get("/api/v1/initiatives/board/", {"on": "2026-10-05"}).json()["lanes"]
        assert [card["title"] for card in lanes_then[0]["cards"]] == ["Done", "Back", "Round"]
        asked = {"since": "2026-10-05", "until": "2026-10-12"}
        changes = petra.get("/api/v1/initiatives/changes/", asked).json()["changes"]
        assert ("further", "Back", "now", "later") in {
            (one["kind"], one["title"], one["before"], one["after"]) for one in changes
        }
        assert "Secret" not in otto.get("/api/v1/initiatives/board/", {"on": "2026-10-05"}).content.decode()
        for wrong in ({"since": "soon"}, {}, {"since": "2026-10-09", "until": "2026-10-01"}, {"since": "2026-10-01", "whose": 1}):
            assert petra.get("/api/v1/initiatives/changes/", wrong).status_code == 400, wrong


def test_the_past_asks_as_much_for_thirty_as_for_three(cast, browse, petra, django_assert_max_num_queries):
    web = browse(cast.product_manager)

    def asked(path):
        with django_assert_max_num_queries(15) as captured:
            assert web.get(path).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            card = create_initiative(product=cast.product, title=f"Card {number}", actor=petra)
            place_initiative(card, horizon="now", actor=petra)
            edit_initiative(card, title=f"Better {number}", actor=petra)

    paths = (f"/roadmap/?on={clock.today()}", "/roadmap/changes/?since=2020-01-01&until=2030-01-01")
    more(3)
    few = [asked(path) for path in paths]
    more(27)
    assert [asked(path) for path in paths] == few


def test_a_day_that_has_not_come_has_no_board(cast, petra, browse, call):
    tomorrow = clock.today() + timedelta(days=1)
    page = browse(cast.viewer).get(f"/roadmap/?on={tomorrow}")
    assert page.status_code == 200
    assert "This day has not come yet." in page.content.decode()
    assert "Back to today" not in page.content.decode()
    refused = call(cast.viewer).get("/api/v1/initiatives/board/", {"on": tomorrow.isoformat()})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["on"])
    assert call(cast.viewer).get("/api/v1/initiatives/board/", {"on": clock.today().isoformat()}).status_code == 200
