"""Packets: what was seen is sealed, and whoever touches it is found out."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
from django.db import DatabaseError, connection, transaction

from gates.models import Ballot, Decision, GatePolicy, Packet, PacketWords, Score, Scorecard, Statement
from history import triggers
from history.canonical import digest
from history.verification import faults

pytestmark = pytest.mark.django_db
SEALED = (Decision, Packet, PacketWords, Scorecard, Score, Ballot, Statement, GatePolicy)


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__name__)
def test_the_database_itself_refuses_change_and_removal(full, model):
    full.decided(1)
    table = model._meta.db_table
    column = {"gates_packet": "hash", "gates_packetwords": "salt", "gates_gatepolicy": "why", "gates_score": "is_met"}.get(table)
    column = column or ("outcome" if table in ("gates_decision", "gates_ballot") else "round")
    for statement in (f"update {table} set {column} = {column}", f"delete from {table}"):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_packet_holds_what_the_deciders_saw(full, cast):
    decision = full.decided(1)
    body = decision.packet.body
    assert body["decision"]["outcome"] == "go"
    assert body["policy"]["number"] == 1
    assert {one["measure"]: one["value"] for one in body["evidence"]} == {
        "engagement.share_at_assurance": "0.31",
        "engagement.is_projected": True,
    }
    assert len(body["scores"]) == 3
    assert {one["answers"]["the-pain-is-urgent"] for one in body["scores"]} == {"8.00"}
    assert [one["outcome"] for one in body["ballots"]] == ["go"] * 3
    assert body["verdicts"][0]["rule"] == "all_met"
    assert [one["counts"] for one in body["panel"]] == [True, True, True, False, False]
    assert len(body["tripwires"]) == 2


def test_anybody_reaches_the_same_hash_with_any_rfc_8785_library(full):
    packet = full.decided(1).packet
    spelled = rfc8785.dumps(
        {"number": str(packet.number), "previous": packet.previous, "body": json.loads(json.dumps(packet.body))}
    )
    assert hashlib.sha256(spelled).hexdigest() == packet.hash


def test_names_and_words_stay_out_of_the_seal_and_can_be_erased(full, cast):
    packet = full.decided(1).packet
    sealed = json.dumps(packet.body)
    for words in ("Ingrid Solheim", "customers we spoke to", "votes so", "says so", "My customers"):
        assert words not in sealed
        assert words in json.dumps(packet.words.body)
    PacketWords.objects.filter(pk=packet.pk).update(body=None)
    assert list(faults()) == []


TAMPERINGS = {
    "outcome": ("update gates_decision set outcome = 'hold', review_on = '2030-01-01'", "The decision of packet 1"),
    "probability": ("update gates_decision set probability = 0.1", "The decision of packet 1"),
    "hash": (f"update gates_packet set hash = '{'a' * 64}' where number = 1", "Packet 1 does not fit its hash"),
    "previous": (f"update gates_packet set previous = '{'b' * 64}' where number = 2", "Packet 2 does not follow"),
    "words": ("update gates_packetwords set body = '{}' where packet_id = 1", "words of packet 1 were changed"),
    "salt": ("update gates_packetwords set salt = 'x' where packet_id = 1", "words of packet 1 were changed"),
    "no words": ("delete from gates_packetwords where packet_id = 1", "words of packet 1 were removed"),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_every_tampering_is_found_and_its_place_named(full, kind):
    full.decided(1)
    full.decided(1, idea=full.new_idea("Another"))
    assert list(faults()) == []
    statement, expected = TAMPERINGS[kind]
    with triggers.lifted(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(expected in fault for fault in faults()), list(faults())


@pytest.mark.parametrize("number", [1, 2])
def test_a_packet_taken_away_is_missed_even_at_the_end(full, number):
    full.decided(1)
    full.decided(1, idea=full.new_idea("Another"))
    with triggers.lifted(), connection.cursor() as cursor:
        cursor.execute(f"delete from gates_packetwords where packet_id = {number}")
        cursor.execute(f"delete from gates_packet where number = {number}")
    found = list(faults())
    assert any("has no packet" in fault for fault in found)
    assert any(f"Packet {number} is not the one that history recorded." in fault for fault in found)


def test_a_body_rewritten_with_its_hash_is_found_by_the_next_and_by_history(full):
    full.decided(1)
    full.decided(1, idea=full.new_idea("Another"))
    packet = Packet.objects.get(pk=1)
    body = packet.body | {"tally": {"counts": {"kill": 3}, "eligible": 3, "tie": False}}
    new_hash = digest({"number": "1", "previous": packet.previous, "body": body})
    with triggers.lifted():
        Packet.objects.filter(pk=1).update(body=body, hash=new_hash)
    found = list(faults())
    assert any("Packet 2 does not follow" in fault for fault in found)
    assert any("Packet 1 is not the one that history recorded" in fault for fault in found)


@pytest.mark.parametrize(
    "statement",
    [
        "update gates_ballot set words = null, outcome = 'kill'", "update gates_scorecard set comment = null, round = 2",
        "update gates_packetwords set body = null, salt = 'x'",
    ],
    ids=["a ballot", "a scorecard", "words"],
)  # fmt: skip
def test_erasing_words_changes_nothing_else(full, statement):
    full.decided(1)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Ballot.objects.update(words=None) == 3
