"""Words find what holds them all, on either database."""

import pytest

from doors.search import alike, ranked, search, terms_of
from feedback.models import Feedback


@pytest.fixture
def said(say):
    for title, text in (
        ("Export", "Exporting to a spreadsheet takes an hour."),
        ("", "The spreadsheet is fine; the import fails on 10,000 rows."),
        ("Identity", "We cannot roll out until single sign-on works with Okta."),
        ("", "Größe und Preis sind gut."),
    ):
        say(text, title=title)
    return Feedback.objects.all()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("spreadsheet", 2),
        ("spreadsheet export", 1),
        ("exports", 1),
        ("sprea", 2),
        ("spreadsheet -export", 1),
        ('"single sign"', 1),
        ('"sign single"', 0),
        ("-spreadsheet", 2),
        ("größe", 1),
        ("", 4),
        ("   ", 4),
        ("!!! ??", 0),
        ("nothing like it", 0),
        ("OKTA", 1),
        ("' OR 1=1 --", 0),
        ('"', 0),
        ("NEAR(a b)", 0),
        ("spreadsheet*)", 2),
        ("title:export", 0),
        ("💥", 0),
    ],
)
def test_words_find_what_holds_them_all(said, words, count):
    assert search(said, words).count() == count


def test_what_fits_best_comes_first(said, say):
    best = say("Okta.", title="Okta single sign-on")
    assert ranked(search(said, "okta"), "okta").first() == best


def test_a_changed_title_is_found_and_the_old_one_is_not(said):
    feedback = search(said, "okta").get()
    Feedback.objects.filter(pk=feedback.pk).update(title="Federated sign-in")
    assert search(said, "federated").get() == feedback
    assert not search(said, "identity").exists()


def test_searching_obeys_what_was_narrowed_before(said):
    assert not search(said.filter(title="Identity"), "spreadsheet").exists()


def test_much_typed_is_cut_rather_than_refused():
    assert len(terms_of("word " * 500)) == 12


def test_alike_is_what_shares_telling_words(said, say):
    words = "Our spreadsheet export needs an hour"
    found = [Feedback.objects.get(pk=pk).title for pk, _ in alike(Feedback, words)]
    assert found == ["Export"]


def test_nothing_is_alike_to_no_words(said):
    assert alike(Feedback, "and so on 12 34") == []
