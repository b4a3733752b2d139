"""Packets as files: taken along, checked by whoever holds them, through every door."""

from __future__ import annotations

import hashlib
import io
import json
from decimal import Decimal

import pytest
import rfc8785
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from gates.actions.decisions import correct_decision
from gates.models import Decision, Packet, PacketWords
from gates.packet_checks import check_file
from gates.packet_files import NoPacket, as_bytes, document_of, read_document
from gates.packet_papers import packet_pdf
from history.actor import Actor

pytestmark = pytest.mark.django_db


def checked(browser, content, name="packet.json"):
    return browser.post(reverse("gates:check_packet"), {"file": ContentFile(content, name=name)})


@pytest.fixture
def decision(full):
    return full.decided(1)


@pytest.fixture
def file(decision):
    return as_bytes(document_of(decision.packet))


def forged(content, **changed):
    """The file with something changed, sealed anew by somebody who knows how."""
    document = json.loads(content)
    document["body"]["decision"] |= changed
    spelled = rfc8785.dumps({"number": str(document["number"]), "previous": document["previous"], "body": document["body"]})
    return json.dumps(document | {"hash": hashlib.sha256(spelled).hexdigest()}).encode()


def test_both_files_are_taken_along_by_whoever_may_read_and_are_whole(browse, cast, decision):
    for who in (cast.viewer, cast.salesperson, cast.leader):
        for name, kind in (("packet_json", "application/json"), ("packet_pdf", "application/pdf")):
            answer = browse(who).get(reverse(f"gates:{name}", args=[decision.pk]))
            assert answer["Content-Type"] == kind
            assert answer["Content-Disposition"].startswith("attachment")
            shown = checked(browse(who), answer.content)
            assert "Whole, and what was decided" in shown.content.decode()
            assert decision.key in shown.content.decode()


def test_the_printed_packet_says_all_and_is_the_same_each_time(decision):
    document = document_of(decision.packet)
    printed = packet_pdf(document)
    assert printed == packet_pdf(json.loads(json.dumps(document)))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages).replace("\n", " ")
    for words in (
        "Export to spreadsheets",
        "Ingrid Solheim",
        "customers we spoke to",
        "My customers ask for it",
        "Lawful and safe",
    ):
        assert words in text, words
    (enclosed,) = PdfReader(io.BytesIO(printed)).attachments.values()
    assert json.loads(enclosed[0]) == document
    assert "letter for letter" in check_file(printed, None).notes[0]


def test_a_printed_page_that_was_changed_is_not_vouched_for(decision, cast):
    printed = packet_pdf(document_of(decision.packet))
    found = check_file(printed.replace(b"/Title", b"/Titel"), Actor(person=cast.viewer))
    assert found.is_whole
    assert "not as this version of Throughline prints them" in found.notes[0]


@pytest.mark.parametrize("path", [("decision", "outcome"), ("panel",), ("tally", "eligible"), ("evidence",)])
def test_whatever_is_changed_is_seen(file, path, cast, browse):
    document = json.loads(file)
    at = document["body"]
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = "kill"
    answer = checked(browse(cast.viewer), json.dumps(document).encode())
    assert "does not fit its hash" in answer.content.decode()
    assert "Whole, and what" not in answer.content.decode()


def test_words_that_were_changed_are_seen_and_one_sealed_anew_is_not_ours(file, cast):
    document = json.loads(file)
    document["words"]["body"]["said"]["rationale"] = "Because I say so."
    assert check_file(json.dumps(document).encode(), None).faults == ["Its words are not those that were sealed."]
    again = forged(file, outcome="kill")
    assert check_file(again, None).faults == []
    assert check_file(again, Actor(person=cast.viewer)).faults == [
        "It is not what was decided here: the packet of this number says otherwise."
    ]


