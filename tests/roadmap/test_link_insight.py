"""Linking a customer's words to an idea: which words, how much they matter, and back again."""

import json
import re

import pytest
from django.core.exceptions import ValidationError

from feedback import actions as feedback_actions
from feedback.models import Channel, FeedbackState
from feedback.reading import Mark, marked
from history.actor import Actor
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from people.models import ApiToken
from roadmap import actions
from roadmap.models import Idea, IdeaState, Insight

TEXT = "Größe: we can't onboard 240 seats\nuntil single sign-on works."


@pytest.fixture
def pm(cast):
    return Actor(person=cast.product_manager)


@pytest.fixture
def feedback(cast):
    return feedback_actions.give_feedback(
        text=TEXT, product=cast.product, company=cast.acme, channel=Channel.CALL, actor=Actor(person=cast.salesperson)
    )


@pytest.fixture
def idea(cast, pm):
    return actions.create_idea(product=cast.product, title="Single sign-on", actor=pm)


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_the_highlighted_words_support_the_idea_and_the_feedback_is_reviewed(door, cast, pm, feedback, idea, browse, call):
    start, end = TEXT.index("single"), TEXT.index(" works")
    body = {"start": start, "end": end, "importance": 3}
    if door == "call":
        actions.link_insight(feedback, idea, actor=pm, **body)
    elif door == "page":
        browse(cast.product_manager).post(
            f"/feedback/{feedback.pk}/insights/new/", body | {"idea": idea.pk, "idea_words": f"{idea.key} {idea}"}
        )
    else:
        answer = call(cast.product_manager).post(
            "/api/v1/insights/", body | {"feedback": feedback.pk, "idea": idea.pk}, format="json"
        )
        assert answer.status_code == 201, answer.content
    insight = Insight.objects.get()
    assert (insight.excerpt, insight.importance, insight.made_by) == ("single sign-on", 3, cast.product_manager)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.REVIEWED
    assert Event.objects.of(idea).filter(kind="insight.made").exists()
    assert Event.objects.of(feedback).filter(kind="insight.made").exists()


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_new_idea_is_written_down_in_the_same_step(door, cast, feedback, browse, call):
    if door == "page":
        body = {"idea_words": "Groups from Okta", "product": cast.product.pk, "importance": 2}
        browse(cast.product_manager).post(f"/feedback/{feedback.pk}/insights/new/", body)
    else:
        body = {"feedback": feedback.pk, "new_idea": {"product": cast.product.pk, "title": "Groups from Okta"}}
        assert call(cast.product_manager).post("/api/v1/insights/", body, format="json").status_code == 201
    insight = Insight.objects.get()
    assert (insight.idea.title, insight.excerpt, insight.idea.owner) == ("Groups from Okta", TEXT, cast.product_manager)


def test_where_the_link_is_refused_no_idea_is_left_behind(cast, pm, feedback):
    with pytest.raises(ValidationError):
        actions.link_to_new_idea(feedback, actor=pm, product=cast.product, title="Half", start=5, end=9999)
    assert not Idea.objects.exists()


def test_a_new_idea_needs_a_product_and_the_form_says_so(cast, feedback, browse):
    body = {"idea_words": "Groups", "importance": 2}
    answer = browse(cast.product_manager).post(f"/feedback/{feedback.pk}/insights/new/", body)
    assert answer.status_code == 422
    assert "Which product" in answer.content.decode()
    assert "Groups" in answer.content.decode()


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 2), (0, 9999), (None, 4), (3, None), (33, 34)])
def test_words_that_are_not_there_are_no_insight(start, end, pm, feedback, idea):
    with pytest.raises(ValidationError):
        actions.link_insight(feedback, idea, actor=pm, start=start, end=end)


def test_the_same_words_support_an_idea_once(pm, feedback, idea):
    actions.link_insight(feedback, idea, actor=pm, start=0, end=5)
    with pytest.raises(ValidationError, match="support this idea already"):
        actions.link_insight(feedback, idea, actor=pm, start=0, end=5)
    actions.link_insight(feedback, idea, actor=pm, start=0, end=6)


