"""Reading an item as a client sends it."""

from __future__ import annotations

import pytest

from tests.usage.items import MONDAY, track
from usage.items import Malformed, read_item


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("text", "object"),
        (None, "object"),
        ({}, "type"),
        ({"type": "alias", "userId": "u"}, "previousId"),
        ({"type": "track", "event": "Opened"}, "userId"),
        ({"type": "track", "userId": "u"}, "event"),
        ({"type": "track", "userId": "u", "event": "   "}, "event"),
        ({"type": "track", "userId": "u" * 201, "event": "Opened"}, "userId"),
        ({"type": "track", "userId": ["u"], "event": "Opened"}, "userId"),
        ({"type": "track", "userId": True, "event": "Opened"}, "userId"),
        ({"type": "track", "userId": "u", "event": "e" * 121}, "event"),
        ({"type": "track", "userId": "u", "event": "Opened", "properties": []}, "properties"),
        ({"type": "track", "userId": "u", "event": "Opened", "context": "x"}, "context"),
        ({"type": "track", "userId": "u", "event": "Opened", "timestamp": "soon"}, "timestamp"),
        ({"type": "track", "userId": "u", "event": "Opened", "timestamp": 12}, "timestamp"),
        ({"type": "track", "userId": "u", "event": "Opened", "timestamp": "2026-02-31T00:00:00Z"}, "timestamp"),
        ({"type": "track", "userId": "u", "event": "Opened", "timestamp": "2999-01-01T00:00:00Z"}, "future"),
        ({"type": "track", "userId": "u", "event": "Opened", "timestamp": "0001-01-01T00:00:00+14:00"}, "timestamp"),
        ({"type": "track", "userId": "u", "event": "Op\x00ened"}, "NUL"),
        ({"type": "track", "userId": "u", "event": "\ud800"}, "Unicode"),
        ({"type": "track", "userId": "u", "event": "Opened", "properties": {"a": float("nan")}}, "number"),
        ({"type": "track", "userId": "u", "event": "Opened", "properties": {"a": "x" * 33_000}}, "32 kB"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(raw, why):
    with pytest.raises(Malformed, match=why):
        read_item(raw)


def test_deep_nesting_is_refused():
    deep: dict = {}
    for _ in range(30):
        deep = {"a": deep}
    with pytest.raises(Malformed, match="deeply"):
        read_item(track("u", "Opened", properties=deep))


def test_somebody_unknown_by_name_is_known_by_their_browser():
    assert read_item({"type": "track", "anonymousId": "b-1", "event": "Opened"}).user == "anonymous:b-1"


def test_a_number_is_an_id_too():
    assert read_item({"type": "track", "userId": 17, "event": "Opened"}).user == "17"


@pytest.mark.parametrize(
    "at", ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00", "2026-03-02T09:00:00.000000+00:00"]
)
def test_moments_come_in_many_spellings(at):
    assert read_item({"type": "track", "userId": "u", "event": "Opened", "timestamp": at}).at == MONDAY


def test_a_page_that_was_looked_at_is_an_event():
    item = read_item({"type": "page", "userId": "u", "name": "Pricing"})
    assert (item.kind, item.name) == ("track", "Page viewed: Pricing")
    assert read_item({"type": "screen", "userId": "u"}).name == "Screen viewed"


def test_an_overlong_message_id_is_known_by_its_digest():
    item = read_item(track("u", "Opened", message_id="m" * 900))
    assert item.message_id.startswith("sha256:")
    assert len(item.message_id) <= 120
