"""Admins say where what happens here is told: on the page, by the API, and nobody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from webhooks.actions import add_endpoint, archive_endpoint, change_endpoint, pause_endpoint, resume_endpoint, send_test
from webhooks.events import WebhookEvent
from webhooks.models import Endpoint, Message, MessageState
from webhooks.signing import secret_of

pytestmark = pytest.mark.django_db
URL = "https://example.com/hooks"


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "product_manager", "leader"])
def test_only_an_admin_keeps_them(cast, acting, browse, call, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        add_endpoint(name="Mine", url=URL, actor=acting(person))
    assert browse(person).get("/webhooks/").status_code == 403
    assert call(person).get("/api/v1/webhooks/").status_code == 403


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 81}, "name"), ({"url": "http://example.com"}, "url"), ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "https://" + "x" * 500 + ".com"}, "url"), ({"kinds": ["no.such"]}, "kinds"), ({"kinds": [3]}, "kinds"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast, admin, browse, call, values, field):
    given = {"name": "Warehouse", "url": URL, "kinds": []} | values
    if field != "kinds":
        with pytest.raises(ValidationError) as refused:
            add_endpoint(**given, actor=admin)
        assert list(refused.value.error_dict) == [field]
    answer = call(cast.admin).post("/api/v1/webhooks/", given, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    page = browse(cast.admin).post("/webhooks/new/", given)
    assert page.status_code == 422
    assert not Endpoint.objects.exists()


def test_the_page_adds_one_and_shows_its_secret_once(cast, browse):
    web = browse(cast.admin)
    assert "No endpoint yet" in web.get("/webhooks/").content.decode()
    made = web.post("/webhooks/new/", {"name": "Warehouse", "url": URL, "kinds": ["feedback.given", "idea.created"]})
    endpoint = Endpoint.objects.get()
    secret = secret_of(endpoint.salt)
    assert secret in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    assert endpoint.kinds == ["feedback.given", "idea.created"]
    for address in ("/webhooks/", f"/webhooks/{endpoint.pk}/", f"/webhooks/{endpoint.pk}/edit/"):
        page = web.get(address)
        assert page.status_code == 200
        assert secret not in page.content.decode()
    again = web.post(f"/webhooks/{endpoint.pk}/secret/").content.decode()
    assert secret not in again
    assert "The old secret signs beside it for 24 hours." in again


def test_the_page_s_verbs(cast, browse, admin):
    web, endpoint = browse(cast.admin), add_endpoint(name="Warehouse", url=URL, actor=admin)
    at = f"/webhooks/{endpoint.pk}/"
    saved = web.post(f"{at}edit/", {"name": "Lake", "url": URL, "kinds": [], "version": endpoint.version})
    assert saved.status_code == 302
    stale = web.post(f"{at}edit/", {"name": "Pond", "url": URL, "version": endpoint.version})
    assert stale.status_code == 422
    assert "Lake" in stale.content.decode()
    web.post(f"{at}pause/")
    assert Endpoint.objects.get().state == "paused"
    assert web.post(f"{at}test/").status_code == 409
    web.post(f"{at}pause/")
    web.post(f"{at}test/")
    message = Message.objects.get()
    assert "webhook.test" in web.get(f"/webhooks/messages/{message.pk}/").content.decode()
    assert web.post(f"/webhooks/messages/{message.pk}/replay/").status_code == 409, "it waits"
    Message.objects.update(state=MessageState.FAILED)
    assert "1 failed" in web.get("/webhooks/").content.decode()
    assert "Send the failed ones again" in web.get(at).content.decode()
    web.post(f"{at}failed/")
    assert Message.objects.get().state == MessageState.WAITING
    assert "No message is failed." in web.get(f"{at}?state=failed").content.decode()
    web.post(f"{at}archival/")
    assert "Warehouse" not in web.get("/webhooks/").content.decode()
    assert web.post(f"{at}pause/").status_code == 409


def test_the_api_does_the_same(cast, call):
    api = call(cast.admin)
    made = api.post("/api/v1/webhooks/", {"name": "Warehouse", "url": URL, "kinds": ["feedback.given"]}, format="json").json()
    assert made["secret"] == secret_of(Endpoint.objects.get().salt)
    at = f"/api/v1/webhooks/{made['id']}/"
    shown = api.get(at).json()
    assert (shown["state"], "secret" in shown) == ("open", False)
    assert api.patch(at, {"name": "Lake"}, format="json", HTTP_IF_MATCH='"1"').json()["name"] == "Lake"
    assert api.patch(at, {"name": "Pond"}, format="json", HTTP_IF_MATCH='"1"').status_code == 409
    assert api.post(f"{at}rotate-secret/").json()["secret"] != made["secret"]
    assert api.post(f"{at}pause/").json()["state"] == "paused"
    assert api.post(f"{at}resume/").json()["state"] == "open"
    message = api.post(f"{at}test/").json()
    assert (message["kind"], message["state"], message["attempts"]) == ("webhook.test", "waiting", [])
    assert api.post(f"/api/v1/webhook-messages/{message['id']}/replay/").status_code == 409
    Message.objects.update(state=MessageState.FAILED)
    assert [one["id"] for one in api.get("/api/v1/webhook-messages/?state=failed").json()["results"]] == [message["id"]]
    assert api.post(f"{at}replay-failed/").json() == {"messages": 1}
    assert api.post(f"{at}replay-failed/").status_code == 409
    assert api.post(f"{at}archive/").json()["state"] == "archived"
    assert api.post(f"{at}pause/").status_code == 409


def test_each_verb_is_in_history_and_says_no_where_it_cannot(admin):
    endpoint = add_endpoint(name="Warehouse", url=URL, actor=admin)
    with pytest.raises(NotPossible):
        resume_endpoint(endpoint, actor=admin)
    pause_endpoint(endpoint, actor=admin)
    with pytest.raises(NotPossible):
        send_test(endpoint, actor=admin)
    resume_endpoint(endpoint, actor=admin)
    change_endpoint(endpoint, name="Lake", actor=admin)
    with pytest.raises(Stale):
        change_endpoint(endpoint, name="Pond", version=1, actor=admin)
    with pytest.raises(ValidationError):
        change_endpoint(endpoint, position=0, actor=admin)
    archive_endpoint(endpoint, actor=admin)
    told = list(Event.objects.filter(kind__startswith="webhook.").order_by("pk").values_list("kind", flat=True))
    assert told == [
        WebhookEvent.ADDED, WebhookEvent.PAUSED, WebhookEvent.RESUMED, WebhookEvent.CHANGED, WebhookEvent.ARCHIVED,
    ]  # fmt: skip


def test_the_lists_take_a_bounded_number_of_queries(cast, admin, browse, django_assert_max_num_queries):
    endpoints = [add_endpoint(name=f"Number {number}", url=URL, actor=admin) for number in range(12)]
    for _ in range(30):
        send_test(endpoints[0], actor=admin)
    web = browse(cast.admin)
    for path in ("/webhooks/", f"/webhooks/{endpoints[0].pk}/"):
        web.get(path)
        with django_assert_max_num_queries(15):
            assert web.get(path).status_code == 200
