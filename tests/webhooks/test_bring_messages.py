"""What happens is told to those who listen: signed, each record's events in their order, again until it is taken, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from standardwebhooks.webhooks import WebhookVerificationError

from feedback.actions import archive, give_feedback
from history import clock
from history.models import Event
from history.refusals import NotAllowed
from tests.webhooks.receiver import listening
from webhooks.actions import (
    add_endpoint,
    archive_endpoint,
    bring,
    hand_out,
    pause_endpoint,
    replay_failed,
    replay_message,
    resume_endpoint,
    rotate_secret,
    send_test,
)
from webhooks.actions.sending import PAUSES, hold
from webhooks.events import WebhookEvent
from webhooks.models import Message, MessageState
from webhooks.signing import secret_of
from webhooks.tasks import tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(cast, acting):
    return acting(cast.product_manager)


@pytest.fixture
def say(cast, petra):
    return lambda text="Please!": give_feedback(text=text, product=cast.product, company=cast.acme, actor=petra)


def later(**much):
    return clock.at(clock.now() + timedelta(**much))


def test_what_happens_is_told_signed_and_without_anybody_s_words(cast, endpoint, receiver, say, deliver, settings):
    said = say("Our secret plan")
    deliver()
    event = Event.objects.get(kind="feedback.given")
    told = receiver.verified(secret_of(endpoint.salt))
    assert told == {
        "type": "feedback.given",
        "timestamp": event.at.isoformat(),
        "data": {
            "id": event.pk,
            "position": event.seal.position,
            "actor": cast.product_manager.pk,
            "system": None,
            "via": event.via,
            "product": cast.product.pk,
            "subject": {
                "type": "feedback.feedback",
                "id": said.pk,
                "page": settings.PUBLIC_URL + said.get_absolute_url(),
            },
            "about": None,
        },
    }
    assert "secret plan" not in receiver.came[0][1]
    deliver()
    assert len(receiver.came) == 1
    assert Message.objects.get().state == MessageState.DELIVERED


def test_another_s_secret_does_not_verify_it(endpoint, receiver, say, deliver):
    say()
    deliver()
    with pytest.raises(WebhookVerificationError):
        receiver.verified(secret_of("another"))


def test_only_what_is_asked_for_is_told_and_nothing_from_before(admin, receiver, say, deliver):
    say("Before")
    deliver()
    add_endpoint(name="All", url=receiver.url, actor=admin)
    add_endpoint(name="Archived only", url=receiver.url, kinds=["feedback.archived"], actor=admin)
    said = say("After")
    deliver()
    told = {(one["type"], one["data"]["subject"]["id"]) for one in receiver.said}
    assert ("feedback.given", said.pk) in told
    assert len([one for one in receiver.said if one["type"] == "feedback.given"]) == 1


def test_one_record_s_events_keep_their_order_while_others_go_on(endpoint, receiver, petra, say, deliver):
    first, second = say("First"), say("Second")
    archive(first, actor=petra)
    receiver.answers = [500]
    deliver()
    told = [(one["type"], one["data"]["subject"]["id"]) for one in receiver.said]
    assert told == [("feedback.given", first.pk), ("feedback.given", second.pk)]
    with later(seconds=6):
        deliver()
    told = [(one["type"], one["data"]["subject"]["id"]) for one in receiver.said]
    assert told[2:] == [("feedback.given", first.pk), ("feedback.archived", first.pk)]
    names = [headers["webhook-id"] for headers, _ in receiver.came]
    assert names[0] == names[2], "the same message has the same name"


def test_what_is_not_taken_is_tried_again_with_longer_pauses_and_fails_after_the_last(endpoint, receiver, say, deliver):
    receiver.answers = [503] * (len(PAUSES) + 1)
    say()
    now = clock.now()
    deliver()
    for pause in PAUSES:
        message = Message.objects.get()
        assert message.state == MessageState.WAITING
        assert abs((message.due_at - now) / pause - 1) <= 0.1 or message.due_at - now < timedelta(seconds=30)
        now = message.due_at
        with clock.at(now):
            deliver()
    message = Message.objects.get()
    assert (message.state, message.tries, message.attempts.count()) == (MessageState.FAILED, 10, 10)
    assert len(receiver.came) == 10


def test_an_endpoint_may_ask_for_time(endpoint, receiver, say, deliver):
    receiver.answers = [(429, {"Retry-After": "600"})]
    say()
    deliver()
    assert timedelta(seconds=590) < Message.objects.get().due_at - clock.now() < timedelta(seconds=601)


@pytest.mark.parametrize("answer", [(302, {"Location": "http://localhost/elsewhere"}), 404, 500])
def test_what_is_not_a_yes_is_a_no_and_nothing_is_followed(endpoint, receiver, say, deliver, answer):
    receiver.answers = [answer]
    say()
    deliver()
    assert len(receiver.came) == 1
    message = Message.objects.get()
    assert message.state == MessageState.WAITING
    assert message.attempts.get().status == (answer[0] if isinstance(answer, tuple) else answer)


def test_one_that_says_it_is_gone_is_switched_off_and_the_admins_hear_of_it(cast, endpoint, receiver, say, deliver, admin):
    receiver.answers = [410]
    say()
    deliver()
    endpoint.refresh_from_db()
    assert endpoint.state == "switched off"
    letter = next(one for one in mail.outbox if "switched off" in one.subject)
    assert letter.to == [cast.admin.email]
    assert "One message waits for it." in letter.body
    assert Event.objects.filter(kind=WebhookEvent.SWITCHED_OFF).count() == 1
    say("Meanwhile")
    deliver()
    assert len(receiver.came) == 1
    resume_endpoint(endpoint, actor=admin)
    deliver()
    assert len(receiver.came) == 3, "what waited and what happened meanwhile"


def test_one_that_takes_nothing_for_five_days_is_switched_off(endpoint, receiver, say, deliver):
    receiver.answers = [500] * 20
    say()
    deliver()
    for days in (1, 2, 3, 4):
        with later(days=days):
            deliver()
    endpoint.refresh_from_db()
    assert endpoint.is_open
    with later(days=5, hours=1):
        deliver()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.why_off) == ("switched off", "It took no message for 5 days.")


def test_one_message_that_is_taken_ends_the_failing(endpoint, receiver, say, deliver):
    receiver.answers = [500]
    say()
    deliver()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    with later(minutes=1):
        deliver()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_while_it_is_paused_what_happens_waits(endpoint, receiver, say, deliver, admin):
    pause_endpoint(endpoint, actor=admin)
    say()
    deliver()
    assert receiver.came == []
    assert Message.objects.get().state == MessageState.WAITING
    resume_endpoint(endpoint, actor=admin)
    deliver()
    assert len(receiver.came) == 1


def test_an_archived_one_hears_nothing_more(endpoint, receiver, say, deliver, admin, house):
    pause_endpoint(endpoint, actor=admin)
    say()
    deliver()
    archive_endpoint(endpoint, actor=admin)
    say()
    deliver()
    assert receiver.came == []
    assert Message.objects.get().state == MessageState.FAILED
    assert hand_out(endpoint, actor=house) == 0


def test_after_a_new_secret_both_sign_for_a_day(endpoint, receiver, say, deliver, admin):
    old = secret_of(endpoint.salt)
    new = secret_of(rotate_secret(endpoint, actor=admin).salt)
    assert old != new
    say()
    deliver()
    assert receiver.verified(old) == receiver.verified(new)
    with later(hours=25):
        say()
        deliver()
    assert len(receiver.came[-1][0]["webhook-signature"].split()) == 1


def test_what_failed_is_sent_again_as_it_was(endpoint, receiver, say, deliver, admin):
    said = say()
    deliver()
    message = Message.objects.get()
    Message.objects.update(state=MessageState.FAILED)
    assert replay_failed(endpoint, actor=admin) == 1
    deliver()
    replay_message(message, actor=admin)
    deliver()
    assert [one["data"]["subject"]["id"] for one in receiver.said] == [said.pk] * 3
    assert len({(headers["webhook-id"], body) for headers, body in receiver.came}) == 1


def test_a_test_means_nothing_and_is_signed(endpoint, receiver, deliver, admin):
    send_test(endpoint, actor=admin)
    deliver()
    assert receiver.verified(secret_of(endpoint.salt))["type"] == "webhook.test"


def test_an_event_is_handed_out_once_however_often_one_looks(endpoint, say, deliver, house, receiver):
    say()
    deliver()
    endpoint.position = 0
    endpoint.save(update_fields=["position"])
    Message.objects.update(state=MessageState.DELIVERED)
    with pytest.raises(Exception, match=r"(?i)unique"):
        hand_out(endpoint, actor=house)


def test_two_workers_do_not_send_to_one_endpoint_at_once(endpoint):
    assert hold(endpoint)
    assert not hold(endpoint)
    with later(seconds=61):
        assert hold(endpoint), "whoever held it is gone"


def test_a_slow_one_does_not_keep_others_waiting(admin, endpoint, receiver, say, deliver):
    with listening() as other:
        add_endpoint(name="Other", url=other.url, kinds=["feedback.given"], actor=admin)
        receiver.answers = [500]
        say()
        deliver()
        assert len(other.came) == 1


def test_people_do_not_bring_messages(admin, endpoint, deliver):
    message = send_test(endpoint, actor=admin)
    with pytest.raises(NotAllowed):
        bring(message, actor=admin)
    with pytest.raises(NotAllowed):
        hand_out(endpoint, actor=admin)


def test_what_was_delivered_is_forgotten_after_a_month_and_what_failed_is_not(endpoint, say, deliver):
    say()
    say()
    deliver()
    failed = Message.objects.order_by("pk").last()
    Message.objects.filter(pk=failed.pk).update(state=MessageState.FAILED)
    with later(days=29):
        assert tidy() == 0
    with later(days=31):
        tidy()
    assert list(Message.objects.all()) == [failed]
