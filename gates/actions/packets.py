"""Sealing: what the deciders saw, in the decision's own transaction, chained to the packet before."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import connection

from gates.findings import Findings
from gates.models.decisions import Decision
from gates.models.packets import Packet, PacketWords
from gates.packet_content import content_of, words_of
from history import clock
from history.canonical import digest, plain_value

START = "0" * 64


def packet_hash(number: int, previous: str, body: dict[str, Any]) -> str:
    """The hash of a packet at its place: it covers the body and the hash before it."""
    return digest({"number": str(number), "previous": previous, "body": body})


def words_digest(salt: str, body: Any) -> str:
    """What the packet holds of its words."""
    return digest({"salt": salt, "words": body})


def seal_packet(decision: Decision, findings: Findings, *, said: dict[str, object]) -> Packet:
    """Write the packet of a decision. Called inside the decision's transaction, after all that hangs on it is written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('throughline.gates.packet'))")
    last = Packet.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    salt, words = secrets.token_hex(16), plain_value(words_of(decision, findings, said))
    body = plain_value(content_of(decision, findings) | {"words": words_digest(salt, words)})
    packet = Packet.objects.create(
        number=number,
        decision=decision,
        body=body,
        previous=previous,
        hash=packet_hash(number, previous, body),
        sealed_at=clock.now(),
    )
    PacketWords.objects.create(packet=packet, salt=salt, body=words)
    return packet
