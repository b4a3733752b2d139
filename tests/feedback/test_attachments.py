"""Files come with words: kept by what they hold, seen by whoever sees the words, only ever downloaded."""

import base64
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from doors.attaching import LARGEST, MOST, safe_name
from feedback import actions
from feedback.models import Attachment
from history.models import Event
from history.refusals import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return out.getvalue()


TAKEN = {
    "shot.png": (PNG, "image/png", "shot.png"), "shot.exe": (PNG, "image/png", "shot.exe.png"),
    "a.jpeg": (b"\xff\xd8\xff\xe0abc", "image/jpeg", "a.jpeg"), "g": (b"GIF89a..", "image/gif", "g.gif"),
    "p.pdf": (b"%PDF-1.7 x", "application/pdf", "p.pdf"), "notes.csv": ("ä,b\n".encode(), "text/plain", "notes.csv"),
    "w.docx": (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "w.docx"),
}  # fmt: skip
REFUSED = {
    "evil.svg": b"<svg onload=alert(1)>", "evil.png": b"  <html><script>", "run.exe": b"MZ\x90\x00", "bin": b"a\x00b",
    "latin.txt": b"caf\xe9", "empty.txt": b"", "any.zip": office("secret.txt"), "macro.xlsm": office("xl/workbook.xml", "xl/vbaProject.bin"),
    "cut.docx": office("word/document.xml")[:30], "script": b"#!/bin/sh\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_kept_as_what_it_holds(name, say, pm):
    content, kind, called = TAKEN[name]
    kept = actions.attach(say(), file=ContentFile(content), name=name, actor=pm)
    assert (kept.content_type, kept.name, kept.size) == (kind, called, len(content))
    assert Event.objects.filter(kind="feedback.attached", subject_id=kept.feedback_id).exists()


@pytest.mark.parametrize("name", REFUSED)
def test_markup_programs_and_unknown_things_are_not_kept(name, say, pm):
    with pytest.raises(ValidationError, match="This kind of file"):
        actions.attach(say(), file=ContentFile(REFUSED[name]), name=name, actor=pm)
    assert not Attachment.objects.exists()


def test_bounds(say, pm, cast, acting):
    feedback = say()
    with pytest.raises(ValidationError, match="at most"):
        actions.attach(feedback, file=ContentFile(b"a" * (LARGEST + 1)), name="x.txt", actor=pm)
    for number in range(MOST):
        actions.attach(feedback, file=ContentFile(f"n{number}".encode()), name="x.txt", actor=pm)
    with pytest.raises(NotPossible, match="has 10 files"):
        actions.attach(feedback, file=ContentFile(b"more"), name="x.txt", actor=pm)
    with pytest.raises(NotAllowed):
        actions.attach(say("Other."), file=ContentFile(b"x"), name="x.txt", actor=acting(cast.viewer))


def test_a_name_is_a_name_and_nothing_more():
    assert safe_name("../../etc/pass\x00wd", "text/plain") == "passwd.txt"
    assert safe_name("C:\\temp\\a\u202egnp.exe", "image/png") == "agnp.exe.png"
    assert safe_name('x"; y=<b>\r\n', "text/plain") == "x y=b.txt"
    assert safe_name("…" * 400, "image/png").endswith(".png")


def test_it_is_downloaded_by_whoever_sees_the_words_and_nobody_else(cast, pm, say, browse, call):
    secret = say("A secret.", product=cast.restricted, by=cast.product_manager)
    kept = actions.attach(secret, file=ContentFile(b"plain words"), name="n.txt", actor=pm)
    answer = browse(cast.viewer).get(f"/feedback/attachments/{kept.pk}/")
    assert b"".join(answer.streaming_content) == b"plain words"
    assert answer["Content-Disposition"] == 'attachment; filename="n.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "text/plain")
    assert "no-store" in answer["Cache-Control"]
    assert browse(cast.outsider).get(f"/feedback/attachments/{kept.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/attachments/{kept.pk}/file/").status_code == 404
    assert b"".join(call(cast.viewer).get(f"/api/v1/attachments/{kept.pk}/file/").streaming_content) == b"plain words"


def test_attach_take_off_and_put_back_in_the_browser(cast, say, browse):
    feedback, browser = say(), browse(cast.product_manager)
    address = f"/feedback/{feedback.pk}/attach/"
    assert "evil" not in browser.get(address).content.decode()
    refused = browser.post(address, {"file": SimpleUploadedFile("evil.svg", b"<svg>")})
    assert refused.status_code == 422
    assert "This kind of file is not kept" in refused.content.decode()
    assert browser.post(address, {"file": SimpleUploadedFile("shot.png", PNG)}).status_code == 302
    kept = Attachment.objects.get()
    assert "shot.png" in browser.get(f"/feedback/{feedback.pk}/").content.decode()
    assert browser.post(f"/feedback/attachments/{kept.pk}/removal/").status_code == 302
    assert browser.get(f"/feedback/attachments/{kept.pk}/").status_code == 404
    assert browser.post(f"/feedback/attachments/{kept.pk}/return/").status_code == 302
    assert browser.get(f"/feedback/attachments/{kept.pk}/").status_code == 200


def test_attach_and_remove_through_the_api(cast, say, call):
    feedback, api = say(), call(cast.product_manager)
    body = {"name": "shot.png", "content_base64": base64.b64encode(PNG).decode()}
    made = api.post(f"/api/v1/feedback/{feedback.pk}/attach/", body, format="json")
    assert (made.status_code, made.json()["content_type"]) == (201, "image/png")
    assert api.post(f"/api/v1/feedback/{feedback.pk}/attach/", body, format="json").status_code == 400, "the same file once"
    assert api.post(f"/api/v1/feedback/{feedback.pk}/attach/", body | {"content_base64": "?"}, format="json").status_code == 400
    assert api.post(f"/api/v1/attachments/{made.json()['id']}/remove/", {}, format="json").status_code == 200
    assert api.get("/api/v1/attachments/").json()["results"] == []
