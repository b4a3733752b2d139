"""Submitting and opening: fresh evidence, a quorum, and everybody's declaration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from gates.actions.panel import declare_conflict, fill_seat
from gates.actions.reviews import open_review, submit_review
from gates.actions.waivers import answer_waiver, ask_waiver
from gates.findings import Findings
from history import clock
from history.refusals import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def test_only_the_ideas_owner_submits(stage, cast):
    review = stage.locked(1)
    for person in (cast.leader, cast.second_product_manager, cast.admin):
        with pytest.raises(NotAllowed):
            submit_review(review, actor=stage.as_(person))
    assert submit_review(review, actor=stage.as_(cast.product_manager)).state == "ready"


@pytest.mark.parametrize(("standing", "words"), [("stale", "out of date"), ("unknown", "share_at_assurance")])
def test_what_is_stale_or_missing_is_not_submitted(stage, cast, evidence, standing, words):
    review = stage.locked(1)
    evidence.standings["engagement.share_at_assurance"] = standing
    evidence.sources["engagement.share_at_assurance"] = ""
    with pytest.raises(NotPossible, match=words):
        submit_review(review, actor=stage.as_(cast.product_manager))


def test_what_is_there_but_not_conclusive_is_submitted(stage, cast, evidence):
    evidence.standings["engagement.share_at_assurance"] = "inconclusive"
    assert stage.ready(1).state == "ready"


def test_a_waiver_excuses_what_is_missing(stage, cast, evidence):
    evidence.standings["engagement.is_projected"] = "stale"
    review = stage.locked(1)
    until = clock.today() + timedelta(days=20)
    waiver = ask_waiver(
        review, criterion="the-projection-stands", why="Rebuilt", control="We watch", until=until, actor=stage.as_(cast.product_manager)
    )  # fmt: skip
    with pytest.raises(NotPossible):
        submit_review(review, actor=stage.as_(cast.product_manager))
    answer_waiver(waiver, is_granted=True, actor=stage.as_(cast.leader))
    assert submit_review(review, actor=stage.as_(cast.product_manager)).state == "ready"
    assert str(Findings(review).verdict.judged[1].result) == "waived"


def test_a_quorum_is_filled_never_shrunk(full, cast):
    review = full.ready(1)
    with pytest.raises(NotPossible, match="Ingrid Solheim, Margaret Holloway, Anders Nyberg"):
        open_review(review, actor=full.as_(full.owner))
    for person in full.panel[:2]:
        declare_conflict(review, actor=full.as_(person), has_conflict=False)
    declare_conflict(review, actor=full.as_(full.panel[2]), has_conflict=True, words="My brother works on it")
    with pytest.raises(NotPossible, match="quorum is 3, and 2 may judge"):
        open_review(review, actor=full.as_(full.owner))
    fill_seat(review, person=cast.fourth_leader, actor=full.as_(full.owner))
    with pytest.raises(NotPossible, match="Fatima Haddad"):
        open_review(review, actor=full.as_(full.owner))
    declare_conflict(review, actor=full.as_(cast.fourth_leader), has_conflict=False)
    assert open_review(review, actor=full.as_(full.owner)).state == "scoring"


def test_everybody_declares_for_themselves_and_a_conflict_is_said_in_words(full, cast):
    review = full.ready(1)
    with pytest.raises(ValidationError):
        declare_conflict(review, actor=full.as_(cast.second_leader), has_conflict=True)
    with pytest.raises(NotPossible, match="no seat"):
        declare_conflict(review, actor=full.as_(cast.fourth_leader), has_conflict=False)
    declare_conflict(review, actor=full.as_(cast.second_leader), has_conflict=False)
    with pytest.raises(NotPossible, match="already"):
        declare_conflict(review, actor=full.as_(cast.second_leader), has_conflict=False)


def test_a_conflict_that_appears_later_takes_the_seat_out(full, cast, evidence):
    review = full.scoring(1)
    assert len(Findings(review).eligible) == 3
    evidence.authors["engagement.is_projected"] = [cast.second_leader.pk]
    assert len(Findings(review).eligible) == 2
    with pytest.raises(NotAllowed, match="made evidence"):
        full.score(review, cast.second_leader)


def test_whoever_scored_is_not_sent_away(full, cast):
    review = full.scoring(1)
    full.score(review, cast.second_leader)
    seat = review.seats.get(person=cast.second_leader)
    with pytest.raises(NotPossible, match="they stay"):
        fill_seat(review, person=cast.fourth_leader, instead_of=seat, reason="Slow", actor=full.as_(full.owner))
    absent = review.seats.get(person=cast.third_leader)
    fill_seat(review, person=cast.fourth_leader, instead_of=absent, reason="On leave", actor=full.as_(full.owner))
    assert cast.third_leader.pk not in {seat.person_id for seat in Findings(review).gatekeepers}
