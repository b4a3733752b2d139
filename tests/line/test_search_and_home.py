"""Anything is found by its words or short name, and only by those who may see it."""

import pytest

from customers.models import Company
from feedback.actions import give_feedback, submit_request
from roadmap.actions import create_idea, link_insight
from tests import evidence
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(cast, acting):
    """A customer's words in the open and in the restricted product, each supporting an idea."""
    actor = acting(cast.product_manager)
    made = {}
    for product in (cast.product, cast.restricted):
        feedback = give_feedback(text=f"Single sign-on for {product} please", product=product, company=cast.acme, actor=actor)
        idea = create_idea(product=product, title=f"Okta for {product}", problem="Passwords are refused.", actor=actor)
        link_insight(feedback, idea=idea, start=0, end=14, importance=3, actor=actor)
        made[product.key] = feedback, idea
    return made


def test_words_names_and_short_names_find(cast, browse, words):
    browser = browse(cast.viewer)
    assert "<mark>Okta</mark> for Relay" in browser.get("/search/?q=okta").content.decode()
    assert "Single sign-on for Relay" in browser.get("/search/?q=sign-on&palette=1").content.decode()
    feedback, _ = words["relay"]
    assert "Single sign-on for Relay" in browser.get(f"/search/?q=f-{feedback.pk}").content.decode()
    assert "Acme" in browser.get("/search/?q=acm").content.decode()


def test_what_one_may_not_see_is_not_found_and_has_no_line(cast, browse, words):
    outsider = browse(cast.outsider)
    feedback, idea = words["nightjar"]
    for query in ("okta", "sign-on", f"F-{feedback.pk}", f"IDEA-{idea.pk}"):
        assert "Nightjar" not in outsider.get(f"/search/?q={query}").content.decode()
    for address in (f"/line/feedback/{feedback.pk}/", f"/line/ideas/{idea.pk}/", "/line/initiatives/999999/"):
        assert outsider.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a",
        "'",
        '"',
        "%",
        "*",
        "-",
        "x" * 5000,
        "F-99999999999999999999",
        "😀😀",
        "and or not (",
        "a:b",
        "company:",
        "after:99999-1",
        "owner:me",
        'tag:"',
        "company:%00",
        "state:all",
    ],
)
def test_an_odd_search_is_answered(cast, browse, query):
    assert browse(cast.viewer).get("/search/", {"q": query}).status_code == 200


def test_the_line_leads_from_words_to_idea_and_back(cast, browse, words):
    feedback, idea = words["relay"]
    forward = browse(cast.viewer).get(f"/line/feedback/{feedback.pk}/").content.decode()
    assert "Okta for Relay" in forward
    assert "It has not been before a gate." in forward
    back = browse(cast.viewer).get(f"/line/ideas/{idea.pk}/").content.decode()
    assert "Single sign-on" in back
    assert "Acme" in back


def test_search_the_line_and_what_waits_are_in_the_api(cast, call, words):
    api, outsider = call(cast.viewer, scope="read"), call(cast.outsider)
    feedback, idea = words["nightjar"]
    assert "Okta for Nightjar" in api.get("/api/v1/search/?q=okta").content.decode()
    assert "Nightjar" not in outsider.get("/api/v1/search/?q=okta").content.decode()
    assert api.get("/api/v1/search/").status_code == 400
    line = api.get(f"/api/v1/lines/feedback/{feedback.pk}/").json()
    assert [one["id"] for one in line["ideas"]] == [idea.pk]
    assert line["standing"] == f"Supports {idea.key} Okta for Nightjar, in assessment"
    assert api.get(f"/api/v1/lines/ideas/{idea.pk}/").json()["insights"][0]["feedback"] == feedback.pk
    for path in (f"lines/feedback/{feedback.pk}", f"lines/ideas/{idea.pk}", "lines/initiatives/999999", "lines/people/1"):
        assert outsider.get(f"/api/v1/{path}/").status_code == 404
    assert outsider.get("/api/v1/waiting/").json() == []
    assert call(cast.suspended).get("/api/v1/waiting/").status_code == 401


def test_a_requester_reads_which_idea_their_words_support(cast, acting, browse):
    request = submit_request(
        company=cast.acme, text="SSO or no deal", need="240 seats", opportunity="Acme", amount=5, product=cast.product,
        actor=acting(cast.salesperson),
    )  # fmt: skip
    idea = create_idea(product=cast.product, title="Okta", actor=acting(cast.product_manager))
    link_insight(request.feedback, idea=idea, start=0, end=3, importance=3, actor=acting(cast.product_manager))
    home = whole(browse(cast.salesperson), "/")
    assert f"Supports {idea.key} Okta, in assessment" in home


@pytest.mark.parametrize("who", ["admin", "product_manager", "salesperson", "success", "leader", "viewer", "outsider"])
def test_everybody_has_a_home_in_bounded_queries(cast, browse, words, who, django_assert_max_num_queries):
    browser, person = browse(getattr(cast, who)), getattr(cast, who)
    # One role's home keeps within twenty; whoever holds several sees the parts of each.
    with django_assert_max_num_queries(20 if person.held_roles.count() == 1 else 23):
        assert browser.get("/").status_code == 200


def test_home_says_how_to_begin_where_nobody_has_spoken(cast, browse, acting):
    assert "Begin with what customers said" in whole(browse(cast.product_manager), "/")
    give_feedback(text="We cannot see our own figures.", company=cast.acme, actor=acting(cast.product_manager))
    assert "Begin with what customers said" not in whole(browse(cast.product_manager), "/")


def test_home_says_what_sales_shall_assess_and_what_success_shall_find_out(cast, browse):
    evidence.a_round(cast)
    pilot = evidence.a_running_pilot(cast, 1)
    Company.objects.filter(pilot_places__pilot=pilot).update(owner=cast.success)
    assert "Assess" in whole(browse(cast.salesperson), "/")
    assert "Find out" in whole(browse(cast.success), "/")
    assert "Find out" not in whole(browse(cast.viewer), "/")
