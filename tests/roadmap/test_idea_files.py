"""Designs and files of ideas: addresses of the web and nothing else; files kept by what they hold, and only ever downloaded."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.models import Design, IdeaFile

LINK = {"title": "The morning view", "address": "https://designs.example/board?x=1"}
EVIL = [
    "javascript:alert(1)",
    "data:text/html,<script>",
    "ftp://example.com/a",
    "file:///etc/passwd",
    "//example.com",
    "morning",
    "https://",
]


def link_by_call(idea, petra, **_):
    actions.add_design(idea, **LINK, actor=petra)


def link_on_the_web(idea, cast, browse, **_):
    assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/designs/new/", LINK).status_code == 302


def link_by_api(idea, cast, call, **_):
    assert call(cast.product_manager).post("/api/v1/designs/", LINK | {"idea": idea.pk}, format="json").status_code == 201


@pytest.mark.parametrize("door", [link_by_call, link_on_the_web, link_by_api])
def test_a_design_is_linked(cast, petra, browse, call, idea, door):
    door(idea, cast=cast, petra=petra, browse=browse, call=call)
    parts = browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()
    assert 'href="https://designs.example/board?x=1" rel="noopener noreferrer nofollow"' in parts
    assert Event.objects.get(kind="idea.design_added").subject_id == idea.pk


@pytest.mark.parametrize("address", EVIL)
def test_only_addresses_of_the_web_are_taken(cast, petra, browse, call, idea, address):
    with pytest.raises(ValidationError, match="https://"):
        actions.add_design(idea, title="X", address=address, actor=petra)
    answer = browse(cast.product_manager).post(f"/ideas/{idea.pk}/designs/new/", {"title": "Typed", "address": address})
    assert (answer.status_code, "Typed" in answer.content.decode()) == (422, True)
    body = {"idea": idea.pk, "title": "X", "address": address}
    assert call(cast.product_manager).post("/api/v1/designs/", body, format="json").status_code == 400
    design = actions.add_design(idea, **LINK, actor=petra)
    with pytest.raises(ValidationError):
        actions.change_design(design, address=address, actor=petra)


def test_a_design_is_changed_taken_off_and_put_back(cast, browse, call, petra, idea):
    design = actions.add_design(idea, **LINK, actor=petra)
    web, at = browse(cast.product_manager), f"/ideas/designs/{design.pk}/"
    assert web.post(at, LINK | {"title": "Evening", "version": 1}).status_code == 302
    assert web.post(at, LINK | {"title": "Late", "version": 1}).status_code == 422
    assert web.post(f"{at}removal/").status_code == 302
    assert call(cast.viewer).get(f"/api/v1/designs/?idea={idea.pk}").json()["results"] == []
    with pytest.raises(NotPossible, match="taken off already"):
        actions.remove_design(design, actor=petra)
    assert web.post(f"{at}removal/?undo=1").status_code == 302
    api = call(cast.product_manager)
    assert api.patch(f"/api/v1/designs/{design.pk}/", {"title": "Night"}, format="json").json()["title"] == "Night"
    assert api.post(f"/api/v1/designs/{design.pk}/remove/", {}, format="json").status_code == 200
    assert api.post(f"/api/v1/designs/{design.pk}/restore/", {}, format="json").json()["removed_at"] is None
    assert Design.objects.get().title == "Night"


def attach_by_call(idea, petra, **_):
    actions.add_file(idea, file=ContentFile(b"plain words"), name="../n.txt", actor=petra)


def attach_on_the_web(idea, cast, browse, **_):
    upload = SimpleUploadedFile("n.txt", b"plain words", content_type="text/html")
    assert browse(cast.product_manager).post(f"/ideas/{idea.pk}/files/new/", {"file": upload}).status_code == 302


def attach_by_api(idea, cast, call, **_):
    body = {"idea": idea.pk, "name": "n.txt", "content_base64": base64.b64encode(b"plain words").decode()}
    assert call(cast.product_manager).post("/api/v1/idea-files/", body, format="json").status_code == 201
    wrong = body | {"content_base64": "%%%"}
    assert call(cast.product_manager).post("/api/v1/idea-files/", wrong, format="json").status_code == 400


@pytest.mark.parametrize("door", [attach_by_call, attach_on_the_web, attach_by_api])
def test_a_file_is_attached_and_downloaded(cast, petra, browse, call, idea, door):
    door(idea, cast=cast, petra=petra, browse=browse, call=call)
    kept = IdeaFile.objects.get()
    assert (kept.name, kept.content_type) == ("n.txt", "text/plain")
    answer = browse(cast.viewer).get(f"/ideas/files/{kept.pk}/")
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (b"plain words", 'attachment; filename="n.txt"')
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert call(cast.viewer).get(f"/api/v1/idea-files/{kept.pk}/file/").status_code == 200


def test_markup_the_same_file_twice_and_too_many_are_refused(cast, petra, acting, browse, idea):
    upload = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")
    answer = browse(cast.product_manager).post(f"/ideas/{idea.pk}/files/new/", {"file": upload})
    assert (answer.status_code, "not kept" in answer.content.decode()) == (422, True)
    for number in range(10):
        actions.add_file(idea, file=ContentFile(f"n{number}".encode()), name="x.txt", actor=petra)
    with pytest.raises(NotPossible, match="has 10 files"):
        actions.add_file(idea, file=ContentFile(b"more"), name="x.txt", actor=petra)
    actions.remove_file(idea.files.first(), actor=petra)
    with pytest.raises(ValidationError, match="attached already"):
        actions.add_file(idea, file=ContentFile(b"n5"), name="x.txt", actor=petra)
    with pytest.raises(NotAllowed):
        actions.add_file(idea, file=ContentFile(b"z"), name="x.txt", actor=acting(cast.viewer))


def test_a_file_is_taken_off_and_put_back_unless_it_is_there_again(cast, petra, browse, call, idea):
    kept = actions.add_file(idea, file=ContentFile(b"words"), name="n.txt", actor=petra)
    web = browse(cast.product_manager)
    assert web.post(f"/ideas/files/{kept.pk}/removal/").status_code == 302
    assert web.get(f"/ideas/files/{kept.pk}/").status_code == 404
    assert web.post(f"/ideas/files/{kept.pk}/removal/?undo=1").status_code == 302
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/idea-files/{kept.pk}/remove/", {}, format="json").status_code == 200
    assert api.post(f"/api/v1/idea-files/{kept.pk}/restore/", {}, format="json").status_code == 200
    actions.remove_file(kept, actor=petra)
    actions.add_file(idea, file=ContentFile(b"words"), name="again.txt", actor=petra)
    with pytest.raises(NotPossible, match="attached already"):
        actions.restore_file(kept, actor=petra)


def test_those_of_a_restricted_product_are_its_members_to_see(cast, petra, browse, call):
    hidden = actions.create_idea(product=cast.restricted, title="Hidden", actor=petra)
    kept = actions.add_file(hidden, file=ContentFile(b"words"), name="n.txt", actor=petra)
    design = actions.add_design(hidden, **LINK, actor=petra)
    otto = browse(cast.outsider)
    assert [otto.get(at).status_code for at in (f"/ideas/files/{kept.pk}/", f"/ideas/designs/{design.pk}/")] == [404, 404]
    assert call(cast.outsider).get(f"/api/v1/idea-files/{kept.pk}/file/").status_code == 404
