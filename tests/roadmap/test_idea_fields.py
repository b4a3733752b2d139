"""Fields of their own that product managers give the ideas of a product, or all ideas."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.models import Idea, IdeaField

EFFORT = {"name": "Effort", "kind": "choice", "choices": ["Small", "Large"]}


@pytest.fixture
def fields(cast, petra):
    """One of this product, one of all, one of another."""
    return [
        actions.add_idea_field(**EFFORT, product=cast.product, actor=petra),
        actions.add_idea_field(name="Days", kind="number", actor=petra),
        actions.add_idea_field(name="Altitude", kind="text", product=cast.restricted, actor=petra),
    ]


def define_by_call(cast, petra, **_):
    actions.add_idea_field(**EFFORT, product=cast.product, actor=petra)


def define_on_the_web(cast, browse, **_):
    form = EFFORT | {"choices": "Small\nLarge\n", "product": cast.product.pk}
    assert browse(cast.product_manager).post("/ideas/fields/new/", form).status_code == 302


def define_by_api(cast, call, **_):
    body = EFFORT | {"product": cast.product.pk}
    assert call(cast.product_manager).post("/api/v1/idea-fields/", body, format="json").status_code == 201


@pytest.mark.parametrize("door", [define_by_call, define_on_the_web, define_by_api])
def test_a_product_manager_defines_a_field(cast, petra, browse, call, door):
    door(cast=cast, petra=petra, browse=browse, call=call)
    field = IdeaField.objects.get()
    assert (field.key, field.kind, field.choices, field.product) == ("effort", "choice", ["Small", "Large"], cast.product)
    assert Event.objects.get(kind="idea_field.added").actor == cast.product_manager


def test_nobody_else_does(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        actions.add_idea_field(**EFFORT, actor=acting(cast.leader))
    assert browse(cast.viewer).get("/ideas/fields/new/").status_code == 403
    assert call(cast.viewer).post("/api/v1/idea-fields/", EFFORT, format="json").status_code == 403


def fill_by_call(idea, petra, **_):
    actions.edit_idea(idea, custom={"effort": "small", "days": "12"}, actor=petra)


def fill_on_the_web(idea, cast, browse, **_):
    form = {"custom_effort": "Small", "custom_days": "12", "version": idea.version}
    assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/fields/", form).status_code == 302


def fill_by_api(idea, cast, call, **_):
    body = {"custom": {"effort": "Small", "days": 12}}
    answer = call(cast.product_manager).patch(f"/api/v1/ideas/{idea.pk}/", body, format="json")
    assert answer.json()["custom"] == {"effort": "Small", "days": 12}


@pytest.mark.parametrize("door", [fill_by_call, fill_on_the_web, fill_by_api])
def test_an_idea_has_its_products_fields_and_those_of_all(cast, petra, browse, call, idea, fields, door):
    door(idea, cast=cast, petra=petra, browse=browse, call=call)
    idea.refresh_from_db()
    assert idea.custom == {"effort": "Small", "days": 12}
    assert Event.objects.get(kind="idea.changed").words.body["changes"] == {"Effort": ["", "Small"], "Days": ["", "12"]}
    assert "<dt>Effort</dt><dd>Small</dd>" in browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()


@pytest.mark.parametrize(("key", "value"), [("effort", "Huge"), ("days", "many"), ("altitude", "High"), ("nonsense", "x")])
def test_a_bad_value_is_refused_at_its_field(cast, petra, browse, call, idea, fields, key, value):
    with pytest.raises(ValidationError) as refusal:
        actions.edit_idea(idea, custom={key: value}, actor=petra)
    assert list(refusal.value.message_dict) == [f"custom_{key}"]
    answer = call(cast.product_manager).patch(f"/api/v1/ideas/{idea.pk}/", {"custom": {key: value}}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [f"custom_{key}"])
    if key in ("effort", "days"):
        assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/fields/", {f"custom_{key}": value}).status_code == 422


def test_they_narrow_the_list_and_go_out_by_file(cast, petra, browse, call, idea, fields):
    other = actions.create_idea(product=cast.product, title="Other", custom={"effort": "Large", "days": 3}, actor=petra)
    actions.edit_idea(idea, custom={"effort": "Small", "days": 12}, actor=petra)
    reader = browse(cast.viewer)
    for query in (f"product={cast.product.pk}&custom_effort=Small", "custom_days=10"):
        page = reader.get(f"/ideas/?{query}").content.decode()
        assert (f"/ideas/{idea.pk}/" in page, f"/ideas/{other.pk}/" in page) == (True, False), query
    assert reader.get("/ideas/?custom_days=x").status_code == 200
    found = call(cast.viewer).get("/api/v1/ideas/?custom=effort:Large").json()["results"]
    assert [row["id"] for row in found] == [other.pk]
    assert call(cast.outsider).get("/api/v1/ideas/?custom=altitude:High").status_code == 400
    text = b"".join(reader.get("/ideas/export/").streaming_content).decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows[idea.title]["effort"], rows["Other"]["days"]) == ("Small", "3")


def test_what_is_used_stays_and_the_order_is_ours(cast, petra, browse, call, idea, fields):
    effort, _, _ = fields
    actions.edit_idea(idea, custom={"effort": "Small"}, actor=petra)
    with pytest.raises(ValidationError, match="1 ideas have “Small”"):
        actions.change_idea_field(effort, choices=["Large", "Huge"], actor=petra)
    web = browse(cast.product_manager)
    form = {"name": "Size", "choices": "Small\nHuge", "version": effort.version}
    assert web.post(f"/ideas/fields/{effort.pk}/edit/", form).status_code == 302
    assert (
        call(cast.product_manager).patch(f"/api/v1/idea-fields/{effort.pk}/", {"help": "Guess"}, format="json").status_code == 200
    )
    second = actions.add_idea_field(name="Risk", kind="yes_no", product=cast.product, actor=petra)
    assert web.post(f"/ideas/fields/{second.pk}/place/", {"up": "1"}).status_code == 302
    ours = IdeaField.objects.filter(product=cast.product)
    assert [field.name for field in ours] == ["Risk", "Size"]
    assert (
        call(cast.product_manager).post(f"/api/v1/idea-fields/{second.pk}/move/", {"up": False}, format="json").status_code == 200
    )
    with pytest.raises(NotPossible, match="cannot go further"):
        actions.move_idea_field(second, up=False, actor=petra)


def test_an_archived_field_keeps_its_values(cast, petra, browse, call, idea, fields):
    effort, _, _ = fields
    actions.edit_idea(idea, custom={"effort": "Small"}, actor=petra)
    web, at = browse(cast.product_manager), f"/ideas/fields/{effort.pk}/archival/"
    assert web.post(at).status_code == 302
    assert "<dt>Effort</dt>" not in web.get(f"/ideas/{idea.pk}/parts/").content.decode()
    assert Idea.objects.get(pk=idea.pk).custom == {"effort": "Small"}
    assert web.post(f"{at}?undo=1").status_code == 302
    assert "<dt>Effort</dt>" in web.get(f"/ideas/{idea.pk}/parts/").content.decode()


def test_those_of_a_restricted_product_are_its_members_to_see(cast, browse, call, fields):
    assert "Altitude" not in browse(cast.outsider).get("/ideas/fields/").content.decode()
    assert {row["name"] for row in call(cast.outsider).get("/api/v1/idea-fields/").json()["results"]} == {"Effort", "Days"}
    text = b"".join(browse(cast.outsider).get("/ideas/export/").streaming_content).decode("utf-8-sig")
    assert "altitude" not in text.splitlines()[0]
