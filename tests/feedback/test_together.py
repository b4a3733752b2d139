"""What a bulk run writes for many at once is what it would have written for each: the same rows, events and follow-ups."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from conversation.models import Notice
from feedback import actions
from feedback.actions import moving, runs
from feedback.actions.bulk import AT_ONCE
from feedback.models import BulkOutcome, BulkRun, Feedback, SetAside
from history import clock
from history.actions import seal_events
from history.models import Event, EventWords
from history.verification import faults
from jobs.models import Job
from matching.embedding import keep
from matching.models import Embedding, Kind, Unread
from matching.text.embedder import model_id
from roadmap.actions import create_idea, link_insight
from roadmap.models import Idea, Insight
from tests.feedback.doors import browser_of

MANY = 12
VALUES: dict[str, dict[str, Any]] = {
    "set-aside": {"reason": "praise", "words": "Thanks", "revisit_count": 3}, "undo-set-aside": {}, "snooze": {"until": "soon"},
    "wake": {}, "archive": {"reason": "Old"}, "unarchive": {}, "reopen": {}, "assign": {"assignee": "second"},
    "tag": {"add": ["slow", "export"], "remove": ["call"]}, "move": {"product": None},
    "merge": {"into": "stays"}, "link": {"idea": "idea", "importance": 3},
}  # fmt: skip
SOONER = timedelta(days=3)


@pytest.fixture
def many(say, pm, cast) -> list[Feedback]:
    """Feedback of two products and of none, tagged, assigned and followed now and then."""
    rows = [
        say(f"words {n % 6}", product=(cast.product, None, cast.product)[n % 3], tags=["call"] * (n % 2)) for n in range(MANY)
    ]
    for row in rows[::3]:
        actions.assign(row, actor=pm, assignee=cast.product_manager)
    return rows


def made_ready(verb: str, rows: list[Feedback], pm) -> None:
    """Where the verb begins from: half of them, so that the other half refuses where it must."""
    if verb == "merge":
        actions.merge_duplicate(rows[-1], actor=pm, into=rows[1])
    if verb == "link":
        keep(Kind.FEEDBACK, [(row.pk, "", f"{n % 6}".encode()) for n, row in enumerate(rows) if n % 3], model_id())
        link_insight(rows[1], the_idea(rows[0].product, pm), actor=pm)
        link_insight(rows[3], the_idea(rows[0].product, pm), actor=pm, start=0, end=5)
        actions.set_aside(rows[5], actor=pm, reason="praise")
    first = {
        "undo-set-aside": lambda row: actions.set_aside(row, actor=pm, reason="spam"),
        "wake": lambda row: actions.snooze(row, actor=pm, until=clock.today() + SOONER),
        "unarchive": lambda row: actions.archive(row, actor=pm), "reopen": lambda row: actions.archive(row, actor=pm),
    }.get(verb, lambda row: actions.archive(row, actor=pm))  # fmt: skip
    for row in rows[::2]:
        first(row)


def the_idea(product, pm) -> Idea:
    """The idea to which they are linked."""
    return Idea.objects.first() or create_idea(product=product, title="A faster export", actor=pm)


def that_stays(pm) -> Feedback:
    """The one into which they are merged."""
    return Feedback.objects.filter(title="stays").first() or actions.give_feedback(text="It is slow", title="stays", actor=pm)


def run_of(verb: str, rows: list[Feedback], pm, cast) -> BulkRun:
    """A run, frozen and ready."""
    named = {
        "soon": lambda: clock.today() + SOONER, "second": lambda: cast.second_product_manager,
        "idea": lambda: the_idea(cast.product, pm), "stays": lambda: that_stays(pm),
    }  # fmt: skip
    values = {
        name: named[value]() if isinstance(value, str) and value in named else value for name, value in VALUES[verb].items()
    }
    run = actions.start_run(verb, actor=pm, values=values, picked=[row.pk for row in rows])
    return runs.freeze(run, actor=pm)


def told(rows: list[Feedback], since: int) -> dict[str, Any]:
    """All that can be read of what became of the rows, without the numbers and hours that differ."""
    place = {row.pk: n for n, row in enumerate(rows)}
    events = Event.objects.filter(pk__gt=since, subject_id__in=place, subject_type="feedback.feedback").select_related("words")
    asides = {one.pk: place[one.feedback_id] for one in SetAside.objects.filter(feedback__in=place)}
    insights = {one.pk: place[one.feedback_id] for one in Insight.objects.filter(feedback__in=place)}
    unread = Unread.objects.filter(kind=Kind.INSIGHT, object_id__in=insights)
    return {
        "rows": list(
            Feedback.objects.filter(pk__in=place).order_by("pk")
            .values("state", "state_before", "snoozed_until", "assignee", "version", "product", "merged_into__title")
        ),
        "tags": [sorted(row.tags.values_list("name", flat=True)) for row in rows],
        "asides": [
            (one.reason, one.words, one.by_id, one.revisit_count, one.undone_at is None)
            for one in SetAside.objects.filter(feedback__in=place).order_by("feedback", "pk")
        ],
        "events": [
            (
                place[one.subject_id], one.kind, one.actor_id, one.product_id,
                repr(one.facts | {"set_aside": asides.get(one.facts.get("set_aside")), "insight": insights.get(one.facts.get("insight"))}),
                (one.about_type, one.about_id),
                repr({name: value for name, value in one.words.body.items() if name != "label"}),
            )
            for one in events.order_by("subject_id", "pk")
        ],
        "insights": sorted(
            (place[one.feedback_id], one.idea_id, one.excerpt, one.start, one.end, one.importance, one.made_by_id, one.version,
             one.withdrawn_at is None)
            for one in Insight.objects.filter(feedback__in=place)
        ),
        "unread": sorted(insights[one.object_id] for one in unread),
        "vectors": sorted(
            (insights[one.object_id], bytes(one.vector)) for one in Embedding.objects.filter(kind=Kind.INSIGHT, object_id__in=insights)
        ),
        "notices": sorted(Notice.objects.filter(event__in=events).values_list("person", "kind", "mail")),
        "answers": sorted(Job.objects.filter(task__startswith="answers.").values_list("task", flat=True).distinct()),
    }  # fmt: skip


@pytest.mark.parametrize("verb", VALUES)
def test_together_it_is_as_one_by_one(verb, many, say, pm, cast, monkeypatch):
    half = MANY // 2
    alone, both = [many[n] for n in range(half)], [many[half + n] for n in range(half)]
    for rows in (alone, both):
        made_ready(verb, rows, pm)
    before = Event.objects.order_by("-pk").first().pk
    with monkeypatch.context() as patched:
        patched.setattr(runs, "do_together", lambda *args, **kwargs: False)
        one_by_one = run_of(verb, alone, pm, cast)
        assert runs.do_some(one_by_one, actor=pm)
    together = run_of(verb, both, pm, cast)
    assert runs.do_some(together, actor=pm)
    assert told(alone, before) == told(both, before)
    reports = [
        [(row.outcome, re.sub(r"F-\d+", "F", row.reason), len(row.steps), row.version_after) for row in run.rows.all()]
        for run in (one_by_one, together)
    ]
    assert reports[0] == reports[1]
    assert {outcome for outcome, *_ in reports[0]} >= {BulkOutcome.DONE}
    assert EventWords.objects.count() == Event.objects.count()
    while seal_events():
        pass
    assert not list(faults())


@pytest.mark.parametrize("verb", VALUES)
def test_taken_back_together_they_are_as_before(verb, many, pm, cast):
    made_ready(verb, many, pm)
    fields = ("state", "state_before", "snoozed_until", "assignee", "merged_into")
    those = Feedback.objects.filter(pk__in=[row.pk for row in many]).order_by("pk")
    before = list(those.values(*fields))
    tags = [sorted(row.tags.values_list("name", flat=True)) for row in many]
    standing = set(SetAside.objects.standing().values_list("feedback", "reason"))
    linked = set(Insight.objects.standing().values_list("pk", flat=True))
    run = run_of(verb, many, pm, cast)
    runs.do_some(run, actor=pm)
    actions.undo_run(finished(run, pm), actor=pm)
    runs.undo_some(run, actor=pm)
    run.refresh_from_db()
    assert (run.undone_count, run.kept_count) == (run.done_count, 0)
    after = list(those.values(*fields))
    # what was archived once keeps no memory of where it was: it is there again
    assert [row | {"state_before": ""} for row in after] == [row | {"state_before": ""} for row in before]
    assert [sorted(row.tags.values_list("name", flat=True)) for row in many] == tags
    assert set(SetAside.objects.standing().values_list("feedback", "reason")) == standing
    assert set(Insight.objects.standing().values_list("pk", flat=True)) == linked


def test_a_link_that_somebody_took_back_since_stays_so_and_the_others_are_taken_back_together(many, pm, cast):
    run = finished(*done("link", many, pm, cast))
    gone = Insight.objects.get(feedback=many[0])
    Insight.objects.filter(pk=gone.pk).update(withdrawn_at=clock.now())  # the feedback itself is as it was
    actions.undo_run(run, actor=pm)
    runs.undo_some(run, actor=pm)
    assert list(run.rows.filter(outcome=BulkOutcome.KEPT).values_list("feedback", "reason")) == [
        (many[0].pk, "This insight was taken back.")
    ]
    assert run.rows.filter(outcome=BulkOutcome.UNDONE).count() == MANY - 1
    assert not Insight.objects.standing().exists()


def done(verb: str, rows: list[Feedback], pm, cast) -> tuple[BulkRun, Any]:
    """A run of which the first chunk is done."""
    run = run_of(verb, rows, pm, cast)
    assert runs.do_some(run, actor=pm)
    return run, pm


@pytest.mark.parametrize("verb", ["archive", "merge", "link"])
def test_few_that_were_picked_are_done_together_too(verb, cast, pm, say, django_assert_max_num_queries):
    rows = [say(f"words {n}") for n in range(AT_ONCE)]
    values = {"merge": {"into": rows[0]}, "link": {"idea": the_idea(cast.product, pm)}}.get(verb, {})
    with django_assert_max_num_queries(30):
        actions.do_to_all(verb, rows, actor=pm, **values)
    assert Event.objects.filter(kind__in=["feedback.archived", "feedback.merged", "insight.made"]).count() == AT_ONCE - (
        verb == "merge"
    )


def test_one_that_refuses_is_reported_and_the_others_are_done_together(many, pm, cast):
    actions.archive(many[3], actor=pm)
    run = run_of("set-aside", many, pm, cast)
    runs.do_some(run, actor=pm)
    refused = run.rows.get(outcome=BulkOutcome.REFUSED)
    assert (refused.feedback, refused.reason) == (many[3], f"{many[3].key} is archived already.")
    assert run.rows.filter(outcome=BulkOutcome.DONE).count() == SetAside.objects.standing().count() == MANY - 1
    assert not SetAside.objects.filter(feedback=many[3]).exists()


def test_what_was_asked_for_wrongly_refuses_each(many, pm, cast):
    run = run_of("assign", many, pm, cast)
    BulkRun.objects.filter(pk=run.pk).update(values={"assignee": cast.salesperson.pk})
    runs.do_some(run, actor=pm)
    assert set(run.rows.values_list("outcome", "reason")) == {
        (BulkOutcome.REFUSED, f"{cast.salesperson} does not triage. Choose a product manager.")
    }


@pytest.mark.parametrize("trouble", ["somebody was faster", "the database refused"])
def test_where_they_collide_each_is_done_for_itself(trouble, many, pm, cast, monkeypatch):
    write, asked = moving.write, []

    def collide(steps, *, actor):
        asked.append(len(steps))
        if len(steps) == 1:
            return write(steps, actor=actor)
        if trouble == "the database refused":
            raise IntegrityError
        Feedback.objects.filter(pk=many[0].pk).update(version=99)  # as if it had been, between the lock and the writing
        return write(steps, actor=actor)

    monkeypatch.setattr(moving, "write", collide)
    run = run_of("archive", many, pm, cast)
    runs.do_some(run, actor=pm)
    assert asked == [MANY] + [1] * MANY
    assert run.rows.filter(outcome=BulkOutcome.DONE).count() == MANY
    assert Event.objects.filter(kind="feedback.archived").count() == MANY
    actions.undo_run(finished(run, pm), actor=pm)
    runs.undo_some(run, actor=pm)
    assert run.rows.filter(outcome=BulkOutcome.UNDONE).count() == MANY
    assert Event.objects.filter(kind="feedback.unarchived").count() == MANY


def finished(run: BulkRun, pm) -> BulkRun:
    """A run of which nothing is left to do."""
    assert not runs.do_some(run, actor=pm)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("verb", ["set-aside", "archive", "assign", "tag", "snooze", "move", "merge", "link"])
def test_a_chunk_asks_as_much_for_many_as_for_few(verb, cast, pm, say):
    is_tied = verb in ("merge", "link")  # which nothing is over the wall of a restricted product
    products = (cast.product, cast.product if is_tied else cast.restricted, None)
    rows = [say(f"words {n}", product=products[n % 3], by=cast.product_manager) for n in range(runs.CHUNK)]
    asked = {}
    for some in (rows[:5], rows[5:]):
        run = run_of(verb, some, pm, cast) if verb != "assign" else assigned_to_me(some, pm, cast)
        for course, step in (("done", runs.do_some), ("undone", runs.undo_some)):
            with CaptureQueriesContext(connection) as queries:
                assert step(run, actor=pm)
            asked[course, len(some)] = len(queries)
            run = finished(run, pm) if course == "done" else run
            assert run.done_count == len(some)
            if course == "done":
                actions.undo_run(run, actor=pm)
        assert run.rows.filter(outcome=BulkOutcome.UNDONE).count() == len(some)
    ways = 3 if verb == "move" else 1  # back to three products: each is a way of its own
    more = verb == "link"  # two events of each: more than SQLite takes in one statement
    assert max(asked.values()) <= 38 * ways, asked
    assert asked["done", runs.CHUNK - 5] <= asked["done", 5] + more, asked  # the first make the tags
    assert asked["undone", runs.CHUNK - 5] <= asked["undone", 5] + more, asked


def assigned_to_me(rows: list[Feedback], pm, cast) -> BulkRun:
    """A run that gives them to the product manager, who sees the restricted product."""
    run = actions.start_run("assign", actor=pm, values={"assignee": cast.product_manager}, picked=[row.pk for row in rows])
    return runs.freeze(run, actor=pm)


def test_what_one_may_not_see_any_more_refuses_alone(many, say, pm, cast):
    walled = say("behind the wall", product=cast.restricted, by=cast.product_manager)
    run = run_of("archive", [*many, walled], pm, cast)
    cast.restricted.memberships.filter(person=cast.product_manager).delete()
    runs.do_some(run, actor=pm)
    refused = run.rows.get(outcome=BulkOutcome.REFUSED)
    assert (refused.feedback, refused.reason) == (walled, "You are not a member of this product.")
    assert run.rows.filter(outcome=BulkOutcome.DONE).count() == MANY


def test_who_triages_no_more_does_nothing_more_in_the_next_chunk(many, pm, cast, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 5)
    run = run_of("archive", many, pm, cast)
    runs.do_some(run, actor=pm)
    cast.product_manager.held_roles.all().delete()
    runs.do_some(run, actor=pm)
    run.refresh_from_db()
    assert (run.done_count, run.refused_count) == (5, 5)


def test_one_job_drafts_what_is_owed_for_all_that_were_set_aside_together(many, pm, cast, run_jobs):
    run = run_of("set-aside", many, pm, cast)
    runs.do_some(run, actor=pm)
    job = Job.objects.get(task="answers.draft_about_set_aside")
    assert job.title == f"Draft answers about {MANY} feedback"
    run_jobs()
    assert browser_of(cast.product_manager).get("/answers/").context is not None
    for row in many:
        assert row.answers.count() == 1
