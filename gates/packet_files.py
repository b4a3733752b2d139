"""A packet as a file that anybody may hold: what is in it, how it is read again, and whether it is whole in itself.

Nothing here asks the database, so that who holds the file alone can check it; ``gates.packet_checks`` holds it against what
was decided here.
"""

from __future__ import annotations

import json
from typing import Any

from gates.actions.packets import packet_hash, words_digest
from gates.models.packets import Packet
from gates.packet_content import FORMAT
from history.canonical import Unsealable

FILE = "throughline.packet-file/1"
LARGEST = 5 * 1024 * 1024
DEEPEST = 90
HOW = (
    "hash is the SHA-256 of the RFC 8785 canonical JSON of {number, previous, body}, with number as text. body.words is the "
    "SHA-256 of the canonical JSON of {salt, words}, where words is the body under words here; null once it was erased."
)
PARTS = {"format", "how_to_check", "number", "previous", "hash", "body", "words"}
BEGINS, ENDS = f'{{"format": "{FILE}"'.encode(), b"\nendstream"


class NoPacket(ValueError):
    """The file is no packet: it says why."""


def document_of(packet: Packet) -> dict[str, Any]:
    """All of a packet: what its hash covers, and the words beside it as far as they are there."""
    words = packet.words  # type: ignore[attr-defined]
    return {
        "format": FILE, "how_to_check": HOW, "number": packet.number, "previous": packet.previous, "hash": packet.hash,
        "body": packet.body, "words": {"salt": words.salt, "body": words.body},
    }  # fmt: skip


def as_bytes(document: dict[str, Any]) -> bytes:
    """The file: JSON in plain ASCII, so that no program on its way reads it otherwise."""
    return (json.dumps(document, indent=1) + "\n").encode("ascii").replace(b'{\n "format"', b'{"format"', 1)


def read_document(content: bytes) -> dict[str, Any]:
    """The document in a file of ours, JSON or PDF. Raises NoPacket for anything else."""
    if len(content) > LARGEST:
        raise NoPacket("This file is larger than any packet.")
    if content.startswith(b"%PDF-"):
        content = enclosed_in(content)
    try:
        document = json.loads(content.decode("utf-8"), object_pairs_hook=once_each, parse_constant=no_number)
    except NoPacket:
        raise
    except (ValueError, RecursionError) as error:
        raise NoPacket("This is no packet that Throughline wrote: it cannot be read.") from error
    if not isinstance(document, dict) or document.get("format") != FILE:
        raise NoPacket("This is no packet that Throughline wrote.")
    if set(document) != PARTS or not has_parts(document):
        raise NoPacket("This is no whole packet: parts of it are missing, or were added.")
    return document


def has_parts(document: dict[str, Any]) -> bool:
    """Whether each part is of its kind."""
    words = document["words"]
    return (
        type(document["number"]) is int and 0 < document["number"] < 2**53
        and all(isinstance(document[name], str) for name in ("previous", "hash", "how_to_check"))
        and isinstance(document["body"], dict)
        and isinstance(words, dict) and set(words) == {"salt", "body"} and isinstance(words["salt"], str)
        and (words["body"] is None or isinstance(words["body"], dict))
    )  # fmt: skip


def enclosed_in(content: bytes) -> bytes:
    """The packet that one of our PDFs holds, where it lies as it is. Two of them would be one too many."""
    if content.count(BEGINS) != 1:
        raise NoPacket("No packet is enclosed in this PDF.")
    found, end, _ = content[content.index(BEGINS) :].partition(ENDS)
    if not end:
        raise NoPacket("The packet in this PDF is cut off.")
    return found


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. A name that stands twice could say one thing to us and another to somebody else."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NoPacket("This is no packet that Throughline wrote: a name stands in it twice.")
    return found


def no_number(text: str) -> Any:
    """JSON knows neither NaN nor infinities."""
    raise NoPacket(f"This is no packet that Throughline wrote: {text} is no number.")


def faults_in(document: dict[str, Any]) -> list[str]:
    """What is wrong with a packet in itself; nothing where it is as it was sealed."""
    found, body, words = [], document["body"], document["words"]
    if document["how_to_check"] != HOW:
        found.append("How it says it is checked is not what Throughline wrote.")
    try:
        if packet_hash(document["number"], document["previous"], body) != document["hash"]:
            found.append("What is in it does not fit its hash: it was changed.")
        if words["body"] is not None and words_digest(words["salt"], words["body"]) != body.get("words"):
            found.append("Its words are not those that were sealed.")
    except (Unsealable, RecursionError):
        found.append("What is in it cannot have been sealed.")
    if body.get("format") != FORMAT:
        found.append(f"It is of a form that this program does not know: {str(body.get('format'))[:60]}.")
    return found
