"""The review that one prints for a customer says what may be said to them, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from feedback import actions as feedback
from history import clock
from roadmap import actions as roadmap
from roadmap.models import Idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, acting):
    """Acme spoke of what ships, of what is planned, of what is declined, of the restricted product; Globex spoke too."""
    petra = acting(cast.product_manager)

    def said(text, idea=None, company=cast.acme, product=cast.product, **when):
        row = feedback.give_feedback(text=text, title="our own title", company=company, product=product, actor=petra, **when)
        if idea is not None:
            roadmap.link_insight(row, idea, start=0, end=4, importance=2, actor=petra)
        return row

    def card(title, idea, product=cast.product, horizon="next"):
        made = roadmap.create_initiative(product=product, title=title, ideas=[idea], actor=petra)
        return roadmap.place_initiative(made, horizon=horizon, actor=petra) if horizon else made

    ideas = {name: roadmap.create_idea(product=cast.product, title=name, actor=petra) for name in ("out", "next", "never")}
    hidden = roadmap.create_idea(product=cast.restricted, title="songs", actor=petra)
    said("Exports take an hour", ideas["out"])
    said("Sign us in once", ideas["next"])
    said("Paint it pink", ideas["never"])
    said("Nightjar sings badly", hidden, product=cast.restricted)
    said("Globex only words", ideas["next"], company=cast.globex)
    said("An old wish", said_at=clock.now() - timedelta(days=800))
    feedback.set_aside(said("Just lovely"), reason="not_our_market", words="They are cheap", actor=petra)
    shipped = card("Quick exports for Globex", ideas["out"], horizon="now")
    roadmap.complete_initiative(shipped, actual_outcomes="Saved 40 hours", actor=petra)
    card("Sign in once", ideas["next"])
    card("Choir", hidden, product=cast.restricted)
    roadmap.move_stage(ideas["never"], stage="not_doing", reason="Nobody pays for it", actor=petra)
    promise = roadmap.make_commitment(company=cast.acme, words="SSO as Globex has it", actor=petra)
    gone = roadmap.make_commitment(company=cast.acme, words="A pony", actor=petra)
    roadmap.resolve_commitment(gone, state="withdrawn", reason="No", actor=petra)
    return promise


def sheet(browser, company, query=""):
    """The words on the sheet, as the customer reads them."""
    answer = browser.get(f"/customers/{company.pk}/review/{query}")
    assert answer.status_code == 200
    return strip_tags(answer.content.decode().split("review-sheet", 1)[1].split(">", 1)[1].split("</article>")[0])


def test_it_says_what_they_told_us_and_what_became_of_it(cast, browse, told):
    text = sheet(browse(cast.success), cast.acme)
    for words in (
        "Exports take an hour", "It is out: Quick exports for another customer", "Sign us in once", "It comes next: Sign in once",
        "Paint it pink", "We looked into it, and do not plan it.", "Just lovely", "We do not plan this.",
        "SSO as another customer has it",
    ):  # fmt: skip
        assert words in text, words


def test_what_was_merged_into_another_customers_words_is_answered_by_what_became_of_those(cast, browse, acting, told):
    petra, browser = acting(cast.product_manager), browse(cast.success)
    link = f'href="/ideas/{Idea.objects.get(title="never").pk}/"'
    pages = (f"/customers/{cast.globex.pk}/", "/search/?q=company:globex kind:idea never")
    assert not any(link in browser.get(page).content.decode() for page in pages)
    twin = feedback.give_feedback(text="One password, please", company=cast.globex, product=cast.product, actor=petra)
    feedback.merge_duplicate(twin, into=cast.acme.feedback.get(text="Paint it pink"), actor=petra)
    text = sheet(browser, cast.globex)
    assert "One password, please" in text
    assert "We looked into it, and do not plan it." in text
    assert "Paint it pink" not in text
    assert all(link in browser.get(page).content.decode() for page in pages)


def test_it_says_nothing_that_is_not_for_them(cast, browse, told):
    text = sheet(browse(cast.success), cast.acme)
    for words in (
        "Globex", "Nightjar", "Choir", "They are cheap", "Nobody pays", "Saved 40 hours", "our own title", "A pony",
        "An old wish", "IDEA-", "INIT-",
    ):  # fmt: skip
        assert words not in text, words

    assert not re.search(r"\b120(k|,?000)", text), "what they pay"


def test_the_period_is_chosen(cast, browse, told):
    browser = browse(cast.success)
    long_ago = clock.today() - timedelta(days=900)
    assert "An old wish" in sheet(browser, cast.acme, f"?since={long_ago}&until={clock.today()}")
    early = sheet(browser, cast.acme, f"?since={long_ago}&until={long_ago + timedelta(days=5)}")
    assert "We heard nothing from you" in early
    assert "Nothing that you asked for came out" in early


@pytest.mark.parametrize(
    "query", ["?since=x&until=y", "?since=2026-05-01&until=2026-01-01", "?since=0001-01-01&until=9999-12-31", "?since=2026-01-01"]
)
def test_an_odd_period_is_no_fault_of_ours(cast, browse, told, query):
    assert browse(cast.success).get(f"/customers/{cast.acme.pk}/review/{query}").status_code == 200


def test_sales_success_product_and_leadership_print_it(cast, browse, told):
    for person in (cast.salesperson, cast.success, cast.product_manager, cast.leader):
        assert browse(person).get(f"/customers/{cast.acme.pk}/review/").status_code == 200
        assert f"/customers/{cast.acme.pk}/review/" in browse(person).get(f"/customers/{cast.acme.pk}/").content.decode()
    assert browse(cast.viewer).get(f"/customers/{cast.acme.pk}/review/").status_code == 403
    assert "/review/" not in browse(cast.viewer).get(f"/customers/{cast.acme.pk}/").content.decode()


def test_it_asks_the_database_at_most_fifteen_times(cast, browse, told, acting, django_assert_max_num_queries):
    petra = acting(cast.product_manager)
    for number in range(20):
        idea = roadmap.create_idea(product=cast.product, title=f"Idea {number}", actor=petra)
        row = feedback.give_feedback(text=f"Words {number}", company=cast.acme, product=cast.product, actor=petra)
        roadmap.link_insight(row, idea, start=0, end=4, importance=2, actor=petra)
        roadmap.create_initiative(product=cast.product, title=f"Card {number}", ideas=[idea], actor=petra)
    browser = browse(cast.product_manager)
    browser.get(f"/customers/{cast.acme.pk}/review/")
    with django_assert_max_num_queries(15):
        sheet(browser, cast.acme)
