"""What analytics clients send, and what they are answered."""

from __future__ import annotations

import gzip
import json

import pytest
from django.db import connection
from django.test import Client

from history import clock
from history.models import Event
from tests.usage.items import group, identify, track
from usage import actions
from usage.ingestion import MOST_BYTES
from usage.models import Arrival, ProductUser, UsageEvent


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/batch/"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_batch_is_taken_with_and_without_slash_and_gzip(cast, source, send, path, packed):
    cast.acme.crm_id = "CRM-7"
    cast.acme.save()
    body = {"batch": [track("u1", "Opened"), identify("u1", plan="pro"), group("u1", "CRM-7")], "sentAt": "2026-03-02T09:00:00Z"}
    raw = gzip.compress(json.dumps(body).encode()) if packed else None
    answer = send(path, body, source.key, raw=raw, **({"HTTP_CONTENT_ENCODING": "gzip"} if packed else {}))
    assert answer.status_code == 200
    assert answer.json() == {"success": True, "status": "Ok", "accepted": 3, "known": 0, "rejected_count": 0, "rejected": []}
    event = UsageEvent.objects.get()
    assert (event.product, event.source, event.user.company) == (cast.product, source, cast.acme)


def test_the_key_may_stand_in_the_body(source, send):
    assert send("/v1/batch", {"batch": [track("u1", "Opened")], "writeKey": source.key}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/track", {"userId": "u1", "event": "Opened"}),
        ("/v1/identify", {"userId": "u1", "traits": {"plan": "pro"}}),
        ("/v1/group", {"userId": "u1", "groupId": "g", "traits": {"name": "Acme"}}),
        ("/v1/page", {"userId": "u1", "name": "Pricing"}),
        ("/v1/screen/", {"anonymousId": "a1"}),
        ("/v1/track/", {"userId": "u1", "event": "Opened", "type": "identify"}),
    ],
)
def test_one_item_has_an_address_of_its_own(source, send, path, body):
    assert send(path, body, source.key).json()["accepted"] == 1
    assert send(path, body | {"writeKey": source.key}).json()["accepted"] == 1
    assert ProductUser.objects.count() == 1


def test_what_is_malformed_is_reported_and_the_rest_kept(source, send):
    batch = [track("u1", "Opened"), {"type": "track", "userId": "u2", "messageId": "odd"}, "text", None, track("u3", "Opened")]
    answer = send("/v1/batch", {"batch": batch}, source.key).json()
    assert answer["accepted"] == 2
    assert [(one["index"], one["message_id"]) for one in answer["rejected"]] == [(1, "odd"), (2, None), (3, None)]
    assert "event" in answer["rejected"][0]["reason"]
    assert UsageEvent.objects.count() == 2
    assert Arrival.objects.filter(source=source, is_refused=True).count() == 3


def test_only_the_last_rejects_are_kept(source, send):
    for _ in range(6):
        send("/v1/batch", {"batch": [{"type": "odd"}] * 60}, source.key)
    assert source.arrivals.filter(is_refused=True).count() == 200


def test_a_batch_that_is_sent_again_changes_nothing(source, send):
    body = {"batch": [track("u1", "Opened", message_id=str(number)) for number in range(5)]}
    assert send("/v1/batch", body, source.key).json()["accepted"] == 5
    again = send("/v1/batch", body, source.key).json()
    assert (again["success"], again["accepted"], again["known"]) == (True, 0, 5)


def test_history_is_not_flooded(source, send):
    before = Event.objects.count()
    send("/v1/batch", {"batch": [track("u1", "Opened")]}, source.key)
    assert Event.objects.count() == before


@pytest.mark.parametrize("key", [None, "", "tlw_wrong", "x" * 500, "é", "\x00"])
def test_a_bad_key_has_one_answer(source, send, key):
    answer = send("/v1/batch", {"batch": [track("u1", "Opened")]}, key)
    assert answer.status_code == 401
    assert (answer.json()["success"], answer.json()["error"]) == (False, "The write key is not valid.")
    assert not UsageEvent.objects.exists()


