"""The lock of the board: whoever changes who is in a lane holds it, so that history tells the very order in which it happened."""

from __future__ import annotations

from roadmap.models import Horizon, Lane


def lock_lanes() -> None:
    """Hold every lane, always in the same order. A lane's row is made when it is first needed."""
    lanes = Lane.objects.select_for_update().order_by("horizon")
    if len(lanes) < len(Horizon):
        Lane.objects.bulk_create([Lane(horizon=horizon) for horizon in Horizon], ignore_conflicts=True)
        list(lanes.all())
