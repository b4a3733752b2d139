"""The parts of an idea's and an initiative's page that load after it, so that its first screen waits for none of them."""

from __future__ import annotations

from django.urls import reverse

from doors.panels import Later

LAST = 1000
OF_IDEA = {
    part.name: part
    for part in (
        Later("weighing", "Its priority, and what we say of it", range(30)),
        Later("standing", "Promises, the portal, experiments and gates", range(30, 60)),
        Later("proof", "Evidence for the gates", range(60, 90)),
        Later("talk", "Its line, comments and activity", range(90, LAST), with_activity=True),
    )
}
PROOF = Later("proof", "Key results, gates and answers of what was completed")
OF_INITIATIVE = {"talk": Later("talk", "Experiments, comments and activity", range(LAST), with_activity=True)}


def laters_of(place: str, parts: dict[str, Later], pk: int) -> list[tuple[Later, str]]:
    """The parts of a record's page, each with its address."""
    return [(part, reverse(f"roadmap:{place}_{part.name}", args=[pk])) for part in parts.values()]
