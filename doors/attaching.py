"""Files that people attach to a record: kinds told by what they hold, within bounds, and only ever downloaded."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
import zipfile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models
from django.http import FileResponse, Http404
from django.utils.cache import patch_cache_control

from history import clock
from history.actor import Actor
from history.versions import Versioned

LARGEST = 10 * 1024 * 1024
MOST = 10
ENDINGS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "application/pdf": ".pdf",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}  # fmt: skip
STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)  # fmt: skip
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
TEXT_ENDINGS = (".txt", ".csv", ".log", ".md", ".json", ".tsv")
TAKEN = "PNG, JPEG, GIF, WebP, PDF, plain text, Word, Excel or PowerPoint"


def kind_of(file: IO[bytes]) -> str:
    """The type of a file by what it holds; empty for what is not taken. Markup is none of them, however it is called."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return office_kind(file)
    return "text/plain" if is_plain_text(head, file) else ""


def office_kind(file: IO[bytes]) -> str:
    """Which office program's document a zip is; one with macros is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:5000]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next((kind for folder, kind in OFFICE.items() if any(name.startswith(folder) for name in names)), "")


def is_plain_text(head: bytes, file: IO[bytes]) -> bool:
    """Whether it is text in UTF-8, and no markup that a browser would run."""
    if not head.strip() or b"\x00" in head or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#!", b"MZ", b"\x7fELF")):
        return False
    try:
        file.read().decode("utf-8")
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def safe_name(name: str, kind: str) -> str:
    """A name that is a name and nothing more, with the ending that its content has."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C" and letter not in '"<>:|?*;')
    stem, ending = re.sub(r"\s+", " ", plain).strip(" .")[-140:], ENDINGS[kind]
    if kind == "text/plain" and stem.lower().endswith(TEXT_ENDINGS):
        return stem
    return stem if stem.lower().endswith((ending, ".jpeg" if ending == ".jpg" else ending)) else f"{stem or 'file'}{ending}"


def place_of(attached: Any, name: str) -> str:
    """Where the file lies: under a name of ours, so that nobody's name for it matters to any disk."""
    return f"attachments/{clock.today():%Y/%m}/{uuid.uuid4().hex}"


class Attached(Versioned):
    """A file at a record. Its type is what it holds, whatever it was called."""

    file = models.FileField(upload_to=place_of)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it holds.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def keep(attached: Attached, file: File, name: str, actor: Actor, *, beside: models.QuerySet[Any]) -> None:
    """Save a file with its row, unless it is too large, of a kind that is not taken, or the same as one ``beside`` it."""
    if file.size > LARGEST:
        raise ValidationError({"file": f"The file has {file.size:,} bytes; at most {LARGEST:,} are kept."})
    kind = kind_of(file.open("rb"))
    if not kind:
        raise ValidationError({"file": f"This kind of file is not kept. Attach {TAKEN}."})
    attached.name, attached.content_type, attached.size = safe_name(name, kind), kind, file.size
    attached.digest, attached.added_by = digest_of(file), actor.person
    if beside.filter(digest=attached.digest, removed_at=None).exists():
        raise ValidationError({"file": "This very file is attached already."})
    attached.file.save("file", file, save=False)
    attached.save()


def digest_of(file: Any) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def sent(attached: Attached) -> Any:
    """A file as an answer that no browser opens in our name."""
    if not default_storage.exists(attached.file.name):
        raise Http404
    response = FileResponse(attached.file.open("rb"), as_attachment=True, filename=attached.name)
    response["Content-Type"] = attached.content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, no_store=True)
    return response
