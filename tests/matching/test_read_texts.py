"""Texts become vectors in the background, once, and again when they change."""

from __future__ import annotations

import pytest
from django.utils import timezone

from feedback import actions
from history import clock
from jobs.models import Job
from jobs.sweep import sweep
from matching import embedding, reactions, shelves, tasks
from matching.models import Embedding, Kind, Unread
from matching.text import embedder
from matching.text.vectors import unpacked
from roadmap.actions import edit_idea, link_insight
from roadmap.models import Idea

pytestmark = pytest.mark.django_db


def vectors(kind: str) -> dict[int, bytes]:
    return dict(Embedding.objects.filter(kind=kind).values_list("object_id", "vector"))


def test_new_feedback_ideas_and_insights_are_read_soon_after(say, think, pm, bag, read):
    feedback, idea = say("Dark colours at night", title="Night mode"), think("Dark theme", "Eyes hurt")
    insight = link_insight(feedback, idea, actor=pm, start=0, end=4)
    assert bag.read == []
    assert read() == {"read": 3}
    assert set(bag.read) == {"Night mode\nDark colours at night", "Dark theme\nEyes hurt", "Dark"}
    assert [set(vectors(kind)) for kind in Kind] == [{feedback.pk}, {idea.pk}, {insight.pk}]
    assert not Unread.objects.exists()
    assert read() == {"read": 0}


def test_the_request_itself_reads_nothing(cast, browse, monkeypatch):
    monkeypatch.setattr(embedder, "loaded", lambda: pytest.fail("the model was loaded in a request"))
    answer = browse(cast.product_manager).post(
        "/feedback/new/", {"text": "Hello", "channel": "call", "company_name": "", "contact_name": ""}
    )
    assert answer.status_code == 302
    assert Unread.objects.count() == 1


def test_what_changed_is_read_again_and_what_did_not_is_not(say, think, pm, bag, read):
    feedback, idea = say("Export please"), think("Exports")
    read()
    before = vectors(Kind.IDEA)[idea.pk]
    edit_idea(idea, actor=pm, problem="Spreadsheets are retyped")
    edit_idea(Idea.objects.get(pk=idea.pk), actor=pm, hypothesis="We believe")
    actions.assign(feedback, actor=pm, assignee=None)
    bag.read.clear()
    read()
    assert bag.read == ["Exports\nSpreadsheets are retyped"]
    assert vectors(Kind.IDEA)[idea.pk] != before
    assert Embedding.objects.count() == 2


def test_the_same_words_are_read_once_whoever_said_them(say, bag, read, pm, think):
    first, second = say("Please add a dark theme"), say("Please add a dark theme")
    read()
    assert bag.read == ["Please add a dark theme"]
    insight = link_insight(second, think("Dark"), actor=pm)
    bag.read.clear()
    read()
    assert bag.read == ["Dark"]  # a quote of all its words is read as the feedback itself
    assert vectors(Kind.INSIGHT)[insight.pk] == vectors(Kind.FEEDBACK)[first.pk]


def test_a_new_quote_counts_at_once_with_the_whole_feedback_standing_in(say, think, pm, read):
    feedback, idea = say("Dark colours please, and export the list"), think("Dark theme")
    read()
    insight = link_insight(feedback, idea, actor=pm, start=0, end=12)
    assert vectors(Kind.INSIGHT)[insight.pk] == vectors(Kind.FEEDBACK)[feedback.pk]
    read()
    assert vectors(Kind.INSIGHT)[insight.pk] != vectors(Kind.FEEDBACK)[feedback.pk]


def test_a_text_that_changes_while_it_is_read_is_read_again(say, bag, read, pm, monkeypatch):
    feedback = say("Words", title="Old title")
    embed = bag.embed

    def meanwhile(texts, kind="passage"):
        if "Old title\nWords" in texts:
            actions.edit_feedback(feedback, actor=pm, title="New title")
        return embed(texts, kind)

    monkeypatch.setattr(bag, "embed", meanwhile)
    read()
    assert bag.read == ["Old title\nWords", "New title\nWords"]
    assert not Unread.objects.exists()


def test_a_verb_that_fails_leaves_nothing_to_read(cast, say, pm):
    with pytest.raises(Exception, match="future"):
        say("Tomorrow", said_at=timezone.now() + timezone.timedelta(days=9))
    assert not Unread.objects.exists()


