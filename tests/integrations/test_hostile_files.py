"""Files as people have them, and as nobody should: each fault is told of its row or of the file, and the rest is unharmed."""

import contextlib
import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Feedback
from integrations import actions
from integrations.files import LARGEST_FILE, LONGEST_CELL, header_of, opened
from integrations.files.text import DELIMITERS
from integrations.tasks import import_rows


def rows_of(raw):
    with opened(ContentFile(raw, name="x")) as table:
        return table.words, list(table.rows)


def read(raw):
    header_of(ContentFile(raw, name="x"))
    return rows_of(raw)


def workbook(*rows, titles=("Posts",), hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    sheet = next(one for one in book if one.sheet_state == "visible")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(raw, change):
    """The workbook with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part.filename)))
    return out.getvalue()


@pytest.fixture
def taken(cast, acting):
    """Take a file in, and say what became of each row."""

    def take(raw, name="x.csv"):
        actor = acting(cast.product_manager)
        batch = actions.start_import(file=ContentFile(raw, name=name), file_name=name, product=cast.product, actor=actor)
        actions.run_import(batch, mapping=batch.mapping, actor=actor)
        import_rows(batch.pk)
        batch.refresh_from_db()
        assert batch.created_count + batch.skipped_count + batch.failed_count == batch.rows_read
        return batch, {row.number: (row.outcome, row.reason) for row in batch.rows.all()}

    return take


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_is_found_and_told(delimiter):
    words, rows = rows_of(f'text{delimiter}"a,b;c|d"\nÄ{delimiter}2\n'.encode())
    assert [row.cells for row in rows] == [["text", "a,b;c|d"], ["Ä", "2"]]
    assert DELIMITERS[delimiter] in words
    assert "UTF-8" in words


@pytest.mark.parametrize(
    ("codec", "word"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "guessed"), ("utf-16-be", "guessed"),
        ("windows-1252", "Windows-1252 (guessed"),
    ],
)  # fmt: skip
def test_every_encoding_is_guessed_and_told(codec, word):
    words, rows = rows_of("text,who\nPrüfung größer – „ja“,Zoë\n".encode(codec))
    assert rows[1].cells == ["Prüfung größer – „ja“", "Zoë"]
    assert word in words


def test_a_damaged_byte_spoils_its_row_only():
    words, rows = rows_of("text\nGrüße\n".encode() + b"caf\xe9\n" + "Füße\n".encode())
    assert "damaged in places" in words
    assert [bool(row.fault) for row in rows] == [False, False, True, False]


def test_a_workbook_is_read_as_one_sees_it():
    raw = workbook(
        ("id", "text", "when", "yes"),
        (1.0, "Words", __import__("datetime").datetime(2026, 3, 1), True),
        (None,),
        (2, "<b>&amp;</b>"),
    )
    words, rows = rows_of(raw)
    assert "Posts" in words
    assert [(row.number, row.cells) for row in rows] == [
        (1, ["id", "text", "when", "yes"]), (2, ["1", "Words", "2026-03-01", "true"]), (4, ["2", "<b>&amp;</b>"])
    ]  # fmt: skip
    words, _ = rows_of(workbook(("text",), titles=("Secret", "Shown", "More"), hidden=("Secret",)))
    assert "“Shown”, the first of 2" in words


@pytest.mark.django_db
def test_a_quotation_mark_that_is_never_closed_is_told_and_what_stands_before_it_is_taken(taken):
    _, became = taken(b'text,title\nFirst,\n"Closed\nlater",\n"Never closed,\nSwallowed,\n')
    assert [became[number][0] for number in sorted(became)] == ["created", "created", "failed"]
    assert became[max(became)][1].startswith("A quotation mark of line 5 is never closed")
    assert set(Feedback.objects.values_list("text", flat=True)) == {"First", "Closed\nlater"}


@pytest.mark.django_db
def test_rows_with_faults_fail_alone(taken):
    raw = (
        "text,title,url\n"
        f"{'x' * 200_000},Long,\n"
        "Too long for one feedback " + "y" * 30_000 + ",,\n"
        "With a\x00NUL,,\n"
        "\u202eturned\u202c words stay,\u202eTitle\u200b,\n"
        "=HYPERLINK(1),@SUM,\n"
        "<script>alert(1)</script>,,\n"
        "Bad link,,javascript:alert(1)\n"
        "Ragged\n"
        "Too,many,cells,here\n"
        "\n"
        "Last,,\n"
    ).encode()
    batch, became = taken(raw)
    assert batch.state == "done"
    assert became[2] == ("failed", f"Column 1 has 200,000 characters; at most {LONGEST_CELL:,} are taken.")
    assert "at most 20,000 are" in became[3][1]
    assert became[4] == ("failed", "Column 1 holds a NUL character.")
    assert became[8][0] == "failed"
    assert "source url" in became[8][1]
    assert became[9][0] == "created"
    assert "4 cells" in became[10][1]
    assert became[12][0] == "created"
    turned = Feedback.objects.get(title="Title")
    assert turned.text == "\u202eturned\u202c words stay", "the customer's words are not touched, names are"
    assert Feedback.objects.filter(text="<script>alert(1)</script>").exists()
    assert Feedback.objects.get(text="=HYPERLINK(1)").title == "@SUM"


@pytest.mark.django_db
def test_formulas_give_their_results_and_one_without_fails_alone(taken):
    raw = workbook(("text",), ("=1+1",), ("Plain",))

    def calculated(name, content):
        return (
            content.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            if "sheet" in name
            else content
        )

    _, became = taken(raw, "x.xlsx")
    assert became[2][0] == "failed"
    assert "formula without a result" in became[2][1]
    assert became[3][0] == "created"
    _, became = taken(rezipped(raw, calculated), "x.xlsx")
    assert became[2][0] == "created"
    assert Feedback.objects.filter(text="2").exists()


def test_bombs_and_impostors_are_refused_with_what_to_do():
    plain = workbook(("text",), ("a",))
    swollen = rezipped(plain, lambda name, raw: raw + b" " * (60 * 1024 * 1024) if "sheet1" in name else raw)
    assert len(swollen) < 300_000
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as other:
        other.writestr("letter.txt", "hello")
    doctype = rezipped(plain, lambda name, raw: b'<!DOCTYPE a [<!ENTITY b "c">]>' + raw if "sheet1" in name else raw)
    cut = rezipped(plain, lambda name, raw: raw[: len(raw) // 2] if "sheet1" in name else raw)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000
    for raw, sentence in (
        (swollen, "would inflate to"), (archive.getvalue(), "no Excel workbook"), (doctype, "damaged"), (cut, "damaged"),
        (plain[:-200], "damaged"), (b"PK\x03\x04 nothing", "damaged"), (ole, "old Excel format"),
        (ole + "EncryptedPackage".encode("utf-16-le"), "protected by a password"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no table of text"),
        (b"", "first row must name"), (b"\n\n", "first row must name"), ((",".join(map(str, range(300)))).encode(), "300 columns"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=sentence):
            read(raw)


def test_a_file_beyond_the_bound_is_not_even_opened():
    class Huge(ContentFile):
        def __init__(self):
            super().__init__(b"")
            self.size = LARGEST_FILE + 1

        def open(self, mode=None):
            raise AssertionError("opened")

    with pytest.raises(ValidationError, match="Split it"):
        header_of(Huge())


def test_a_far_off_cell_is_a_fault_of_its_row():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD2"], book.active["A1048576"] = "text", "far", "deep"
    out = io.BytesIO()
    book.save(out)
    _, rows = rows_of(out.getvalue())
    assert [row.number for row in rows] == [1, 2, 1048576]
    assert "16,384 columns" in rows[1].fault


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail), st.binary(max_size=200).map(lambda tail: b"text,id\n" + tail)))  # fmt: skip
def test_no_bytes_at_all_do_more_than_be_refused(raw):
    with contextlib.suppress(ValidationError):
        header_of(ContentFile(raw, name="x"))
        assert all(row.number for row in rows_of(raw)[1])


@pytest.mark.django_db
def test_columns_that_come_again_are_told_apart_and_gathered(cast, acting):
    raw = b"Summary,Issue key,Issue id,Labels,Labels,Labels\nSlow,A-1,1,web,,api\n"
    batch = actions.start_import(
        file=ContentFile(raw), file_name="j.csv", product=cast.product, actor=acting(cast.product_manager)
    )
    assert batch.columns[3:] == ["Labels", "Labels (2)", "Labels (3)"]
    actions.run_import(batch, mapping=batch.mapping, actor=acting(cast.product_manager))
    import_rows(batch.pk)
    assert {tag.name for tag in Feedback.objects.get().tags.all()} == {"web", "api"}


@pytest.mark.django_db
def test_what_the_browser_uploads_is_refused_at_its_field(cast, browse):
    browser = browse(cast.product_manager)
    answer = browser.post("/feedback/imports/", {"file": SimpleUploadedFile("posts.xlsx", b"PK\x03\x04 nothing")})
    assert answer.status_code == 422
    assert "damaged and cannot be read" in answer.content.decode()
    answer = browser.post("/feedback/imports/", {"file": SimpleUploadedFile("posts.xlsx", workbook(("text",), ("Hello",)))})
    shown = browser.get(answer.headers["Location"]).content.decode()
    assert "Excel workbook, sheet “Posts”" in shown
    assert "Hello" in shown
