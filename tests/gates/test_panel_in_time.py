"""A panel that is late: a seat handed over, a deadline that passes, and mail to whoever is awaited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from conversation.actions import prefer
from conversation.models import Notice
from gates.actions.escalation import escalate
from gates.actions.panel import declare_conflict, delegate_seat, fill_seat
from gates.actions.scores import reveal_scores
from gates.findings import Findings
from gates.models import GateReview
from gates.tasks import mail_what_presses, remind
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from tests.gates.stage import CLOCK

pytestmark = pytest.mark.django_db
WHY = "I am away that week."


def test_a_gatekeeper_hands_their_seat_to_another_who_declares_anew(full, cast):
    review = full.scoring(1)
    seat = delegate_seat(review, to=cast.fourth_leader, reason=WHY, actor=full.as_(cast.third_leader))
    findings = Findings(full.fresh(review))
    assert [one.person for one in findings.gatekeepers] == [cast.leader, cast.second_leader, cast.fourth_leader]
    assert seat.declared_at is None
    with pytest.raises(NotAllowed, match="recused"):
        full.score(review, cast.third_leader)
    with pytest.raises(NotAllowed, match="Declare first"):
        full.score(review, cast.fourth_leader)
    declare_conflict(review, has_conflict=False, actor=full.as_(cast.fourth_leader))
    full.score(review, cast.fourth_leader)
    assert Notice.objects.filter(person=cast.fourth_leader, event__kind="gate.delegated").exists()


@pytest.mark.parametrize("to", ["product_manager", "second_leader", "salesperson", "suspended"])
def test_a_seat_goes_only_to_whoever_may_judge_and_does_not_yet(full, cast, to):
    with pytest.raises(ValidationError):
        delegate_seat(full.scoring(1), to=getattr(cast, to), reason=WHY, actor=full.as_(cast.third_leader))


def test_nobody_hands_over_what_they_have_scored_another_s_seat_or_without_a_word(full, cast):
    review = full.scoring(1)
    with pytest.raises(ValidationError):
        delegate_seat(review, to=cast.fourth_leader, reason=" ", actor=full.as_(cast.third_leader))
    full.score(review, cast.third_leader)
    with pytest.raises(NotPossible, match="scored"):
        delegate_seat(review, to=cast.fourth_leader, reason=WHY, actor=full.as_(cast.third_leader))
    for person in (cast.fourth_leader, cast.salesperson):
        with pytest.raises(NotPossible, match="no gatekeeper's seat"):
            delegate_seat(review, to=cast.fourth_leader, reason=WHY, actor=full.as_(person))


def test_web_and_api_hand_over(full, cast, browse, call):
    review = full.scoring(1)
    at = reverse("gates:delegate", args=[review.pk])
    assert browse(cast.third_leader).get(at).status_code == 200
    assert browse(cast.third_leader).post(at, {"to": cast.fourth_leader.pk, "reason": WHY}).status_code == 302
    body = {"to": cast.third_leader.pk, "reason": WHY}
    answer = call(cast.second_leader).post(f"/api/v1/gate-reviews/{review.pk}/delegate/", body, format="json")
    assert answer.status_code == 400, "who left a panel does not come back"


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def test_a_deadline_that_passes_short_of_the_quorum_is_told_once_a_round(full, cast):
    review = full.scoring(1)
    full.score(review, cast.leader)
    with pytest.raises(NotPossible, match="ahead"):
        escalate(review, actor=CLOCK)
    with later(30):
        with pytest.raises(NotPossible):
            escalate(review, actor=full.as_(cast.leader))
        remind()
        remind()
    event = Event.objects.get(kind="gate.escalated")
    assert event.facts["missing"] == [cast.second_leader.pk, cast.third_leader.pk]
    told = set(Notice.objects.filter(event=event).values_list("person", flat=True))
    assert {cast.leader.pk, cast.second_leader.pk, cast.third_leader.pk} <= told


def test_the_quorum_is_rescued_by_a_replacement_never_by_a_smaller_one(full, cast):
    review = full.scoring(1)
    for person in (cast.leader, cast.second_leader):
        full.score(review, person)
    with later(30):
        remind()
        review = full.fresh(review)
        absent = review.seats.get(person=cast.third_leader)
        with pytest.raises(NotPossible, match="quorum is 3"):
            reveal(full, review)
        fill_seat(review, person=cast.fourth_leader, instead_of=absent, reason="Away.", actor=full.as_(cast.leader))
        with pytest.raises(NotPossible, match="quorum is 3"):
            reveal(full, full.fresh(review))
        declare_conflict(full.fresh(review), has_conflict=False, actor=full.as_(cast.fourth_leader))
        full.score(review, cast.fourth_leader)
        assert reveal(full, full.fresh(review)).state == "discussion"


def reveal(full, review):
    return reveal_scores(review, actor=full.as_(full.cast.leader))


def test_whoever_is_awaited_gets_one_mail_a_day_by_the_outbox(full, cast):
    review = full.scoring(1)
    full.score(review, cast.leader)
    with clock.at(review.scoring_until - timedelta(hours=20)):
        remind()
        remind()
        jobs = Job.objects.filter(task="gates.mail_reminder")
        assert jobs.count() == jobs.values("slot").distinct().count()
        sent = {
            person.pk: mail_what_presses(person.pk) for person in (cast.leader, cast.second_leader, cast.salesperson, cast.viewer)
        }
    assert sent == {cast.leader.pk: False, cast.second_leader.pk: True, cast.salesperson.pk: True, cast.viewer.pk: False}
    assert mail.outbox[0].to == [cast.second_leader.email]
    assert mail.outbox[0].subject == f"Score: {review.idea}"
    assert reverse("gates:review", args=[review.pk]) in mail.outbox[0].body


def test_nothing_is_mailed_long_before_or_to_whoever_does_without(full, cast):
    review = full.scoring(1)
    assert mail_what_presses(cast.second_leader.pk) is False
    prefer({"gates": "off"}, actor=full.as_(cast.second_leader))
    with clock.at(review.scoring_until):
        assert mail_what_presses(cast.second_leader.pk) is False
    assert mail.outbox == []
    assert GateReview.objects.get(pk=review.pk).escalated_round == 0
