"""The customers' pages: found and sorted, within their bounds, and telling nothing that was not published."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Company, Contact
from feedback import actions as feedback
from history import clock
from portal import actions
from portal.models import Publication
from roadmap import actions as roadmap
from roadmap.actions import create_idea, link_insight
from tests.portal.doing import at


def titles(page) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">(.*?)</a></h2>', page.content.decode())


@pytest.fixture
def publish(cast, petra, portal):
    def one(title: str, text: str = "", product=None, **more):
        idea = create_idea(product=product or cast.product, title=f"Geheim {title}", actor=petra, state="backlog")
        return actions.publish_idea(idea, actor=petra, title=title, text=text, **more)

    return one


@pytest.fixture
def many(publish, cast, petra):
    """Three ideas, unlike in age, votes and status."""
    old, asked, done = publish("Old", "about spreadsheets"), publish("Asked for"), publish("Done", overruled="shipped")
    for company in (cast.acme, cast.globex):
        roadmap.vote(asked.idea, actor=petra, company=company)
    roadmap.vote(done.idea, actor=petra, company=cast.acme)
    return old, asked, done


def test_sorted_found_and_narrowed(portal, many):
    page, browser = portal.get_absolute_url(), Client()
    assert titles(browser.get(page)) == ["Asked for", "Done", "Old"]
    assert titles(browser.get(page + "?sort=new")) == ["Done", "Asked for", "Old"]
    assert titles(browser.get(page + "?sort=status")) == ["Asked for", "Old", "Done"]
    assert titles(browser.get(page + "?q=spreadsheet")) == ["Old"]
    assert titles(browser.get(page + "?status=shipped")) == ["Done"]
    nothing = browser.get(page + "?q=zeppelin")
    assert titles(nothing) == []
    assert "perhaps you are the first" in nothing.content.decode()


def test_what_companies_said_counts_as_much_as_votes(portal, many, cast, petra):
    old = many[0]
    for company in (cast.acme, cast.globex, Company.objects.create(name="Third")):
        given = feedback.give_feedback(text="Spreadsheets!", product=cast.product, company=company, actor=petra)
        link_insight(given, old.idea, actor=petra)
    assert titles(Client().get(portal.get_absolute_url()))[0] == "Old"
    assert "3 companies asked for this" in Client().get(old.address_on(portal)).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "?q=%22",
        "?q=-",
        "?q=" + "x" * 300,
        "?status=soon",
        "?sort=drop",
        "?page=999999",
        "?page=-1",
        "?q='; drop table--",
        "?done=<b>",
    ],
)
def test_odd_questions_get_a_page(portal, many, query):
    answer = Client().get(portal.get_absolute_url() + query)
    assert answer.status_code == 200
    assert "portal-note" not in answer.content.decode()


@pytest.mark.parametrize("code", ["nothing", "1", "a" * 300, "x-y_z"])
def test_a_code_that_is_none_is_not_there(portal, published, ann, visit, code):
    for name in ("idea", "own"):
        assert visit(ann).get(at(portal, name, code)).status_code == 404
    for name in ("vote", "following", "comment"):
        assert visit(ann).post(at(portal, name, code), {"text": "x"}).status_code == 404


def test_a_portal_that_is_off_and_one_that_is_missing_give_one_answer(portal, published, petra, ann, visit):
    browser = visit(ann)
    actions.change_portal(portal, actor=petra, audience="off")
    for name, args in (("home", ()), ("idea", (published.code,)), ("mine", ()), ("sign_in", ()), ("submit", ())):
        off = browser.get(reverse(f"portal:{name}", args=["relay", *args]))
        missing = browser.get(reverse(f"portal:{name}", args=["nowhere", *args]))
        assert off.status_code == missing.status_code == 404
        bodies = {
            re.sub(r'content="\w{64}"', "", answer.content.decode()).replace("nowhere", "relay") for answer in (off, missing)
        }
        assert len(bodies) == 1


def test_nothing_unpublished_or_restricted_shows(cast, portal, publish, petra, ann, visit):
    create_idea(product=cast.product, title="Geheim unpublished", actor=petra, state="backlog")
    hidden = publish("Zugvogel", product=cast.restricted)
    browser = visit(ann)
    assert titles(browser.get(portal.get_absolute_url() + "?q=Zugvogel")) == []
    assert "Zugvogel" not in browser.get(portal.get_absolute_url()).content.decode()
    assert browser.get(at(portal, "idea", hidden.code)).status_code == 404
    assert browser.post(at(portal, "vote", hidden.code)).status_code == 404
    assert browser.get("/portal/nightjar/").status_code == 404


def test_no_inner_words_names_or_numbers_in_any_page(cast, portal, published, idea, petra, ann, bob, visit):
    for _ in range(60):  # so that numbers of ours are not found by chance
        Contact.objects.create(name="x")
    for contact in (ann, bob):
        actions.vote_here(published, contact=contact)
    said = actions.submit(portal, contact=ann, text="For the night shift", title="Night shift")
    link_insight(said.feedback, idea, actor=petra)
    actions.submit(portal, contact=ann, text="More of it", publication=published)
    browser = visit(ann)
    pages = [
        portal.get_absolute_url(),
        published.address_on(portal),
        at(portal, "mine"),
        at(portal, "own", said.code),
        at(portal, "submit"),
    ]
    for page in pages:
        text = browser.get(page).content.decode()
        for word in (
            "Geheim",
            "Globex",
            "Bob",
            cast.product_manager.name,
            idea.key,
            said.feedback.key,
            "IDEA-",
            "F-1",
            f"/ideas/{idea.pk}/",
        ):
            assert word not in text, (page, word)
        assert not re.findall(r'(?:id|data-\w+|value|name)="(?:\w+-)?\d+"', text), page


def test_where_it_stands_in_words_for_customers(cast, portal, published, idea, petra, ann, visit):
    other = create_idea(product=cast.product, title="Geheim anderes", actor=petra, state="backlog")
    said = {
        name: actions.submit(portal, contact=ann, text=name)
        for name in ("waits", "aside", "linked", "elsewhere", "closed", "later", "merged")
    }
    feedback.set_aside(said["aside"].feedback, reason="not_our_market", words="Geheime Worte", actor=petra)
    link_insight(said["linked"].feedback, idea, actor=petra)
    link_insight(said["elsewhere"].feedback, other, actor=petra)
    feedback.archive(said["closed"].feedback, actor=petra)
    feedback.snooze(said["later"].feedback, until=clock.today() + timedelta(days=9), actor=petra)
    feedback.merge_duplicate(said["merged"].feedback, into=said["linked"].feedback, actor=petra)
    shown = visit(ann).get(at(portal, "mine")).content.decode()
    assert "Geheim" not in shown
    for words in (
        "waiting to be read",
        "We read it, and will not build this",
        "Read by a product manager",
        "Closed",
        "kept for later",
    ):
        assert words in shown
    assert shown.count("Part of “Send numbers to a spreadsheet”: under consideration") == 2


def test_pages_ask_the_database_as_often_for_thirty_as_for_three(
    cast, portal, publish, petra, ann, visit, django_assert_max_num_queries
):
    def more(count: int) -> Publication:
        for number in range(count):
            made = publish(f"Idea {Publication.objects.count()}")
            if number < 9:
                actions.submit(
                    portal, contact=ann, text=f"Words {Publication.objects.count()}", publication=made if number % 2 else None
                )
            actions.follow(made, contact=ann)
        return made

    last, browser = more(3), visit(ann)
    pages = [portal.get_absolute_url(), last.address_on(portal), at(portal, "mine")]
    few = []
    for page in pages:
        with django_assert_max_num_queries(15) as asked:
            assert browser.get(page).status_code == 200
        few.append(len(asked))
    more(6)
    for page, bound in zip(pages, few, strict=True):
        with django_assert_max_num_queries(bound):
            assert browser.get(page).status_code == 200


def test_colleagues_pages_have_their_bounds_too(cast, browse, portal, publish, petra, ann, django_assert_max_num_queries):
    actions.change_portal(portal, actor=petra, is_moderated=True)
    for number in range(8):
        actions.submit(portal, contact=ann, text=f"Words {number}", publication=publish(f"Idea {number}"))
    browser = browse(cast.product_manager)
    for name in ("portal_list", "submission_list"):
        with django_assert_max_num_queries(15):
            assert browser.get(reverse(f"portal:{name}")).status_code == 200


def test_the_public_list_for_programs(cast, portal, many, petra):
    address, api = f"/api/v1/portal/{portal.slug}/ideas/", Client()
    answer = api.get(address)
    assert answer.status_code == 200
    rows = answer.json()["results"]
    assert [row["title"] for row in rows] == ["Done", "Asked for", "Old"]
    assert set(rows[0]) == {"code", "title", "text", "status", "companies", "published_at", "status_since", "url"}
    assert (rows[1]["companies"], rows[0]["status"]) == (2, "shipped")
    assert "Geheim" not in answer.content.decode()
    assert [row["title"] for row in api.get(address + "?status=shipped").json()["results"]] == ["Done"]
    assert [row["title"] for row in api.get(address + "?q=spreadsheets").json()["results"]] == ["Old"]
    first = api.get(address + "?page_size=2").json()
    assert [row["title"] for row in api.get(first["next"]).json()["results"]] == ["Old"]
    for odd in ("?state=shipped", "?status=soon"):
        assert api.get(address + odd).status_code == 400
    assert api.get(address + "?cursor=%FF").status_code in (400, 404)
    assert api.post(address, {}).status_code == 405


@pytest.mark.parametrize("audience", ["off", "link"])
def test_the_public_list_is_not_there_unless_the_portal_is_public(portal, published, petra, audience):
    actions.change_portal(portal, actor=petra, audience=audience)
    assert Client().get(f"/api/v1/portal/{portal.slug}/ideas/").status_code == 404
    assert Client().get("/api/v1/portal/nowhere/ideas/").status_code == 404


def test_the_public_list_has_a_pace(portal, published):
    codes = [Client().get(f"/api/v1/portal/{portal.slug}/ideas/").status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_reading_has_a_pace(portal, monkeypatch):
    monkeypatch.setattr("portal.views.visiting.READS_A_MINUTE", 3)
    with clock.at(clock.now()):
        answers = [Client().get(portal.get_absolute_url()) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("cookie", ["", "x", "x" * 48, "x" * 5000, "é" * 40])
def test_an_odd_cookie_is_nobody(portal, cookie):
    browser = Client()
    browser.cookies["portal_visit"] = cookie
    assert browser.get(portal.get_absolute_url()).status_code == 200
    assert browser.get(at(portal, "mine")).status_code == 302
