"""Packets: the sealed record of what the deciders saw, each hash covering the packet before it."""

from __future__ import annotations

from django.db import models

from gates.models.decisions import Decision
from history import clock


class Packet(models.Model):
    """Codes, numbers and ids of one decision. The row is never changed; ``hash`` is SHA-256 over canonical JSON."""

    number = models.PositiveBigIntegerField(primary_key=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="packet")
    body = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"packet {self.number}"


class PacketWords(models.Model):
    """Names and free text of a packet, under a salted digest in it. Erasing a person may blank them; the seal stays whole."""

    packet = models.OneToOneField(Packet, primary_key=True, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    body = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "packet words"

    def __str__(self) -> str:
        return f"words of packet {self.packet_id}"
