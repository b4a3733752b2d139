"""A file of feedback comes in: every row is accounted for, nothing comes in twice, and the batch can be taken back."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Company, Contact
from doors.tables import harmless, original
from feedback.actions import set_aside
from feedback.models import Feedback, ImportBatch, ImportState
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from integrations import actions
from integrations.columns import guess
from integrations.tasks import import_rows, undo_rows
from jobs.models import Job

pytestmark = pytest.mark.django_db

FILE = """Ticket ID;Subject;Message;Company;Requester;Requester e-mail;Created at;Product
T-1;SSO;We need single sign-on.;Acme;Ann;ann@acme.example;2026-03-01;Relay
T-2;;"Two lines
of words";Initech;Bill;bill@initech.example;03.04.2026;relay
T-3;Empty;;Acme;;;;
T-4;Odd date;Words;Acme;;;the other day;
T-5;Odd product;Words;Acme;;;;Nowhere
T-1;Again;We need single sign-on!;Acme;;;;
"""


def upload(cast, acting, text=FILE, product=None):
    actor = acting(cast.product_manager)
    return actions.start_import(file=ContentFile(text.encode()), file_name="tickets.csv", product=product, actor=actor)


def run(batch, cast, acting):
    actions.run_import(batch, mapping=batch.mapping, source="helpdesk", actor=acting(cast.product_manager))
    import_rows(batch.pk)
    batch.refresh_from_db()
    return batch


def test_the_columns_are_guessed_by_their_names():
    header = ["feedback_id", "repo", "title", "text", "idea_id", "link_type", "url"]
    assert guess(header) == {"text": "text", "title": "title", "source_id": "feedback_id", "source_url": "url"}
    assert guess(["Ticket ID", "Subject", "Description"]) == {"text": "Description", "title": "Subject", "source_id": "Ticket ID"}


def test_every_row_is_created_skipped_or_failed_with_its_reason(cast, acting):
    batch = run(upload(cast, acting), cast, acting)
    assert batch.state == ImportState.DONE
    assert (batch.rows_read, batch.created_count, batch.skipped_count, batch.failed_count) == (6, 3, 1, 2)
    outcomes = {row.number: (row.outcome, row.reason) for row in batch.rows.all()}
    assert outcomes[5] == ("failed", "“the other day” is no date. Write it as 2026-03-31.")
    assert outcomes[6] == ("failed", "There is no product “Nowhere”.")
    assert outcomes[7][0] == "skipped"
    first = Feedback.objects.get(source="helpdesk", source_id="T-1")
    assert (first.text, first.company, first.product) == ("We need single sign-on.", cast.acme, cast.product)
    assert Feedback.objects.get(source_id="T-2").text == "Two lines\nof words"
    assert Feedback.objects.get(source_id="T-3").text == "Empty", "a title alone is what they said"
    assert Contact.objects.get(email="bill@initech.example").company.name == "Initech"
    assert Event.objects.filter(kind="feedback.given").count() == 3


def test_a_second_run_creates_none(cast, acting):
    run(upload(cast, acting), cast, acting)
    again = run(upload(cast, acting), cast, acting)
    assert (again.created_count, again.skipped_count) == (0, 4)


def test_a_row_without_an_id_is_known_again_by_its_words(cast, acting):
    text = "Message,Company\nFaster please,Acme\nFaster please,Globex\n"
    assert run(upload(cast, acting, text), cast, acting).created_count == 2
    assert run(upload(cast, acting, text), cast, acting).created_count == 0


def test_a_killed_import_goes_on_behind_its_last_chunk(cast, acting, monkeypatch):
    text = "id,text\n" + "".join(f"{n},Words {n}\n" for n in range(250))
    batch = upload(cast, acting, text)
    actions.run_import(batch, mapping=batch.mapping, actor=acting(cast.product_manager))
    seen = []

    def killed(done, total, message):
        seen.append(done)
        if len(seen) == 2:
            raise SystemExit

    monkeypatch.setattr("integrations.tasks.report", killed)
    with pytest.raises(SystemExit):
        import_rows(batch.pk)
    assert Feedback.objects.count() == 200
    monkeypatch.setattr("integrations.tasks.report", lambda *_: None)
    import_rows(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created_count, Feedback.objects.count()) == ("done", 250, 250)
    assert batch.rows.count() == 250


def test_the_whole_batch_is_taken_back_and_may_come_in_again(cast, acting):
    batch = run(upload(cast, acting), cast, acting)
    worked_on = Feedback.objects.get(source_id="T-2")
    set_aside(worked_on, reason="praise", actor=acting(cast.product_manager))
    actions.undo_import(batch, actor=acting(cast.product_manager))
    undo_rows(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert not Feedback.objects.waiting().exists()
    assert Event.objects.get(kind="import.undone").facts["kept"] == 1, "what people worked on stays"
    again = run(upload(cast, acting), cast, acting)
    assert again.created_count == 2
    assert Feedback.objects.waiting().count() == 2


def test_a_cancelled_import_stops_and_what_came_in_stays(cast, acting):
    batch = upload(cast, acting)
    actions.run_import(batch, mapping=batch.mapping, actor=acting(cast.product_manager))
    actions.cancel_import(batch, actor=acting(cast.product_manager))
    import_rows(batch.pk)
    assert not Feedback.objects.exists()
    with pytest.raises(NotPossible):
        actions.cancel_import(batch, actor=acting(cast.product_manager))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "first row must name the columns"),
        (b"\x01\x02\x03,\x04\n1,2\n", "no table of text"),
        (b"\x00\x00\x00", "no table of text"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(cast, browse, content, sentence):
    browser = browse(cast.product_manager)
    answer = browser.post("/feedback/imports/", {"file": SimpleUploadedFile("odd.csv", content)})
    assert answer.status_code in (302, 422)
    if sentence:
        assert answer.status_code == 422
        assert sentence in answer.content.decode() or "empty" in answer.content.decode()


def test_upload_map_watch_and_undo_in_the_browser(cast, browse):
    browser = browse(cast.product_manager)
    answer = browser.post(
        "/feedback/imports/", {"file": SimpleUploadedFile("tickets.csv", FILE.encode()), "product": cast.product.pk}
    )
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"/feedback/imports/{batch.pk}/"
    mapping = browser.get(f"/feedback/imports/{batch.pk}/").content.decode()
    assert "We need single sign-on." in mapping
    assert "is no date" in mapping
    form = {f"map_{target}": column for target, column in batch.mapping.items()} | {
        "source": "helpdesk",
        "product": cast.product.pk,
    }
    refused = browser.post(f"/feedback/imports/{batch.pk}/", form | {"map_text": ""})
    assert refused.status_code == 422
    assert "which column holds" in refused.content.decode()
    preview = browser.post(f"/feedback/imports/{batch.pk}/preview/", form | {"map_text": "Subject"}).content.decode()
    assert preview.index("SSO") < preview.index("the other day")
    assert browser.post(f"/feedback/imports/{batch.pk}/", form).status_code == 302
    assert Job.objects.filter(task="integrations.import_rows", args=[batch.pk]).exists()
    assert "every 1s" in browser.get(f"/feedback/imports/{batch.pk}/").content.decode()
    watching = browser.get(f"/feedback/imports/{batch.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in watching.content.decode()
    assert "every 1s" in watching.content.decode()
    import_rows(batch.pk)
    ended = browser.get(f"/feedback/imports/{batch.pk}/", headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true", "whoever watched sees the rows too"
    done = browser.get(f"/feedback/imports/{batch.pk}/?outcome=failed").content.decode()
    assert "is no date" in done
    assert "every 1s" not in done
    report = b"".join(browser.get(f"/feedback/imports/{batch.pk}/rows.csv").streaming_content).decode()
    assert report.count("created") == 3
    assert browser.post(f"/feedback/imports/{batch.pk}/undoing/").status_code == 302


def test_only_product_managers_import(cast, acting, browse, call):
    with pytest.raises(NotAllowed):
        actions.start_import(file=ContentFile(b"text\nx\n"), file_name="x", actor=acting(cast.salesperson))
    assert browse(cast.salesperson).get("/feedback/imports/").status_code == 403
    batch = upload(cast, acting, product=cast.restricted)
    assert browse(cast.outsider).get(f"/feedback/imports/{batch.pk}/").status_code == 404
    assert call(cast.outsider).post(f"/api/v1/imports/{batch.pk}/run/", {"mapping": {}}, format="json").status_code == 404


def test_an_import_runs_through_the_api(cast, call):
    api = call(cast.product_manager)
    made = api.post("/api/v1/imports/", {"file_name": "t.csv", "content": FILE}, format="json").json()
    assert made["mapping"]["text"] == "Message"
    answer = api.post(f"/api/v1/imports/{made['id']}/run/", {"mapping": {"text": "Nowhere"}}, format="json")
    assert answer.status_code == 400
    assert "Nowhere" in answer.json()["errors"]["text"][0]
    assert (
        api.post(f"/api/v1/imports/{made['id']}/run/", {"mapping": made["mapping"]}, format="json").json()["state"] == "running"
    )


def test_the_command_line_imports_and_reports(cast, tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text(FILE)
    out = io.StringIO()
    call_command("import_feedback", str(path), product="relay", stdout=out)
    assert "6 rows read: 3 created, 1 skipped, 2 failed." in out.getvalue()
    with pytest.raises(CommandError, match="short name"):
        call_command("import_feedback", str(path), product="nowhere")
    with pytest.raises(CommandError):
        call_command("import_feedback", str(tmp_path / "missing.csv"))


@given(st.text(max_size=30))
def test_what_an_export_made_harmless_reads_back_exactly(text):
    assert original(harmless(text)) == text
    assert not harmless(text).startswith(("=", "@", "\t", "\r"))


def test_a_company_is_made_once_for_many_rows(cast, acting):
    run(upload(cast, acting, "text,company\na,Initech\nb,INITECH\nc,initech\n"), cast, acting)
    assert Company.objects.filter(name__iexact="initech").count() == 1
