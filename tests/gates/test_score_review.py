"""Scoring: blind everywhere until the reveal, then all at once."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gates.actions.scores import reveal_scores, score_again, score_review, speak, vote
from gates.findings import Findings
from gates.models import Score, Scorecard
from history import clock
from history.models import Event, EventWords
from history.refusals import NotAllowed, NotPossible
from tests.reading import tells

pytestmark = pytest.mark.django_db
SECRET = "A word that only the reveal may show: rhubarb."


def blind(full, cast):
    """A blind review with one scorecard and one voice heard, each with a word that gives it away."""
    review = full.scoring(1)
    answers = full.answers(review, points="3.25")
    score_review(review, actor=full.as_(cast.second_leader), answers=answers, comment=SECRET)
    speak(review, actor=full.as_(cast.salesperson), words=SECRET)
    return review


def test_scores_are_blind_on_every_page(full, cast, browse):
    review = blind(full, cast)
    pages = ["gates:portfolio", "gates:decisions", "history:activity"]
    addresses = [reverse("gates:review", args=[review.pk]), reverse("roadmap:idea", args=[review.idea_id]), *map(reverse, pages)]
    for person in (cast.leader, cast.third_leader, cast.product_manager, cast.viewer, cast.admin, cast.success):
        for address in addresses:
            shown = browse(person).get(address).content.decode()
            assert "rhubarb" not in shown
            assert not tells(shown, "3.25")
    assert "1 of 3 have scored" in browse(cast.viewer).get(addresses[0]).content.decode()


def test_scores_are_blind_in_the_api(full, cast, call):
    review = blind(full, cast)
    address = f"/api/v1/gate-reviews/{review.pk}/"
    for person in (cast.leader, cast.viewer, cast.admin):
        shown = call(person).get(address)
        assert "rhubarb" not in shown.content.decode()
        assert not tells(shown.content.decode(), "3.25")
        assert shown.json()["scorecards"] == []
        assert shown.json()["has_scored"] == [cast.second_leader.pk]
    mine = call(cast.second_leader).get(address).json()
    assert [card["person"] for card in mine["scorecards"]] == [cast.second_leader.pk]
    assert call(cast.salesperson).get(address).json()["statements"][0]["words"] == SECRET


def test_history_does_not_tell(full, cast, call):
    blind(full, cast)
    kept = json.dumps([*Event.objects.values_list("facts", flat=True), *EventWords.objects.values_list("body", flat=True)])
    assert "rhubarb" not in kept
    assert not tells(kept, "3.25")


def test_blind_scores_move_no_recommendation(full, cast):
    review = full.scoring(1)
    before = Findings(review).fingerprint
    full.score(review, cast.second_leader, points=0, yes=False)
    findings = Findings(full.fresh(review))
    assert findings.fingerprint == before
    assert findings.recommendation.outcome == "hold"
    assert findings.verdict.score is None


def test_a_small_team_sees_scores_at_once(stage, cast, browse):
    review = stage.scoring(1)
    stage.score(review, cast.leader, points="3.25")
    assert "3.25" in browse(cast.viewer).get(reverse("gates:review", args=[review.pk])).content.decode()


def test_the_reveal_waits_for_all_or_for_the_deadline_with_a_quorum(full, cast):
    review = full.scoring(1)
    full.score(review, cast.leader)
    with pytest.raises(NotPossible, match="quorum is 3, and 1"):
        reveal_scores(review, actor=full.as_(cast.leader))
    for person in (cast.second_leader, cast.third_leader):
        full.score(review, person)
    with pytest.raises(NotPossible, match="Not yet heard: Callum Reid, Hannah Osei"):
        reveal_scores(review, actor=full.as_(cast.leader))
    with clock.at(full.fresh(review).scoring_until):
        assert reveal_scores(review, actor=full.as_(cast.leader)).state == "discussion"


def test_all_is_there_after_the_reveal_for_everybody(full, cast, call, browse):
    review = full.discussion(1)
    shown = call(cast.viewer).get(f"/api/v1/gate-reviews/{review.pk}/").json()
    assert {card["person"] for card in shown["scorecards"]} == {person.pk for person in full.panel}
    assert "Margaret Holloway says so." in browse(cast.viewer).get(reverse("gates:review", args=[review.pk])).content.decode()


def test_a_second_round_is_blind_again_and_there_is_no_third(full, cast, browse):
    review = full.discussion(1)
    vote(review, actor=full.as_(cast.leader), outcome="go")
    score_again(review, actor=full.as_(cast.leader))
    review = full.fresh(review)
    assert Findings(review).ballots == {}
    with pytest.raises(NotPossible):
        vote(review, actor=full.as_(cast.leader), outcome="go")
    score_review(review, actor=full.as_(cast.leader), answers=full.answers(review, "2.75"), comment=SECRET)
    shown = browse(cast.second_leader).get(reverse("gates:review", args=[review.pk])).content.decode()
    assert not tells(shown, "2.75")
    assert "rhubarb" not in shown
    for person in full.panel[1:]:
        full.score(review, person, points=2)
    reveal_scores(full.fresh(review), actor=full.as_(cast.leader))
    review = full.fresh(review)
    assert Findings(review).verdict.score < 3
    with pytest.raises(NotPossible, match="two rounds"):
        score_again(review, actor=full.as_(cast.leader))


@pytest.mark.parametrize(
    "wrong",
    [
        {"the-pain-is-urgent": 11},
        {"the-pain-is-urgent": "x"},
        {"lawful-and-safe-to-build": 5},
        {"nothing": 1},
        {"the-pain-is-urgent": None},
    ],
)
def test_answers_that_cannot_be_are_refused_whole(full, cast, wrong):
    review = full.scoring(1)
    with pytest.raises(ValidationError):
        score_review(review, actor=full.as_(cast.leader), answers=full.answers(review) | wrong)
    assert not Scorecard.objects.exists()
    assert not Score.objects.exists()


@pytest.mark.parametrize("name", ["fourth_leader", "product_manager", "viewer", "admin", "salesperson", "success"])
def test_only_the_panel_scores(full, cast, name):
    review = full.scoring(1)
    with pytest.raises(NotAllowed):
        full.score(review, getattr(cast, name))


def test_the_newest_answers_count(full, cast):
    review = full.scoring(1)
    full.score(review, cast.leader, points=1)
    full.score(review, cast.leader, points=9)
    assert [str(score.value) for score in Findings(review).all_cards[0].scores.all() if score.value is not None] == ["9.00"] * 3
