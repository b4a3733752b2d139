"""PostHog's own Python client, as it is, against this server; and what else its clients send."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from posthog import Posthog

from customers.models import CompanyDomain
from history import clock
from usage.models import Arrival, ProductUser, UsageEvent

ACME = "acme.example"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("packed", [False, True])
def test_the_posthog_client_is_understood(live_server, cast, source, packed):
    CompanyDomain.objects.create(company=cast.acme, domain=ACME)
    errors: list[Exception] = []
    client = Posthog(
        source.key, host=live_server.url, gzip=packed, max_retries=0, flush_interval=0.05, disable_geoip=True,
        on_error=lambda error, batch: errors.append(error),
    )  # fmt: skip
    client.capture("$pageview", distinct_id="visitor-1", properties={"$current_url": "https://acme.example/pricing"})
    client.capture(
        "Report Exported", distinct_id="jo", properties={"format": "pdf", "$set": {"plan": "pro"}}, groups={"company": "5"}
    )
    client.set(distinct_id="jo", properties={"email": "jo@acme.example"})
    client.set_once(distinct_id="jo", properties={"plan": "free", "came_by": "advert"})
    client.group_identify("company", "5", {"name": "Acme", "domain": ACME})
    client.alias("visitor-1", "jo")
    client.flush()
    client.shutdown()
    assert errors == []
    jo = ProductUser.objects.get()
    assert (jo.user_key, jo.company, jo.email, jo.is_identified) == ("jo", cast.acme, "jo@acme.example", True)
    assert {name: jo.traits[name] for name in ("plan", "came_by")} == {"plan": "pro", "came_by": "advert"}
    assert [alias.key for alias in jo.aliases.all()] == ["visitor-1"]
    assert {event.name for event in UsageEvent.objects.filter(user=jo)} == {"Page viewed", "Report Exported"}
    exported = UsageEvent.objects.get(name="Report Exported")
    assert exported.properties["format"] == "pdf"
    assert not {"$set", "$groups"} & set(exported.properties)
    assert not Arrival.objects.filter(is_refused=True).exists()


def capture(**more) -> dict:
    """One event as PostHog's clients write it."""
    return {"event": "Opened", "distinct_id": "jo", "uuid": "6dbb3a5f-2f2a-4a55-9d1c-3f4e5cbb1f10", "properties": {}} | more


@pytest.mark.parametrize("path", ["/batch/", "/batch", "/capture/", "/i/v0/e/", "/e/", "/i/v0/ai/batch/"])
def test_a_batch_may_come_to_each_address_with_its_key_in_the_body(source, send, path):
    answer = send(path, {"api_key": source.key, "batch": [capture()]})
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 1


def test_one_event_needs_no_batch(source, send):
    assert send("/capture/", capture(api_key=source.key)).json()["accepted"] == 1
    assert UsageEvent.objects.get().message_id == capture()["uuid"]


def test_the_script_in_a_browser_sends_a_bare_list_packed_with_the_key_in_each(source, send):
    events = [capture(properties={"token": source.key, "distinct_id": "jo", "$current_url": "/x"}, distinct_id=None, offset=5000)]
    answer = send("/e/?compression=gzip-js", None, raw=gzip.compress(json.dumps(events).encode()))
    assert answer.json()["accepted"] == 1
    event = UsageEvent.objects.get()
    assert event.properties == {"$current_url": "/x"}
    assert clock.now() - event.at >= timedelta(seconds=5)


def test_who_identifies_brings_along_what_they_did_before(source, send):
    batch = [
        capture(distinct_id="b-1", uuid="1"),
        capture(event="$identify", uuid="2", properties={"$anon_distinct_id": "b-1", "$set": {"plan": "pro"}}),
        capture(distinct_id="b-1", uuid="3", event="Closed"),
    ]
    assert send("/batch/", {"api_key": source.key, "batch": batch}).json()["rejected"] == []
    jo = ProductUser.objects.get()
    assert (jo.user_key, jo.traits, jo.events.count()) == ("jo", {"plan": "pro"}, 2)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"event": ""}, "event"), ({"distinct_id": None}, "distinct_id"), ({"properties": []}, "properties"),
        ({"event": "$create_alias"}, "alias"), ({"event": "$groupidentify"}, "group_type"), ({"timestamp": "soon"}, "timestamp"),
        ({"event": "$merge_dangerously"}, "not merged"), ({"event": "$identify", "properties": {"$set": 7}}, "set"),
        ({"timestamp": "2999-01-01T00:00:00Z"}, "future"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_rest_is_kept(source, send, wrong, why):
    answer = send("/batch/", {"api_key": source.key, "batch": [capture(uuid="good"), capture(**wrong)]}).json()
    assert (answer["accepted"], answer["rejected_count"]) == (1, 1)
    assert why in answer["rejected"][0]["reason"]


def test_a_group_that_is_no_company_makes_nobody_and_ties_nobody(source, send):
    group = {"$group_type": "project", "$group_key": "p1", "$group_set": {"name": "Acme"}}
    batch = [capture(event="$groupidentify", distinct_id="$project_p1", properties=group)]
    assert send("/batch/", {"api_key": source.key, "batch": batch}).json()["accepted"] == 1
    assert not ProductUser.objects.exists()


def test_a_clock_that_is_wrong_is_put_right_by_when_it_says_that_it_sent(source, send):
    behind = datetime(2011, 1, 1, 12, tzinfo=UTC)
    body = {"api_key": source.key, "sent_at": behind.isoformat()}
    now = clock.now()
    with clock.at(now):
        send("/batch/", body | {"batch": [capture(timestamp=(behind - timedelta(minutes=7)).isoformat())]})
    assert UsageEvent.objects.get().at == now - timedelta(minutes=7)
