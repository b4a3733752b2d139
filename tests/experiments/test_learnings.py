"""What was learned is found again: by words, product, kind, verdict, year and tag; on pages, in the search, in a file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doors.tables import original
from experiments import actions
from history import clock
from line.finding import look_for
from priorities import actions as priorities
from roadmap.actions import create_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(ended, running, plan, petra):
    """One that backs, one that refutes, one that was stopped, and two that did not end."""
    backs = ended(title="Messages", learning="A zeppelin of messages helps.", tags=["texts"])
    refutes = ended(title="Doors", learning="Nobody wants a button.", verdict="refutes", kind="fake_door")
    stopped = actions.stop_experiment(running(title="Calls"), reason="No time.", learning="Plan the time.", actor=petra)
    return {"backs": backs, "refutes": refutes, "stopped": stopped, "runs": running(title="Runs"), "plan": plan(title="Planned")}


def titles(page) -> set[str]:
    return {one.title for one in page.context["learnings"]}


def test_what_ended_is_in_the_library_whatever_the_verdict(cast, browse, shelf):
    browser = browse(cast.viewer)
    page = browser.get("/experiments/learnings/")
    assert titles(page) == {"Messages", "Doors", "Calls"}
    assert "taught us as much as one that backed it" in page.content.decode()
    year = clock.today().year
    for query, expected in (
        ("?q=zeppelins", {"Messages"}), ("?verdict=refutes", {"Doors"}), ("?verdict=stopped", {"Calls"}),
        ("?kind=fake_door", {"Doors"}), ("?tag=Texts", {"Messages"}), (f"?year={year}", {"Messages", "Doors", "Calls"}),
        (f"?year={year - 3}", set()), (f"?product={cast.product.pk}", {"Messages", "Doors", "Calls"}),
        (f"?product={cast.restricted.pk}", set()), ("?q=nothing+like+it", set()),
    ):  # fmt: skip
        assert titles(browser.get(f"/experiments/learnings/{query}")) == expected, query


def test_the_api_narrows_as_the_page_does(cast, call, shelf, idea):
    api = call(cast.viewer)
    for query, expected in (
        ("search=zeppelin", ["backs"]), ("verdict=refutes", ["refutes"]), ("state=stopped", ["stopped"]), ("tag=texts", ["backs"]),
        ("kind=fake_door", ["refutes"]), (f"idea={idea.pk}", list(shelf)), ("idea=999999", []),
        (f"year={clock.today().year}", ["backs", "refutes", "stopped"]),
    ):  # fmt: skip
        found = {row["id"] for row in api.get(f"/api/v1/experiments/?{query}").json()["results"]}
        assert found == {shelf[name].pk for name in expected}, query
    assert api.get("/api/v1/experiments/?year=0").status_code == 400


def test_the_search_finds_it_by_what_was_learned_and_by_its_key(cast, acting, shelf):
    viewer = acting(cast.viewer)
    assert [one.title for one in look_for("zeppelin", actor=viewer).found] == ["Messages"]
    assert look_for(shelf["refutes"].key, actor=viewer).found[0].title == "Doors"
    assert [one.title for one in look_for("kind:experiment state:running", actor=viewer).found] == ["Runs"]
    assert [one.title for one in look_for("kind:experiment tag:texts", actor=viewer).found] == ["Messages"]


def test_a_restricted_product_keeps_its_learnings(cast, acting, browse, call, petra, ended):
    hidden = create_idea(product=cast.restricted, title="Hidden", actor=petra)
    made = ended(product=cast.restricted, ideas=[hidden], title="Nocturne", learning="Nocturne works.")
    outsider = browse(cast.outsider)
    for address in ("/experiments/", "/experiments/learnings/", "/experiments/learnings/?q=nocturne", "/search/?q=nocturnes"):
        assert "Nocturne works." not in outsider.get(address).content.decode(), address
    assert outsider.get(f"/experiments/{made.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/experiments/{made.pk}/").status_code == 404
    assert "Nocturne" not in b"".join(outsider.get("/experiments/export/").streaming_content).decode()
    assert "Nocturne works." in browse(cast.viewer).get("/experiments/learnings/").content.decode()


def rows_of(browser, query="") -> list[dict[str, str]]:
    text = b"".join(browser.get(f"/experiments/export/{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_what_the_list_shows(cast, browse, shelf, ended):
    ended(title="=1+1", learning="A formula is none.")
    browser = browse(cast.viewer)
    assert len(rows_of(browser)) == 6
    assert {row["title"] for row in rows_of(browser, "?state=ended&verdict=refutes")} == {"Doors"}
    (row,) = rows_of(browser, "?q=zeppelin")
    assert (row["key"], row["verdict"], row["tags"], row["from"][:4]) == (shelf["backs"].key, "Backs", "texts", "5.24")
    assert original(row["criterion"]) == "at least 5 points"
    assert any(original(row["title"]) == "=1+1" and row["title"] != "=1+1" for row in rows_of(browser))


def test_confidence_is_reminded_of_what_experiments_said(cast, browse, shelf, petra, idea):
    priorities.choose_method(cast.product, method="rice", actor=petra)
    shown = browse(cast.product_manager).get(f"/ideas/{idea.pk}/estimates/").content.decode()
    assert "1 backs it, 1 refutes it" in shown


def test_pages_take_few_queries_however_many_there_are(cast, browse, ended, shelf):
    for number in range(30):
        ended(title=f"Again {number}", tags=[f"tag {number}"])
    browser = browse(cast.viewer)
    for address in (
        "/experiments/",
        "/experiments/learnings/",
        "/experiments/learnings/?q=messages",
        f"/experiments/{shelf['backs'].pk}/",
    ):
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) <= 15, (address, len(queries))
