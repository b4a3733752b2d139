"""Bringing usage events in from a file."""

from __future__ import annotations

import gzip
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from history.models import Event
from history.refusals import NotAllowed
from jobs.models import Job
from usage import actions, tasks
from usage.models import UsageEvent, UsageImport

GOOD = """event,user_id,company,timestamp,message_id,format,pages
Report Exported,u1,Acme,2026-03-02T09:00:00Z,m1,pdf,3
Report Exported,u2,,2026-03-03,m2,,007
,u3,Acme,2026-03-02T09:00:00Z,m3,pdf,1
Report Exported,,Acme,2026-03-02T09:00:00Z,m4,pdf,1
Report Exported,u4,Acme,yesterday,m5,pdf,1
Report Exported,u4,Acme,,m6,pdf,1
"""


def by_command(path, **_):
    said = StringIO()
    call_command("import_usage", str(path), product="relay", stdout=said)
    assert "6 rows read: 2 taken, 0 known, 4 failed." in said.getvalue()
    assert "row 6: “timestamp” must be a moment" in said.getvalue()


def on_the_web(cast, path, browse, run_jobs, **_):
    form = {"product": cast.product.pk, "file": SimpleUploadedFile("events.csv", path.read_bytes())}
    browser = browse(cast.product_manager)
    answer = browser.post("/usage/imports/", form)
    assert answer.status_code == 302
    assert answer.url.startswith("/jobs/")
    run_jobs()
    assert Job.objects.get().state == "done"
    assert "“timestamp” is empty" in browser.get("/usage/imports/").content.decode()
    assert "row" in browser.get(f"{answer.url}errors.csv").getvalue().decode()


@pytest.mark.parametrize("door", [by_command, on_the_web])
def test_a_file_is_taken_row_by_row_and_each_row_is_accounted_for(cast, tmp_path, browse, run_jobs, door):
    path = tmp_path / "events.csv"
    path.write_text(GOOD)
    door(cast=cast, path=path, browse=browse, run_jobs=run_jobs)
    brought = UsageImport.objects.get()
    assert (brought.rows_done, brought.taken, brought.known, brought.failed) == (6, 2, 0, 4)
    assert [failure["row"] for failure in brought.failures] == [4, 5, 6, 7]
    first, second = UsageEvent.objects.order_by("at")
    assert (first.message_id, first.user.company, first.properties) == ("m1", cast.acme, {"format": "pdf", "pages": 3})
    assert second.properties == {"pages": "007"}
    kinds = list(Event.objects.of(brought).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["usage_import.started", "usage_import.finished"]


def test_the_same_file_again_doubles_nothing(cast, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(GOOD)
    for _ in range(2):
        call_command("import_usage", str(path), product="relay", stdout=StringIO())
    assert UsageEvent.objects.count() == 2
    assert UsageImport.objects.first().known == 2


def test_a_killed_import_goes_on_behind_its_last_chunk(cast, acting, run_jobs, monkeypatch):
    rows = "\n".join(f"Opened,u{number % 5},Acme,2026-03-02T09:00:00Z,m{number}" for number in range(50))
    file = SimpleUploadedFile("events.csv", f"event,user_id,company,timestamp,message_id\n{rows}\n".encode())
    brought, _ = actions.import_usage(cast.product, file=file, actor=acting(cast.product_manager))
    monkeypatch.setattr(tasks, "CHUNK", 20)
    told = []

    def stop_once(done, *args, **kwargs):
        told.append(done)
        if len(told) == 1:
            raise RuntimeError("killed")

    monkeypatch.setattr(tasks, "report", stop_once)
    with pytest.raises(RuntimeError):
        tasks.take_file(brought.pk)
    assert UsageEvent.objects.count() == 20
    tasks.take_file(brought.pk)
    brought.refresh_from_db()
    assert (brought.rows_done, brought.taken, brought.known) == (50, 50, 0)
    assert told == [20, 40, 50, 50]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "first line"), (b"one\n", "first line"), (b"a,b\n1,2\n", "event"), (b"event,time\nx,y\n", "user_id"),
        (b"event,user_id,timestamp\n\xff\xfe,u,x\n", "UTF-8"), (gzip.compress(b"event,user_id\n"), "UTF-8"),
        (b"event,user_id,timestamp\n" + b'"' + b"x" * 200_000 + b'",u,2026-03-02\n', "CSV"),
    ],
    ids=["empty", "one column", "no event", "no user", "not UTF-8", "packed", "a cell without end"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_its_reason(cast, tmp_path, content, why):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=why):
        call_command("import_usage", str(path), product="relay", stdout=StringIO())
    assert not UsageEvent.objects.exists()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_are_known_by_many_names_and_marks(cast, tmp_path, mark):
    path = tmp_path / "events.csv"
    path.write_text(
        "\ufeff" + GOOD.replace(",", mark).replace("event", "Event Name").replace("message_id", "ID"), encoding="utf-8"
    )
    call_command("import_usage", str(path), product="relay", stdout=StringIO())
    assert UsageEvent.objects.count() == 2


def test_properties_may_come_as_json(cast, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(
        'event,user_id,timestamp,properties\nOpened,u1,2026-03-02,"{""a"": {""b"": 1}}"\nOpened,u2,2026-03-02,[1]\nOpened,u3,2026-03-02,{{\n'
    )
    call_command("import_usage", str(path), product="relay", stdout=StringIO())
    assert UsageEvent.objects.get().properties == {"a": {"b": 1}}
    assert UsageImport.objects.get().failed == 2


def test_there_is_no_such_product_or_file(cast, tmp_path):
    with pytest.raises(CommandError, match="no product"):
        call_command("import_usage", "x.csv", product="nothing")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_usage", str(tmp_path / "x.csv"), product="relay")


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader"])
def test_nobody_else_brings_usage_in(cast, acting, browse, who):
    with pytest.raises(NotAllowed):
        actions.import_usage(cast.product, file=SimpleUploadedFile("a.csv", b"x"), actor=acting(getattr(cast, who)))
    assert browse(getattr(cast, who)).get("/usage/imports/").status_code == 403


def test_files_of_a_restricted_product_are_its_members_only(cast, acting, browse):
    actions.import_usage(
        cast.restricted, file=SimpleUploadedFile("night.csv", b"event,user_id\n"), actor=acting(cast.product_manager)
    )
    assert "night.csv" in browse(cast.product_manager).get("/usage/imports/").content.decode()
    assert "night.csv" not in browse(cast.outsider).get("/usage/imports/").content.decode()
    answer = browse(cast.outsider).post(
        "/usage/imports/", {"product": cast.restricted.pk, "file": SimpleUploadedFile("a.csv", b"x")}
    )
    assert answer.status_code == 422


def test_a_file_too_large_is_refused(cast, acting, monkeypatch):
    monkeypatch.setattr("usage.actions.imports.MOST_BYTES", 10)
    with pytest.raises(ValidationError, match="at most"):
        actions.import_usage(cast.product, file=SimpleUploadedFile("a.csv", b"x" * 11), actor=acting(cast.product_manager))
