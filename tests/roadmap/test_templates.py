"""Templates of ideas: what a canvas begins with."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.models import Idea, IdeaTemplate

FILLED = {"name": "Compliance", "about": "The law asks", "problem": "Which law, from when?", "notes": "**Audit**: …"}


@pytest.fixture
def template(cast, petra):
    return actions.add_template(**FILLED, product=cast.product, actor=petra)


def begin_by_call(cast, petra, template, **_):
    actions.create_idea(product=cast.product, title="Retention", template=template, actor=petra)


def begin_on_the_web(cast, browse, template, **_):
    browser = browse(cast.product_manager)
    offered = browser.get("/ideas/new/").content.decode()
    assert "Compliance" in offered
    begun = browser.get(f"/ideas/new/?template={template.pk}").content.decode()
    assert "Which law, from when?" in begun
    assert "**Audit**" in begun
    form = {"title": "Retention", "product": cast.product.pk, "problem": FILLED["problem"], "notes": FILLED["notes"]}
    assert browser.post("/ideas/new/", form).status_code == 302


def begin_by_api(cast, call, template, **_):
    body = {"title": "Retention", "product": cast.product.pk, "template": template.pk}
    assert call(cast.product_manager).post("/api/v1/ideas/", body, format="json").json()["problem"] == FILLED["problem"]


@pytest.mark.parametrize("door", [begin_by_call, begin_on_the_web, begin_by_api])
def test_an_idea_begins_with_a_template(cast, petra, browse, call, template, door):
    door(cast=cast, petra=petra, browse=browse, call=call, template=template)
    idea = Idea.objects.get()
    assert (idea.problem, idea.notes, idea.value) == (FILLED["problem"], FILLED["notes"], "")


def test_what_is_given_goes_before_the_template(cast, petra, template):
    idea = actions.create_idea(product=cast.product, title="Own", problem="", value="Mine", template=template, actor=petra)
    assert (idea.problem, idea.value, idea.notes) == ("", "Mine", FILLED["notes"])
    with pytest.raises(ValidationError, match="another product"):
        actions.create_idea(product=cast.restricted, title="No", template=template, actor=petra)


def test_three_come_with_us(cast, petra, acting, browse):
    browser = browse(cast.product_manager)
    assert "Begin with three" in browser.get("/ideas/templates/").content.decode()
    assert browser.post("/ideas/templates/starters/", {"product": cast.product.pk}).status_code == 302
    assert set(IdeaTemplate.objects.values_list("product", flat=True)) == {cast.product.pk}
    assert IdeaTemplate.objects.count() == 3
    assert "come with us" not in browser.get(f"/ideas/templates/?product={cast.product.pk}").content.decode()
    assert "come with us" in browser.get("/ideas/templates/").content.decode()
    with pytest.raises(NotPossible, match="here already"):
        actions.add_starters(product=cast.product, actor=petra)
    assert len(actions.add_starters(actor=petra)) == 3
    with pytest.raises(NotAllowed):
        actions.add_starters(actor=acting(cast.leader))


def test_it_is_changed_and_put_away_and_offered_no_more(cast, petra, browse, call, template):
    browser, at = browse(cast.product_manager), f"/ideas/templates/{template.pk}/"
    assert browser.post(f"{at}edit/", FILLED | {"value": "Fines avoided", "version": 1}).status_code == 302
    assert "Fines avoided" in browser.get(at).content.decode()
    api = call(cast.product_manager)
    assert api.patch(f"/api/v1/idea-templates/{template.pk}/", {"about": "Now"}, format="json").json()["about"] == "Now"
    assert api.post(f"/api/v1/idea-templates/{template.pk}/archive/", {}, format="json").status_code == 200
    assert "Compliance" not in browser.get("/ideas/new/").content.decode()
    assert browser.get(f"/ideas/new/?template={template.pk}").status_code == 200
    assert browser.post(f"{at}archival/?undo=1").status_code == 302
    assert [row["name"] for row in api.get(f"/api/v1/idea-templates/?serving={cast.product.pk}").json()["results"]] == [
        "Compliance"
    ]


def test_functional_notes_are_a_section_of_the_canvas_in_markdown(cast, petra, browse, call, idea):
    web = browse(cast.product_manager)
    form = {"text": "**Must** do <script>alert(1)</script>", "version": idea.version}
    shown = web.post(f"/ideas/{idea.pk}/canvas/notes/", form, headers={"HX-Request": "true"}).content.decode()
    assert "<strong>Must</strong>" in shown
    assert "<script>alert" not in shown
    answer = call(cast.product_manager).patch(f"/api/v1/ideas/{idea.pk}/", {"notes": "From a program"}, format="json")
    assert answer.json()["notes"] == "From a program"
    assert web.get("/ideas/?q=program").content.decode().count(idea.title)