@pytest.mark.parametrize("value", [7, None, ["a"], {"a": 1}, ""])
def test_an_odd_key_in_the_body_is_a_bad_key(source, send, value):
    assert send("/v1/batch", {"batch": [], "writeKey": value}).status_code == 401


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic /w==", "Bearer x", "Basic " + "A" * 5000])
def test_an_odd_header_is_a_bad_key(source, send, header):
    assert send("/v1/batch", {"batch": []}, HTTP_AUTHORIZATION=header).status_code == 401


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400), (b"[]", 400), (b"null", 400), (b"{", 400), (b'"x"', 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400),
        (b'{"a":' * 20_000, 400), (b"\x1f\x8bnonsense", 400), (gzip.compress(b'{"batch": []}')[:-9], 400),
        (b" " * (MOST_BYTES + 1), 413), (gzip.compress(b" " * (50 * 1024 * 1024)), 413),
    ],
    ids=["empty", "list", "null", "cut", "text", "not UTF-8", "lists in lists", "objects in objects", "no gzip", "gzip cut", "too long",
         "too long unpacked"],
)  # fmt: skip
def test_a_body_that_is_none_is_refused_and_never_a_fault_of_ours(source, send, raw, status):
    answer = send("/v1/batch", None, source.key, raw=raw)
    assert answer.status_code == status
    assert answer.json()["success"] is False


@pytest.mark.parametrize("batch", [None, "x", {"a": 1}, 7])
def test_a_batch_is_a_list(source, send, batch):
    assert send("/v1/batch", {"batch": batch}, source.key).status_code == 400


def test_an_item_over_32_kb_is_rejected_and_the_rest_kept(source, send):
    batch = [track("u1", "Opened", properties={"a": "x" * 40_000}), track("u2", "Opened")]
    answer = send("/v1/batch", {"batch": batch}, source.key).json()
    assert (answer["accepted"], answer["rejected"][0]["reason"]) == (1, "This item is larger than 32 kB.")


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "'; DROP TABLE usage_usageevent; --", "😀" * 20, "\u202e", "a" * 119, "{{ 7*7 }}", "<script>"]
)
def test_nasty_text_is_taken_or_reported_and_never_a_fault_of_ours(cast, source, send, browse, text):
    batch = [
        track(text, text or "x", message_id=text, properties={text: text}),
        identify(text, name=text),
        group(text, text, name=text),
        {"type": text},
    ]
    answer = send("/v1/batch", {"batch": batch}, source.key)
    assert answer.status_code == 200
    assert answer.json()["rejected_count"] >= 1
    page = browse(cast.admin).get(f"/usage/sources/{source.pk}/")
    assert page.status_code == 200
    assert "<td><script>" not in page.content.decode()


def test_a_form_is_no_json(source, send):
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert Client().post("/v1/batch", b"a=b", content_type=content_type).status_code in (400, 401)


def test_only_posts_are_answered(client, source):
    assert client.get("/v1/batch").status_code == 405


def test_a_revoked_source_sends_no_more(cast, source, send, acting):
    actions.revoke_source(source, actor=acting(cast.admin))
    assert send("/v1/batch", {"batch": []}, source.key).status_code == 401


def test_who_sends_too_much_is_told_when_to_come_again(source, send, settings):
    settings.USAGE_REQUESTS_A_MINUTE = 3
    with clock.at(clock.now()):
        answers = [send("/v1/batch", {"batch": []}, source.key) for _ in range(5)]
    assert 429 in [answer.status_code for answer in answers]
    slowed = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(slowed["Retry-After"]) <= 60


def test_who_guesses_keys_is_slowed_down(source, send, settings):
    settings.USAGE_BAD_KEYS_A_MINUTE = 3
    with clock.at(clock.now()):
        assert 429 in [send("/v1/batch", {"batch": []}, f"guess-{number}").status_code for number in range(6)]
    assert send("/v1/batch", {"batch": []}, source.key).status_code == 200, "a good key is not slowed by others' bad ones"


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(source, send, django_assert_max_num_queries):
    most = 17 if connection.vendor == "postgresql" else 20  # on Postgres one of them waits for its turn (usage.order)
    for size in (3, 300):
        batch = [track(f"u{number}", "Opened", message_id=f"{size}-{number}") for number in range(size)]
        with django_assert_max_num_queries(most):
            send("/v1/batch", {"batch": batch}, source.key)
