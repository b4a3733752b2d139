"""Builds the demo organisation through the verbs, as the people who would have done it, on the days they would have."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from line.demo.making.aims import lay_aims
from line.demo.making.deals import lay_deals
from line.demo.making.evidence import lay_evidence
from line.demo.making.gate import lay_gates
from line.demo.making.house import lay_house
from line.demo.making.market import lay_market
from line.demo.making.road import lay_road
from line.demo.making.stage import Stage
from line.demo.making.talk import lay_talk
from line.demo.making.thoughts import lay_thoughts
from line.demo.making.use import lay_features, lay_use

PARTS = (
    lay_house, lay_market, lay_use, lay_thoughts, lay_features, lay_talk, lay_deals, lay_road, lay_aims, lay_evidence, lay_gates,
)  # fmt: skip


def build_demo(now: datetime | None = None) -> Stage:
    """Make everything. ``now`` is the day that the story ends on."""
    stage = Stage(now or timezone.now())
    for lay in PARTS:
        lay(stage)
    stage.play()
    return stage