@pytest.mark.parametrize("importance", [-1, 4, 99])
def test_importance_is_one_of_four(importance, pm, feedback, idea):
    with pytest.raises(ValidationError):
        actions.link_insight(feedback, idea, actor=pm, importance=importance)


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_without_its_last_insight_a_feedback_waits_again(door, cast, pm, feedback, idea, browse, call):
    first = actions.link_insight(feedback, idea, actor=pm, start=0, end=5)
    second = actions.link_insight(feedback, idea, actor=pm, start=0, end=9)
    actions.withdraw_insight(first, actor=pm)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.REVIEWED
    if door == "call":
        actions.withdraw_insight(second, actor=pm)
    elif door == "page":
        browse(cast.product_manager).post(f"/insights/{second.pk}/withdrawal/")
    else:
        call(cast.product_manager).post(f"/api/v1/insights/{second.pk}/withdraw/")
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.INBOX
    assert not Insight.objects.standing().exists()
    actions.restore_insight(second, actor=pm)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.REVIEWED


def test_set_aside_as_well_it_stays_reviewed(pm, feedback, idea):
    feedback_actions.set_aside(feedback, actor=pm, reason="praise")
    insight = actions.link_insight(feedback, idea, actor=pm)
    actions.withdraw_insight(insight, actor=pm)
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.REVIEWED


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_importance_is_said_anew_with_before_and_after(door, cast, pm, feedback, idea, browse, call):
    insight = actions.link_insight(feedback, idea, actor=pm, importance=1)
    if door == "call":
        actions.change_importance(insight, actor=pm, importance=3)
    elif door == "page":
        browse(cast.product_manager).post(f"/insights/{insight.pk}/importance/", {"importance": 3})
    else:
        call(cast.product_manager).patch(f"/api/v1/insights/{insight.pk}/", {"importance": 3}, format="json")
    insight.refresh_from_db()
    assert insight.importance == 3
    assert Event.objects.get(kind="insight.changed").words.body["changes"] == {"importance": [1, 3]}


def test_an_older_version_is_told(pm, feedback, idea):
    insight = actions.link_insight(feedback, idea, actor=pm, importance=1)
    actions.change_importance(insight, actor=pm, importance=3)
    with pytest.raises(Stale):
        actions.change_importance(insight, actor=pm, importance=0, version=1)


@pytest.mark.parametrize("who", ["salesperson", "viewer", "leader", "success"])
def test_only_product_managers_link(who, cast, feedback, idea, browse, call):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.link_insight(feedback, idea, actor=Actor(person=person))
    assert browse(person).get(f"/feedback/{feedback.pk}/insights/new/").status_code == 403
    body = {"feedback": feedback.pk, "idea": idea.pk}
    assert call(person).post("/api/v1/insights/", body, format="json").status_code == 403


def test_nothing_is_tied_over_the_wall_of_a_restricted_product(cast, pm, feedback):
    secret = actions.create_idea(product=cast.restricted, title="Secret", actor=pm)
    with pytest.raises(NotPossible, match="restricted"):
        actions.link_insight(feedback, secret, actor=pm)


def test_the_finder_looks_at_titles_first_and_then_through_the_whole_canvas(cast, pm, idea, browse):
    told = actions.create_idea(
        product=cast.product, title="One door", actor=pm, problem="Nobody wants a password per single tool."
    )
    titled = actions.create_idea(product=cast.product, title="A single bill", actor=pm)
    actions.create_idea(product=cast.product, title="Dark mode", actor=pm)
    shown = browse(cast.product_manager).get("/insights/ideas/?q=single").content.decode()
    assert re.findall(r'data-value="(\d+)"', shown) == [str(one.pk) for one in (titled, idea, told)]
    odd = browse(cast.product_manager).get("/insights/ideas/", {"q": "single AND ' \" * (NEAR"})
    assert (odd.status_code, odd.content.strip()) == (200, b"")


