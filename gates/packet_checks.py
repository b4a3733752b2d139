"""A packet's file held against what was decided here: is it whole, is it ours, does it still stand?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gates.models import Decision, Packet
from gates.packet_files import document_of, faults_in, read_document
from gates.packet_papers import packet_pdf
from gates.verification import faults_of
from history.actor import Actor

PRINTED_SO = "Its pages are printed as Throughline prints this packet, letter for letter."
PRINTED_OTHERWISE = (
    "The packet enclosed in the PDF is what is checked here. Its printed pages are not as this version of Throughline prints "
    "them: another version made them, or somebody changed them. Go by what is shown here."
)


@dataclass
class Check:
    """What came of it. ``faults`` are what must not be, ``notes`` what one should know; ``decision`` is what it records."""

    document: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decision: Decision | None = None
    later: Decision | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is as it was sealed, and records what was decided here."""
        return not self.faults and self.decision is not None

    @property
    def words(self) -> dict[str, Any]:
        """Its names and free text; empty once they were erased."""
        return self.document["words"]["body"] or {}


def check_file(content: bytes, actor: Actor | None) -> Check:
    """Check a file, JSON or PDF, as far as this actor may see what was decided; without one, in itself alone.

    Raises NoPacket for a file that is none.
    """
    document = read_document(content)
    found = check_document(document, actor)
    if content.startswith(b"%PDF-") and not found.faults:
        found.notes.append(PRINTED_SO if is_printed_so(document, content) else PRINTED_OTHERWISE)
    return found


def is_printed_so(document: dict[str, Any], content: bytes) -> bool:
    """Whether this packet, printed again, is this very file. One that somebody made up may not even be printable."""
    try:
        return packet_pdf(document) == content
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


def check_document(document: dict[str, Any], actor: Actor | None) -> Check:
    """The same for a document that was read."""
    found = Check(document, faults=faults_in(document))
    if document["words"]["body"] is None:
        found.notes.append("Its names and words were erased before this file was written. The seal holds without them.")
    if actor is not None:
        hold_against(found, actor)
    return found


def hold_against(found: Check, actor: Actor) -> None:
    """Look for the decision that the packet records, and whether they agree."""
    decisions = Decision.objects.visible_to(actor).select_related("packet__words", "review__idea", "superseded_by")
    packet = Packet.objects.filter(number=found.document["number"], decision__in=decisions).first()
    if packet is None:
        found.faults.append("No decision that you may see here has a packet of this number.")
        return
    here = document_of(packet)
    found.decision = decisions.get(pk=packet.decision_id)
    if any(here[name] != found.document[name] for name in ("hash", "previous", "body")):
        found.faults.append("It is not what was decided here: the packet of this number says otherwise.")
    found.faults += [f"The record here is not whole: {fault}" for fault in faults_of(packet)]
    if here["words"]["body"] is None and found.document["words"]["body"] is not None:
        found.notes.append("The names and words in this file were erased here since. Whoever holds it should let go of it.")
    found.later = getattr(found.decision, "superseded_by", None)
    if found.later is not None:
        found.notes.append(f"A later record, {found.later.key}, stands in the place of this one.")
