"""Notifications: who is told of what, as they want it, and never of what they may not see."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversation import actions
from conversation.mailing import mail_at_once, person_for, signer
from conversation.models import Notice, Preference
from conversation.tasks import ask_digests, mail_notices
from feedback.actions import give_feedback, merge_duplicate, set_aside
from gates.actions.scores import reveal_scores, speak
from history import clock
from history.actor import Actor
from history.models import Event
from roadmap.actions import edit_idea, link_insight, move_stage


def told(person):
    """What somebody was told: why, and of which event."""
    return [(row.kind, row.event.kind) for row in Notice.objects.filter(person=person).select_related("event").order_by("id")]


def noon(days=0):
    return clock.now().replace(hour=12, minute=0) + timedelta(days=days)


def test_a_mention_and_a_comment_are_told_once_each_and_never_to_their_author(cast, idea, pm, acting):
    actions.follow(idea, actor=acting(cast.leader))
    actions.write_comment(idea, text="@callum.reid @petra @ingrid.solheim?", actor=pm)
    assert told(cast.salesperson) == [("mention", "comment.written")]
    assert told(cast.leader) == [("mention", "comment.written")]
    actions.write_comment(idea, text="Yes", actor=acting(cast.salesperson))
    assert told(cast.leader)[1:] == [("comment", "comment.written")]
    assert told(cast.product_manager) == [("comment", "comment.written")]


def test_followers_hear_of_a_move_and_a_new_owner_that_it_is_theirs(cast, idea, pm, acting):
    actions.follow(idea, actor=acting(cast.leader))
    move_stage(idea, stage="discovery", actor=pm)
    edit_idea(idea, owner=cast.second_product_manager, actor=pm)
    assert told(cast.leader) == [("change", "idea.moved"), ("change", "idea.changed")]
    assert told(cast.second_product_manager) == [("mine", "idea.changed")]
    assert told(cast.product_manager) == []


def test_who_brought_feedback_in_hears_what_becomes_of_it_and_of_what_it_was_merged_into(cast, idea, pm, acting):
    sam, sofia = acting(cast.salesperson), acting(cast.second_salesperson)
    kept = give_feedback(text="Export please", product=cast.product, actor=sam)
    merge_duplicate(give_feedback(text="An export please", product=cast.product, actor=sofia), into=kept, actor=pm)
    link_insight(kept, idea=idea, start=0, end=6, importance=2, actor=pm)
    set_aside(give_feedback(text="Nice", product=cast.product, actor=sam), reason="praise", actor=pm)
    assert ("change", "insight.made") in told(cast.salesperson)
    assert ("change", "feedback.set_aside") in told(cast.salesperson)
    assert ("change", "insight.made") in told(cast.second_salesperson)


def test_a_verb_costs_as_much_however_many_follow(cast, idea, pm, acting):
    def cost_of_moving_on() -> int:
        with CaptureQueriesContext(connection) as queries:
            move_stage(idea, stage="discovery", actor=pm)
        move_stage(idea, stage="assessment", actor=pm)
        return len(queries)

    actions.follow(idea, actor=acting(cast.leader))
    for_one = cost_of_moving_on()
    followers = (cast.second_leader, cast.salesperson, cast.success, cast.admin)
    for person in followers:
        actions.follow(idea, actor=acting(person))
    assert cost_of_moving_on() == for_one
    assert all(Notice.objects.filter(person=person).count() == 2 for person in followers)


def test_who_lost_access_sees_hears_and_counts_nothing(cast, secret, pm, acting, browse, call, run_jobs):
    actions.write_comment(secret, text="Hush @callum.reid", actor=pm)
    row = Notice.objects.get(person=cast.salesperson)
    cast.restricted.memberships.filter(person=cast.salesperson).delete()
    run_jobs()
    assert mail.outbox == []
    browser = browse(cast.salesperson)
    page = browser.get("/notifications/?show=all").content.decode()
    assert "Hush" not in page
    assert "Zugvogel" not in page
    assert "bell-count" not in page
    assert browser.get(f"/notifications/{row.pk}/").status_code == 404
    assert call(cast.salesperson).get("/api/v1/notifications/").json()["results"] == []
    actions.write_comment(secret, text="Again @callum.reid", actor=pm)
    assert Notice.objects.filter(person=cast.salesperson).count() == 1


def test_nobody_opens_anothers(cast, idea, pm, browse, call):
    actions.write_comment(idea, text="@callum.reid", actor=pm)
    row = Notice.objects.get()
    assert browse(cast.admin).get(f"/notifications/{row.pk}/").status_code == 404
    assert browse(cast.admin).post(f"/notifications/{row.pk}/reading/").status_code == 404
    assert call(cast.admin).post(f"/api/v1/notifications/{row.pk}/read/").status_code == 404


def test_a_deleted_comment_is_told_no_more(cast, idea, pm, browse):
    comment = actions.write_comment(idea, text="Oops @callum.reid", actor=pm)
    actions.delete_comment(comment, actor=pm)
    assert "Oops" not in browse(cast.salesperson).get("/notifications/").content.decode()
    assert not Notice.objects.visible_to(Actor(person=cast.salesperson)).exists()


def test_what_is_said_blind_is_told_at_the_reveal_and_not_before(cast, blind, acting, run_jobs):
    review = blind.scoring()
    actions.write_comment(review, text="A three, @oliver.brandt", actor=acting(cast.leader))
    run_jobs()
    assert [kind for kind, _ in told(cast.viewer)] == []
    assert mail.outbox == []
    for person in blind.panel:
        blind.score(review, person)
    for seat in review.seats.filter(kind="voice"):
        speak(review, actor=blind.as_(seat.person), words="They ask for it.")
    reveal_scores(review, actor=acting(cast.leader))
    assert told(cast.viewer) == [("mention", "comment.written")]


@pytest.mark.parametrize("door", ["page", "api"])
def test_one_reads_keeps_for_later_and_clears_the_list(door, cast, idea, pm, browse, call):
    for _ in range(3):
        actions.write_comment(idea, text="Look @callum.reid", actor=pm)
    browser, api = browse(cast.salesperson), call(cast.salesperson)
    unread = Notice.objects.filter(person=cast.salesperson).unread()
    first = unread.last()
    assert "3 unread" in browser.get("/").content.decode()
    if door == "page":
        went = browser.get(f"/notifications/{first.pk}/")
        assert went["Location"] == f"/ideas/{idea.pk}/#comment-{first.comment_id}"
        assert unread.count() == 2
        browser.post(f"/notifications/{first.pk}/reading/", {"undo": "1"})
        assert unread.count() == 3
        browser.post("/notifications/reading/", {"kind": "change"})
        assert unread.count() == 3
        browser.post("/notifications/reading/")
    else:
        shown = api.get("/api/v1/notifications/?is_unread=true&kind=mention").json()["results"]
        assert shown[0]["said"] == "Look @callum.reid"
        assert shown[0]["sentence"] == "Tomasz Wieczorek commented on Export"
        assert api.post(f"/api/v1/notifications/{first.pk}/read/").json()["read_at"] is not None
        assert api.post(f"/api/v1/notifications/{first.pk}/keep/").json()["read_at"] is None
        assert api.post("/api/v1/notifications/read-all/", {}, format="json").json()["count"] == 3
    assert unread.count() == 0
    assert "bell-count" not in browser.get("/").content.decode()


@pytest.mark.parametrize("door", ["page", "api"])
def test_all_that_was_read_at_once_is_unread_again(door, cast, idea, pm, browse, call):
    for _ in range(4):
        actions.write_comment(idea, text="Look @callum.reid @ingrid.solheim", actor=pm)
    browser, api = browse(cast.salesperson), call(cast.salesperson)
    unread = Notice.objects.filter(person=cast.salesperson).unread()
    actions.mark_read(unread.first(), actor=Actor(person=cast.salesperson))
    actions.mark_all_read(actor=Actor(person=cast.leader))
    if door == "page":
        shown = browser.post("/notifications/reading/", follow=True)
        [toast] = list(shown.context["messages"])
        assert (toast.message, unread.count()) == ("3 marked as read.", 0)
        assert browser.post(toast.extra_tags.split()[-1]).status_code == 302
        assert browser.post("/notifications/reading/?undo=yesterday").status_code == 404
        assert browser.post("/notifications/reading/?undo=2026-13-41T00:00:00Z").status_code == 404
    else:
        at = api.post("/api/v1/notifications/read-all/", {}, format="json").json()["at"]
        assert unread.count() == 0
        assert api.post("/api/v1/notifications/keep-all/", {"at": at}, format="json").json() == {"count": 3}
        assert api.post("/api/v1/notifications/keep-all/", {"at": at}, format="json").json() == {"count": 0}
    assert unread.count() == 3, "what was read before stays read"
    assert not Notice.objects.filter(person=cast.leader).unread().exists()


def test_a_snippet_says_the_words_without_their_marks(cast, idea, pm, call):
    actions.write_comment(idea, text="**Look** here, @callum.reid:\n\n- a [list](https://a.example/)\n- `x < 1`", actor=pm)
    [shown] = call(cast.salesperson).get("/api/v1/notifications/").json()["results"]
    assert shown["said"] == "Look here, @callum.reid: a list x < 1"


@pytest.mark.parametrize("door", ["page", "api"])
def test_one_says_how_one_wants_to_be_told(door, cast, idea, pm, browse, call):
    wish = {
        "mention": "off",
        "mine": "app",
        "comment": "mail",
        "change": "digest",
        "check_ins": "off",
        "pqls": "off",
        "gates": "off",
    }
    if door == "page":
        assert browse(cast.salesperson).post("/notifications/settings/", wish).status_code == 302
        assert browse(cast.salesperson).post("/notifications/settings/", {"mention": "loud"}).status_code == 422
    else:
        api = call(cast.salesperson)
        assert api.post("/api/v1/notifications/prefer/", wish, format="json").json() == wish
        assert api.get("/api/v1/notifications/preferences/").json() == wish
        assert "check_ins" in api.post("/api/v1/notifications/prefer/", {"check_ins": "digest"}, format="json").json()["errors"]
        assert "mention" in api.post("/api/v1/notifications/prefer/", {"mention": "loud"}, format="json").json()["errors"]
    assert dict(Preference.objects.values_list("kind", "means")) == wish
    actions.write_comment(idea, text="@callum.reid", actor=pm)
    assert told(cast.salesperson) == []


def test_a_mention_is_mailed_at_once_and_only_once(cast, idea, pm, run_jobs):
    actions.write_comment(idea, text="What do you think, @callum.reid?", actor=pm)
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == [cast.salesperson.email]
    assert letter.subject == "Tomasz Wieczorek commented on Export"
    assert "What do you think, @callum.reid?" in letter.body
    assert f"/ideas/{idea.pk}/#comment-" in letter.body
    assert mail_notices(Event.objects.get(kind="comment.written").pk) == 0
    assert len(mail.outbox) == 1


def test_a_mail_that_fails_is_sent_later_and_holds_up_nobody(cast, idea, pm, monkeypatch):
    actions.write_comment(idea, text="@callum.reid @ingrid.solheim", actor=pm)
    event, send = Event.objects.get(kind="comment.written"), EmailMessage.send

    def stumble(self, *args):
        if self.to == [cast.salesperson.email]:
            raise ConnectionError
        return send(self, *args)

    monkeypatch.setattr(EmailMessage, "send", stumble)
    with pytest.raises(ConnectionError):
        mail_at_once(event.pk)
    assert [letter.to for letter in mail.outbox] == [[cast.leader.email]]
    monkeypatch.setattr(EmailMessage, "send", send)
    assert mail_at_once(event.pk) == 1
    assert [letter.to for letter in mail.outbox] == [[cast.leader.email], [cast.salesperson.email]]


def test_the_daily_mail_comes_in_the_organisations_morning_once_and_only_with_news(cast, idea, pm, acting, run_jobs):
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with clock.at(midnight):
        actions.write_comment(idea, text="One", actor=acting(cast.leader))
        actions.write_comment(idea, text="Two", actor=acting(cast.leader))
    with clock.at(midnight + timedelta(hours=4)):  # 5 or 6 in Berlin
        assert ask_digests() == 0
    for hours in (8, 8.2, 15):
        with clock.at(midnight + timedelta(hours=hours)):
            ask_digests()
            run_jobs()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([cast.product_manager.email], "2 things are new for you")
    assert "“One”" in letter.body
    with clock.at(midnight + timedelta(days=1, hours=8)):
        ask_digests()
        run_jobs()
    assert len(mail.outbox) == 1


def test_what_was_read_and_what_is_old_news_is_not_mailed(cast, idea, pm, acting, run_jobs):
    with clock.at(clock.now() - timedelta(days=9)):
        actions.write_comment(idea, text="Long ago", actor=acting(cast.leader))
    actions.write_comment(idea, text="Read", actor=acting(cast.leader))
    actions.mark_read(Notice.objects.filter(person=cast.product_manager).first(), actor=pm)
    with clock.at(noon(1)):
        ask_digests()
        run_jobs()
    assert mail.outbox == []


def test_one_press_stops_all_mail_and_leaves_what_is_shown(cast, idea, pm, client, run_jobs):
    token = signer.sign(str(cast.salesperson.pk))
    assert client.get(f"/notifications/stop/{token}/").status_code == 200
    assert not Preference.objects.exists()
    assert client.post(f"/notifications/stop/{token}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    client.post(f"/notifications/stop/{token}/")
    assert Event.objects.filter(kind="notice.stopped").count() == 1
    actions.write_comment(idea, text="@callum.reid", actor=pm)
    run_jobs()
    assert mail.outbox == []
    assert told(cast.salesperson) == [("mention", "comment.written")]


@pytest.mark.parametrize("token", ["forged", "1", "1:forged", "x" * 300])
def test_a_forged_link_stops_nobodys(token, cast, client):
    assert person_for(token) is None
    assert client.post(f"/notifications/stop/{token}/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_and_the_bell_take_as_many_queries_however_much_is_told(
    count, cast, idea, pm, browse, django_assert_max_num_queries
):
    for number in range(count):
        actions.write_comment(idea, text=f"{number} @callum.reid", actor=pm)
    browser = browse(cast.salesperson)
    with django_assert_max_num_queries(11):
        assert browser.get("/notifications/").status_code == 200
