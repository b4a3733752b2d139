"""RudderStack's own Python client, as it is, against this server."""

from __future__ import annotations

import pytest
from rudderstack.analytics.client import Client

from usage.models import ProductUser, UsageEvent


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("packed", [False, True])
def test_the_rudderstack_client_is_understood(live_server, cast, source, packed):
    cast.acme.crm_id = "CRM-7"
    cast.acme.save()
    errors: list[Exception] = []
    client = Client(
        source.key, host=live_server.url, gzip=packed, max_retries=0, upload_interval=0.05,
        on_error=lambda error, items: errors.append(error),
    )  # fmt: skip
    client.track(anonymous_id="b-1", event="Pricing Read")
    client.identify("u1", {"plan": "pro"}, anonymous_id="b-1")
    client.group("u1", "CRM-7", {"name": "Acme"})
    client.page("u1", None, "Pricing")
    client.screen("u1", None, "Board")
    client.alias("b-2", "u1")
    client.track(anonymous_id="b-2", event="Report Exported")
    client.flush()
    client.join()
    assert errors == []
    user = ProductUser.objects.get()
    assert (user.user_key, user.company, user.traits["plan"]) == ("u1", cast.acme, "pro")
    names = set(UsageEvent.objects.filter(user=user).values_list("name", flat=True))
    assert names == {"Pricing Read", "Page viewed: Pricing", "Screen viewed: Board", "Report Exported"}


@pytest.mark.django_db(transaction=True)
def test_a_client_that_is_refused_is_told_why(live_server, cast):
    errors: list[Exception] = []
    client = Client(
        "tlw_wrong", host=live_server.url, max_retries=0, upload_interval=0.05, on_error=lambda error, _: errors.append(error)
    )
    client.track("u1", "Opened")
    client.flush()
    client.join()
    assert [(error.status, error.code) for error in errors] == [(401, "unauthorized")]
