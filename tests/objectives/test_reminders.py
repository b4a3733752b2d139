"""Mail to owners whose key results wait: through the outbox, once a week, and only of what they may see."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.core import mail

from conversation.actions import prefer, stop_mail
from history import clock
from jobs.models import Job
from objectives import actions
from objectives.models import KeyResult
from objectives.tasks import mail_reminder, remind_owners
from people.models import Person


def mailed_to():
    return sorted(message.to[0] for message in mail.outbox)


def test_owners_of_what_waits_are_mailed_once_a_week(cast, quarter, run_jobs):
    assert remind_owners() == 2, "for thirty days nobody has said anything"
    remind_owners()
    assert Job.objects.filter(task="objectives.mail_reminder").count() == 2, "asked twice, owed once"
    run_jobs()
    assert mailed_to() == sorted([cast.success.email, cast.leader.email])
    [churn] = [message for message in mail.outbox if message.to == [cast.success.email]]
    assert churn.subject == "1 of your key results waits for you"
    assert "Churn a month (Customers stay)" in churn.body
    assert f"/objectives/key-results/{quarter.churn.pk}/" in churn.body
    assert "/objectives/due/" in churn.body
    with clock.at(clock.now() + timedelta(days=7)):
        remind_owners()
    assert Job.objects.filter(task="objectives.mail_reminder").count() == 4


def test_nobody_is_mailed_of_what_was_done_in_the_meantime(cast, acting, quarter):
    actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.success))
    assert mail_reminder(cast.success.pk) is False
    assert mail.outbox == []
    assert remind_owners() == 1, "the other one still waits"


def test_what_waits_for_a_grade_is_in_the_mail_too(cast, acting, quarter):
    actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.success))
    actions.grade_cycle(quarter.cycle, actor=acting(cast.leader))
    assert mail_reminder(cast.success.pk) is True
    assert "being graded" in mail.outbox[0].body
    assert "It came to 3%" in mail.outbox[0].body
    actions.grade_key_result(quarter.churn, actor=acting(cast.success))
    assert mail_reminder(cast.success.pk) is False


def test_who_left_is_not_mailed_but_the_objectives_owner_is(cast, quarter):
    Person.objects.filter(pk=cast.success.pk).update(is_active=False)
    assert remind_owners() == 1
    assert mail_reminder(cast.success.pk) is False
    assert mail_reminder(cast.leader.pk) is True
    assert "Churn a month" in mail.outbox[0].body


def test_nobody_reads_in_a_mail_what_they_may_not_see(cast, quarter):
    KeyResult.objects.filter(pk=quarter.secret.pk).update(owner=cast.outsider)
    assert mail_reminder(cast.outsider.pk) is False
    assert mail.outbox == []


def test_who_wants_no_such_mail_gets_none_and_finds_in_it_where_to_say_so(cast, acting, quarter):
    assert mail_reminder(cast.success.pk) is True
    assert "No more of these mails" in mail.outbox[0].body
    prefer({"check_ins": "off"}, actor=acting(cast.success))
    assert mail_reminder(cast.success.pk) is False
    prefer({"check_ins": "mail"}, actor=acting(cast.success))
    assert mail_reminder(cast.success.pk) is True
    stop_mail(cast.success, actor=acting(cast.success))
    assert mail_reminder(cast.success.pk) is False
