"""An idea that holds two wishes becomes two, and one again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from feedback.actions import give_feedback
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.models import IdeaSplit
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(cast, petra, idea):
    """What Acme and Globex said for the idea; both voted for it."""
    rows = []
    for company in (cast.acme, cast.globex):
        words = give_feedback(text=f"{company} needs it in colour", product=cast.product, company=company, actor=petra)
        rows.append(actions.link_insight(words, idea, actor=petra))
        actions.vote(idea, company=company, actor=petra)
    return rows


def split_by_call(idea, insight, shared, acting, cast, **_):
    actions.split_idea(idea, title="Colours", insights=[insight], shared=shared, actor=acting(cast.product_manager))


def split_on_the_web(idea, insight, shared, browse, cast, **_):
    browser, address = browse(cast.product_manager), f"/ideas/{idea.pk}/split/"
    assert "needs it in colour" in browser.get(address).content.decode()
    assert browser.post(address, {"title": "Colours"}).status_code == 422
    given = {"title": "Colours", "insights": [insight.pk], "shared": "1" if shared else "0", "votes": "on"}
    assert browser.post(address, given).status_code == 302


def split_by_api(idea, insight, shared, call, cast, **_):
    given = {"title": "Colours", "insights": [insight.pk], "shared": shared}
    answer = call(cast.product_manager).post(f"/api/v1/ideas/{idea.pk}/split/", given, format="json")
    assert answer.status_code == 201, answer.json()


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("split_by", [split_by_call, split_on_the_web, split_by_api])
def test_words_and_their_companies_votes_go_to_the_new_idea_or_support_both(
    cast, petra, acting, browse, call, idea, said, split_by, shared
):
    split_by(idea=idea, insight=said[0], shared=shared, acting=acting, browse=browse, call=call, cast=cast)
    split = IdeaSplit.objects.get()
    left, made = idea, split.made
    assert (split.source, made.title, made.product) == (left, "Colours", left.product)
    assert [one.feedback for one in made.insights.standing()] == [said[0].feedback]
    assert [one.company for one in made.votes.standing()] == [cast.acme]
    still = {cast.acme, cast.globex} if shared else {cast.globex}
    assert {one.feedback.company for one in left.insights.standing()} == still
    assert {one.company for one in left.votes.standing()} == still
    assert Event.objects.of(left).filter(kind="idea.split").exists()
    assert Event.objects.of(made).filter(kind="idea.split").exists()
    browser = browse(cast.product_manager)
    assert "Colours" in whole(browser, f"/ideas/{left.pk}/")
    assert left.key in whole(browser, f"/ideas/{made.pk}/")

    assert browser.post(f"/ideas/splits/{split.pk}/undoing/").status_code == 302
    made.refresh_from_db()
    assert made.is_archived
    assert {one.company for one in left.votes.standing()} == {cast.acme, cast.globex}
    assert left.insights.standing().count() == 2
    assert not made.insights.standing().exists()
    with pytest.raises(NotPossible, match="already"):
        actions.undo_split(split, actor=petra)


def test_a_new_idea_that_got_words_of_its_own_stays_when_the_split_is_undone(cast, petra, call, idea, said):
    split = actions.split_idea(idea, title="Colours", insights=[said[0]], actor=petra)
    own = give_feedback(text="And in blue", product=cast.product, company=cast.globex, actor=petra)
    actions.link_insight(own, split.made, actor=petra)
    assert call(cast.product_manager).post(f"/api/v1/idea-splits/{split.pk}/undo/").status_code == 200
    split.made.refresh_from_db()
    assert not split.made.is_archived
    assert [one.feedback for one in split.made.insights.standing()] == [own]


def test_a_split_is_not_undone_over_what_happened_since(cast, petra, idea, said):
    split = actions.split_idea(idea, title="Colours", insights=[said[0]], actor=petra)
    actions.vote(idea, company=cast.acme, actor=petra)
    with pytest.raises(NotPossible, match="Withdraw one of the two first"):
        actions.undo_split(split, actor=petra)
    actions.withdraw_vote_of(idea, company=cast.acme, actor=petra)
    merge = actions.merge_idea(split.made, into=idea, actor=petra)
    with pytest.raises(NotPossible, match="duplicate of another by now"):
        actions.undo_split(split, actor=petra)
    actions.undo_idea_merge(merge, actor=petra)
    assert actions.undo_split(split, actor=petra).undone_at is not None


def test_only_product_managers_split_and_only_by_words_of_the_idea(cast, acting, petra, idea, said):
    other = actions.create_idea(product=cast.product, title="Other", actor=petra)
    with pytest.raises(NotAllowed):
        actions.split_idea(idea, title="Colours", insights=said, actor=acting(cast.salesperson))
    with pytest.raises(ValidationError, match="Choose words"):
        actions.split_idea(other, title="Colours", insights=said, actor=petra)
    with pytest.raises(ValidationError, match="Choose words"):
        actions.split_idea(idea, title="Colours", insights=[], actor=petra)