def test_what_was_missed_is_found(say, think, read, bag, pm):
    feedback, idea = say("Missed words"), think("Missed idea")
    link_insight(feedback, idea, actor=pm)
    Unread.objects.all().delete()
    assert tasks.find_unread() == 3
    assert tasks.find_unread() == 0
    read()
    assert Embedding.objects.count() == 3


def test_another_model_is_filled_in_beside_the_old_one(say, read, monkeypatch, bag):
    feedback = say("Words")
    read()
    for place in (embedding, shelves, reactions):
        monkeypatch.setattr(place, "model_id", lambda: "next-model", raising=False)
    monkeypatch.setattr(bag, "model_id", "next-model")
    assert tasks.find_unread() == 1
    read()
    assert set(Embedding.objects.values_list("object_id", "model_id")) == {
        (feedback.pk, "all-MiniLM-L6-v2-onnx-int8"), (feedback.pk, "next-model"),
    }  # fmt: skip


def test_without_a_model_texts_wait_and_the_round_says_why(say, monkeypatch):
    say("Words")
    monkeypatch.setattr(tasks, "at_work", lambda: None)
    monkeypatch.setattr(tasks, "loaded", lambda: "The sentence model is not installed.")
    assert tasks.read_texts() == {"read": 0, "why": "The sentence model is not installed."}
    assert Unread.objects.count() == 1


def test_the_rounds_read_what_is_there(say, run_jobs, bag):
    feedback = say("Words")
    sweep()
    run_jobs()
    assert Job.objects.get(task="matching.read_texts").state == Job.State.DONE
    assert set(vectors(Kind.FEEDBACK)) == {feedback.pk}


def test_a_shelf_takes_in_what_was_written_since(say, read, bag, pm, think):
    shelf = shelves.Shelf(Kind.FEEDBACK)
    first = say("Dark colours at night")
    read()
    asked = unpacked(vectors(Kind.FEEDBACK)[first.pk])
    assert [key for key, _ in shelf.nearest(asked, 5)] == [("feedback", first.pk)]
    second = say("Dark colours always")
    think("Dark colours")
    read()
    assert [key for key, _ in shelf.nearest(asked, 5)] == [("feedback", first.pk), ("feedback", second.pk)]
    with clock.at(timezone.now() + timezone.timedelta(hours=1)):
        actions.edit_feedback(second, actor=pm, title="Nothing alike")
        read()
    assert shelf.nearest(asked, 2)[1][1] < 0.7


def test_admins_see_on_the_page_of_jobs_how_far_reading_is(cast, browse, say, read, monkeypatch):
    say("Words")
    admin = browse(cast.admin)
    assert "1 wait" in admin.get("/jobs/").content.decode()
    read()
    page = admin.get("/jobs/").content.decode()
    assert "Up to date" in page
    assert "all-MiniLM-L6-v2-onnx-int8" in page
    assert "Reading for meaning" not in browse(cast.viewer).get("/jobs/").content.decode()
    monkeypatch.setattr(embedder, "PACKAGE", "a_package_that_is_not_there")
    assert "Suggestions go by words only" in admin.get("/jobs/").content.decode()


def test_a_shelf_reads_no_vector_again_that_has_long_been_there(say, read, bag, django_assert_num_queries):
    feedback = say("Dark colours at night")
    read()
    asked, shelf = unpacked(vectors(Kind.FEEDBACK)[feedback.pk]), shelves.Shelf(Kind.FEEDBACK)
    taken = []
    shelf.take, take = lambda rows: (taken.append(len(rows)), take(rows)), shelf.take
    shelf.nearest(asked, 1)
    with clock.at(timezone.now() + shelves.OVERLAP * 2):
        shelf.nearest(asked, 1)
        shelf.nearest(asked, 1)
    assert taken == [1, 1, 0]


def test_a_shelf_takes_in_what_was_committed_later_than_it_was_written(say, read, bag):
    feedback = say("Dark colours at night")
    read()
    asked, shelf = unpacked(vectors(Kind.FEEDBACK)[feedback.pk]), shelves.Shelf(Kind.FEEDBACK)
    shelf.nearest(asked, 1)
    late = Embedding.objects.get(object_id=feedback.pk)
    Embedding.objects.create(
        kind=late.kind,
        object_id=feedback.pk + 1,
        model_id=late.model_id,
        vector=late.vector,
        made_at=timezone.now() - shelves.OVERLAP / 2,
    )
    assert len(shelf.nearest(asked, 5)) == 2
