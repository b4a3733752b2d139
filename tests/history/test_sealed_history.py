"""History is added to, never edited, and anybody can check that it was not."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from history import triggers
from history.actions import seal_events
from history.models import Event, EventWords, Seal

pytestmark = pytest.mark.django_db


def refuses(sql):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_to_change_or_remove_an_event(cast):
    seal_events()
    for table in ("history_event", "history_eventwords", "history_seal"):
        column = {"history_event": "kind", "history_eventwords": "salt", "history_seal": "hash"}[table]
        refuses(f"update {table} set {column} = 'forged'")
        refuses(f"delete from {table}")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no truncate")
def test_postgres_refuses_to_truncate_history(cast):
    refuses("truncate history_seal")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Postgres has no insert or replace")
def test_sqlite_refuses_to_replace_an_event(cast):
    first = Event.objects.order_by("id").first()
    refuses(
        "insert or replace into history_event (id, at, kind, system, via, subject_type, subject_id, about_type, facts, words_digest) "
        f"values ({first.pk}, '2026-01-01', 'forged', 'x', 'web', 'a', 1, '', '{{}}', '')"
    )


def test_words_may_be_erased_and_history_stays_whole(cast):
    seal_events()
    EventWords.objects.filter(event=Event.objects.first()).update(body=None)
    assert EventWords.objects.filter(body__isnull=True).count() == 1
    call_command("verify_history", stdout=io.StringIO())


def test_every_verb_of_the_stage_was_recorded_and_sealed_once(cast):
    count = Event.objects.count()
    assert count > 10
    assert seal_events() == count
    assert seal_events() == 0
    assert list(Seal.objects.values_list("position", flat=True)) == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("tampering", "place"),
    [
        ("update history_event set kind = 'forged' where id = {third}", "Seal 3"),
        ("update history_seal set hash = 'forged' where position = 5", "Seal 5"),
        ("update history_eventwords set salt = 'forged' where event_id = {third}", "words of event {third}"),
        ("delete from history_eventwords where event_id = {third}", "words of event {third}"),
        ("delete from history_seal where position = 4", "Seals 4 to 4"),
        ("delete from history_seal where position > 6", "tail was cut off"),
    ],
)
def test_tampering_is_found_and_its_place_is_named(cast, django_capture_on_commit_callbacks, tampering, place):
    with django_capture_on_commit_callbacks(execute=True):
        seal_events()
    third = Event.objects.order_by("id")[2].pk
    with triggers.lifted(), connection.cursor() as cursor:
        cursor.execute(tampering.format(third=third))
    with pytest.raises(CommandError, match=place.format(third=third)):
        call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
