"""A message as a letter: who wrote it to whom, its plain words, its files. Whatever a message holds, this gives an answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from integrations.mail.html import text_of_html

LARGEST = 25 * 1024 * 1024
MOST_PARTS = 200
LONGEST_TEXT = 200_000
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ROBOTS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)([+\-_].*)?@", re.I)


@dataclass
class Letter:
    """A mail as we read it."""

    message_id: str
    sender: str = ""
    sender_name: str = ""
    recipients: list[str] = field(default_factory=list)
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    refusal: str = ""


def letter_of_bytes(raw: bytes) -> Letter:
    """The letter in the bytes of a message."""
    if len(raw) > LARGEST:
        return Letter("size-" + hashlib.sha256(raw).hexdigest(), refusal=f"The mail has {len(raw):,} bytes; at most {LARGEST:,}.")
    try:
        return letter_of(message_from_bytes(raw, policy=policy.compat32), seal=hashlib.sha256(raw).hexdigest())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError, KeyError):
        return Letter("odd-" + hashlib.sha256(raw).hexdigest(), refusal="The mail is not built as mails are, and cannot be read.")


def letter_of(message: Message, *, seal: str = "", recipients: tuple[str, ...] = ()) -> Letter:
    """The letter in a parsed message."""
    name, sender = parseaddr(header(message, "From"))
    subject, text, files = header(message, "Subject"), "", []
    plain, html = [], []
    for count, part in enumerate(parts_of(message)):
        if count >= MOST_PARTS:
            break
        file_name, content = clean(part.get_filename() or ""), bytes_of(part)
        if file_name or part.get_content_disposition() == "attachment":
            files.append((file_name, content))
        elif part.get_content_type() == "text/plain":
            plain.append(decoded(part, content))
        elif part.get_content_type() == "text/html":
            html.append(decoded(part, content))
        elif part.get_content_maintype() == "image":
            files.append((f"image.{part.get_content_subtype()}", content))
    text = "\n\n".join(one for one in plain if one.strip()) or "\n\n".join(text_of_html(one[:LONGEST_TEXT]) for one in html)
    known = clean(header(message, "Message-ID")).strip("<> ")[:280]
    letter = Letter(
        message_id=known or "sha-" + (seal or hashlib.sha256(f"{sender}{subject}{text}".encode(errors="replace")).hexdigest()),
        sender=sender.lower()[:254], sender_name=clean(name)[:160], recipients=addressed(message, recipients),
        subject=" ".join(clean(subject).split())[:200], sent_at=sent(message), text=clean(text)[:LONGEST_TEXT], files=files,
    )  # fmt: skip
    letter.refusal = refusal_of(message, letter)
    return letter


def parts_of(message: Message) -> Iterator[Message]:
    """The leaves of a message, without walking deeper than any honest mail goes."""
    waiting, walked = [(message, 0)], 0
    while waiting and walked < MOST_PARTS * 5:
        part, depth = waiting.pop(0)
        walked += 1
        inner = part.get_payload()
        if isinstance(inner, list):
            if depth < 20:
                waiting[:0] = [(one, depth + 1) for one in inner[:MOST_PARTS] if isinstance(one, Message)]
        else:
            yield part


def bytes_of(part: Message) -> bytes:
    """What a part holds, unpacked."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def decoded(part: Message, content: bytes) -> str:
    """A part's text, in the charset that it names if it is one, else in the likeliest."""
    named = str(part.get_content_charset() or "utf-8")
    for charset in (named, "utf-8", "windows-1252"):
        try:
            return content[: LONGEST_TEXT * 4].decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content[: LONGEST_TEXT * 4].decode("latin-1")


def header(message: Message, name: str) -> str:
    """A header as people read it."""
    from_wire = message.get(name)
    if from_wire is None:
        return ""
    written = str(from_wire)[:2000]
    if "=?" not in written:
        return clean(written)
    pieces = []
    for piece, charset in decode_words(written):
        pieces.append(piece if isinstance(piece, str) else as_text(piece, charset))
    return clean("".join(pieces))


def decode_words(written: str) -> list[tuple[bytes | str, str | None]]:
    """The encoded words of a header; a broken one stays as it is."""
    try:
        return decode_header(written)
    except (HeaderParseError, ValueError):
        return [(written, None)]


def as_text(piece: bytes, charset: str | None) -> str:
    """The bytes of a header's word as text."""
    try:
        return piece.decode(charset or "utf-8", errors="replace")
    except LookupError:
        return piece.decode("latin-1")


def addressed(message: Message, more: tuple[str, ...]) -> list[str]:
    """Everybody to whom it went, the envelope's recipient first."""
    lines = [header(message, name) for name in ("Delivered-To", "X-Original-To", "To", "Cc")]
    found = [*(one for one in more if one), *(address for _, address in getaddresses(lines))]
    return list(dict.fromkeys(one.strip("<> ").lower() for one in found if "@" in one))[:50]


def sent(message: Message) -> datetime | None:
    """When it says it was written, if that can be."""
    try:
        found = parsedate_to_datetime(header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def refusal_of(message: Message, letter: Letter) -> str:
    """Why a mail is nobody's words: robots answer each other for ever if one lets them."""
    auto = header(message, "Auto-Submitted").lower()
    if auto and not auto.startswith("no"):
        return "It was sent by a machine (Auto-Submitted)."
    if (header(message, "X-Auto-Response-Suppress") and header(message, "X-Autoreply")) or header(message, "X-Autorespond"):
        return "It is an automatic reply."
    if header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply") or header(message, "List-Id"):
        return "It is mass mail."
    if message.get_content_type() == "multipart/report" or header(message, "Return-Path").strip() == "<>":
        return "It is a report of a mail that could not be delivered."
    if ROBOTS.match(letter.sender):
        return "Nobody reads answers at its sender’s address."
    if "@" not in letter.sender:
        return "It names no sender."
    return ""


def clean(text: str) -> str:
    """Text that every database takes."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
