"""Sources: keys are made, rotated and revoked by admins, shown once and stored hashed."""

from __future__ import annotations

import re

import pytest

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.usage.items import track
from usage import actions
from usage.models import Source

KEY = re.compile(r"tlw_[\w-]{20,}")


def by_call(cast, acting, **_):
    return actions.make_source(name="Web app", product=cast.product, actor=acting(cast.admin))[1]


def on_the_web(cast, browse, **_):
    answer = browse(cast.admin).post("/usage/sources/new/", {"name": "Web app", "product": cast.product.pk})
    assert answer["Cache-Control"] == "no-store"
    return KEY.search(answer.content.decode())[0]


def by_api(cast, call, **_):
    answer = call(cast.admin).post("/api/v1/usage-sources/", {"name": "Web app", "product": cast.product.pk}, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()["write_key"]


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_an_admin_makes_a_source_and_sees_its_key_once(cast, acting, browse, call, send, door):
    key = door(cast=cast, acting=acting, browse=browse, call=call)
    source = Source.objects.get()
    assert KEY.fullmatch(key)
    assert key not in str(Source.objects.values().get())
    assert send("/v1/batch", {"batch": []}, key).status_code == 200
    assert Event.objects.of(source).get().kind == "source.made"
    assert key not in str([event.words.body for event in Event.objects.of(source)])
    for address in ("/usage/sources/", f"/usage/sources/{source.pk}/"):
        assert key not in browse(cast.admin).get(address).content.decode()
    assert key not in str(call(cast.admin).get(f"/api/v1/usage-sources/{source.pk}/").json())


def test_a_new_key_stops_the_old_one(cast, source, browse, call, send):
    page = browse(cast.admin).post(f"/usage/sources/{source.pk}/key-rotation/").content.decode()
    second = KEY.search(page)[0]
    third = call(cast.admin).post(f"/api/v1/usage-sources/{source.pk}/rotate-key/", {}, format="json").json()["write_key"]
    assert [send("/v1/batch", {"batch": []}, key).status_code for key in (source.key, second, third)] == [401, 401, 200]


def test_a_revoked_source_stays_readable_and_takes_nothing(cast, source, acting, browse, call):
    assert browse(cast.admin).post(f"/usage/sources/{source.pk}/revocation/").status_code == 302
    assert call(cast.admin).post(f"/api/v1/usage-sources/{source.pk}/revoke/", {}, format="json").status_code == 409
    with pytest.raises(NotPossible, match="revoked"):
        actions.rotate_key(source, actor=acting(cast.admin))
    assert "Revoked" in browse(cast.admin).get(f"/usage/sources/{source.pk}/").content.decode()


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "product_manager", "leader", "suspended"])
def test_nobody_else_keeps_keys(cast, acting, source, browse, call, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.make_source(name="Mine", product=cast.product, actor=acting(person))
    if who != "suspended":
        for address in ("/usage/sources/", "/usage/sources/new/", f"/usage/sources/{source.pk}/"):
            assert browse(person).get(address).status_code == 403
        assert call(person).get("/api/v1/usage-sources/").status_code == 403


def test_an_admin_who_is_no_member_of_the_product_keeps_none_of_its_keys(cast, acting, browse, call):
    secret, _ = actions.make_source(name="Secret", product=cast.restricted, actor=acting(cast.admin))
    with pytest.raises(NotAllowed, match="no member"):
        actions.rotate_key(secret, actor=acting(cast.outsider))
    assert browse(cast.outsider).get(f"/usage/sources/{secret.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/usage-sources/{secret.pk}/").status_code == 404
    answer = browse(cast.outsider).post("/usage/sources/new/", {"name": "In", "product": cast.restricted.pk})
    assert answer.status_code == 422


def test_a_key_is_not_kept_for_a_repeated_request(cast, call):
    body = {"name": "Web app", "product": cast.product.pk}
    answer = call(cast.admin).post("/api/v1/usage-sources/", body, format="json", HTTP_IDEMPOTENCY_KEY="k")
    assert answer.status_code == 400
    assert not Source.objects.exists()


def test_the_page_shows_what_arrives_and_asks_again(cast, source, browse, send):
    browser, address = browse(cast.admin), f"/usage/sources/{source.pk}/"
    assert "Nothing has arrived yet" in browser.get(address).content.decode()
    send("/v1/batch", {"batch": [track("u1", "Report Exported"), {"type": "odd"}]}, source.key)
    text = browser.get(address, headers={"HX-Request": "true", "HX-Target": "heard"}).content.decode()
    assert "<html" not in text
    assert "Report Exported" in text
    assert "must be one of" in text
    assert 'hx-trigger="every 3s"' in text
