"""Snoozing: asleep until a day, awake by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.models import Feedback
from feedback.tasks import wake_due
from history import clock
from history.models import Event
from history.refusals import NotPossible
from tests.feedback.doors import DOORS, browser_of, through


@pytest.mark.parametrize("door", DOORS)
def test_it_sleeps_until_the_morning_of_that_day_and_wakes_by_itself(door, cast, say):
    feedback, until = say(), clock.today() + timedelta(days=3)
    body = {"until": until.isoformat()}
    through(door, "snooze", feedback, cast.product_manager, plain=body, json=body, until=until)
    feedback.refresh_from_db()
    assert feedback.is_snoozed
    assert not Feedback.objects.waiting().exists()
    assert Feedback.objects.snoozed().get() == feedback
    with clock.at(clock.now() + timedelta(days=4)):
        assert Feedback.objects.waiting().get() == feedback
        assert not Feedback.objects.snoozed().exists()


@pytest.mark.parametrize("door", DOORS)
def test_it_can_be_woken_before_its_day(door, cast, say, pm):
    feedback = actions.snooze(say(), actor=pm, until=clock.today() + timedelta(days=3))
    through(door, "wake", feedback, cast.product_manager)
    feedback.refresh_from_db()
    assert not feedback.is_snoozed
    assert feedback.snoozed_until is None


@pytest.mark.parametrize("day", [-1, 0, 800])
def test_only_a_day_to_come_within_two_years(day, pm, say):
    with pytest.raises(ValidationError, match="after today"):
        actions.snooze(say(), actor=pm, until=clock.today() + timedelta(days=day))


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-02-31", date.max.isoformat(), "9" * 400])
def test_an_odd_day_is_refused_at_its_field(typed, cast, say):
    answer = browser_of(cast.product_manager).post(f"/feedback/{say().pk}/snooze/", {"until": typed})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_what_does_not_sleep_is_not_woken(pm, say):
    with pytest.raises(NotPossible, match="not snoozed"):
        actions.wake(say(), actor=pm)


def test_what_woke_by_itself_is_noted_once(pm, say):
    feedback, still = say(), say()
    actions.snooze(feedback, actor=pm, until=clock.today() + timedelta(days=1))
    actions.snooze(still, actor=pm, until=clock.today() + timedelta(days=9))
    with clock.at(clock.now() + timedelta(days=2)):
        assert (wake_due(), wake_due()) == (1, 0)
    event = Event.objects.get(kind="feedback.woke")
    assert (event.subject_id, event.system) == (feedback.pk, "the snooze clock")
