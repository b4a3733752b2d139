"""Who did not agree to be quoted is quoted nowhere outside: no customer's page, no draft of an answer, no file."""

from __future__ import annotations

import pytest

from answers.actions import draft_by_hand
from customers.models import Contact
from feedback import actions
from feedback.models import NOT_QUOTABLE, Feedback
from portal import actions as portal
from roadmap import actions as roadmap

pytestmark = pytest.mark.django_db

YES, NO = "The gulls are loud at six", "The herons are angry at nine"


@pytest.fixture
def ann(cast) -> Contact:
    return Contact.objects.create(name="Ann Bell", email="ann@acme.example", company=cast.acme)


@pytest.fixture
def talks(cast, ann, acting) -> dict[str, Feedback]:
    """Two interviews with the same person, of which one may be quoted; beside them plain feedback."""
    petra = acting(cast.product_manager)

    def made(text, consent):
        values = {"participants": [ann], "product": cast.product, "actor": petra}
        return actions.record_interview(title=f"Talk, {consent}", text=text, consent=consent, **values).feedback

    plain = actions.give_feedback(text="Plain words", contact=ann, product=cast.product, actor=petra)
    return {"yes": made(YES, "recorded"), "no": made(NO, "no"), "plain": plain}


def body_of(answer) -> str:
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_the_fact_and_the_question_agree(talks):
    assert set(Feedback.objects.quotable()) == {talks["yes"], talks["plain"]}
    assert {name: row.is_quotable for name, row in talks.items()} == {"yes": True, "no": False, "plain": True}


def test_the_export_of_feedback_says_so_in_place_of_the_words(cast, browse, talks, django_assert_max_num_queries):
    browser = browse(cast.leader)
    with django_assert_max_num_queries(8):
        text = body_of(browser.get("/feedback/export.csv"))
    assert YES in text
    assert "Plain words" in text
    assert NO not in text
    assert text.count(NOT_QUOTABLE) == 1


def test_the_export_of_the_ledger_does_too(cast, browse, acting, talks):
    for row in talks.values():
        actions.set_aside(row, reason="praise", actor=acting(cast.product_manager))
    text = body_of(browse(cast.leader).get("/feedback/set-aside/export.csv"))
    assert YES in text
    assert NO not in text
    assert text.count(NOT_QUOTABLE) == 1


def test_the_review_for_a_customer_leaves_it_out(cast, browse, talks):
    text = body_of(browse(cast.success).get(f"/customers/{cast.acme.pk}/review/"))
    assert YES in text
    assert NO not in text


def test_a_draft_of_an_answer_quotes_nothing_of_it(cast, acting, talks):
    petra = acting(cast.product_manager)
    assert YES in draft_by_hand(talks["yes"], actor=petra).text
    kept = draft_by_hand(talks["no"], actor=petra)
    assert "Hello Ann Bell" in kept.text
    assert NO not in f"{kept.subject} {kept.text}"


def test_the_subject_of_an_answer_does_not_name_it(cast, acting, talks, run_jobs):
    actions.set_aside(talks["no"], reason="solved", actor=acting(cast.product_manager))
    run_jobs()
    drafted = talks["no"].answers.get()
    assert "Our conversation on" in drafted.subject
    assert "Talk" not in drafted.subject


def test_the_portal_shows_nothing_of_it(cast, acting, client, talks):
    petra = acting(cast.product_manager)
    idea = roadmap.create_idea(product=cast.product, title="Birds", actor=petra)
    for row in (talks["yes"], talks["no"]):
        roadmap.link_insight(row, idea, start=0, end=10, importance=3, actor=petra)
    there = portal.make_portal(cast.product, actor=petra, audience="public", title="Relay")
    published = portal.publish_idea(idea, actor=petra, title="Quiet birds")
    home = there.get_absolute_url()
    shown = body_of(client.get(home))
    shown += body_of(client.get(published.address_on(there)))
    assert "Quiet birds" in shown
    assert "herons" not in shown


def pages_with_quotes(cast, petra, talks) -> list[str]:
    """Where colleagues read the quotes behind an idea, all of which can be printed."""
    idea = roadmap.create_idea(product=cast.product, title="Birds", actor=petra)
    card = roadmap.create_initiative(product=cast.product, title="Quiet", ideas=[idea], actor=petra)
    for name in ("yes", "no"):
        roadmap.link_insight(talks[name], idea, actor=petra)
    actions.edit_feedback(talks["no"], company=cast.acme, actor=petra)
    return [
        f"/ideas/{idea.pk}/", f"/initiatives/{card.pk}/", f"/line/ideas/{idea.pk}/", f"/customers/{cast.acme.pk}/?tab=wants",
    ]  # fmt: skip


def test_colleagues_see_that_it_must_not_be_quoted_and_no_print_holds_it(cast, acting, browse, talks):
    browser = browse(cast.viewer)
    for page in pages_with_quotes(cast, acting(cast.product_manager), talks):
        answer = browser.get(page)
        assert answer.status_code == 200, page
        text = body_of(answer)
        assert text.count(NO) == text.count(f'<div class="no-print"><blockquote class="quote-sm">{NO}</blockquote>') > 0, page
        assert "Do not quote" in text, page
        assert f'only-print">{NOT_QUOTABLE}' in text, page
        assert f'<blockquote class="quote-sm">{YES}</blockquote>' in text, page


def test_the_api_says_of_each_insight_whether_it_may_be_quoted(cast, acting, call, talks, django_assert_max_num_queries):
    pages_with_quotes(cast, acting(cast.product_manager), talks)
    with django_assert_max_num_queries(12):
        rows = call(cast.viewer).get("/api/v1/insights/").json()["results"]
    assert {row["feedback"]: row["is_quotable"] for row in rows} == {talks["yes"].pk: True, talks["no"].pk: False}


def test_agreeing_later_lets_it_be_quoted(cast, acting, browse, talks):
    actions.edit_interview(talks["no"].interview, consent="said", actor=acting(cast.product_manager))
    assert NO in body_of(browse(cast.leader).get("/feedback/export.csv"))
