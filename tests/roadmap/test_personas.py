"""Personas and jobs to be done: kept by product managers, of one product or shared, and named by the ideas that serve them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap import actions
from roadmap.models import Idea, JobToBeDone, Persona

WRITE = {"name": "Dispatcher", "does": "Sends people where they are needed.", "goals": "A calm day", "pains": "The phone"}
JOB = {"when": "somebody calls in sick", "want": "to see whom I can send", "so_that": "no customer waits"}


def add_by_call(cast, acting, **_):
    actions.add_persona(**WRITE, product=cast.product, actor=acting(cast.product_manager))
    actions.add_job(**JOB, actor=acting(cast.product_manager))


def add_on_the_web(cast, browse, **_):
    browser = browse(cast.product_manager)
    assert browser.post("/ideas/personas/new/", WRITE | {"product": cast.product.pk}).status_code == 302
    assert browser.post("/ideas/jobs/new/", JOB).status_code == 302


def add_by_api(cast, call, **_):
    api = call(cast.product_manager)
    assert api.post("/api/v1/personas/", WRITE | {"product": cast.product.pk}, format="json").status_code == 201
    assert api.post("/api/v1/jobs-to-be-done/", JOB, format="json").status_code == 201


@pytest.mark.parametrize("door", [add_by_call, add_on_the_web, add_by_api])
def test_a_product_manager_describes_them(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    persona, job = Persona.objects.get(), JobToBeDone.objects.get()
    assert (persona.product, persona.pains, job.product) == (cast.product, "The phone", None)
    assert str(job) == "When somebody calls in sick, I want to see whom I can send, so that no customer waits"
    assert Event.objects.get(kind="persona.added").actor == cast.product_manager
    page = browse(cast.viewer).get("/ideas/personas/").content.decode()
    assert "Dispatcher" in page
    assert "New persona" not in page


@pytest.mark.parametrize("who", ["viewer", "salesperson", "leader"])
def test_nobody_else_keeps_them(cast, acting, browse, call, who):
    with pytest.raises(NotAllowed, match="Only product managers"):
        actions.add_persona(name="Mine", actor=acting(getattr(cast, who)))
    assert browse(getattr(cast, who)).post("/ideas/personas/new/", WRITE).status_code == 403
    assert call(getattr(cast, who)).post("/api/v1/personas/", WRITE, format="json").status_code == 403


def test_one_name_once_among_those_of_a_product_and_among_the_shared(cast, petra, browse):
    actions.add_persona(name="Fitter", product=cast.product, actor=petra)
    actions.add_persona(name="Fitter", actor=petra)
    actions.add_persona(name="Fitter", product=cast.restricted, actor=petra)
    for product in (cast.product, None):
        with pytest.raises(ValidationError, match="of this name"):
            actions.add_persona(name="FITTER", product=product, actor=petra)
    answer = browse(cast.product_manager).post("/ideas/personas/new/", {"name": "fitter", "goals": "Kept"})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()


def test_it_is_changed_archived_and_brought_back(cast, petra, browse, call):
    persona = actions.add_persona(name="Fitter", actor=petra)
    browser, at = browse(cast.product_manager), f"/ideas/personas/{persona.pk}/"
    form = {"name": "Technician", "goals": "Home by five", "version": 1}
    assert browser.post(f"{at}edit/", form).status_code == 302
    assert browser.post(f"{at}edit/", form | {"name": "Late"}).status_code == 422
    with pytest.raises(Stale):
        actions.change_persona(persona, name="Late", version=1, actor=petra)
    assert browser.post(f"{at}archival/").status_code == 302
    assert "Archived" in browser.get(at).content.decode()
    with pytest.raises(NotPossible, match="archived already"):
        actions.archive_persona(persona, actor=petra)
    assert browser.post(f"{at}archival/?undo=1").status_code == 302
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/personas/{persona.pk}/archive/", {}, format="json").json()["archived_at"]
    assert api.get("/api/v1/personas/?archived=false").json()["results"] == []
    assert api.post(f"/api/v1/personas/{persona.pk}/restore/", {}, format="json").json()["name"] == "Technician"
    kinds = list(Event.objects.of(persona).order_by("id").values_list("kind", flat=True))
    assert kinds == ["persona.added", "persona.changed", *["persona.archived", "persona.restored"] * 2]


def test_a_job_is_worded_anew_and_put_away(cast, petra, browse, call):
    job = actions.add_job(**JOB, actor=petra)
    at = f"/ideas/jobs/{job.pk}/"
    assert browse(cast.product_manager).post(f"{at}edit/", JOB | {"when": "it rains", "version": 1}).status_code == 302
    assert call(cast.product_manager).patch(f"/api/v1{at.replace('/ideas/jobs', '/jobs-to-be-done')}", {"want": "to stay dry"},
                                            format="json").json()["when"] == "it rains"  # fmt: skip
    assert browse(cast.product_manager).post(f"{at}archival/").status_code == 302
    assert JobToBeDone.objects.get().is_archived
    assert actions.restore_job(job, actor=petra).archived_at is None


def serve_by_call(idea, persona, job, cast, acting, **_):
    actions.say_served(idea, personas=[persona], jobs=[job], actor=acting(cast.product_manager))


def serve_on_the_web(idea, persona, job, cast, browse, **_):
    form = {"personas": [persona.pk], "jobs": [job.pk], "version": idea.version}
    assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/served/", form).status_code == 302


def serve_by_api(idea, persona, job, cast, call, **_):
    answer = call(cast.product_manager).post(
        f"/api/v1/ideas/{idea.pk}/say-served/", {"personas": [persona.pk], "jobs": [job.pk]}, format="json"
    )
    assert (answer.json()["personas"], answer.json()["jobs"]) == ([persona.pk], [job.pk])


@pytest.mark.parametrize("door", [serve_by_call, serve_on_the_web, serve_by_api])
def test_an_idea_says_whom_it_serves_and_they_list_it(cast, acting, browse, call, idea, petra, door):
    persona, job = actions.add_persona(name="Fitter", product=cast.product, actor=petra), actions.add_job(**JOB, actor=petra)
    door(idea, persona, job, cast=cast, acting=acting, browse=browse, call=call)
    reader = browse(cast.viewer)
    parts = reader.get(f"/ideas/{idea.pk}/parts/").content.decode()
    assert "Fitter" in parts
    assert "When somebody calls in sick" in parts
    for page in (f"/ideas/personas/{persona.pk}/", f"/ideas/jobs/{job.pk}/"):
        assert idea.title in reader.get(page).content.decode()
    keys = [row["id"] for row in call(cast.viewer).get(f"/api/v1/ideas/?persona={persona.pk}").json()["results"]]
    assert keys == [idea.pk]
    assert Event.objects.get(kind="idea.serves").words.body["changes"]["personas"] == ["", "Fitter"]


def test_what_others_keep_and_what_is_archived_is_not_served_anew(cast, petra, idea, browse):
    foreign = actions.add_persona(name="Pilot", product=cast.restricted, actor=petra)
    with pytest.raises(ValidationError, match="another product"):
        actions.say_served(idea, personas=[foreign], actor=petra)
    assert browse(cast.outsider).post(f"/ideas/{idea.pk}/served/", {"personas": [foreign.pk], "version": 1}).status_code == 422
    old = actions.add_persona(name="Old", actor=petra)
    actions.say_served(idea, personas=[old], actor=petra)
    old = actions.archive_persona(old, actor=petra)
    actions.say_served(idea, personas=[old], actor=petra)
    other = actions.create_idea(product=cast.product, title="Other", actor=petra)
    with pytest.raises(ValidationError, match="is archived"):
        actions.say_served(other, personas=[old], actor=petra)
    assert list(Idea.objects.filter(personas=old)) == [idea]


def test_a_number_that_no_row_can_have_is_no_valid_choice(cast, petra, idea, browse):
    actions.add_persona(name="Dispatcher", product=cast.product, actor=petra)
    answer = browse(cast.product_manager).post(f"/ideas/{idea.pk}/served/", {"personas": "9" * 30, "version": idea.version})
    assert answer.status_code == 422
    assert "is not a valid value" in answer.content.decode()


def test_those_of_a_restricted_product_are_its_members_to_see(cast, petra, browse, call):
    actions.add_persona(name="Zugvogel", product=cast.restricted, actor=petra)
    assert "Zugvogel" in browse(cast.viewer).get("/ideas/personas/").content.decode()
    assert "Zugvogel" not in browse(cast.outsider).get("/ideas/personas/").content.decode()
    assert call(cast.outsider).get("/api/v1/personas/").json()["results"] == []


def test_the_shelf_asks_as_much_for_thirty_as_for_three(cast, petra, browse, django_assert_max_num_queries):
    for number in range(30):
        actions.add_persona(name=f"Persona {number}", actor=petra)
    reader = browse(cast.product_manager)
    reader.get("/ideas/personas/")
    with django_assert_max_num_queries(11):
        assert reader.get("/ideas/personas/").status_code == 200