def test_hidden_ideas_are_not_found_named_or_shown(cast, pm, feedback, browse, call):
    secret = actions.create_idea(product=cast.restricted, title="Secret plan", actor=pm)
    open_one = feedback_actions.edit_feedback(feedback, actor=pm, product=None)
    insight = actions.link_insight(open_one, secret, actor=pm)
    outsider = browse(cast.outsider)
    assert "Secret" not in outsider.get("/insights/ideas/?q=sec").content.decode()
    assert "Secret" not in outsider.get(f"/feedback/{feedback.pk}/").content.decode()
    assert "Secret" in browse(cast.product_manager).get(f"/feedback/{feedback.pk}/").content.decode()
    assert outsider.post(f"/insights/{insight.pk}/withdrawal/").status_code == 404
    assert call(cast.outsider).get("/api/v1/insights/").json()["results"] == []
    bodies = [{"feedback": feedback.pk, "idea": pk} for pk in (secret.pk, 10**9)]
    answers = [call(cast.outsider).post("/api/v1/insights/", body, format="json") for body in bodies]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_archived_and_merged_ones_are_not_linked(cast, pm, feedback, idea):
    archived = actions.create_idea(product=cast.product, title="Old", actor=pm)
    Idea.objects.filter(pk=archived.pk).update(state=IdeaState.ARCHIVED)
    with pytest.raises(NotPossible, match="archived"):
        actions.link_insight(feedback, archived, actor=pm)
    other = feedback_actions.give_feedback(text="Other", actor=pm)
    feedback_actions.merge_duplicate(feedback, actor=pm, into=other)
    with pytest.raises(NotPossible, match="merged"):
        actions.link_insight(feedback, idea, actor=pm)


def test_the_insights_of_a_duplicate_count_for_the_one_that_stays(cast, pm, feedback, idea, browse):
    actions.link_insight(feedback, idea, actor=pm, start=0, end=5)
    stays = feedback_actions.give_feedback(text="The same", actor=pm)
    feedback_actions.merge_duplicate(feedback, actor=pm, into=stays)
    assert "Single sign-on" in browse(cast.product_manager).get(f"/feedback/{stays.pk}/").content.decode()
    feedback_actions.unmerge(feedback, actor=pm)
    assert "Single sign-on" not in browse(cast.product_manager).get(f"/feedback/{stays.pk}/pane/").content.decode()


def test_the_inbox_lets_go_of_it_and_takes_it_back(cast, feedback, idea, browse):
    browser = browse(cast.product_manager)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/feedback/inbox/"}
    body = {"idea": idea.pk, "idea_words": str(idea), "importance": 1}
    told = json.loads(browser.post(f"/feedback/{feedback.pk}/insights/new/", body, headers=headers)["HX-Trigger"])
    assert told["rows-gone"]["ids"] == [f"feedback-{feedback.pk}"]
    assert told["counts"]["inbox"] == 0
    undo = browser.post(told["toast"][0]["undo_url"], headers=headers)
    assert json.loads(undo["HX-Trigger"])["renew"] == f"feedback-{feedback.pk}"
    feedback.refresh_from_db()
    assert feedback.state == FeedbackState.INBOX


def test_ideas_that_similar_feedback_supports_are_suggested(cast, pm, feedback, idea, browse):
    twin = feedback_actions.give_feedback(text=TEXT + " Again.", actor=pm, product=cast.product)
    actions.link_insight(twin, idea, actor=pm)
    words = browse(cast.product_manager).get(f"/feedback/{feedback.pk}/insights/new/").content.decode()
    assert "Similar feedback supports" in words
    assert "Single sign-on" in words


@pytest.mark.parametrize("query", ["start=x&end=y", "start=5", "end=99999999", "start=-1&end=4", "new=1", "start=9&end=2"])
def test_an_odd_address_shows_the_form_all_the_same(query, cast, feedback, browse):
    assert browse(cast.product_manager).get(f"/feedback/{feedback.pk}/insights/new/?{query}").status_code == 200


def test_an_api_body_that_names_neither_or_both_is_refused(cast, feedback, idea, call):
    api = call(cast.product_manager)
    both = {"feedback": feedback.pk, "idea": idea.pk, "new_idea": {"product": cast.product.pk, "title": "x"}}
    for body in ({"feedback": feedback.pk}, both):
        assert api.post("/api/v1/insights/", body, format="json").status_code == 400
    assert ApiToken.objects.exists()


def test_marks_that_overlap_say_both_and_escape_what_they_hold():
    said = marked("a <b> c", [Mark(0, 5, "One"), Mark(2, 7, "Two & more")])
    assert said == (
        '<mark title="One">a </mark><mark title="One; Two &amp; more">&lt;b&gt;</mark><mark title="Two &amp; more"> c</mark>'
    )
