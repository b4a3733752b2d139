"""What becomes of ideas as work on them goes on: two that turn out to be one, one that holds two, and Ledger's own stages."""

from __future__ import annotations

from line.demo.making.stage import Stage
from roadmap import actions as roadmap

OWN = {
    "assessment": {"name": "Worth a look", "days": 60},
    "discovery": {"name": "Understanding", "limit": 6, "days": 45},
    "delivery": {"name": "Building", "limit": 3, "days": 30},
    "validation": {"name": "Proving", "days": 30},
}
TWIN = "Text customers whose invoice is overdue"
SPLIT, PART = "contract-billing", "Raise contract prices once a year"


def lay_workflow(stage: Stage) -> None:
    """Late in the story, when there is something to put right."""
    stage.on(-24, lambda: name_stages(stage), hour=10)
    stage.on(-19, lambda: write_twin(stage), hour=14)
    stage.on(-12, lambda: merge(stage), hour=11)
    stage.on(-9, lambda: split(stage), hour=15)


def name_stages(stage: Stage) -> None:
    """Ledger calls its stages as its people do, and sketches between understanding and building."""
    actor, ledger = stage.as_("priya"), stage.products["ledger"]
    for one in roadmap.own_stages(ledger, actor=actor):
        if one.kind in OWN:
            roadmap.change_stage(one, actor=actor, **OWN[one.kind])
    roadmap.add_stage(ledger, name="Sketching", kind="discovery", days=21, actor=actor)


def write_twin(stage: Stage) -> None:
    """Nobody looked whether it was there already."""
    twin = roadmap.create_idea(
        product=stage.products["ledger"], title=TWIN, problem="Letters about overdue invoices are read late.",
        value="Paid a week sooner.", state="backlog", owner=stage.people["priya"], actor=stage.as_("priya"),
    )  # fmt: skip
    stage.ideas["text-reminders"] = twin
    for company in list(stage.companies)[:3]:
        roadmap.vote(twin, company=stage.companies[company], actor=stage.as_("callum"))


def merge(stage: Stage) -> None:
    """It is the late reminders in other words."""
    roadmap.merge_idea(stage.ideas["text-reminders"], into=stage.ideas["late-reminders"], actor=stage.as_("priya"))


def split(stage: Stage) -> None:
    """Billing by contract held a second wish."""
    idea = stage.ideas[SPLIT]
    words = list(idea.insights.standing().order_by("pk")[:1])
    roadmap.split_idea(idea, title=PART, insights=words, shared=True, actor=stage.as_("priya"))
