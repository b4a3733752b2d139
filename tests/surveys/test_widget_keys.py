"""The widget's keys: made for sites, changed, replaced, revoked; by call, by the web, by the API."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from surveys import actions
from surveys.models import WidgetKey

LIST = "/api/v1/widget-keys/"


@pytest.fixture
def key(cast, petra):
    return actions.make_widget_key(product=cast.product, name="Web app", origins=["https://App.example.com/"], actor=petra)


def test_a_site_is_written_as_browsers_do(cast, petra, key):
    assert key.origins == ["https://app.example.com"]
    assert key.key.startswith("tlp_")
    several = actions.change_widget_key(key, origins=["http://localhost:8000", "", "http://localhost:8000"], actor=petra)
    assert several.origins == ["http://localhost:8000"]


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "app.example.com", "https://app.example.com/path", "https://", "ftp://x.example", "https://a b"],
)
def test_what_is_no_site_is_said_at_the_field(key, petra, origin):
    with pytest.raises(ValidationError) as refusal:
        actions.change_widget_key(key, origins=[origin], actor=petra)
    assert "origins" in refusal.value.message_dict


def test_product_managers_and_admins_keep_them(cast, acting, key):
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        for verb in (actions.change_widget_key, actions.rotate_widget_key, actions.revoke_widget_key):
            with pytest.raises(NotAllowed):
                verb(key, actor=acting(person))
    with pytest.raises(NotAllowed, match="member"):
        actions.make_widget_key(product=cast.restricted, name="x", origins=[], actor=acting(cast.outsider))
    old = key.key
    assert actions.rotate_widget_key(key, actor=acting(cast.admin)).key != old


def test_a_revoked_key_stays_revoked(key, petra):
    actions.revoke_widget_key(key, reason="leaked", actor=petra)
    for verb in (actions.change_widget_key, actions.rotate_widget_key, actions.revoke_widget_key):
        with pytest.raises(NotPossible, match="revoked"):
            verb(key, actor=petra)
    kinds = list(Event.objects.filter(subject_type="surveys.widgetkey").order_by("id").values_list("kind", flat=True))
    assert kinds == ["widget_key.made", "widget_key.revoked"]


def test_nobody_overwrites_unseen(key, petra):
    actions.change_widget_key(key, name="One", version=1, actor=petra)
    with pytest.raises(Stale):
        actions.change_widget_key(key, name="Two", version=1, actor=petra)


def test_the_web_makes_changes_replaces_and_revokes(cast, browse):
    browser = browse(cast.product_manager)
    assert "The widget is nowhere yet" in browser.get(reverse("surveys:widget_key_list")).content.decode()
    form = {"name": "Web app", "product": cast.product.pk, "origins": "https://a.example\nnonsense"}
    refused = browser.post(reverse("surveys:new_widget_key"), form)
    assert refused.status_code == 422
    assert "nonsense is no site" in refused.content.decode()
    assert browser.post(reverse("surveys:new_widget_key"), form | {"origins": "https://a.example"}).status_code == 302
    made = WidgetKey.objects.get()
    page = reverse("surveys:widget_key", args=[made.pk])
    shown = browser.get(page).content.decode()
    assert f'data-key="{made.key}"' in shown
    assert "recommend Relay" in shown
    assert browser.post(page, {"name": "App", "origins": "https://b.example", "version": 1}).status_code == 302
    assert browser.post(page, {"name": "Late", "origins": "", "version": 1}).status_code == 422
    assert browser.post(reverse("surveys:widget_key_rotation", args=[made.pk])).status_code == 302
    assert browser.post(reverse("surveys:widget_key_revocation", args=[made.pk])).status_code == 302
    assert "Revoked" in browser.get(page).content.decode()
    assert browse(cast.viewer).get(page).status_code == 403


def test_the_api_makes_changes_replaces_and_revokes(cast, call):
    api = call(cast.admin)
    made = api.post(LIST, {"product": cast.product.pk, "name": "App", "origins": ["https://a.example"]}, format="json")
    assert made.status_code == 201
    address = f"{LIST}{made.json()['id']}/"
    assert api.patch(address, {"origins": ["a.example"]}, format="json").status_code == 400
    assert api.patch(address, {"origins": []}, format="json").json()["origins"] == []
    assert api.post(f"{address}rotate/").json()["key"] != made.json()["key"]
    assert api.post(f"{address}revoke/", {"reason": "old"}, format="json").json()["revoked_at"] is not None
    assert api.post(f"{address}revoke/").status_code == 409
    assert call(cast.viewer).get(address).status_code == 200
    assert call(cast.viewer).post(f"{address}rotate/").status_code == 403
