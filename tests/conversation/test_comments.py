"""Comments: written, answered, put right, taken back, settled; through every door."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from conversation import actions
from conversation.models import Comment, Follow
from feedback.actions import give_feedback
from history.actions import seal_events
from history.models import Event, EventWords
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap.actions import create_initiative
from tests.reading import whole


def page_of(idea):
    return f"/talk/idea/{idea.pk}/comments/"


def words_of(kind):
    return [row.body for row in EventWords.objects.filter(event__kind=kind)]


@pytest.mark.parametrize("door", ["call", "page", "api"])
@pytest.mark.parametrize("who", ["salesperson", "success", "leader", "admin", "second_product_manager"])
def test_whoever_takes_part_comments_and_follows_from_then_on(door, who, cast, idea, acting, browse, call):
    person = getattr(cast, who)
    if door == "call":
        actions.write_comment(idea, text="Two of **mine** ask.", actor=acting(person))
    elif door == "page":
        assert browse(person).post(page_of(idea), {"text": "Two of **mine** ask."}).status_code == 302
    else:
        body = {"topic": "idea", "record": idea.pk, "text": "Two of **mine** ask."}
        assert call(person).post("/api/v1/comments/", body, format="json").status_code == 201
    comment = Comment.objects.get()
    assert (comment.record, comment.author, comment.text) == (idea, person, "Two of **mine** ask.")
    assert Follow.objects.on(idea).filter(person=person, why="commented").exists()
    shown = whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
    assert "Two of <strong>mine</strong> ask." in shown
    assert str(person) in shown


@pytest.mark.parametrize("kind", ["initiative", "feedback", "objective"])
def test_every_kind_of_record_is_talked_about_on_its_page(kind, cast, pm, acting, browse, objective):
    made = {
        "initiative": lambda: create_initiative(product=cast.product, title="Reports", actor=pm),
        "feedback": lambda: give_feedback(text="Slow.", product=cast.product, actor=pm),
        "objective": lambda: objective,
    }[kind]()
    comment = actions.write_comment(made, text="Well said.", actor=acting(cast.leader))
    browser = browse(cast.viewer)
    assert "Well said." in whole(browser, comment.place)
    assert browser.get(f"/comments/{comment.pk}/")["Location"] == f"{comment.place}#comment-{comment.pk}"


def test_a_viewer_reads_and_does_not_write(cast, idea, acting, browse, call):
    with pytest.raises(NotAllowed, match="Viewers"):
        actions.write_comment(idea, text="Me too", actor=acting(cast.viewer))
    assert browse(cast.viewer).post(page_of(idea), {"text": "Me too"}).status_code == 403
    body = {"topic": "idea", "record": idea.pk, "text": "Me too"}
    assert call(cast.viewer).post("/api/v1/comments/", body, format="json").status_code == 403
    assert "data-mentions" not in whole(browse(cast.viewer), f"/ideas/{idea.pk}/")


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001])
def test_what_is_no_comment_comes_back_as_it_was_typed_with_the_reason(text, cast, idea, pm, browse, call):
    with pytest.raises(ValidationError):
        actions.write_comment(idea, text=text, actor=pm)
    answer = browse(cast.leader).post(page_of(idea), {"text": text})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert text in answer.content.decode()
    body = {"topic": "idea", "record": idea.pk, "text": text}
    assert "text" in call(cast.leader).post("/api/v1/comments/", body, format="json").json()["errors"]
    assert not Comment.objects.exists()


def test_html_and_scripts_stay_words(cast, idea, pm, browse):
    actions.write_comment(idea, text="<script>alert(1)</script> [x](javascript:alert(1)) @<b>", actor=pm)
    shown = whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_an_answer_to_an_answer_stands_in_the_same_thread(door, cast, idea, pm, acting, browse, call):
    first = actions.write_comment(idea, text="Why now?", actor=pm)
    second = actions.reply(first, text="A deal.", actor=acting(cast.salesperson))
    if door == "call":
        actions.reply(second, text="Which?", actor=pm)
    elif door == "page":
        assert browse(cast.product_manager).post(f"/comments/{second.pk}/replies/", {"text": "Which?"}).status_code == 302
    else:
        assert (
            call(cast.product_manager).post(f"/api/v1/comments/{second.pk}/reply/", {"text": "Which?"}, format="json").status_code
            == 201
        )
    assert set(first.replies.values_list("text", flat=True)) == {"A deal.", "Which?"}


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_one_edits_ones_own_and_history_keeps_before_and_after(door, cast, idea, pm, browse, call):
    comment = actions.write_comment(idea, text="A week", actor=pm)
    if door == "call":
        actions.edit_comment(comment, text="A month", actor=pm, version=1)
    elif door == "page":
        body = {"text": "A month", "version": 1}
        assert browse(cast.product_manager).post(f"/comments/{comment.pk}/edit/", body).status_code == 302
    else:
        api = call(cast.product_manager)
        assert (
            api.patch(f"/api/v1/comments/{comment.pk}/", {"text": "A month"}, format="json", HTTP_IF_MATCH='"1"').status_code
            == 200
        )
    comment.refresh_from_db()
    assert (comment.text, comment.version) == ("A month", 2)
    assert comment.edited_at is not None
    assert words_of("comment.edited")[0]["changes"] == {"text": ["A week", "A month"]}


def test_who_edits_what_was_edited_meanwhile_is_told_what_it_says_now(cast, idea, pm, browse, call):
    comment = actions.write_comment(idea, text="A week", actor=pm)
    actions.edit_comment(comment, text="A month", actor=pm)
    with pytest.raises(Stale):
        actions.edit_comment(comment, text="A year", actor=pm, version=1)
    answer = browse(cast.product_manager).post(f"/comments/{comment.pk}/edit/", {"text": "A year", "version": 1})
    assert answer.status_code == 422
    assert "A month" in answer.content.decode()
    api = call(cast.product_manager)
    refused = api.patch(f"/api/v1/comments/{comment.pk}/", {"text": "A year"}, format="json", HTTP_IF_MATCH='"1"')
    assert (refused.status_code, refused.json()["current"]["text"]) == (409, "A month")


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_what_one_takes_back_leaves_the_database_and_the_fact_stays(door, cast, idea, pm, browse, call):
    comment = actions.write_comment(idea, text="Zebra", actor=pm)
    actions.edit_comment(comment, text="Zebras", actor=pm)
    actions.reply(comment, text="Which?", actor=pm)
    seal_events()
    if door == "call":
        actions.delete_comment(comment, actor=pm)
    elif door == "page":
        assert browse(cast.product_manager).get(f"/comments/{comment.pk}/deletion/").status_code == 200
        assert browse(cast.product_manager).post(f"/comments/{comment.pk}/deletion/").status_code == 302
    else:
        assert call(cast.product_manager).post(f"/api/v1/comments/{comment.pk}/delete/").json()["text"] is None
    comment.refresh_from_db()
    assert (comment.text, comment.is_deleted) == (None, True)
    assert "Zebra" not in str(list(EventWords.objects.values_list("body", flat=True)))
    assert Event.objects.filter(kind="comment.deleted", subject_id=comment.pk).exists()
    shown = whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
    assert "Deleted by Tomasz Wieczorek." in shown
    assert "Which?" in shown
    call_command("verify_history", stdout=io.StringIO())
    with pytest.raises(NotPossible, match="deleted"):
        actions.edit_comment(comment, text="Again", actor=pm)


@pytest.mark.parametrize("verb", ["edit_comment", "delete_comment"])
def test_nobody_puts_words_into_anothers_mouth_or_takes_them_out(verb, cast, idea, pm, acting, browse, call):
    comment = actions.write_comment(idea, text="Mine", actor=pm)
    more = {"text": "Yours"} if verb == "edit_comment" else {}
    for who in (cast.admin, cast.leader):
        with pytest.raises(NotAllowed, match="author"):
            getattr(actions, verb)(comment, actor=acting(who), **more)
    address = f"/comments/{comment.pk}/{'edit' if more else 'deletion'}/"
    assert browse(cast.admin).post(address, more).status_code == 403
    api = call(cast.admin)
    path = f"/api/v1/comments/{comment.pk}/"
    assert (api.patch(path, more, format="json") if more else api.post(f"{path}delete/")).status_code == 403
    comment.refresh_from_db()
    assert comment.text == "Mine"


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_a_thread_is_settled_and_taken_up_again_by_anybody_who_takes_part(door, cast, idea, pm, acting, browse, call):
    thread = actions.write_comment(idea, text="Why now?", actor=pm)
    browser, api = browse(cast.leader), call(cast.leader)

    def settle(undo):
        if door == "call":
            (actions.reopen_thread if undo else actions.resolve_thread)(thread, actor=acting(cast.leader))
        elif door == "page":
            assert browser.post(f"/comments/{thread.pk}/resolution/", {"undo": "1"} if undo else {}).status_code == 302
        else:
            assert api.post(f"/api/v1/comments/{thread.pk}/{'reopen' if undo else 'resolve'}/").status_code == 200
        thread.refresh_from_db()

    settle(undo=False)
    assert (thread.is_resolved, thread.resolved_by) == (True, cast.leader)
    with pytest.raises(NotPossible, match="resolved"):
        actions.reply(thread, text="But", actor=pm)
    with pytest.raises(NotPossible, match="resolved"):
        actions.resolve_thread(thread, actor=pm)
    settle(undo=True)
    assert not thread.is_resolved
    answer = actions.reply(thread, text="But", actor=pm)
    with pytest.raises(NotPossible, match="thread"):
        actions.resolve_thread(answer, actor=pm)


def test_what_one_may_not_see_has_no_conversation(cast, secret, pm, acting, browse, call):
    comment = actions.write_comment(secret, text="Hush", actor=pm)
    with pytest.raises(NotAllowed):
        actions.write_comment(secret, text="Aha", actor=acting(cast.outsider))
    browser, api = browse(cast.outsider), call(cast.outsider)
    for address in (
        page_of(secret),
        f"/comments/{comment.pk}/",
        f"/comments/{comment.pk}/edit/",
        f"/talk/idea/{secret.pk}/people/",
    ):
        assert browser.get(address).status_code == 404
    for path in ("replies", "edit", "deletion", "resolution"):
        assert browser.post(f"/comments/{comment.pk}/{path}/", {"text": "x"}).status_code == 404
    assert api.get("/api/v1/comments/").json()["results"] == []
    assert api.get(f"/api/v1/comments/{comment.pk}/").status_code == 404
    refused = [
        api.post("/api/v1/comments/", {"topic": "idea", "record": pk, "text": "x"}, format="json").json()
        for pk in (secret.pk, 999_999)
    ]
    assert refused[0] == refused[1]


def test_the_api_finds_the_comments_of_a_record(cast, idea, pm, call):
    first = actions.write_comment(idea, text="One", actor=pm)
    actions.resolve_thread(actions.write_comment(idea, text="Two", actor=pm), actor=pm)
    api = call(cast.viewer)
    rows = api.get(f"/api/v1/comments/?topic=idea&record={idea.pk}&is_open=true").json()["results"]
    assert [row["id"] for row in rows] == [first.pk]
    assert api.get("/api/v1/comments/?topic=nonsense").json()["results"] == []
    assert api.post("/api/v1/comments/", {"topic": "nonsense", "record": 1, "text": "x"}, format="json").status_code in (400, 403)


@pytest.mark.parametrize("count", [1, 12])
def test_a_conversation_takes_as_many_queries_however_long(count, cast, idea, pm, acting, browse, django_assert_max_num_queries):
    for number in range(count):
        thread = actions.write_comment(idea, text=f"{number} @callum.reid", actor=pm)
        actions.reply(thread, text="Yes @ingrid.solheim", actor=acting(cast.salesperson))
    browser = browse(cast.viewer)
    with django_assert_max_num_queries(12):
        browser.get(page_of(idea))
