"""The ecosystem's own Python client, as it is, against this server."""

from __future__ import annotations

import pytest

from usage.models import ProductUser, UsageEvent

analytics = pytest.importorskip("segment.analytics.client")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("packed", [False, True])
def test_the_segment_client_is_understood(live_server, cast, source, packed):
    cast.acme.crm_id = "CRM-7"
    cast.acme.save()
    errors: list[Exception] = []
    client = analytics.Client(
        source.key,
        host=live_server.url,
        gzip=packed,
        max_retries=1,
        upload_interval=0.1,
        on_error=lambda error, items: errors.append(error),
    )
    client.group("u1", "CRM-7", {"name": "Acme"})
    client.identify("u1", {"plan": "pro"})
    client.track("u1", "Report Exported", {"format": "pdf"})
    client.track(anonymous_id="b-1", event="Page Seen")
    client.flush()
    client.join()
    assert errors == []
    event = UsageEvent.objects.get(name="Report Exported")
    assert (event.user.user_key, event.properties, event.source, event.user.company) == (
        "u1",
        {"format": "pdf"},
        source,
        cast.acme,
    )
    assert ProductUser.objects.get(user_key="u1").traits["plan"] == "pro"
    assert UsageEvent.objects.get(name="Page Seen").user.user_key == "anonymous:b-1"


def test_a_captured_request_is_understood(source, send):
    """The same shape by hand, where that client is not installed."""
    common = {"anonymousId": None, "context": {"library": {"name": "analytics-python", "version": "2.4.0"}}, "integrations": {}}
    item = common | {
        "type": "track", "userId": "u1", "messageId": "6dbb3a5f-2f2a-4a55-9d1c-3f4e5cbb1f10", "event": "Report Exported",
        "timestamp": "2026-03-02T09:00:00.123456+00:00", "properties": {"format": "pdf"},
    }  # fmt: skip
    body = {"batch": [item], "writeKey": source.key, "sentAt": "2026-03-02T09:00:01.000000+00:00"}
    assert send("/v1/batch", body, source.key).json()["accepted"] == 1
