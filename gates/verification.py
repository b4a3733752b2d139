"""Reading the packets again from the first, to find whether anybody touched what was sealed."""

from __future__ import annotations

from collections.abc import Iterator

from gates.actions.packets import START, packet_hash, words_digest
from gates.events import GateEvent
from gates.models import Decision, Packet
from gates.packet_content import decision_content
from history.canonical import plain_value
from history.models import Event
from history.verification import verifies

SEALING = (GateEvent.DECIDED, GateEvent.SETTLED, GateEvent.CORRECTED)


def faults_of(packet: Packet) -> Iterator[str]:
    """What is wrong with one packet at its place."""
    before = (
        Packet.objects.filter(number=packet.number - 1).values_list("hash", flat=True).first() if packet.number > 1 else START
    )
    if packet.previous != before:
        yield f"Packet {packet.number} does not follow the one before it: a packet was removed or replaced."
    if packet.hash != packet_hash(packet.number, packet.previous, packet.body):
        yield f"Packet {packet.number} does not fit its hash: it was changed."
    words = getattr(packet, "words", None)
    if words is None:
        yield f"The words of packet {packet.number} were removed."
    elif words.body is not None and words_digest(words.salt, words.body) != packet.body.get("words"):
        yield f"The words of packet {packet.number} were changed."
    if plain_value(decision_content(packet.decision)) != packet.body.get("decision"):
        yield f"The decision of packet {packet.number} is not the one that was sealed."


@verifies
def packets() -> Iterator[str]:
    """Every packet, in order; then decisions without one, and packets that history knows and that are gone."""
    expected = 1
    known: dict[int, str] = {}
    for packet in Packet.objects.select_related("decision", "words").order_by("number").iterator(chunk_size=500):
        if packet.number != expected:
            yield f"Packets {expected} to {packet.number - 1} are missing."
        expected = packet.number + 1
        known[packet.number] = packet.hash
        yield from faults_of(packet)
    for pk in Decision.objects.filter(packet=None).order_by("pk").values_list("pk", flat=True):
        yield f"Decision {pk} has no packet."
    for facts in Event.objects.filter(kind__in=SEALING).order_by("id").values_list("facts", flat=True):
        if known.get(facts["packet"]) != facts["hash"]:
            yield f"Packet {facts['packet']} is not the one that history recorded."
