"""In a blind review what is said is its author's alone until the reveal: on pages, in the API, in history."""

import pytest

from conversation import actions
from conversation.models import Comment
from gates.actions.reviews import open_review
from gates.actions.scores import reveal_scores, score_again, speak
from history.models import EventWords
from history.refusals import NotPossible

WORDS = "I gave it a three"


@pytest.fixture
def said(cast, blind, acting):
    """A comment of a gatekeeper while scores are blind."""
    review = blind.scoring()
    return review, actions.write_comment(review, text=f"{WORDS}, @luis", actor=acting(cast.leader))


def seen_by(person, review, browse, call):
    """Whether somebody reads it anywhere."""
    pages = [
        browse(person).get(path).content.decode()
        for path in (f"/gates/reviews/{review.pk}/", f"/talk/gate-review/{review.pk}/comments/", "/activity/", "/")
    ]
    answers = [call(person).get(path).content.decode() for path in ("/api/v1/comments/", "/api/v1/history/?page_size=100")]
    return any(WORDS in text for text in (*pages, *answers))


def test_only_its_author_reads_it_until_the_reveal(cast, blind, said, browse, call, acting):
    review, comment = said
    assert seen_by(cast.leader, review, browse, call)
    for person in (cast.second_leader, cast.admin, cast.product_manager, cast.viewer):
        assert not seen_by(person, review, browse, call)
        assert call(person).get(f"/api/v1/comments/{comment.pk}/").status_code == 404
        assert browse(person).get(f"/comments/{comment.pk}/").status_code == 404
    for person in blind.panel:
        blind.score(review, person)
    for seat in review.seats.filter(kind="voice"):
        speak(review, actor=blind.as_(seat.person), words="They ask for it.")
    reveal_scores(review, actor=acting(cast.leader))
    for person in (cast.second_leader, cast.admin, cast.viewer):
        assert seen_by(person, review, browse, call)


def test_an_edit_of_what_nobody_heard_leaves_no_words_in_history(cast, said, acting):
    _, comment = said
    actions.edit_comment(comment, text="I gave it a four", actor=acting(cast.leader))
    assert WORDS not in str(list(EventWords.objects.values_list("body", flat=True)))


def test_what_was_heard_before_is_not_rewritten_while_it_is_blind(cast, blind, acting):
    review = blind.declared()
    comment = actions.write_comment(review, text="Good luck", actor=acting(cast.leader))
    assert comment.phase == 0
    open_review(review, actor=blind.as_(blind.owner))
    with pytest.raises(NotPossible, match="reveal"):
        actions.edit_comment(comment, text="I gave it a three", actor=acting(cast.leader))


def test_a_second_round_is_blind_as_the_first(cast, blind, acting):
    review = blind.discussion()
    open_words = actions.write_comment(review, text="Heard", actor=acting(cast.leader))
    assert open_words.phase == 0
    score_again(review, actor=acting(cast.leader))
    held = actions.write_comment(review, text="Held", actor=acting(cast.leader))
    assert held.phase == 2
    heard = Comment.objects.visible_to(acting(cast.viewer))
    assert list(heard) == [open_words]
    assert Comment.objects.visible_to(acting(cast.leader)).count() == 2
