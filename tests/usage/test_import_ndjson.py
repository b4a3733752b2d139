"""Bringing usage events in from NDJSON: the same import, the same report."""

from __future__ import annotations

import json
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from tests.usage.items import MONDAY, group, identify, track
from usage.items import ITEM_BYTES
from usage.models import ProductUser, UsageEvent, UsageImport
from usage.reading import rows_of

AT = MONDAY.isoformat()
GOOD = [
    track("jo", "Report Exported", message_id="m1", properties={"format": "pdf"}),
    identify("jo", plan="pro") | {"anonymousId": "b-1"},
    group("jo", "Acme"),
    {"anonymousId": "b-1", "event": "Pricing Read", "timestamp": AT},
    {"event": "Opened", "distinct_id": "ann", "uuid": "m5", "timestamp": AT, "properties": {"$set": {"plan": "free"}}},
]
BAD = ['{"event": "x"', "7", '{"event": "Opened", "userId": "jo"}', json.dumps(track("jo", "Else", message_id="m1"))]
FILE = "\n".join([*map(json.dumps, GOOD), "", *BAD]).encode()


def by_command(path, **_):
    said = StringIO()
    call_command("import_usage", str(path), product="relay", stdout=said)
    assert "9 rows read: 5 taken, 0 known, 4 failed." in said.getvalue()
    assert "row 10: Known under this id with other content" in said.getvalue()


def on_the_web(cast, path, browse, run_jobs, **_):
    browser = browse(cast.product_manager)
    form = {"product": cast.product.pk, "file": SimpleUploadedFile("events.ndjson", path.read_bytes())}
    assert browser.post("/usage/imports/", form).status_code == 302
    run_jobs()
    assert "This line is no JSON" in browser.get("/usage/imports/").content.decode()


@pytest.mark.parametrize("door", [by_command, on_the_web])
def test_each_line_is_an_item_and_each_is_accounted_for(cast, tmp_path, browse, run_jobs, door):
    path = tmp_path / "events.ndjson"
    path.write_bytes(FILE)
    door(cast=cast, path=path, browse=browse, run_jobs=run_jobs)
    brought = UsageImport.objects.get()
    assert (brought.rows_done, brought.taken, brought.known, brought.failed) == (9, 5, 0, 4)
    assert [failure["row"] for failure in brought.failures] == [7, 8, 9, 10]
    jo = ProductUser.objects.get(user_key="jo")
    assert (jo.company, jo.traits["plan"], jo.events.count()) == (cast.acme, "pro", 2)
    assert UsageEvent.objects.get(message_id="m5").user.traits == {"plan": "free"}


def test_the_same_file_again_is_known(cast, tmp_path):
    path = tmp_path / "events.ndjson"
    path.write_bytes("\n".join(map(json.dumps, GOOD)).encode())
    for _ in range(2):
        call_command("import_usage", str(path), product="relay", stdout=StringIO())
    assert UsageEvent.objects.count() == 3
    assert UsageImport.objects.first().known == 3


@pytest.mark.parametrize("line", [b"{" + b'"a":' * 20_000, b'{"a": "' + b"x" * (5 * ITEM_BYTES) + b'"}', b'{"a": "\xff"}', b"{}"])
def test_an_odd_line_is_reported_and_the_next_one_read(line):
    good = json.dumps(GOOD[0]).encode()
    rows = list(rows_of(BytesIO(b"\n".join([good, line, good]))))
    assert [(row.number, row.item is None) for row in rows] == [(1, False), (2, True), (3, False)]
    assert rows[1].wrong


def test_a_mark_of_utf8_is_no_part_of_the_first_item():
    rows = list(rows_of(BytesIO(b"\xef\xbb\xbf" + json.dumps(GOOD[0]).encode() + b"\r\n")))
    assert [row.item.name for row in rows] == ["Report Exported"]