ODD = {
    "nothing": b"", "no JSON": b"\xff\xfe", "a list": b"[]", "another file": b'{"format": "x"}', "deep": b"[" * 100_000,
    "a PDF of somebody's": b"%PDF-1.7 hello", "a PDF cut off": b'%PDF-1.7 {"format": "throughline.packet-file/1"', "NaN": b'{"format": NaN}',
    "a long number": b'{"format": ' + b"9" * 5000 + b"}",
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_packet_is_refused_at_the_field(browse, cast, kind):
    answer = checked(browse(cast.viewer), ODD[kind])
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_name_that_stands_twice_an_added_part_and_a_wrong_kind_are_refused(file):
    document = json.loads(file)
    twice = file.replace(b'"number"', b'"number": 99, "number"', 1)
    for content in (
        twice,
        *(json.dumps(document | more).encode() for more in ({"note": "Trust me."}, {"number": "1"}, {"words": []})),
    ):
        with pytest.raises(NoPacket):
            read_document(content)
    del document["words"]
    with pytest.raises(NoPacket):
        read_document(json.dumps(document).encode())


@pytest.mark.parametrize("part", ["decision", "review", "panel", "criteria", "evidence"])
def test_a_made_up_pdf_is_never_more_than_a_fault(file, part):
    document = json.loads(file)
    document["body"][part] = 7
    content = json.dumps(document).encode()
    again = json.loads(forged(content) if part != "decision" else content)
    check_file(b"%PDF-1.4\n" + as_bytes(again) + b"\nendstream", None)


def test_what_one_may_not_see_is_as_if_it_were_not(file, browse, cast, decision):
    decision.review.idea.product = cast.restricted
    decision.review.idea.save()
    text = checked(browse(cast.outsider), file).content.decode()
    assert "No decision that you may see here" in text
    assert decision.key not in text
    assert browse(cast.outsider).get(reverse("gates:packet_json", args=[decision.pk])).status_code == 404


def test_a_correction_is_a_record_of_its_own_shown_both_ways(full, browse, cast, decision, file):
    later = correct_decision(
        decision, actor=full.as_(cast.leader), reason="A slip.", rationale="As we meant it.", probability=Decimal("0.6")
    )
    found = check_file(file, full.as_(cast.viewer))
    assert found.is_whole
    assert found.later == later
    assert check_file(as_bytes(document_of(later.packet)), full.as_(cast.viewer)).later is None
    page = browse(cast.viewer).get(reverse("gates:decision", args=[decision.pk])).content.decode()
    assert reverse("gates:decision", args=[later.pk]) in page
    page = browse(cast.viewer).get(reverse("gates:decision", args=[later.pk])).content.decode()
    assert reverse("gates:decision", args=[decision.pk]) in page


def test_after_the_words_are_erased_the_seal_holds_and_an_old_file_is_told_of(decision, file, cast):
    PacketWords.objects.filter(pk=decision.packet.pk).update(body=None)
    decision.refresh_from_db()
    erased = as_bytes(document_of(Packet.objects.select_related("words").get(decision=decision)))
    found = check_file(erased, Actor(person=cast.viewer))
    assert found.is_whole
    assert "erased" in found.notes[0]
    assert b"Ingrid" not in packet_pdf(json.loads(erased))
    found = check_file(file, Actor(person=cast.viewer))
    assert found.is_whole
    assert "erased here since" in found.notes[0]


def test_the_command_says_whether_a_file_is_whole(decision, file, tmp_path, capsys):
    path = tmp_path / "packet.json"
    path.write_bytes(file)
    call_command("verify_packet", path)
    call_command("verify_packet", path, "--alone")
    assert decision.key in capsys.readouterr().out
    path.write_bytes(forged(file, outcome="kill"))
    call_command("verify_packet", path, "--alone")
    with pytest.raises(CommandError, match="not what was decided here"):
        call_command("verify_packet", path)
    path.write_bytes(b"%PDF-")
    with pytest.raises(CommandError, match="No packet"):
        call_command("verify_packet", path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_packet", tmp_path / "nowhere")


def test_programs_take_a_packet_along_and_check_it(call, cast, decision):
    viewer = call(cast.viewer)
    document = viewer.get(f"/api/v1/decisions/{decision.pk}/packet-file/").json()
    answer = viewer.post("/api/v1/decisions/check-packet/", document, format="json")
    assert answer.json() == {"is_whole": True, "faults": [], "notes": [], "decision": decision.pk, "superseded_by": None}
    document["body"]["tally"] = {}
    assert viewer.post("/api/v1/decisions/check-packet/", document, format="json").json()["is_whole"] is False
    assert viewer.post("/api/v1/decisions/check-packet/", {"format": "x"}, format="json").status_code == 400
    assert viewer.post("/api/v1/decisions/check-packet/", [1], format="json").status_code == 400


SEALED = (
    "gates_decision",
    "gates_packet",
    "gates_packetwords",
    "gates_scorecard",
    "gates_score",
    "gates_ballot",
    "gates_statement",
)


def refuses(statement):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no truncate")
@pytest.mark.parametrize("table", SEALED)
def test_postgres_refuses_to_truncate_what_is_sealed(decision, table):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # of this test's own rows: it is all one transaction
    refuses(f"truncate {table} cascade")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Postgres has no insert or replace")
@pytest.mark.parametrize("table", SEALED)
def test_sqlite_refuses_to_replace_what_is_sealed(decision, table):
    refuses(f"insert or replace into {table} select * from {table}")
    refuses(f"replace into {table} select * from {table}")
    refuses(
        f"update or replace {table} set {'packet_id = packet_id' if table == 'gates_packetwords' else 'id = id' if table != 'gates_packet' else 'number = number'}"
    )


def test_what_a_killed_idea_taught_is_found_by_its_words(full, browse, call, cast):
    killed = full.decided(1, "kill", idea=full.new_idea("Weather in the sidebar"))
    other = full.decided(1)
    for words in ("asking using", "WEATHER learning".replace("learning", "using")):
        page = browse(cast.viewer).get(reverse("gates:decisions"), {"q": words})
        assert [one.pk for one in page.context["decisions"]] == [killed.pk]
    assert [row["id"] for row in call(cast.viewer).get("/api/v1/decisions/?q=asking").json()["results"]] == [killed.pk]
    found = browse(cast.viewer).get(reverse("line:search"), {"q": "asking is not using kind:decision"}).content.decode()
    assert reverse("gates:decision", args=[killed.pk]) in found
    assert reverse("gates:decision", args=[other.pk]) not in found
    assert Decision.objects.count() == 2
